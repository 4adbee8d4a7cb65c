// @ts-check
/** Text objects: plain_text as it is, mrkdwn parsed. */
import { h } from "../dom.js";
import { withEmoji } from "./inline.js";
import { mrkdwn } from "./mrkdwn.js";

/** @typedef {import("../types.js").TextObject} TextObject */

/**
 * A text object where lines and styles are welcome.
 * @param {TextObject} text
 * @param {import("../directory.js").Directory} directory
 * @returns {HTMLElement}
 */
export function textBlock(text, directory) {
  if (text.type === "mrkdwn") return mrkdwn(text.text, directory, { verbatim: text.verbatim });
  return h("div", { class: "plain", dir: "auto" }, plainNodes(text));
}

/**
 * A plain text object in one run, in its own direction; for buttons, labels, titles.
 * @param {TextObject|string|null|undefined} text
 * @param {string} [className]
 */
export function plain(text, className) {
  return h("bdi", { class: className }, plainNodes(text));
}

/** Just the characters, for labels that only a screen reader meets. @param {TextObject|null|undefined} text */
export function words(text) {
  return plain(text).textContent ?? "";
}

/** @param {TextObject|string|null|undefined} text */
function plainNodes(text) {
  if (!text) return [];
  if (typeof text === "string") return [new Text(text)];
  return text.emoji === false ? [new Text(text.text)] : withEmoji(text.text);
}
