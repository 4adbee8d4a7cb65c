// @ts-check
/** Slack's mrkdwn, drawn as DOM nodes. */
import { h } from "../dom.js";
import { broadcast, channelMention, dateText, link, userMention, withEmoji } from "./inline.js";

/** @typedef {import("../directory.js").Directory} Directory */
/** @typedef {{directory: Directory, verbatim: boolean, styled: boolean}} Options */

/** Zero-width joiner that templates put beside a mark to keep it a plain character. */
const BREAKER = "\u2060";
const STYLES = /** @type {Record<string, "b"|"i"|"s">} */ ({ "*": "b", _: "i", "~": "s" });
const LETTER = /[\p{L}\p{N}]/u;
const BARE_URL = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"\]]/y;
const LIST_LINE = /^(\s*)([•◦▪-]|\d{1,3}\.) (.*)$/;

/**
 * Draw a mrkdwn text.
 * @param {string} text with `&amp;`, `&lt;` and `&gt;` escaped
 * @param {Directory} directory
 * @param {{verbatim?: boolean, styled?: boolean}} [options] verbatim: bare addresses stay text; not styled: marks too
 * @returns {HTMLElement}
 */
export function mrkdwn(text, directory, options = {}) {
  const settings = { directory, verbatim: options.verbatim ?? false, styled: options.styled ?? true };
  const box = h("div", { class: "mrkdwn", dir: "auto" });
  if (!settings.styled) {
    box.append(h("div", { class: "mrk-text" }, inline(text, settings)));
    return box;
  }
  text.split(/```/).forEach((part, i, parts) => {
    const isCode = i % 2 === 1 && i < parts.length - 1;
    if (isCode) box.append(h("pre", {}, h("code", {}, decode(part.replace(/^\n/, "").replace(/\n$/, "")))));
    else box.append(...lines(i % 2 === 1 ? `\`\`\`${part}` : trimmed(part, i, parts.length), settings));
  });
  return box;
}

/** @param {string} text undo the three escapes of mrkdwn */
export function decode(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[/** @type {"lt"} */ (name)]);
}

/** @param {string} text escape typed text, so that it arrives as it was typed */
export function encode(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Newlines beside a code block belong to the block. @param {string} part @param {number} i @param {number} count */
function trimmed(part, i, count) {
  const start = i > 0 ? part.replace(/^\n/, "") : part;
  return i < count - 1 ? start.replace(/\n$/, "") : start;
}

/** @param {string} text @param {Options} options @returns {HTMLElement[]} */
function lines(text, options) {
  if (text === "") return [];
  /** @type {{kind: string, lines: string[]}[]} */
  const runs = [];
  let quoteToEnd = false;
  for (const line of text.split("\n")) {
    const [kind, content] = classify(line, quoteToEnd);
    quoteToEnd ||= /^(?:&gt;|>){3}/.test(line);
    if (runs.at(-1)?.kind === kind) runs.at(-1)?.lines.push(content);
    else runs.push({ kind, lines: [content] });
  }
  return runs.map((run) => drawRun(run, options));
}

/** @param {string} line @param {boolean} quoteToEnd @returns {[string, string]} */
function classify(line, quoteToEnd) {
  if (quoteToEnd) return ["quote", line];
  const quote = /^(?:(?:&gt;|>){3}|&gt;|>) ?(.*)$/.exec(line);
  if (quote) return ["quote", quote[1]];
  return [LIST_LINE.test(line) ? "list" : "text", line];
}

/** @param {{kind: string, lines: string[]}} run @param {Options} options */
function drawRun(run, options) {
  if (run.kind === "list")
    return h(
      "div",
      { class: "mrk-list" },
      run.lines.map((line) => listLine(line, options)),
    );
  const drawn = run.lines.flatMap((line, i) => [...(i ? ["\n"] : []), ...inline(line, options)]);
  return run.kind === "quote" ? h("blockquote", {}, drawn) : h("div", { class: "mrk-text" }, drawn);
}

/** @param {string} line @param {Options} options */
function listLine(line, options) {
  const [, indent, marker, rest] = /** @type {RegExpExecArray} */ (LIST_LINE.exec(line));
  const item = h(
    "div",
    { class: "mrk-item" },
    h("span", { class: "mrk-marker" }, `${marker} `),
    h("span", {}, inline(rest, options)),
  );
  item.style.setProperty("--depth", String(Math.floor(indent.length / 2)));
  return item;
}

/** @param {string} text one line @param {Options} options @returns {Node[]} */
function inline(text, options) {
  /** @type {Node[]} */
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    nodes.push(...withEmoji(decode(plain)));
    plain = "";
  };
  while (at < text.length) {
    const piece = special(text, at, options);
    if (piece) {
      flush();
      nodes.push(piece.node);
      at = piece.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** @param {string} text @param {number} at @param {Options} options @returns {{node: Node, end: number}|null} */
function special(text, at, options) {
  const mark = text[at];
  if (mark === "<") return angle(text, at, options);
  if (mark === "`" && options.styled) return codeSpan(text, at);
  if (STYLES[mark] && options.styled) return styled(text, at, options);
  if (mark === "h" && !options.verbatim && !LETTER.test(text[at - 1] ?? "")) return bareUrl(text, at);
  return null;
}

/** @param {string} text @param {number} at */
function codeSpan(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1 || text[at + 1] === BREAKER || text[at - 1] === BREAKER) return null;
  return { node: h("code", {}, decode(text.slice(at + 1, end))), end: end + 1 };
}

/** @param {string} text @param {number} at */
function bareUrl(text, at) {
  BARE_URL.lastIndex = at;
  const match = BARE_URL.exec(text);
  if (!match) return null;
  const url = decode(match[0]);
  return { node: link(url, [url]), end: at + match[0].length };
}

/** @param {string} text @param {number} at @param {Options} options */
function styled(text, at, options) {
  const end = canOpen(text, at) ? closing(text, at) : -1;
  if (end < 0) return null;
  return { node: h(STYLES[text[at]], {}, inline(text.slice(at + 1, end), options)), end: end + 1 };
}

/** @param {string} text @param {number} at */
function canOpen(text, at) {
  const [before, after] = [text[at - 1] ?? " ", text[at + 1] ?? " "];
  return (
    !LETTER.test(before) &&
    ![before, after].includes(BREAKER) &&
    before !== text[at] &&
    after !== text[at] &&
    /\S/.test(after)
  );
}

/** @param {string} text @param {number} at @returns {number} where the style ends, or -1 */
function closing(text, at) {
  for (let end = at + 2; end < text.length; end += 1) {
    const [before, after] = [text[end - 1], text[end + 1] ?? " "];
    const fits = /\S/.test(before) && before !== BREAKER && after !== BREAKER && !LETTER.test(after);
    if (text[end] === text[at] && fits) return end;
  }
  return -1;
}

/** @param {string} text @param {number} at @param {Options} options */
function angle(text, at, options) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const [target, label] = splitOnce(text.slice(at + 1, end), "|");
  const node = angleNode(decode(target), label === null ? null : decode(label), options);
  return node ? { node, end: end + 1 } : null;
}

/** @param {string} target @param {string|null} label @param {Options} options @returns {Node|null} */
function angleNode(target, label, { directory }) {
  if (/^@[UWB]/.test(target)) return userMention(directory, target.slice(1));
  if (/^#[CGD]/.test(target)) return channelMention(directory, target.slice(1), label ?? undefined);
  if (target.startsWith("!")) return command(target.slice(1), label, directory);
  return /^[a-z]+:/i.test(target) ? link(target, label === null ? [target] : withEmoji(label)) : null;
}

/** @param {string} target @param {string|null} label @param {Directory} directory */
function command(target, label, directory) {
  const [name, ...rest] = target.split("^");
  if (name === "date") {
    return dateText(directory, {
      seconds: Number(rest[0]),
      template: rest[1] ?? "",
      url: rest[2],
      fallback: label ?? target,
    });
  }
  return broadcast(name === "subteam" ? (label ?? "group").replace(/^@/, "") : name);
}

/** @param {string} text @param {string} mark @returns {[string, string|null]} */
function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}
