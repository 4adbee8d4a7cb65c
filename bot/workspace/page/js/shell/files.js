// @ts-check
/** The files of a message: what each is, and a way to get it. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").SharedFile} SharedFile */
/** @typedef {import("./message.js").Workspace} Workspace */

const UNITS = ["bytes", "KB", "MB", "GB"];
const STEP = 1000;
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);
const TABLES = new Set(["csv", "tsv", "xlsx", "xls", "ods", "parquet", "json", "jsonl", "ndjson"]);

/** @param {SharedFile[]|undefined} files @param {Workspace} workspace @returns {HTMLElement|null} null without files */
export function fileList(files, workspace) {
  if (!files?.length) return null;
  return h(
    "ul",
    { class: "files", "aria-label": say("Files") },
    files.map((file) => h("li", {}, file.mode === "tombstone" ? deleted() : fileCard(file, workspace))),
  );
}

/** "12 bytes", "4.2 KB". @param {number} size */
export function fileSize(size) {
  const power = size < STEP ? 0 : Math.min(Math.floor(Math.log10(size) / 3), UNITS.length - 1);
  const value = size / STEP ** power;
  return `${power && value < 100 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${UNITS[power]}`;
}

/** @param {string} name */
export function fileMark(name) {
  const ending = name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
  const kind = TABLES.has(ending) ? "tabular" : ending === "zip" || ending === "gz" ? "packed" : "other";
  return h("span", { class: `file-mark ${kind}`, "aria-hidden": "true" }, icon(kind === "tabular" ? "table" : "file"));
}

/** @param {SharedFile} file @param {Workspace} workspace */
function fileCard(file, { directory }) {
  const address = `/api-page/file/${encodeURIComponent(file.id)}?user=${encodeURIComponent(directory.me?.id ?? "")}`;
  const name = file.title || file.name;
  const about = [file.filetype ? file.filetype.toUpperCase() : say("File"), fileSize(file.size)].join(" · ");
  const label = say("Download {file}", { file: name });
  const download = h(
    "a",
    { class: "icon-button", href: address, download: file.name, "aria-label": label, title: label },
    icon("download"),
  );
  const card = h(
    "div",
    { class: "file-card" },
    fileMark(file.name),
    h("span", { class: "file-words" }, isolated(name, "file-name"), h("span", { class: "file-about" }, about)),
    download,
  );
  if (!PICTURES.has(file.mimetype)) return card;
  return h("figure", { class: "file-picture" }, h("img", { src: address, alt: file.alt_txt || name }), card);
}

function deleted() {
  return h("p", { class: "file-gone" }, icon("trash"), say("This file was deleted."));
}
