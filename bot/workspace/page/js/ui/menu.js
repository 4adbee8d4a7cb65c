// @ts-check
/** Menus behind a button, used with arrows, Home, End, Enter and Escape. */
import { h, uid } from "../dom.js";
import { openPopup } from "./popup.js";

/** @typedef {{content: (Node|string)[], onpick: () => void, checked?: boolean, detail?: string}} MenuItem */

/**
 * Make a button open a menu.
 * @param {HTMLButtonElement} button
 * @param {() => MenuItem[]} items asked each time the menu opens
 * @param {{label: string, align?: "start"|"end", className?: string}} options
 */
export function attachMenu(button, items, options) {
  const id = uid("menu");
  const panel = h("div", {
    id,
    class: `menu ${options.className ?? ""}`,
    popover: "manual",
    role: "menu",
    "aria-label": options.label,
  });
  /** @type {(() => void)|null} */
  let close = null;
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const open = () => {
    panel.replaceChildren(...items().map((item) => menuItem(item, () => finish(item))));
    button.after(panel);
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", id);
    close = openPopup(button, panel, { align: options.align, onclose: closed });
    /** @type {HTMLElement|null} */ (panel.querySelector('[aria-checked="true"]') ?? panel.firstElementChild)?.focus();
  };
  const closed = () => {
    close = null;
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
    panel.remove();
  };
  const finish = (/** @type {MenuItem|null} */ item) => {
    close?.();
    button.focus();
    item?.onpick();
  };
  button.addEventListener("click", () => (close ? close() : open()));
  panel.addEventListener("keydown", (event) => onKey(event, panel, finish, () => close?.()));
}

/** @param {MenuItem} item @param {() => void} onclick */
function menuItem(item, onclick) {
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const detail = item.detail ? h("span", { class: "menu-detail" }, item.detail) : null;
  return h(
    "button",
    {
      type: "button",
      class: "menu-item",
      role,
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      tabindex: "-1",
      onclick,
    },
    h("span", { class: "menu-text" }, item.content),
    detail,
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} panel
 * @param {(item: null) => void} finish
 * @param {() => void} leave
 */
function onKey(event, panel, finish, leave) {
  const all = /** @type {HTMLElement[]} */ ([...panel.children]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const targets = /** @type {Record<string, number>} */ ({
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: all.length - 1,
  });
  if (event.key in targets) all.at(targets[event.key] % all.length)?.focus();
  else if (event.key === "Escape") finish(null);
  else if (event.key === "Tab") return leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
