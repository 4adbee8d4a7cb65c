// @ts-check
/** The data table: caption, search, sorting by column, pages. */
import { h, scrollable } from "../dom.js";
import { icon } from "../icons.js";
import { cellText, drawCell } from "./table.js";
import { say } from "../words/words.js";

/** @typedef {import("./table.js").Cell} Cell */
/** @typedef {{query: string, column: number, down: boolean, page: number}} Looking */

const DEFAULT_PAGE = 5;

/** @param {import("../types.js").Block} block @param {import("../types.js").Surface} surface */
export function dataTable(block, surface) {
  const [head, ...rows] = /** @type {Cell[][]} */ (block.rows);
  const size = block.page_size ?? DEFAULT_PAGE;
  /** @type {Looking} */
  const looking = { query: "", column: -1, down: false, page: 0 };
  const body = h("tbody");
  const pager = h("div", { class: "pager" });
  const heads = head.map((cell, column) => sortableHead(cell, () => sort(column), surface));
  const draw = () => {
    const found = arranged(rows, looking);
    const last = Math.max(0, Math.ceil(found.length / size) - 1);
    looking.page = Math.min(looking.page, last);
    const page = found.slice(looking.page * size, (looking.page + 1) * size);
    body.replaceChildren(...page.map((row) => bodyRow(row, block.row_header_column_index, surface)));
    heads.forEach((th, i) =>
      th.setAttribute("aria-sort", i !== looking.column ? "none" : looking.down ? "descending" : "ascending"),
    );
    pager.replaceChildren(...pagerParts(looking, last, found.length, draw));
  };
  const sort = (/** @type {number} */ column) => {
    looking.down = looking.column === column && !looking.down;
    looking.column = column;
    draw();
  };
  draw();
  const caption = block.caption ?? say("Table");
  const grid = h("table", { "aria-label": caption }, h("thead", {}, h("tr", {}, heads)), body);
  const box = h(
    "div",
    { class: "data-table" },
    captionRow(caption, looking, draw),
    h("div", { class: "data-frame" }, scrollable(h("div", { class: "table-scroll" }, grid), caption)),
    pager,
  );
  return box;
}

/** @param {string} caption @param {Looking} looking @param {() => void} draw */
function captionRow(caption, looking, draw) {
  const field = h("input", {
    type: "search",
    class: "field data-search",
    placeholder: say("Search"),
    "aria-label": say("Search {table}", { table: caption }),
    hidden: true,
  });
  field.addEventListener("input", () => {
    looking.query = field.value.trim().toLocaleLowerCase();
    looking.page = 0;
    draw();
  });
  const toggle = h(
    "button",
    { type: "button", class: "icon-button outlined", "aria-label": say("Search this table"), "aria-expanded": "false" },
    icon("search"),
  );
  toggle.addEventListener("click", () => {
    field.hidden = !field.hidden;
    toggle.setAttribute("aria-expanded", String(!field.hidden));
    if (!field.hidden) field.focus();
  });
  return h("div", { class: "data-caption" }, h("strong", { dir: "auto" }, caption), field, toggle);
}

/** @param {Cell} cell @param {() => void} onclick @param {import("../types.js").Surface} surface */
function sortableHead(cell, onclick, surface) {
  return h(
    "th",
    { scope: "col" },
    h("button", { type: "button", class: "sort", onclick }, drawCell(cell, surface.directory), icon("down")),
  );
}

/** @param {Cell[]} row @param {number|undefined} header @param {import("../types.js").Surface} surface */
function bodyRow(row, header, surface) {
  const draw = (/** @type {Cell} */ cell, /** @type {number} */ column) => {
    const number = cell?.type === "raw_number" ? "number" : null;
    if (column === header) return h("th", { scope: "row", class: number }, drawCell(cell, surface.directory));
    return h("td", { class: number }, drawCell(cell, surface.directory));
  };
  return h("tr", {}, row.map(draw));
}

/** @param {Cell[][]} rows @param {Looking} looking */
function arranged(rows, { query, column, down }) {
  const found = rows.filter((row) => !query || row.some((cell) => cellText(cell).toLocaleLowerCase().includes(query)));
  if (column < 0) return found;
  const sign = down ? -1 : 1;
  return [...found].sort((a, b) => sign * compare(a[column], b[column]));
}

/** @param {Cell} a @param {Cell} b */
function compare(a, b) {
  if (a?.type === "raw_number" && b?.type === "raw_number") return (a.value ?? 0) - (b.value ?? 0);
  return cellText(a).localeCompare(cellText(b), undefined, { numeric: true });
}

/** @param {Looking} looking @param {number} last @param {number} count @param {() => void} draw */
function pagerParts(looking, last, count, draw) {
  if (count === 0) return [h("span", {}, say("No rows match"))];
  if (last === 0) return [];
  const step = (/** @type {number} */ by, /** @type {string} */ label, /** @type {string} */ picture) => {
    const blocked = looking.page + by < 0 || looking.page + by > last;
    const onclick = () => {
      looking.page += by;
      draw();
    };
    return h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, disabled: blocked, onclick },
      icon(picture),
    );
  };
  return [
    step(-1, say("Previous page"), "back"),
    h("span", { role: "status" }, say("Page {n} of {last}", { n: looking.page + 1, last: last + 1 })),
    step(1, say("Next page"), "next"),
  ];
}
