// @ts-check
/** Charts as inline SVG, redrawn at the width they get, each with its numbers as a table. */
import { h, svg, uid } from "../dom.js";
import { icon } from "../icons.js";
import { axisChart } from "./chart_axes.js";
import { COLORS, shortNumber } from "./chart_marks.js";
import { language, say } from "../words/words.js";

/** @typedef {{label: string, value: number}} Point */
/** @typedef {{name: string, data: Point[]}} Series */
/** @typedef {{categories?: string[], x_label?: string, y_label?: string}} AxisConfig */
/** @typedef {{type: string, segments?: Point[], series?: Series[], axis_config?: AxisConfig}} Chart */

const FIRST_WIDTH_PX = 520;
const PIE_PX = 300;

/** @param {import("../types.js").Block} block */
export function dataVisualization(block) {
  const chart = /** @type {Chart} */ (block.chart);
  const title = uid("chart");
  const canvas = h("div", { class: "chart-canvas" });
  const numbers = h("div", { class: "table-scroll", hidden: true }, numbersTable(chart));
  let drawnAt = 0;
  const draw = (/** @type {number} */ width) => {
    if (Math.abs(width - drawnAt) < 2) return;
    drawnAt = width;
    canvas.replaceChildren(picture(chart, width, block.title));
  };
  draw(FIRST_WIDTH_PX);
  new ResizeObserver(([entry]) => entry.contentRect.width && draw(Math.round(entry.contentRect.width))).observe(canvas);
  const toggle = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": say("Show the numbers"),
      "aria-pressed": "false",
      title: say("Show the numbers"),
    },
    icon("table"),
  );
  toggle.addEventListener("click", () => {
    numbers.hidden = !numbers.hidden;
    canvas.hidden = legend.hidden = !numbers.hidden;
    toggle.setAttribute("aria-pressed", String(!numbers.hidden));
  });
  const legend = drawLegend(chart);
  return h(
    "figure",
    { class: "chart", "aria-labelledby": title },
    h("div", { class: "chart-head" }, h("figcaption", { id: title, dir: "auto" }, block.title), toggle),
    canvas,
    numbers,
    legend,
  );
}

/** @param {Chart} chart @param {number} width @param {string} title */
function picture(chart, width, title) {
  const label = { role: "img", "aria-label": `${title}. ${summary(chart)}` };
  if (chart.type === "pie") return pie(chart.segments ?? [], width, label);
  if (["bar", "line", "area"].includes(chart.type)) return axisChart(chart, width, label);
  return h("div", { class: "unsupported" }, say("Unsupported chart: {type}", { type: chart.type }));
}

/** Every number in words. @param {Chart} chart */
function summary(chart) {
  const points = (/** @type {Point[]} */ data) =>
    data.map((point) => `${point.label}: ${shortNumber(point.value)}`).join(", ");
  if (chart.segments) return points(chart.segments);
  return (chart.series ?? []).map((series) => `${series.name}: ${points(series.data)}`).join(". ");
}

/** @param {Point[]} segments @param {number} width @param {Record<string, string>} label */
function pie(segments, width, label) {
  const side = Math.min(PIE_PX, width);
  const radius = side / 2 - 6;
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  let turned = 0;
  const slices = segments.map((segment, i) => {
    const share = segment.value / total;
    const drawn = slice(turned, share, radius, i);
    drawn.append(svg("title", {}, `${segment.label}: ${shortNumber(segment.value)} (${Math.round(share * 100)}%)`));
    turned += share;
    return drawn;
  });
  return svg(
    "svg",
    { ...label, width: side, height: side, viewBox: `${-side / 2} ${-side / 2} ${side} ${side}`, class: "pie" },
    slices,
  );
}

/** @param {number} from @param {number} share @param {number} radius @param {number} i */
function slice(from, share, radius, i) {
  const className = `slice fill-${i % COLORS}`;
  if (share > 0.999) return svg("circle", { r: radius, class: className });
  const point = (/** @type {number} */ turn) =>
    `${radius * Math.sin(turn * 2 * Math.PI)} ${-radius * Math.cos(turn * 2 * Math.PI)}`;
  const d = `M0 0 L${point(from)} A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${point(from + share)} Z`;
  return svg("path", { d, class: className });
}

/** @param {Chart} chart */
function drawLegend(chart) {
  const total = (chart.segments ?? []).reduce((sum, segment) => sum + segment.value, 0);
  const names = chart.segments
    ? chart.segments.map((segment) => `${segment.label} ${Math.round((100 * segment.value) / total)}%`)
    : (chart.series ?? []).map((series) => series.name);
  const entry = (/** @type {string} */ name, /** @type {number} */ i) =>
    h("li", {}, h("span", { class: `legend-dot back-${i % COLORS}`, "aria-hidden": "true" }), h("bdi", {}, name));
  return h("ul", { class: "chart-legend" }, names.map(entry));
}

/** @param {Chart} chart */
function numbersTable(chart) {
  const series = chart.series ?? [{ name: say("Value"), data: chart.segments ?? [] }];
  const labels = chart.axis_config?.categories ?? series[0]?.data.map((point) => point.label) ?? [];
  const value = (/** @type {Series} */ one, /** @type {string} */ label) =>
    one.data.find((point) => point.label === label)?.value;
  const cell = (/** @type {number|undefined} */ number) =>
    h("td", { class: "align-right" }, number === undefined ? "—" : number.toLocaleString(language()));
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, chart.axis_config?.x_label ?? say("Label")),
    series.map((one) => h("th", { scope: "col", class: "align-right" }, h("bdi", {}, one.name))),
  );
  const rows = labels.map((label) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("bdi", {}, label)),
      series.map((one) => cell(value(one, label))),
    ),
  );
  return h("table", { class: "table" }, h("thead", {}, head), h("tbody", {}, rows));
}
