// @ts-check
/** Typed fields: text, numbers, addresses, and the minimal file field. */
import { h } from "../dom.js";
import { words } from "../text/objects.js";
import { changed, fieldLabels, REQUIRED } from "./labels.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */
/** @typedef {HTMLInputElement|HTMLTextAreaElement} TextControl */

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** @param {BlockElement} element @param {Slot} slot */
export function textInput(element, slot) {
  const limits = { minlength: element.min_length, maxlength: element.max_length };
  const control = element.multiline
    ? h("textarea", { class: "field", rows: "4", ...limits })
    : h("input", { class: "field", type: "text", ...limits });
  return typed(element, slot, control, (text) => lengthProblem(text, element));
}

/** Rich text is typed plainly here and sent as one section. @param {BlockElement} element @param {Slot} slot */
export function richTextInput(element, slot) {
  const control = h("textarea", { class: "field", rows: "4" });
  return typed(
    element,
    slot,
    control,
    () => null,
    (text) => ({ rich_text_value: text === null ? null : asRichText(text) }),
  );
}

/** @param {BlockElement} element @param {Slot} slot */
export function numberInput(element, slot) {
  const control = h("input", {
    class: "field",
    type: "text",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
  });
  return typed(element, slot, control, (text) => numberProblem(text, element));
}

/** @param {BlockElement} element @param {Slot} slot */
export function emailInput(element, slot) {
  const control = h("input", { class: "field", type: "email", autocomplete: "off" });
  return typed(element, slot, control, (text) =>
    EMAIL.test(text) ? null : say("Please enter a valid email address."),
  );
}

/** @param {BlockElement} element @param {Slot} slot */
export function urlInput(element, slot) {
  const control = h("input", { class: "field", type: "url", autocomplete: "off" });
  return typed(element, slot, control, (text) =>
    /^https?:\/\/[^\s]+\.[^\s]+$/.test(text) ? null : say("Please enter a valid URL."),
  );
}

/** @param {BlockElement} element @param {Slot} slot */
export function fileInput(element, slot) {
  const types = (element.filetypes ?? []).map((/** @type {string} */ type) => `.${type}`).join(",");
  /** @type {{id: string, name: string, size: number}[]} */
  let files = [];
  let coming = 0;
  const drawn = h("input", {
    class: "field",
    type: "file",
    accept: types || null,
    multiple: (element.max_files ?? 10) > 1,
    onchange: async () => {
      coming = coming + 1;
      const chosen = [...(drawn.files ?? [])].slice(0, element.max_files ?? 10);
      const ids = await Promise.all(chosen.map((file) => slot.surface.attach(file)));
      files = chosen.flatMap((file, at) => (ids[at] ? [{ id: ids[at], name: file.name, size: file.size }] : []));
      coming = coming - 1;
    },
    ...fieldLabels(element, slot),
  });
  slot.surface.form.register(slot.blockId, {
    actionId: element.action_id ?? "",
    type: element.type,
    read: () => ({ files }),
    validate: () =>
      coming ? say("Please wait until the upload is done.") : !slot.optional && !files.length ? say(REQUIRED) : null,
    focus: () => drawn.focus(),
  });
  return drawn;
}

/**
 * @param {BlockElement} element @param {Slot} slot @param {TextControl} control
 * @param {(text: string) => string|null} problem
 * @param {(text: string|null) => object} [state]
 */
function typed(element, slot, control, problem, state = (text) => ({ value: text })) {
  const { form } = slot.surface;
  for (const [name, value] of Object.entries(fieldLabels(element, slot))) if (value) control.setAttribute(name, value);
  if (element.placeholder) control.placeholder = words(element.placeholder);
  control.value = form.earlier(slot.blockId, element)?.value ?? initialText(element);
  if (element.focus_on_load) control.autofocus = true;
  if (slot.isInput && !slot.optional) control.setAttribute("aria-required", "true");
  const read = () => state(control.value === "" ? null : control.value);
  form.register(slot.blockId, {
    actionId: element.action_id ?? "",
    type: element.type,
    read,
    validate: () => (control.value.trim() === "" ? (slot.optional ? null : say(REQUIRED)) : problem(control.value)),
    focus: () => control.focus(),
  });
  dispatching(element, slot, control, read);
  return control;
}

/** @param {BlockElement} element @param {Slot} slot @param {TextControl} control @param {() => object} read */
function dispatching(element, slot, control, read) {
  if (!slot.dispatches) return;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => changed(slot, element, read(), control);
  if (triggers.includes("on_character_entered")) control.addEventListener("input", send);
  if (!triggers.includes("on_enter_pressed")) return;
  control.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== "Enter") return;
    event.preventDefault();
    send();
  });
}

/** @param {BlockElement} element */
function initialText(element) {
  const value = element.initial_value ?? "";
  if (typeof value === "string") return value;
  const sections = value.elements ?? [];
  return sections
    .flatMap((/** @type {any} */ section) =>
      (section.elements ?? []).map((/** @type {any} */ piece) => piece.text ?? ""),
    )
    .join("");
}

/** @param {string} text */
function asRichText(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** @param {string} text @param {BlockElement} element */
function lengthProblem(text, element) {
  const { min_length: least, max_length: most } = element;
  if (least && text.length < least) return say("Please enter at least {n} characters.", { n: least });
  return most && text.length > most ? say("Please enter at most {n} characters.", { n: most }) : null;
}

/** @param {string} text @param {BlockElement} element */
function numberProblem(text, element) {
  const { min_value: least, max_value: most, is_decimal_allowed: decimal } = element;
  if (!(decimal ? DECIMAL : WHOLE).test(text.trim()))
    return decimal ? say("Please enter a number.") : say("Please enter a whole number.");
  if (least !== undefined && Number(text) < Number(least))
    return say("Please enter a number of at least {n}.", { n: least });
  return most !== undefined && Number(text) > Number(most)
    ? say("Please enter a number of at most {n}.", { n: most })
    : null;
}
