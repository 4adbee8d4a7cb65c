// @ts-check
/** Buttons, overflow menus and the small context buttons. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { safeUrl } from "../text/inline.js";
import { plain, words } from "../text/objects.js";
import { attachMenu } from "../ui/menu.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */

/** @param {BlockElement} element @param {Slot} slot */
export function button(element, slot) {
  const style = ["primary", "danger"].includes(element.style) ? ` ${element.style}` : "";
  const press = () => {
    follow(element.url);
    const { type, action_id, text, value } = element;
    slot.surface.act(slot.blockId, { type, action_id, text, value, style: element.style }, drawn, element.confirm);
  };
  const label = element.accessibility_label ?? null;
  const drawn = h(
    "button",
    { type: "button", class: `button${style}`, "aria-label": label, onclick: press },
    plain(element.text),
  );
  drawn.dataset.action = element.action_id ?? "";
  return drawn;
}

/** @param {BlockElement} element @param {Slot} slot */
export function overflow(element, slot) {
  const label = say("More actions");
  const drawn = h(
    "button",
    { type: "button", class: "button square", "aria-label": label, title: label },
    icon("more"),
  );
  const pick = (/** @type {import("../types.js").Option} */ option) => {
    follow(option.url);
    const action = { type: "overflow", action_id: element.action_id, selected_option: option };
    slot.surface.act(slot.blockId, action, drawn, element.confirm);
  };
  drawn.dataset.action = element.action_id ?? "";
  const items = () =>
    element.options.map((/** @type {import("../types.js").Option} */ option) => ({
      content: [plain(option.text)],
      detail: option.description ? words(option.description) : undefined,
      onpick: () => pick(option),
    }));
  const wrapper = h("span", { class: "menu-anchor" }, drawn);
  attachMenu(drawn, items, { label, align: "end" });
  return wrapper;
}

/** @param {BlockElement} element @param {Slot} slot */
export function workflowButton(element, slot) {
  return button({ ...element, value: undefined }, slot);
}

/** @param {BlockElement} element @param {Slot} slot */
export function iconButton(element, slot) {
  const label = element.accessibility_label ?? words(element.text);
  const { type, action_id, value } = element;
  const press = () => slot.surface.act(slot.blockId, { type, action_id, value }, drawn, element.confirm);
  const drawn = h(
    "button",
    { type: "button", class: "icon-button outlined", "aria-label": label, title: label, onclick: press },
    icon(element.icon),
  );
  return drawn;
}

/** @param {BlockElement} element @param {Slot} slot */
export function feedbackButtons(element, slot) {
  const group = h("span", { class: "feedback", role: "group", "aria-label": say("Feedback") });
  const one = (/** @type {any} */ choice, /** @type {string} */ picture) => {
    const label = choice.accessibility_label ?? words(choice.text);
    const press = () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === drawn));
      const action = { type: "feedback_buttons", action_id: element.action_id, text: choice.text, value: choice.value };
      slot.surface.act(slot.blockId, action, drawn);
    };
    const drawn = h(
      "button",
      {
        type: "button",
        class: "icon-button outlined",
        "aria-label": label,
        title: label,
        "aria-pressed": "false",
        onclick: press,
      },
      icon(picture),
    );
    return drawn;
  };
  group.append(one(element.positive_button, "thumbup"), one(element.negative_button, "thumbdown"));
  return group;
}

/** Open the address of a button, as Slack does beside sending the action. @param {string|undefined} url */
function follow(url) {
  const href = url && safeUrl(url);
  if (href) window.open(href, "_blank", "noopener,noreferrer");
}
