// @ts-check
/** Rich text: already parsed by whoever wrote it, so every text is just text. */
import { h } from "../dom.js";
import { broadcast, channelMention, dateText, emoji, link, userMention, withEmoji } from "./inline.js";
import { say } from "../words/words.js";

/** @typedef {import("../directory.js").Directory} Directory */
/** @typedef {{type: string, [key: string]: any}} Piece */

const INDENT_PX = 28;
const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];
const WRAPPERS = /** @type {[string, keyof HTMLElementTagNameMap][]} */ ([
  ["code", "code"],
  ["strike", "s"],
  ["underline", "u"],
  ["italic", "i"],
  ["bold", "b"],
]);

/**
 * Draw a rich_text block.
 * @param {{elements?: Piece[]}} block
 * @param {Directory} directory
 * @returns {HTMLElement}
 */
export function richText(block, directory) {
  return h(
    "div",
    { class: "rich-text" },
    (block.elements ?? []).map((part) => container(part, directory)),
  );
}

/** @param {Piece} part @param {Directory} directory */
function container(part, directory) {
  const border = part.border ? " bordered" : "";
  const content = pieces(part.elements ?? [], directory);
  switch (part.type) {
    case "rich_text_list":
      return list(part, directory);
    case "rich_text_preformatted":
      return h("pre", { class: border.trim() }, h("code", {}, content));
    case "rich_text_quote":
      return h("blockquote", { class: border.trim() }, content);
    case "rich_text_section":
      return h("div", { class: "rich-section" }, content);
    default:
      return h("span", { class: "unsupported" }, say("Unsupported rich text: {type}", { type: part.type }));
  }
}

/** @param {Piece} part @param {Directory} directory */
function list(part, directory) {
  const indent = part.indent ?? 0;
  const ordered = part.style === "ordered";
  const items = (part.elements ?? []).map((/** @type {Piece} */ item) => h("li", {}, listItem(item, directory)));
  const start = ordered && part.offset ? part.offset + 1 : null;
  const element = h(ordered ? "ol" : "ul", { class: part.border ? "bordered" : null, start }, items);
  element.style.marginInlineStart = `${indent * INDENT_PX}px`;
  element.style.listStyleType = (ordered ? NUMBERS : BULLETS)[indent % 3];
  return element;
}

/** @param {Piece} item @param {Directory} directory */
function listItem(item, directory) {
  return item.type === "rich_text_section" ? pieces(item.elements ?? [], directory) : [container(item, directory)];
}

/** @param {Piece[]} elements @param {Directory} directory */
function pieces(elements, directory) {
  return elements.map((piece) => withStyle(drawPiece(piece, directory), piece.style ?? {}));
}

/** @param {Piece} piece @param {Directory} directory @returns {Node} */
function drawPiece(piece, directory) {
  const draw = DRAWERS[piece.type];
  return draw
    ? draw(piece, directory)
    : h("span", { class: "unsupported" }, say("Unsupported element: {type}", { type: piece.type }));
}

/** @type {Record<string, (piece: Piece, directory: Directory) => Node>} */
const DRAWERS = {
  text: (piece) => h("bdi", {}, piece.text),
  emoji: (piece) => emoji(piece.name) ?? new Text(unicodeEmoji(piece)),
  link: (piece) => link(piece.url, withEmoji(piece.text || piece.url)),
  user: (piece, directory) => userMention(directory, piece.user_id),
  usergroup: (piece) => broadcast(piece.usergroup_id),
  team: (piece) => broadcast(piece.team_id),
  channel: (piece, directory) => channelMention(directory, piece.channel_id),
  broadcast: (piece) => broadcast(piece.range),
  color: (piece) => colorSwatch(piece.value),
  date: (piece, directory) =>
    dateText(directory, {
      seconds: piece.timestamp,
      template: piece.format,
      url: piece.url,
      fallback: piece.fallback ?? "",
    }),
};

/** @param {Node} node @param {Record<string, boolean>} style */
function withStyle(node, style) {
  return WRAPPERS.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), node);
}

/** @param {Piece} piece an emoji that the table lacks, but that carries its code points */
function unicodeEmoji(piece) {
  if (!/^[0-9a-f]+(-[0-9a-f]+)*$/i.test(piece.unicode ?? "")) return `:${piece.name}:`;
  return String.fromCodePoint(...piece.unicode.split("-").map((/** @type {string} */ hex) => parseInt(hex, 16)));
}

/** @param {string} value "#36c5f0" */
function colorSwatch(value) {
  const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
  swatch.style.backgroundColor = value;
  return h("span", {}, swatch, value);
}
