// @ts-check
/** The table of interactive elements. */
import { h } from "../dom.js";
import { button, feedbackButtons, iconButton, overflow, workflowButton } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datepicker, datetimepicker, timepicker } from "./dates.js";
import { emailInput, fileInput, numberInput, richTextInput, textInput, urlInput } from "./fields.js";
import { select } from "./selects.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */

/** @type {Record<string, (element: BlockElement, slot: Slot) => HTMLElement>} */
const ELEMENTS = {
  button,
  overflow,
  workflow_button: workflowButton,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  plain_text_input: textInput,
  rich_text_input: richTextInput,
  number_input: numberInput,
  email_text_input: emailInput,
  url_text_input: urlInput,
  file_input: fileInput,
};

/**
 * Draw one interactive element.
 * @param {BlockElement} element
 * @param {Slot} slot
 * @returns {HTMLElement}
 */
export function drawElement(element, slot) {
  if (/^(multi_)?(static|external|users|channels|conversations)_select$/.test(element.type))
    return select(element, slot);
  const draw = ELEMENTS[element.type];
  return draw
    ? draw(element, slot)
    : h("span", { class: "unsupported" }, say("Unsupported element: {type}", { type: element.type }));
}
