// @ts-check
/** Boxes around content: alert, card, carousel, container. */
import { h, uid } from "../dom.js";
import { drawElement } from "../elements/index.js";
import { icon } from "../icons.js";
import { plain, textBlock } from "../text/objects.js";
import { richText } from "../text/richtext.js";
import { looseSlot } from "./layout.js";
import { picture } from "./media.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Block} Block */
/** @typedef {import("../types.js").Surface} Surface */

const ALERT_ICONS = /** @type {Record<string, string>} */ ({
  default: "bell",
  info: "info",
  warning: "warning",
  error: "error",
  success: "success",
});

/** @param {Block} block @param {Surface} surface */
export function alertBlock(block, surface) {
  const level = block.level in ALERT_ICONS ? block.level : "default";
  const name = level === "default" ? null : h("span", { class: "visually-hidden" }, `${level}: `);
  return h(
    "div",
    { class: `alert alert-${level}` },
    icon(ALERT_ICONS[level]),
    h("div", { class: "alert-text" }, name, textBlock(block.text, surface.directory)),
  );
}

/** @param {Block} block @param {Surface} surface @param {string} blockId */
export function card(block, surface, blockId) {
  const words = (/** @type {any} */ text, /** @type {string} */ name) =>
    text ? h("div", { class: name }, textBlock(text, surface.directory)) : null;
  const slot = looseSlot(surface, blockId);
  const actions = block.actions?.length
    ? h(
        "div",
        { class: "actions" },
        block.actions.map((/** @type {any} */ element) => drawElement(element, slot)),
      )
    : null;
  return h(
    "article",
    { class: "card" },
    block.hero_image ? picture(block.hero_image, "card-hero") : null,
    h(
      "div",
      { class: "card-head" },
      cardIcon(block),
      h("div", {}, words(block.title, "card-title"), words(block.subtitle, "card-subtitle")),
    ),
    words(block.body, "card-body"),
    words(block.subtext, "card-subtext"),
    actions,
  );
}

/** @param {Block} block */
function cardIcon(block) {
  if (block.icon) return picture(block.icon, "card-icon");
  return block.slack_icon ? h("span", { class: "card-icon" }, icon(block.slack_icon.name)) : null;
}

/** @param {Block} block @param {Surface} surface @param {string} blockId */
export function carousel(block, surface, blockId) {
  const cards = block.elements.map((/** @type {Block} */ one) =>
    h("li", {}, card(one, surface, one.block_id ?? blockId)),
  );
  const row = h("ul", { class: "carousel-row", tabindex: "0", "aria-label": say("Cards") }, cards);
  const move = (/** @type {number} */ sign) => row.scrollBy({ left: sign * row.clientWidth * 0.8, behavior: "smooth" });
  const step = (/** @type {number} */ sign, /** @type {string} */ label, /** @type {string} */ picture_) =>
    h(
      "button",
      { type: "button", class: "icon-button outlined", "aria-label": label, onclick: () => move(sign) },
      icon(picture_),
    );
  return h(
    "div",
    { class: "carousel" },
    row,
    h("div", { class: "carousel-steps" }, step(-1, say("Previous cards"), "back"), step(1, say("Next cards"), "next")),
  );
}

/**
 * @param {Block} block @param {Surface} surface @param {string} _blockId
 * @param {(blocks: Block[], surface: Surface) => HTMLElement[]} drawBlocks
 */
export function container(block, surface, _blockId, drawBlocks) {
  const title = block.rich_text_title ? richText(block.rich_text_title, surface.directory) : plain(block.title);
  const subtitle = block.subtitle ? h("div", { class: "muted" }, textBlock(block.subtitle, surface.directory)) : null;
  const body = h(
    "div",
    { class: "container-body", id: uid("container") },
    drawBlocks(block.child_blocks ?? [], surface),
  );
  const head = h(
    "div",
    { class: "container-head" },
    block.icon ? picture(block.icon, "card-icon") : null,
    h("div", {}, h("div", { class: "container-title" }, title), subtitle),
    block.is_collapsible ? collapser(body, block.default_collapsed === true) : null,
  );
  const classes = ["container", `width-${block.width ?? "standard"}`, block.has_header_divider ? "ruled" : ""];
  return h("section", { class: classes.join(" ").trim() }, head, body);
}

/** @param {HTMLElement} body @param {boolean} collapsed */
function collapser(body, collapsed) {
  const button = h(
    "button",
    { type: "button", class: "icon-button", "aria-controls": body.id, "aria-label": say("Show or hide the content") },
    icon("up"),
  );
  const show = (/** @type {boolean} */ open) => {
    body.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(Boolean(body.hidden)));
  show(!collapsed);
  return button;
}
