// @ts-check
/** The table block: first row is the head. */
import { h, isolated, scrollable } from "../dom.js";
import { richText } from "../text/richtext.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Block} Block */
/** @typedef {{type: string, text?: string, value?: number, elements?: any[]}} Cell */

/** @param {Block} block @param {import("../types.js").Surface} surface */
export function table(block, surface) {
  const settings = block.column_settings ?? [];
  const cell = (/** @type {Cell} */ content, /** @type {number} */ column, /** @type {"th"|"td"} */ tag) => {
    const { align, is_wrapped: wrapped } = settings[column] ?? {};
    const classes = [align ? `align-${align}` : "", wrapped ? "wrapped" : ""].join(" ").trim();
    return h(tag, { class: classes || null, scope: tag === "th" ? "col" : null }, drawCell(content, surface.directory));
  };
  const [head, ...rows] = block.rows.map((/** @type {Cell[]} */ row, /** @type {number} */ i) =>
    h(
      "tr",
      {},
      row.map((content, column) => cell(content, column, i === 0 ? "th" : "td")),
    ),
  );
  return scrollable(
    h("div", { class: "table-scroll" }, h("table", { class: "table" }, h("thead", {}, head), h("tbody", {}, rows))),
    say("Table"),
  );
}

/** @param {Cell|null|undefined} cell @param {import("../directory.js").Directory} directory */
export function drawCell(cell, directory) {
  if (!cell) return null;
  return cell.type === "rich_text" ? richText(cell, directory) : isolated(cellText(cell));
}

/** The characters of a cell, to search and sort by. @param {Cell|null|undefined} cell @returns {string} */
export function cellText(cell) {
  if (!cell) return "";
  if (cell.type !== "rich_text") return String(cell.text ?? cell.value ?? "");
  return (cell.elements ?? [])
    .flatMap((part) => (part.elements ?? []).map((/** @type {any} */ piece) => piece.text ?? piece.name ?? ""))
    .join(" ");
}
