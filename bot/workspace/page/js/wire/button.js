// @ts-check
/** The button that opens the wire panel; the panel itself is fetched when it is first wanted. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { say } from "../words/words.js";

const KEY = "steward-workspace-wire";

/**
 * @param {{api: import("../api.js").Api, directory: import("../directory.js").Directory}} workspace
 * @param {string} [className]
 */
export function wireButton(workspace, className = "wide-only") {
  const label = say("What goes over the wire");
  const place = /** @type {HTMLElement} */ (document.getElementById("wire"));
  const button = h(
    "button",
    {
      type: "button",
      class: `bar-button ${className}`,
      "aria-label": label,
      title: label,
      "aria-controls": "wire",
      "aria-expanded": "false",
    },
    icon("wire"),
  );
  /** @type {import("./panel.js").WirePanel|null} */
  let panel = null;
  const set = async (/** @type {boolean} */ open) => {
    sessionStorage.setItem(KEY, open ? "open" : "");
    button.setAttribute("aria-expanded", String(open));
    place.hidden = !open;
    if (!open) return panel?.stop();
    const { WirePanel } = await import("./panel.js");
    panel ??= new WirePanel(workspace, place, () => {
      set(false);
      button.focus();
    });
    await panel.start();
  };
  button.addEventListener("click", async () => {
    const open = place.hidden;
    await set(open);
    if (open) panel?.focus();
  });
  if (sessionStorage.getItem(KEY) && !document.documentElement.hasAttribute("data-embedded")) set(true);
  return button;
}
