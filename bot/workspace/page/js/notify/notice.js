// @ts-check
/** One notification: who, where, and the message's text. */
import { h, isolated } from "../dom.js";
import { addressOf } from "../router.js";
import { avatar } from "../shell/avatar.js";
import { noticeText } from "../text/notice.js";
import { clockTime, fullTime, instant } from "../time.js";

/** @typedef {import("../types.js").Notice} Notice */
/** @typedef {import("../directory.js").Directory} Directory */

/** "Steward in #cs-team", "Steward in a thread in #cs-team", "Steward". @param {Notice} notice @param {Directory} directory */
export function noticePlace(notice, directory) {
  return `${directory.user(notice.user).real_name}${whereabouts(notice, directory)}`;
}

/**
 * A notification as a link to its message.
 * @param {Notice} notice
 * @param {Directory} directory
 * @param {() => void} onpick
 */
export function noticeLink(notice, directory, onpick) {
  const author = directory.user(notice.user);
  const at = instant(notice.ts);
  const zone = directory.timeZone;
  const pick = (/** @type {Event} */ event) => {
    event.preventDefault();
    onpick();
  };
  return h(
    "a",
    { class: "notice-link", href: addressOf(notice.channel, notice.thread_ts), onclick: pick },
    avatar(author, directory),
    h(
      "span",
      { class: "notice-body" },
      h(
        "span",
        { class: "notice-head" },
        isolated(author.real_name, "notice-author"),
        h("span", { class: "notice-place" }, isolated(whereabouts(notice, directory).trim())),
        h("time", { datetime: at.toISOString(), title: fullTime(at, zone) }, clockTime(at, zone)),
      ),
      h("span", { class: "notice-text", dir: "auto" }, noticeText(notice, directory)),
    ),
  );
}

/** @param {Notice} notice @param {Directory} directory */
function whereabouts(notice, directory) {
  const channel = directory.channels?.get(notice.channel);
  const thread = notice.thread_ts ? " in a thread" : "";
  return !channel || channel.kind === "im" ? thread : `${thread} in #${directory.channelTitle(channel)}`;
}
