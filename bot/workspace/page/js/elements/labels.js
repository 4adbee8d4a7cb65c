// @ts-check
/** What every field shares: its name for screen readers, and the sentence for an empty one. */
import { words } from "../text/objects.js";
import { later } from "../words/words.js";

export const REQUIRED = later("Please complete this required field.");

/**
 * Attributes that name and describe a field.
 * @param {import("../types.js").BlockElement} element
 * @param {import("../types.js").Slot} slot
 * @returns {Record<string, string|null>}
 */
export function fieldLabels(element, slot) {
  const fallback = element.placeholder ? words(element.placeholder) : element.type.replaceAll("_", " ");
  return {
    "aria-labelledby": slot.labelId,
    "aria-label": slot.labelId ? null : fallback,
    "aria-describedby": slot.hintId,
  };
}

/**
 * Tell the app, unless the value simply waits in a form for its submit.
 * @param {import("../types.js").Slot} slot
 * @param {import("../types.js").BlockElement} element
 * @param {object} value
 * @param {HTMLElement} origin
 */
export function changed(slot, element, value, origin) {
  if (slot.isInput && !slot.dispatches) return;
  slot.surface.act(
    slot.blockId,
    { type: element.type, action_id: element.action_id, ...value },
    origin,
    element.confirm,
  );
}
