// @ts-check
/** Floating panels in the browser's top layer, so that no scrolling box or dialog clips them. */

const GAP_PX = 4;
const EDGE_PX = 8;
const MIN_HEIGHT_PX = 160;

/**
 * Show a panel beside its anchor until `close` is called or something else is clicked.
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel an element with `popover="manual"`
 * @param {{onclose?: () => void, align?: "start"|"end", match?: boolean}} [options] match: as wide as the anchor
 * @returns {() => void} close
 */
export function openPopup(anchor, panel, options = {}) {
  const stop = new AbortController();
  const { signal } = stop;
  const close = () => {
    if (signal.aborted) return;
    stop.abort();
    if (panel.matches(":popover-open")) panel.hidePopover();
    options.onclose?.();
  };
  const outside = (/** @type {Event} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!panel.contains(target) && !anchor.contains(target)) close();
  };
  const move = () => place(anchor, panel, options);
  panel.showPopover();
  move();
  document.addEventListener("pointerdown", outside, { signal, capture: true });
  document.addEventListener("scroll", move, { signal, capture: true, passive: true });
  window.addEventListener("resize", move, { signal });
  new ResizeObserver((_, observer) => (signal.aborted ? observer.disconnect() : move())).observe(panel);
  return close;
}

/**
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel
 * @param {{align?: "start"|"end", match?: boolean}} options
 */
function place(anchor, panel, options) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP_PX - EDGE_PX;
  const above = box.top - GAP_PX - EDGE_PX;
  const upward = below < Math.min(panel.scrollHeight, MIN_HEIGHT_PX * 1.5) && above > below;
  if (options.match) panel.style.minWidth = `${box.width}px`;
  panel.style.maxHeight = `${Math.max(upward ? above : below, MIN_HEIGHT_PX)}px`;
  const wanted = options.align === "end" ? box.right - panel.offsetWidth : box.left;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(wanted, innerWidth - panel.offsetWidth - EDGE_PX))}px`;
  panel.style.top = upward ? "auto" : `${box.bottom + GAP_PX}px`;
  panel.style.bottom = upward ? `${innerHeight - box.top + GAP_PX}px` : "auto";
}
