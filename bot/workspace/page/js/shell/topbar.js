// @ts-check
/** The bar across the top: the workspace's clock, and who this tab is. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { addressAs, togetherAddress } from "../router.js";
import { attachMenu } from "../ui/menu.js";
import { setTheme, theme, THEMES } from "../ui/theme.js";
import { wireButton } from "../wire/button.js";
import { avatar, withPresence } from "./avatar.js";
import { clockChip } from "./clock.js";
import { say } from "../words/words.js";

/** @typedef {import("../directory.js").Directory} Directory */

/**
 * Draw what stands at the right of the top bar.
 * @param {{api: import("../api.js").Api, directory: Directory}} workspace
 * @param {HTMLElement} bell
 * @returns {{nodes: HTMLElement[], clock: {update: () => void}}}
 */
export function topbarTools(workspace, bell) {
  const clock = clockChip(workspace);
  const { directory } = workspace;
  const wire = wireButton(workspace);
  const nodes = [
    clock.element,
    togetherLink(directory),
    wire,
    h("span", { class: "menu-anchor" }, bell),
    themeButton(),
    moreButton(wire, directory),
    personButton(directory),
  ];
  return { nodes, clock };
}

/** Where one sees what several people see. @param {Directory} directory */
function togetherLink(directory) {
  const label = say("Several people side by side");
  return h(
    "a",
    { class: "bar-button wide-only", href: togetherAddress(directory), "aria-label": label, title: label },
    icon("panes"),
  );
}

/** What has no room on a narrow screen. @param {HTMLElement} wire @param {Directory} directory */
function moreButton(wire, directory) {
  const label = say("More tools");
  const button = h(
    "button",
    { type: "button", class: "bar-button narrow-only", "aria-label": label, title: label },
    icon("dots"),
  );
  const items = () => [
    {
      content: [icon("panes"), say("Several people side by side")],
      onpick: () => location.assign(togetherAddress(directory)),
    },
    { content: [icon("wire"), say("What goes over the wire")], onpick: () => wire.click() },
    ...themeItems(() => {}),
  ];
  attachMenu(button, items, { label, align: "end" });
  return h("span", { class: "menu-anchor" }, button);
}

/** @param {() => void} picked */
function themeItems(picked) {
  return THEMES.map((choice) => ({
    content: [icon(choice.icon), say(choice.label)],
    checked: choice.value === theme(),
    onpick: () => {
      setTheme(choice.value);
      picked();
    },
  }));
}

/** @param {string} [className] */
export function themeButton(className = "wide-only") {
  const button = h("button", { type: "button", class: `bar-button ${className}` });
  const show = () => {
    const now = THEMES.find((choice) => choice.value === theme()) ?? THEMES[0];
    button.replaceChildren(icon(now.icon));
    button.setAttribute("aria-label", say("Theme: {name}", { name: say(now.label) }));
    button.title = say("Theme: {name}", { name: say(now.label) });
  };
  show();
  attachMenu(button, () => themeItems(show), { label: say("Theme"), align: "end" });
  return h("span", { class: "menu-anchor" }, button);
}

/** @param {Directory} directory */
function personButton(directory) {
  const me = directory.user(directory.me?.id ?? "");
  const label = say("You are {name}. Switch person", { name: me.real_name });
  const button = h(
    "button",
    { type: "button", class: "bar-button person", "aria-label": label, title: label },
    avatar(me, directory, "small"),
    isolated(me.real_name, "person-name"),
    icon("down"),
  );
  const items = () =>
    directory.people.map((user) => ({
      content: [withPresence(avatar(user, directory, "small"), user, directory), isolated(user.real_name)],
      detail: user.title,
      checked: user.id === me.id,
      onpick: () => location.assign(addressAs(user.id)),
    }));
  attachMenu(button, items, { label: say("Be someone else"), align: "end", className: "people" });
  return h("span", { class: "menu-anchor" }, button);
}
