// @ts-check
/** Checkboxes and radio buttons. */
import { h, uid } from "../dom.js";
import { textBlock } from "../text/objects.js";
import { fieldLabels, REQUIRED } from "./labels.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */
/** @typedef {import("../types.js").Option} Option */

/** @param {BlockElement} element @param {Slot} slot */
export function checkboxes(element, slot) {
  const earlier = slot.surface.form.earlier(slot.blockId, element);
  const chosen = earlier ? earlier.selected_options : (element.initial_options ?? []);
  return choices(element, slot, {
    kind: "checkbox",
    chosen,
    state: (options) => ({ selected_options: options }),
  });
}

/** @param {BlockElement} element @param {Slot} slot */
export function radioButtons(element, slot) {
  const earlier = slot.surface.form.earlier(slot.blockId, element);
  const chosen = earlier ? earlier.selected_option : element.initial_option;
  return choices(element, slot, {
    kind: "radio",
    chosen: chosen ? [chosen] : [],
    state: (options) => ({ selected_option: options[0] ?? null }),
  });
}

/**
 * @param {BlockElement} element @param {Slot} slot
 * @param {{kind: "checkbox"|"radio", chosen: Option[], state: (options: Option[]) => object}} how
 */
function choices(element, slot, how) {
  const group = uid("choice");
  const values = new Set(how.chosen.map((option) => option.value));
  /** @type {{option: Option, box: HTMLInputElement}[]} */
  const boxes = element.options.map((/** @type {Option} */ option) => ({
    option,
    box: h("input", { type: how.kind, name: group, value: option.value, checked: values.has(option.value) }),
  }));
  const picked = () => boxes.filter(({ box }) => box.checked).map(({ option }) => option);
  const drawn = h(
    "div",
    { class: "choices", role: how.kind === "radio" ? "radiogroup" : "group", ...fieldLabels(element, slot) },
    boxes.map(({ option, box }) => choice(option, box, slot)),
  );
  drawn.addEventListener("change", () => {
    const action = { type: element.type, action_id: element.action_id, ...how.state(picked()) };
    if (!slot.isInput || slot.dispatches) slot.surface.act(slot.blockId, action, drawn, element.confirm);
  });
  slot.surface.form.register(slot.blockId, {
    actionId: element.action_id ?? "",
    type: element.type,
    read: () => how.state(picked()),
    validate: () => (slot.isInput && !slot.optional && picked().length === 0 ? say(REQUIRED) : null),
    focus: () => boxes[0]?.box.focus(),
  });
  return drawn;
}

/** @param {Option} option @param {HTMLInputElement} box @param {Slot} slot */
function choice(option, box, slot) {
  const { directory } = slot.surface;
  const detail = option.description
    ? h("div", { class: "choice-detail" }, textBlock(option.description, directory))
    : null;
  return h(
    "label",
    { class: "choice" },
    box,
    h("span", {}, h("div", { class: "choice-text" }, textBlock(option.text, directory)), detail),
  );
}
