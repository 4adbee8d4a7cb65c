// @ts-check
/** The plain blocks: header, section, context, divider, actions. */
import { h } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { plain, textBlock } from "../text/objects.js";
import { picture } from "./media.js";

/** @typedef {import("../types.js").Block} Block */
/** @typedef {import("../types.js").BlockElement} BlockElement */
/** @typedef {import("../types.js").Surface} Surface */
/** @typedef {import("../types.js").Slot} Slot */

/** Elements that Slack puts below a section's text rather than beside it. */
const BELOW = new Set(["checkboxes", "radio_buttons"]);

/** @param {Surface} surface @param {string} blockId @returns {Slot} a place outside any form */
export function looseSlot(surface, blockId) {
  return { surface, blockId, labelId: null, hintId: null, isInput: false, dispatches: true, optional: true };
}

/** @param {Block} block */
export function header(block) {
  return h("h3", { class: "header-text", dir: "auto" }, plain(block.text));
}

/** @param {Block} block @param {Surface} surface @param {string} blockId */
export function section(block, surface, blockId) {
  const text = block.text ? textBlock(block.text, surface.directory) : null;
  const fields = block.fields
    ? h(
        "div",
        { class: "section-fields" },
        block.fields.map((/** @type {any} */ field) => textBlock(field, surface.directory)),
      )
    : null;
  const below = block.accessory && BELOW.has(block.accessory.type) ? " below" : "";
  const accessory = block.accessory
    ? h("div", { class: `section-accessory${below}` }, sectionAccessory(block.accessory, surface, blockId))
    : null;
  return h("div", { class: `section${below}` }, h("div", { class: "section-text" }, text, fields), accessory);
}

/** @param {BlockElement} accessory @param {Surface} surface @param {string} blockId */
function sectionAccessory(accessory, surface, blockId) {
  if (accessory.type === "image") return picture(/** @type {any} */ (accessory), "thumbnail");
  return drawElement(accessory, looseSlot(surface, blockId));
}

/** @param {Block} block @param {Surface} surface */
export function context(block, surface) {
  const parts = block.elements.map((/** @type {any} */ element) =>
    element.type === "image" ? picture(element, "context-image") : textBlock(element, surface.directory),
  );
  return h("div", { class: "context" }, parts);
}

/** @returns {HTMLElement} */
export function divider() {
  return h("hr");
}

/** @param {Block} block @param {Surface} surface @param {string} blockId */
export function actions(block, surface, blockId) {
  const slot = looseSlot(surface, blockId);
  return h(
    "div",
    { class: "actions" },
    block.elements.map((/** @type {BlockElement} */ element) => drawElement(element, slot)),
  );
}

/** @param {Block} block @param {Surface} surface @param {string} blockId */
export function contextActions(block, surface, blockId) {
  return actions(block, surface, blockId);
}
