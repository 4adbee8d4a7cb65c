// @ts-check
/** The bar across the top: the workspace's clock, and who this tab is. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { addressAs } from "../router.js";
import { attachMenu } from "../ui/menu.js";
import { setTheme, theme, THEMES } from "../ui/theme.js";
import { avatar } from "./avatar.js";
import { clockChip } from "./clock.js";

/** @typedef {import("../directory.js").Directory} Directory */

/**
 * Draw what stands at the right of the top bar.
 * @param {{api: import("../api.js").Api, directory: Directory}} workspace
 * @returns {{nodes: HTMLElement[], clock: {update: () => void}}}
 */
export function topbarTools(workspace) {
  const clock = clockChip(workspace);
  return { nodes: [clock.element, themeButton(), personButton(workspace.directory)], clock };
}

function themeButton() {
  const button = h("button", { type: "button", class: "bar-button" });
  const show = () => {
    const now = THEMES.find((choice) => choice.value === theme()) ?? THEMES[0];
    button.replaceChildren(icon(now.icon));
    button.setAttribute("aria-label", `Theme: ${now.label}`);
    button.title = `Theme: ${now.label}`;
  };
  const items = () =>
    THEMES.map((choice) => ({
      content: [icon(choice.icon), choice.label],
      checked: choice.value === theme(),
      onpick: () => {
        setTheme(choice.value);
        show();
      },
    }));
  show();
  attachMenu(button, items, { label: "Theme", align: "end" });
  return h("span", { class: "menu-anchor" }, button);
}

/** @param {Directory} directory */
function personButton(directory) {
  const me = directory.user(directory.me?.id ?? "");
  const label = `You are ${me.real_name}. Switch person`;
  const button = h(
    "button",
    { type: "button", class: "bar-button person", "aria-label": label, title: label },
    avatar(me, directory, "small"),
    isolated(me.real_name, "person-name"),
    icon("down"),
  );
  const items = () =>
    directory.people.map((user) => ({
      content: [avatar(user, directory, "small"), isolated(user.real_name)],
      detail: user.title,
      checked: user.id === me.id,
      onpick: () => location.assign(addressAs(user.id)),
    }));
  attachMenu(button, items, { label: "Be someone else", align: "end", className: "people" });
  return h("span", { class: "menu-anchor" }, button);
}
