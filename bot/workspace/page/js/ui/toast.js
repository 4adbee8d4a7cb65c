// @ts-check
/** Short notices at the bottom of the window. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { say } from "../words/words.js";

const SHOWN_MS = 8000;

/** @type {HTMLElement|null} made when first needed */
let rack = null;

/**
 * Show a notice.
 * @param {string} text
 * @param {"error"|"success"|"info"} [level]
 */
export function toast(text, level = "info") {
  rack ??= document.body.appendChild(
    h("div", { class: "toasts", popover: "manual", role: "region", "aria-label": say("Notices") }),
  );
  const notice = h("div", { class: `toast toast-${level}`, role: level === "error" ? "alert" : "status" });
  const dismiss = () => {
    notice.remove();
    if (!rack?.childElementCount) rack?.hidePopover();
  };
  const close = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": say("Dismiss"), onclick: dismiss },
    icon("close"),
  );
  rack.append(notice);
  raise(rack);
  notice.append(icon(level), h("span", { dir: "auto" }, text), close);
  setTimeout(dismiss, SHOWN_MS);
}

/** Above whatever dialog was opened last. @param {HTMLElement} element */
function raise(element) {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  (dialog ?? document.body).append(element);
  if (element.matches(":popover-open")) element.hidePopover();
  element.showPopover();
}
