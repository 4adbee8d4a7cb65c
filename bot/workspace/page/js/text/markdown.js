// @ts-check
/** The markdown block: the usual subset of CommonMark, drawn as DOM nodes. */
import { h } from "../dom.js";
import { emoji, link } from "./inline.js";

/** @typedef {{lines: string[], at: number}} Cursor */

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

const INLINE = [
  { pattern: /\\([!-/:-@[-`{-~])/y, draw: (/** @type {string[]} */ m) => new Text(m[1]) },
  { pattern: /(`+)([^`]|[^`].*?[^`])\1(?!`)/y, draw: (/** @type {string[]} */ m) => h("code", {}, m[2]) },
  { pattern: /!\[([^\]]*)\]\(([^()\s]+)\)/y, draw: (/** @type {string[]} */ m) => link(m[2], [m[1] || m[2]]) },
  { pattern: /\[([^\]]+)\]\(([^()\s]+)\)/y, draw: (/** @type {string[]} */ m) => link(m[2], inline(m[1])) },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, draw: (/** @type {string[]} */ m) => link(m[1], [m[1]]) },
  { pattern: /https?:\/\/[^\s<>)]*[^\s<>).,;:!?'"]/y, draw: (/** @type {string[]} */ m) => link(m[0], [m[0]]) },
  { pattern: /(\*\*|__)(?=\S)(.+?[*_]?)(?<=\S)\1/y, draw: (/** @type {string[]} */ m) => h("b", {}, inline(m[2])) },
  { pattern: /~~(?=\S)(.+?)(?<=\S)~~/y, draw: (/** @type {string[]} */ m) => h("s", {}, inline(m[1])) },
  {
    pattern: /([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/uy,
    draw: (/** @type {string[]} */ m) => h("i", {}, inline(m[2])),
  },
  { pattern: /:([a-z0-9_+'-]+):/y, draw: (/** @type {string[]} */ m) => emoji(m[1]) },
];

/** @param {string} text @returns {HTMLElement} */
export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(text.split("\n")));
}

/** @param {string[]} lines @returns {Node[]} */
function blocks(lines) {
  const cursor = { lines, at: 0 };
  /** @type {Node[]} */
  const nodes = [];
  while (cursor.at < lines.length) {
    const node = block(cursor);
    if (node) nodes.push(node);
  }
  return nodes;
}

/** @param {Cursor} cursor @returns {Node|null} */
function block(cursor) {
  const line = cursor.lines[cursor.at];
  if (line.trim() === "") return skip(cursor, null);
  if (FENCE.test(line)) return fence(cursor);
  const heading = HEADING.exec(line);
  if (heading)
    return skip(
      cursor,
      h(
        "div",
        { class: `md-heading md-h${heading[1].length}`, role: "heading", "aria-level": String(heading[1].length + 2) },
        inline(heading[2]),
      ),
    );
  if (RULE.test(line)) return skip(cursor, h("hr"));
  if (/^\s*>/.test(line))
    return h("blockquote", {}, blocks(take(cursor, /^\s*>/).map((l) => l.replace(/^\s*> ?/, ""))));
  if (ITEM.test(line)) return list(cursor);
  if (isTable(cursor)) return table(cursor);
  return paragraph(cursor);
}

/** @template T @param {Cursor} cursor @param {T} node */
function skip(cursor, node) {
  cursor.at += 1;
  return node;
}

/** @param {Cursor} cursor @param {RegExp} pattern */
function take(cursor, pattern) {
  const from = cursor.at;
  while (cursor.at < cursor.lines.length && pattern.test(cursor.lines[cursor.at])) cursor.at += 1;
  return cursor.lines.slice(from, cursor.at);
}

/** @param {Cursor} cursor */
function fence(cursor) {
  const from = cursor.at + 1;
  const length = cursor.lines.slice(from).findIndex((line) => FENCE.test(line));
  const to = length < 0 ? cursor.lines.length : from + length;
  cursor.at = to + 1;
  return h("pre", {}, h("code", {}, cursor.lines.slice(from, to).join("\n")));
}

/** @param {Cursor} cursor */
function list(cursor) {
  const [, indent, , number] = /** @type {RegExpExecArray} */ (ITEM.exec(cursor.lines[cursor.at]));
  const element = h(number ? "ol" : "ul", { start: number && number !== "1" ? number : null });
  while (cursor.at < cursor.lines.length) {
    const match = ITEM.exec(cursor.lines[cursor.at]);
    if (!match || match[1].length < indent.length || Boolean(match[3]) !== Boolean(number)) break;
    cursor.at += 1;
    const deeper = take(cursor, new RegExp(`^\\s{${indent.length + 2},}\\S`)).map((line) =>
      line.slice(indent.length + 2),
    );
    element.append(h("li", {}, task(match[4]), blocks(deeper)));
  }
  return element;
}

/** @param {string} text */
function task(text) {
  const match = /^\[([ xX])\] (.*)$/.exec(text);
  return match ? [match[1] === " " ? "☐ " : "☑ ", ...inline(match[2])] : inline(text);
}

/** @param {Cursor} cursor */
function isTable(cursor) {
  return cursor.lines[cursor.at].includes("|") && TABLE_RULE.test(cursor.lines[cursor.at + 1] ?? "");
}

/** @param {Cursor} cursor */
function table(cursor) {
  const [head, , ...rows] = take(cursor, /\|/).map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|"),
  );
  const cells = (/** @type {string[]} */ row, /** @type {"th"|"td"} */ tag) =>
    h(
      "tr",
      {},
      row.map((cell) => h(tag, {}, inline(cell.trim()))),
    );
  return h(
    "div",
    { class: "table-scroll" },
    h(
      "table",
      { class: "table" },
      h("thead", {}, cells(head, "th")),
      h(
        "tbody",
        {},
        rows.map((row) => cells(row, "td")),
      ),
    ),
  );
}

/** @param {Cursor} cursor */
function paragraph(cursor) {
  const from = cursor.at;
  do cursor.at += 1;
  while (cursor.at < cursor.lines.length && !startsBlock(cursor));
  const lines = cursor.lines.slice(from, cursor.at);
  return h(
    "p",
    {},
    lines.flatMap((line, i) => [...(i ? ["\n"] : []), ...inline(line)]),
  );
}

/** @param {Cursor} cursor */
function startsBlock(cursor) {
  const line = cursor.lines[cursor.at];
  return line.trim() === "" || [FENCE, HEADING, RULE, ITEM, /^\s*>/].some((pattern) => pattern.test(line));
}

/** @param {string} text @returns {Node[]} */
function inline(text) {
  /** @type {Node[]} */
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = match(text, at);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) nodes.push(new Text(plain));
    plain = "";
    nodes.push(found.node);
    at += found.length;
  }
  return plain ? [...nodes, new Text(plain)] : nodes;
}

/** @param {string} text @param {number} at */
function match(text, at) {
  const inWord = /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") && text[at] === "_";
  if (inWord || !/[\\`!\[<h*_~:]/.test(text[at])) return null;
  for (const { pattern, draw } of INLINE) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const node = found && draw(found);
    if (found && node) return { node, length: found[0].length };
  }
  return null;
}
