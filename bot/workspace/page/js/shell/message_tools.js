// @ts-check
/** What one can do with a message: react, reply, copy it, run one of the app's shortcuts on it. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { addressOf } from "../router.js";
import { noticeText } from "../text/notice.js";
import { attachMenu } from "../ui/menu.js";
import { toast } from "../ui/toast.js";
import { avatar } from "./avatar.js";
import { pickReaction } from "./reactions.js";
import { runShortcut, shortcutsOf } from "./shortcuts.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {import("./message.js").Workspace} Workspace */

const TOUCH = matchMedia("(hover: none)");

/** @param {Message} message @param {import("./message.js").Look} look @param {Workspace} workspace */
export function messageTools(message, look, workspace) {
  if (message.ephemeral || message.pending) return null;
  return h(
    "div",
    { class: "message-tools" },
    reactButton(message, workspace),
    look.inThread ? null : replyLink(message),
    moreButton(message, look, workspace),
  );
}

/** @param {Message} message @param {Workspace} workspace */
function reactButton(message, workspace) {
  const label = say("Add reaction");
  const button = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, "aria-haspopup": "dialog" },
    icon("smile"),
  );
  button.addEventListener("click", () => pickReaction(button, message, workspace));
  return button;
}

/** @param {Message} message */
function replyLink(message) {
  const label = say("Reply in thread");
  return h(
    "a",
    { class: "icon-button", href: addressOf(message.channel, message.ts), "aria-label": label, title: label },
    icon("reply"),
  );
}

/** @param {Message} message @param {import("./message.js").Look} look @param {Workspace} workspace */
function moreButton(message, look, workspace) {
  const label = say("More message actions");
  const button = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: say("More actions") },
    icon("more"),
  );
  const touched = () => [
    { content: [icon("smile"), say("Add reaction")], onpick: () => pickReaction(button, message, workspace) },
    ...(look.inThread
      ? []
      : [
          {
            content: [icon("reply"), say("Reply in thread")],
            onpick: () => (location.hash = addressOf(message.channel, message.ts)),
          },
        ]),
  ];
  const items = () => [
    ...(TOUCH.matches ? touched() : []),
    { content: [icon("copy"), say("Copy text")], onpick: () => copy(message, workspace) },
    ...shortcutsOf(workspace.directory, "message").map((shortcut) => ({
      content: [
        avatar(workspace.directory.user(workspace.directory.app?.user_id ?? ""), workspace.directory, "small"),
        shortcut.name,
      ],
      detail: workspace.directory.app?.name,
      onpick: () => runShortcut(workspace, shortcut, { channel: message.channel, ts: message.ts }),
    })),
  ];
  attachMenu(button, items, { label, align: "end" });
  return h("span", { class: "menu-anchor" }, button);
}

/** @param {Message} message @param {Workspace} workspace */
async function copy(message, workspace) {
  await navigator.clipboard.writeText(noticeText(message, workspace.directory));
  toast(say("Copied."), "success");
}
