// @ts-check
/** Pictures and videos. Only what this workspace itself serves is loaded; the rest shows its description. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { link } from "../text/inline.js";
import { plain } from "../text/objects.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Block} Block */

/**
 * One picture, or a frame with its description when it lives on another host.
 * @param {{image_url?: string, slack_file?: {url?: string}, alt_text?: string}} source
 * @param {string} className
 */
export function picture(source, className) {
  const url = source.image_url ?? source.slack_file?.url ?? "";
  const alt = source.alt_text ?? "";
  if (isLocal(url)) return h("img", { class: className, src: url, alt, loading: "lazy", title: alt || null });
  return h(
    "span",
    {
      class: `${className} picture-frame`,
      role: "img",
      "aria-label": alt,
      title: say("{picture} (on another host, not loaded)", { picture: alt }),
    },
    icon("picture"),
    h("span", { class: "picture-words", "aria-hidden": "true" }, alt),
  );
}

/** @param {Block} block */
export function image(block) {
  const shown = picture(/** @type {any} */ (block), "image");
  if (!block.title) return shown;
  return h("details", { class: "image-box", open: true }, h("summary", {}, plain(block.title), icon("down")), shown);
}

/** @param {Block} block */
export function video(block) {
  const title = block.title_url ? link(block.title_url, [plain(block.title)]) : plain(block.title);
  const credit = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "video" },
    credit ? h("div", { class: "muted" }, credit) : null,
    h("div", { class: "video-title" }, title),
    block.description ? h("div", {}, plain(block.description)) : null,
    h(
      "div",
      { class: "video-thumb" },
      picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "image"),
      icon("play"),
    ),
  );
}

/** @param {string} url */
function isLocal(url) {
  if (/^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(url)) return true;
  try {
    return url !== "" && new URL(url, location.href).origin === location.origin;
  } catch {
    return false;
  }
}
