// @ts-check
/** One message. */
import { drawBlocks } from "../blocks/index.js";
import { h, isolated } from "../dom.js";
import { Form } from "../form.js";
import { icon } from "../icons.js";
import { addressOf } from "../router.js";
import { makeSurface } from "../surface.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { noticeText } from "../text/notice.js";
import { clockTime, fullTime, instant, shortTime } from "../time.js";
import { avatar } from "./avatar.js";
import { fileList } from "./files.js";
import { messageTools } from "./message_tools.js";
import { reactionBar } from "./reactions.js";
import { say, sayAround, sayCount } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {{api: import("../api.js").Api, directory: import("../directory.js").Directory}} Workspace */
/** @typedef {{compact: boolean, inThread: boolean}} Look compact: the author stands above, in the message before */

/**
 * Draw a message.
 * @param {Message} message
 * @param {Look} look
 * @param {Workspace} workspace
 * @returns {HTMLElement}
 */
export function drawMessage(message, look, workspace) {
  const { directory } = workspace;
  const author = directory.user(message.user);
  const classes = [
    "message",
    look.compact && "compact",
    message.ephemeral && "ephemeral",
    message.pending && "pending",
  ];
  return h(
    "li",
    { class: classes.filter(Boolean).join(" "), tabindex: "-1", dataset: { ts: message.ts } },
    message.ephemeral ? onlyYou(message, workspace) : null,
    message.command ? usedCommand(message, directory) : null,
    h("div", { class: "message-gutter" }, look.compact ? gutterTime(message, directory) : avatar(author, directory)),
    h(
      "div",
      { class: "message-main" },
      look.compact
        ? h("span", { class: "visually-hidden" }, author.real_name)
        : messageHead(message, author, directory),
      h(
        "div",
        { class: "message-content" },
        content(message, workspace),
        message.edited ? h("span", { class: "edited" }, say("(edited)")) : null,
      ),
      fileList(message.files, workspace),
      reactionBar(message, workspace),
      threadLink(message, look),
    ),
    messageTools(message, look, workspace),
  );
}

/** "1 reply", "3 replies". @param {number} count */
export function replies(count) {
  return sayCount("{n} reply", "{n} replies", count);
}

/**
 * What a screen reader hears of a message.
 * @param {Message} message
 * @param {import("../directory.js").Directory} directory
 */
export function spokenMessage(message, directory) {
  const text = noticeText(message, directory);
  return `${message.ephemeral ? `${say("Only visible to you")}. ` : ""}${directory.user(message.user).real_name}: ${text}`;
}

/** @param {Message} message @param {Workspace} workspace */
function content(message, workspace) {
  const { directory } = workspace;
  if (!message.blocks?.length) return mrkdwn(message.text, directory, { styled: message.mrkdwn !== false });
  const { channel, ts, ephemeral } = message;
  const surface = makeSurface("message", { type: "message", channel, ts, ephemeral }, workspace, new Form());
  return h("div", { class: "blocks" }, drawBlocks(message.blocks, surface));
}

/**
 * @param {Message} message
 * @param {import("../types.js").User} author
 * @param {import("../directory.js").Directory} directory
 */
function messageHead(message, author, directory) {
  const badge = message.bot ? h("span", { class: "app-badge" }, "APP") : null;
  return h(
    "div",
    { class: "message-head" },
    isolated(author.real_name, "author"),
    badge,
    timeOf(message, directory, clockTime),
  );
}

/** @param {Message} message @param {import("../directory.js").Directory} directory */
function gutterTime(message, directory) {
  return timeOf(message, directory, shortTime);
}

/**
 * @param {Message} message
 * @param {import("../directory.js").Directory} directory
 * @param {(at: Date, zone: string) => string} form
 */
function timeOf(message, directory, form) {
  const at = instant(message.ts);
  const zone = directory.timeZone;
  return h("time", { class: "message-time", datetime: at.toISOString(), title: fullTime(at, zone) }, form(at, zone));
}

/** @param {Message} message @param {Workspace} workspace */
function onlyYou(message, { api }) {
  const dismiss = () => api.act("dismiss", { channel: message.channel, ts: message.ts });
  return h(
    "div",
    { class: "message-above" },
    icon("eye"),
    h("span", {}, say("Only visible to you")),
    h("span", { "aria-hidden": "true" }, "·"),
    h(
      "button",
      { type: "button", class: "link-button", onclick: dismiss },
      say("Dismiss"),
      h("span", { class: "visually-hidden" }, " this message"),
    ),
  );
}

/** @param {Message} message @param {import("../directory.js").Directory} directory */
function usedCommand(message, directory) {
  const typed = h("bdi", { class: "command-text" }, message.command);
  const mark = message.ephemeral ? avatar(directory.user(directory.me?.id ?? ""), directory, "small") : icon("slash");
  return h(
    "div",
    { class: "message-above" },
    mark,
    h("span", {}, sayAround(message.ephemeral ? "You used {command}" : "Someone used {command}", typed)),
  );
}

/** @param {Message} message @param {Look} look */
function threadLink(message, look) {
  if (look.inThread || !message.reply_count) return null;
  const address = addressOf(message.channel, message.ts);
  return h(
    "a",
    { class: "thread-link", href: address },
    icon("reply"),
    h("strong", {}, replies(message.reply_count)),
    h("span", {}, say("View thread")),
  );
}
