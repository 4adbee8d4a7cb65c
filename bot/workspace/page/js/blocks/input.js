// @ts-check
/** The input block: a labelled field with its hint and its error. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { icon } from "../icons.js";
import { plain } from "../text/objects.js";

/** @typedef {import("../types.js").Block} Block */

/** The one control of an element; choices have several, each with its own label. */
const SINGLE = "input:not([type=checkbox], [type=radio]), textarea";

/**
 * @param {import("../types.js").Block} block
 * @param {import("../types.js").Surface} surface
 * @param {string} blockId
 */
export function input(block, surface, blockId) {
  const labelId = uid("label");
  const hintId = uid("hint");
  const optional = block.optional === true;
  const slot = {
    surface,
    blockId,
    labelId,
    hintId,
    optional,
    isInput: true,
    dispatches: block.dispatch_action === true,
  };
  const element = drawElement(block.element, slot);
  const control = element.matches(SINGLE) ? element : element.querySelector(SINGLE);
  const hint = block.hint ? h("div", { class: "input-hint" }, plain(block.hint)) : null;
  const error = h("div", { class: "input-error", role: "alert" });
  const box = h(
    "div",
    { class: "input" },
    fieldLabel(block, labelId, control),
    element,
    h("div", { id: hintId }, error, hint),
  );
  surface.form.registerErrorLine(blockId, { show: (message) => showError(box, error, message) });
  return box;
}

/**
 * A label that one can click where there is a single control.
 * @param {Block} block
 * @param {string} id
 * @param {Element|null} control
 */
function fieldLabel(block, id, control) {
  const optional = block.optional === true ? h("span", { class: "optional" }, " (optional)") : null;
  if (!control) return h("div", { class: "input-label", id }, plain(block.label), optional);
  control.id = uid("control");
  return h("label", { class: "input-label", id, for: control.id }, plain(block.label), optional);
}

/** @param {HTMLElement} box @param {HTMLElement} line @param {string|null} message */
function showError(box, line, message) {
  box.classList.toggle("invalid", message !== null);
  for (const control of box.querySelectorAll("input, textarea"))
    control.setAttribute("aria-invalid", String(message !== null));
  line.replaceChildren(...(message === null ? [] : [icon("warning"), h("span", { dir: "auto" }, message)]));
}
