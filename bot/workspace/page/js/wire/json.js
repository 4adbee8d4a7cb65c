// @ts-check
/** JSON with its keys and values told apart, two spaces deep per level. */
import { h } from "../dom.js";

/** @param {unknown} value @param {number} [depth] @returns {(Node|string)[]} */
export function pretty(value, depth = 0) {
  if (Array.isArray(value))
    return wrapped(
      "[]",
      value.map((item) => pretty(item, depth + 1)),
      depth,
    );
  if (value !== null && typeof value === "object") {
    const rows = Object.entries(value).map(([key, inner]) => [
      h("span", { class: "json-key" }, JSON.stringify(key)),
      ": ",
      ...pretty(inner, depth + 1),
    ]);
    return wrapped("{}", rows, depth);
  }
  const kind = value === null ? "null" : typeof value;
  return [h("span", { class: `json-${kind}` }, JSON.stringify(value))];
}

/** @param {string} brackets @param {(Node|string)[][]} rows @param {number} depth @returns {(Node|string)[]} */
function wrapped(brackets, rows, depth) {
  if (!rows.length) return [brackets];
  const gap = `\n${"  ".repeat(depth + 1)}`;
  const parts = rows.flatMap((row, i) => [gap, ...row, ...(i < rows.length - 1 ? [","] : [])]);
  return [brackets[0], ...parts, `\n${"  ".repeat(depth)}`, brackets[1]];
}
