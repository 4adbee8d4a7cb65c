// @ts-check
/** On a narrow screen the sidebar slides in over the page. */

const NARROW = matchMedia("(max-width: 768px)");

/**
 * @param {{button: HTMLElement, panel: HTMLElement, rest: HTMLElement[], scrim: HTMLElement}} parts
 * @returns {() => void} close the drawer, if it is open
 */
export function attachDrawer({ button, panel, rest, scrim }) {
  const set = (/** @type {boolean} */ open) => {
    panel.classList.toggle("open", open);
    scrim.hidden = !open;
    panel.inert = NARROW.matches && !open;
    for (const part of rest) part.inert = open;
    button.setAttribute("aria-expanded", String(open));
    if (open) /** @type {HTMLElement|null} */ (panel.querySelector("[aria-current], a"))?.focus();
  };
  const close = () => {
    const wasOpen = panel.classList.contains("open");
    set(false);
    if (wasOpen) button.focus();
  };
  button.addEventListener("click", () => set(!panel.classList.contains("open")));
  scrim.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
  NARROW.addEventListener("change", () => set(false));
  set(false);
  return close;
}
