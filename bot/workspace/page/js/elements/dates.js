// @ts-check
/** Date, time and date-time fields, on the browser's own pickers. */
import { h } from "../dom.js";
import { fieldTime, zoned } from "../time.js";
import { changed, fieldLabels, REQUIRED } from "./labels.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */

/** @param {BlockElement} element @param {Slot} slot */
export function datepicker(element, slot) {
  const initial = element.initial_date ?? "";
  return picker(
    element,
    slot,
    "date",
    (earlier) => earlier?.selected_date ?? initial,
    (text) => ({ selected_date: text || null }),
  );
}

/** @param {BlockElement} element @param {Slot} slot */
export function timepicker(element, slot) {
  const initial = element.initial_time ?? "";
  return picker(
    element,
    slot,
    "time",
    (earlier) => earlier?.selected_time ?? initial,
    (text) => ({ selected_time: text || null }),
  );
}

/** @param {BlockElement} element @param {Slot} slot */
export function datetimepicker(element, slot) {
  const zone = slot.surface.directory.timeZone;
  const text = (/** @type {number|null|undefined} */ seconds) =>
    seconds ? fieldTime(new Date(seconds * 1000), zone) : "";
  return picker(
    element,
    slot,
    "datetime-local",
    (earlier) => text(earlier ? earlier.selected_date_time : element.initial_date_time),
    (value) => ({
      selected_date_time: value ? zoned(value.slice(0, 10), value.slice(11, 16), zone).getTime() / 1000 : null,
    }),
  );
}

/**
 * @param {BlockElement} element @param {Slot} slot @param {string} type
 * @param {(earlier: any) => string} start @param {(text: string) => object} state
 */
function picker(element, slot, type, start, state) {
  const { form } = slot.surface;
  const value = start(form.earlier(slot.blockId, element));
  const drawn = h("input", { class: "field picker", type, value, ...fieldLabels(element, slot) });
  drawn.addEventListener("change", () => changed(slot, element, state(drawn.value), drawn));
  form.register(slot.blockId, {
    actionId: element.action_id ?? "",
    type: element.type,
    read: () => state(drawn.value),
    validate: () => (slot.isInput && !slot.optional && !drawn.value ? say(REQUIRED) : null),
    focus: () => drawn.focus(),
  });
  return drawn;
}
