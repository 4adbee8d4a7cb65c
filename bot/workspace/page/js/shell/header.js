// @ts-check
/** The head of the main panel, and the welcome above an empty conversation. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { addressOf, homeAddress } from "../router.js";
import { withEmoji } from "../text/inline.js";
import { avatar } from "./avatar.js";
import { say, sayAround } from "../words/words.js";

/** @typedef {import("../types.js").Channel} Channel */
/** @typedef {import("../directory.js").Directory} Directory */
/** @typedef {import("../router.js").Place} Place */

/** @param {Directory} directory @param {Place} place @returns {HTMLElement[]} */
export function mainHead(directory, place) {
  const channel = directory.channels?.get(place.channel);
  const isApp = place.view === "home" || (channel && directory.isApp(channel));
  if (isApp) return appHead(directory, place);
  return channel ? channelHead(directory, channel) : [h("h1", {}, say("No conversations"))];
}

/** @param {Directory} directory @param {Channel} channel */
function channelHead(directory, channel) {
  const peer = channel.kind === "im" ? directory.user(channel.peer ?? "") : null;
  const mark = peer ? avatar(peer, directory, "small") : icon(channel.kind === "private" ? "lock" : "hash");
  const shared = channel.is_shared
    ? h("span", { class: "head-note" }, icon("people"), say("Shared with another organization"))
    : null;
  const archived = channel.is_archived ? h("span", { class: "head-note" }, say("Archived")) : null;
  const topic = channel.topic
    ? h("span", { class: "topic", dir: "auto", title: channel.topic }, withEmoji(channel.topic))
    : null;
  const members =
    channel.kind === "im"
      ? null
      : h(
          "span",
          { class: "members" },
          icon("people"),
          channel.members,
          h("span", { class: "visually-hidden" }, " members"),
        );
  return [
    h("h1", {}, mark, isolated(directory.channelTitle(channel))),
    ...[shared, archived, topic, members].filter((part) => part !== null),
  ];
}

/** @param {Directory} directory @param {Place} place */
function appHead(directory, place) {
  const app = directory.user(directory.app?.user_id ?? "");
  const tab = (/** @type {string} */ label, /** @type {string} */ href, /** @type {boolean} */ here) =>
    h("a", { class: "tab", href, "aria-current": here ? "page" : null }, label);
  const messages = directory.appChannel
    ? tab(say("Messages"), addressOf(directory.appChannel.id), place.view === "channel")
    : null;
  return [
    h("h1", {}, avatar(app, directory, "small"), isolated(app.real_name)),
    h(
      "nav",
      { class: "tabs", "aria-label": app.real_name },
      tab(say("Home"), homeAddress, place.view === "home"),
      messages,
    ),
  ];
}

/**
 * The welcome above a conversation without messages, with things to try.
 * @param {Directory} directory @param {Channel} channel @param {(hint: string) => void} onpick
 */
export function welcome(directory, channel, onpick) {
  const title = directory.channelTitle(channel);
  const isDirect = channel.kind === "im";
  const chip = (/** @type {string} */ hint) =>
    h("button", { type: "button", class: "chip", onclick: () => onpick(hint) }, hint);
  const words = isDirect
    ? sayAround("This is the very beginning of your messages with {name}.", isolated(title))
    : sayAround("This is the very beginning of the {channel} channel.", h("strong", {}, "#", isolated(title)));
  const hints = directory.hints?.length
    ? h("div", { class: "chips" }, h("span", { class: "chips-label" }, say("Try")), directory.hints.map(chip))
    : null;
  return h(
    "div",
    { class: "welcome" },
    h("h2", {}, isDirect ? "" : "# ", isolated(title)),
    h("p", {}, words, channel.topic ? h("span", { dir: "auto" }, ` ${channel.topic}.`) : null),
    hints,
  );
}
