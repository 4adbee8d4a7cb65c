// @ts-check
/** The list of places: channels, direct messages, the app. A drawer on a phone. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { addressOf, homeAddress } from "../router.js";
import { avatar } from "./avatar.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Channel} Channel */
/** @typedef {import("../directory.js").Directory} Directory */
/** @typedef {import("../router.js").Place} Place */

/**
 * Draw the sidebar.
 * @param {Directory} directory
 * @param {Place} place
 * @param {(channel: string) => number} mentions how many messages in a channel wait for this very person
 * @returns {HTMLElement[]}
 */
export function sidebar(directory, place, mentions) {
  const all = [...(directory.channels?.values() ?? [])];
  const direct = all.filter((channel) => channel.kind === "im" && !directory.isApp(channel));
  const entry = (/** @type {Channel} */ channel) => channelEntry(channel, directory, place, mentions(channel.id));
  return [
    h("div", { class: "side-team" }, isolated(directory.team?.name ?? "")),
    group(say("Channels"), all.filter((channel) => channel.kind !== "im").map(entry)),
    group(say("Direct messages"), direct.map(entry)),
    group(say("Apps"), [appEntry(directory, place)]),
  ].filter((part) => part !== null);
}

/** @param {string} title @param {HTMLElement[]} entries */
function group(title, entries) {
  if (!entries.length) return null;
  return h(
    "section",
    { class: "side-group" },
    h("h2", {}, title),
    h(
      "ul",
      {},
      entries.map((entry) => h("li", {}, entry)),
    ),
  );
}

/** @param {Channel} channel @param {Directory} directory @param {Place} place @param {number} mentions */
function channelEntry(channel, directory, place, mentions) {
  const mark =
    channel.kind === "im"
      ? avatar(directory.user(channel.peer ?? ""), directory, "small")
      : icon(channel.kind === "private" ? "lock" : "hash");
  const shared = channel.is_shared
    ? h(
        "span",
        { class: "side-shared" },
        icon("people"),
        h("span", { class: "visually-hidden" }, say("shared with another organization")),
      )
    : null;
  return sideLink(
    addressOf(channel.id),
    isHere(place, channel),
    [channel.unread, mentions],
    [mark, isolated(directory.channelTitle(channel), "side-name"), shared],
  );
}

/** @param {Directory} directory @param {Place} place */
function appEntry(directory, place) {
  const channel = directory.appChannel;
  const here = place.view === "home" || (channel !== null && isHere(place, channel));
  const app = directory.user(directory.app?.user_id ?? "");
  const name = isolated(directory.app?.name ?? "", "side-name");
  const unread = channel?.unread ?? 0;
  return sideLink(homeAddress, here, [unread, unread], [avatar(app, directory, "small"), name]);
}

/**
 * @param {string} href
 * @param {boolean} here
 * @param {[number, number]} counts unread messages, and those for this very person
 * @param {(Node|null)[]} content
 */
function sideLink(href, here, [unread, mentions], content) {
  const waiting = unread > 0 && !here;
  const badge = waiting
    ? h(
        "span",
        { class: `badge${mentions ? " mentions" : ""}` },
        unread,
        h("span", { class: "visually-hidden" }, say(" unread")),
      )
    : null;
  return h(
    "a",
    { class: `side-link${waiting ? say(" unread") : ""}`, href, "aria-current": here ? "page" : null },
    content,
    badge,
  );
}

/** @param {Place} place @param {Channel} channel */
function isHere(place, channel) {
  return place.view === "channel" && place.channel === channel.id;
}
