// @ts-check
/** A handle that makes a panel at the bottom taller and lower, with the pointer or with arrow keys. */
import { h } from "../dom.js";
import { say } from "../words/words.js";

const KEY = "steward-workspace-wire-height";
const LEAST_PX = 140;
const STEP_PX = 24;
const USUAL_PX = 300;

/** @param {HTMLElement} panel @returns {HTMLElement} the handle */
export function resizable(panel) {
  const most = () => innerHeight - 180;
  const set = (/** @type {number} */ height) => {
    const fitting = Math.round(Math.max(LEAST_PX, Math.min(height, most())));
    panel.style.setProperty("--wire-height", `${fitting}px`);
    handle.setAttribute("aria-valuenow", String(fitting));
    localStorage.setItem(KEY, String(fitting));
  };
  const handle = h("div", {
    class: "wire-handle",
    role: "separator",
    tabindex: "0",
    "aria-orientation": "horizontal",
    "aria-label": say("Height of the wire panel"),
    "aria-valuemin": LEAST_PX,
    "aria-valuemax": most(),
  });
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) set(panel.getBoundingClientRect().bottom - event.clientY);
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: STEP_PX, ArrowDown: -STEP_PX }[event.key];
    if (!step) return;
    event.preventDefault();
    set(panel.offsetHeight + step);
  });
  set(Number(localStorage.getItem(KEY)) || USUAL_PX);
  return handle;
}
