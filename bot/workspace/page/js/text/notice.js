// @ts-check
/** A message's top-level text as a phone or a screen reader gets it: no styles, nothing of the blocks. */
import { mrkdwn } from "./mrkdwn.js";
import { later, say } from "../words/words.js";

/** @typedef {import("../directory.js").Directory} Directory */

/** What Slack shows of a message that has blocks and no text. */
const NOTHING = later("This content can’t be displayed.");
const LINES = ".mrk-text, .mrk-item, blockquote, pre";

/**
 * @param {{text: string, mrkdwn?: boolean, files?: {name: string, title?: string}[]}} message
 * @param {Directory} directory
 * @returns {string}
 */
export function noticeText(message, directory) {
  const drawn = mrkdwn(message.text, directory, { styled: message.mrkdwn !== false });
  const lines = [...drawn.querySelectorAll(LINES)].map((line) => line.textContent ?? "");
  const names = (message.files ?? []).map((file) => file.title || file.name).filter(Boolean);
  return (
    lines.join("\n").trim() || (names.length ? say("Shared {files}", { files: names.join(say(", ")) }) : say(NOTHING))
  );
}
