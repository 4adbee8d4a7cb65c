// @ts-check
/** The table of block types, and the way from a list of blocks to the page. */
import { h } from "../dom.js";
import { richText } from "../text/richtext.js";
import { markdown } from "../text/markdown.js";
import { alertBlock, card, carousel, container } from "./cards.js";
import { dataVisualization } from "./chart.js";
import { dataTable } from "./datatable.js";
import { input } from "./input.js";
import { actions, context, contextActions, divider, header, section } from "./layout.js";
import { image, video } from "./media.js";
import { table } from "./table.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Block} Block */
/** @typedef {import("../types.js").Surface} Surface */

/** @type {Record<string, (block: Block, surface: Surface, blockId: string) => HTMLElement>} */
const BLOCKS = {
  header,
  section,
  context,
  divider,
  actions,
  image,
  video,
  input,
  table,
  card,
  carousel,
  alert: alertBlock,
  context_actions: contextActions,
  data_table: dataTable,
  data_visualization: dataVisualization,
  rich_text: (block, surface) => richText(/** @type {any} */ (block), surface.directory),
  markdown: (block) => markdown(block.text),
  container: (block, surface, blockId) => container(block, surface, blockId, drawBlocks),
};

/**
 * Draw blocks in order. A type this page does not know becomes a visible box, never nothing.
 * @param {Block[]} blocks
 * @param {Surface} surface
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks, surface) {
  return blocks.map((block, i) => {
    const blockId = block.block_id ?? `block-${i}`;
    const draw = BLOCKS[block.type] ?? unsupported;
    const drawn = draw(block, surface, blockId);
    return h("div", { class: `block block-${block.type}`, dataset: { block: blockId } }, drawn);
  });
}

/** @param {Block} block */
function unsupported(block) {
  return h("div", { class: "unsupported" }, say("Unsupported block: {type}", { type: block.type }));
}
