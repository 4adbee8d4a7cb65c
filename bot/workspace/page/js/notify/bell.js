// @ts-check
/** The list behind the bell: the last notifications, newest first. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openPopup } from "../ui/popup.js";
import { noticeLink } from "./notice.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Notice} Notice */

/**
 * @param {HTMLButtonElement} bell
 * @param {import("../shell/message.js").Workspace} workspace
 * @param {{unseen: Set<string>, jump: (notice: Notice) => void}} options unseen: timestamps of what is new
 */
export async function openBell(bell, workspace, { unseen, jump }) {
  if (bell.getAttribute("aria-expanded") === "true") return;
  bell.setAttribute("aria-expanded", "true");
  const notices = await workspace.api.notifications();
  const panel = h("div", {
    class: "menu bell-menu",
    popover: "manual",
    role: "dialog",
    "aria-label": say("Notifications"),
  });
  bell.after(panel);
  const close = openPopup(bell, panel, {
    align: "end",
    onclose: () => {
      panel.remove();
      bell.setAttribute("aria-expanded", "false");
    },
  });
  const leave = () => {
    close();
    bell.focus();
  };
  const row = (/** @type {Notice} */ notice) => {
    const link = noticeLink(notice, workspace.directory, () => {
      close();
      jump(notice);
    });
    return h("li", { class: unseen.has(notice.ts) ? "new" : "" }, link);
  };
  panel.append(
    h("header", { class: "bell-head" }, h("h2", {}, say("Notifications")), closeButton(leave)),
    notices.length ? h("ol", {}, notices.map(row)) : h("p", { class: "menu-note" }, say("Nothing has arrived yet.")),
    h(
      "p",
      { class: "bell-foot" },
      say("The text is what a phone or a screen reader gets of a message: never its blocks."),
    ),
  );
  panel.addEventListener("keydown", (event) => onKey(event, panel, leave));
  bell.addEventListener("click", leave, { once: true });
  /** @type {HTMLElement|null} */ (panel.querySelector("li a") ?? panel.querySelector("button"))?.focus();
}

/** @param {() => void} leave */
function closeButton(leave) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": say("Close"), onclick: leave },
    icon("close"),
  );
}

/** @param {KeyboardEvent} event @param {HTMLElement} panel @param {() => void} leave */
function onKey(event, panel, leave) {
  if (event.key === "Escape") return leave();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("li a")]);
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  links[at + step]?.focus();
  event.preventDefault();
}
