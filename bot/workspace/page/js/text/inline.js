// @ts-check
/** The smallest pieces of message text: emoji, links, mentions, dates. All of them are inert unless a link. */
import { h, isolated } from "../dom.js";
import { emojiCharacter } from "../emoji.js";
import { fullTime, slackDate } from "../time.js";
import { say } from "../words/words.js";

/** @typedef {import("../directory.js").Directory} Directory */

const EMOJI = /:((?:[a-z0-9_+'-]+)(?:::skin-tone-[2-6])?):/g;
const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * Text with its :short_codes: drawn.
 * @param {string} text
 * @returns {Node[]}
 */
export function withEmoji(text) {
  /** @type {Node[]} */
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(EMOJI)) {
    const drawn = emoji(match[1]);
    if (!drawn) continue;
    nodes.push(new Text(text.slice(from, match.index)), drawn);
    from = match.index + match[0].length;
  }
  nodes.push(new Text(text.slice(from)));
  return nodes.filter((node) => node.textContent !== "");
}

/** @param {string} name @returns {HTMLElement|null} null when the code is unknown */
export function emoji(name) {
  const character = emojiCharacter(name);
  if (!character) return null;
  const words = name.split("::")[0].replaceAll("_", " ");
  return h("span", { class: "emoji", role: "img", "aria-label": words, title: `:${name}:` }, character);
}

/**
 * A link that leaves this page, or its plain text when the address is not one a browser should follow.
 * @param {string} url
 * @param {(Node|string)[]} children
 */
export function link(url, children) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** @param {string} url @returns {string|null} */
export function safeUrl(url) {
  try {
    return SAFE_SCHEMES.has(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** @param {Directory} directory @param {string} id */
export function userMention(directory, id) {
  const mine = id === directory.me?.id ? " mention-me" : "";
  return h("span", { class: `mention${mine}`, dataset: { user: id } }, "@", isolated(directory.user(id).real_name));
}

/** @param {Directory} directory @param {string} id @param {string} [label] */
export function channelMention(directory, id, label) {
  const channel = directory.channels?.get(id);
  const name = channel?.name ?? label;
  if (!name) return h("span", { class: "mention" }, say("a private channel"));
  if (!channel) return h("span", { class: "mention" }, "#", isolated(name));
  return h("a", { class: "mention", href: `#${id}` }, "#", isolated(name));
}

/** A group call such as @here: drawn, never acted on. @param {string} name */
export function broadcast(name) {
  return h("span", { class: "mention mention-group" }, `@${name}`);
}

/**
 * A date in the reader's zone.
 * @param {Directory} directory
 * @param {{seconds: number, template: string, url?: string, fallback: string}} date
 */
export function dateText(directory, date) {
  if (!Number.isFinite(date.seconds)) return h("span", {}, date.fallback);
  const zone = directory.timeZone;
  const words = slackDate(date.seconds, date.template, directory.now(), zone);
  const at = new Date(date.seconds * 1000);
  const time = h("time", { datetime: at.toISOString(), title: fullTime(at, zone) }, words);
  return date.url ? link(date.url, [time]) : time;
}
