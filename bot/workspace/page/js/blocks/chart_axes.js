// @ts-check
/** Bar, line and area charts on two axes. */
import { svg } from "../dom.js";
import { COLORS, shortNumber } from "./chart_marks.js";

/** @typedef {import("./chart.js").Chart} Chart */
/** @typedef {import("./chart.js").Series} Series */
/**
 * @typedef {{left: number, right: number, top: number, bottom: number, low: number, high: number, count: number}} Frame
 */

const HEIGHT_PX = 260;
const CHARACTER_PX = 7;
const TICKS = 5;
const DASHES = ["", "7 4", "2 3", "9 3 2 3", "4 4", "12 4", "1 4", "6 2"];

/** @param {Chart} chart @param {number} width @param {Record<string, string>} label @returns {SVGElement} */
export function axisChart(chart, width, label) {
  const series = chart.series ?? [];
  const categories = chart.axis_config?.categories ?? series[0]?.data.map((point) => point.label) ?? [];
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const ticks = niceTicks(Math.min(0, ...values), Math.max(0, ...values));
  const left =
    Math.max(...ticks.map((tick) => shortNumber(tick).length)) * CHARACTER_PX + (chart.axis_config?.y_label ? 26 : 12);
  const bottom = HEIGHT_PX - (chart.axis_config?.x_label ? 46 : 26);
  const frame = {
    left,
    right: width - 12,
    top: 10,
    bottom,
    low: ticks[0],
    high: ticks[ticks.length - 1],
    count: categories.length,
  };
  const draw = { bar: bars, line: lines, area: areas }[/** @type {"bar"} */ (chart.type)];
  return svg(
    "svg",
    { ...label, width, height: HEIGHT_PX, viewBox: `0 0 ${width} ${HEIGHT_PX}` },
    ticks.map((tick) => gridLine(tick, frame)),
    categoryLabels(categories, frame, chart.type === "bar"),
    axisLabels(chart.axis_config ?? {}, frame),
    series.map((one, i) => draw(one, i, series.length, categories, frame)),
  );
}

/**
 * @param {number} low
 * @param {number} high
 * @returns {number[]} round values from below the lowest to above the highest
 */
export function niceTicks(low, high) {
  const raw = (high - low || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** @param {number} value @param {Frame} frame */
function y(value, { top, bottom, low, high }) {
  return bottom - ((value - low) / (high - low)) * (bottom - top);
}

/** @param {number} i @param {Frame} frame @param {boolean} banded */
function x(i, { left, right, count }, banded) {
  if (banded) return left + ((i + 0.5) * (right - left)) / count;
  return count < 2 ? (left + right) / 2 : left + (i * (right - left)) / (count - 1);
}

/** @param {number} tick @param {Frame} frame */
function gridLine(tick, frame) {
  const at = y(tick, frame);
  return svg(
    "g",
    {},
    svg("line", { x1: frame.left, x2: frame.right, y1: at, y2: at, class: tick === 0 ? "axis" : "grid" }),
    svg("text", { x: frame.left - 8, y: at + 4, "text-anchor": "end" }, shortNumber(tick)),
  );
}

/** Every label that has room. @param {string[]} categories @param {Frame} frame @param {boolean} banded */
function categoryLabels(categories, frame, banded) {
  const longest = Math.max(1, ...categories.map((name) => name.length)) * CHARACTER_PX + 8;
  const every = Math.max(1, Math.ceil((longest * categories.length) / (frame.right - frame.left + longest)));
  return categories.map((name, i) => {
    if (i % every) return null;
    const edge = !banded && i === categories.length - 1 && i > 0 ? "end" : "middle";
    return svg(
      "text",
      { x: x(i, frame, banded) + (edge === "end" ? 8 : 0), y: frame.bottom + 18, "text-anchor": edge },
      name,
    );
  });
}

/** @param {{x_label?: string, y_label?: string}} config @param {Frame} frame */
function axisLabels(config, frame) {
  const middle = (frame.top + frame.bottom) / 2;
  return [
    config.x_label
      ? svg(
          "text",
          { x: (frame.left + frame.right) / 2, y: frame.bottom + 40, "text-anchor": "middle" },
          config.x_label,
        )
      : null,
    config.y_label
      ? svg(
          "text",
          { x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` },
          config.y_label,
        )
      : null,
  ];
}

/** @param {Series} series @param {number} i @param {number} all @param {string[]} categories @param {Frame} frame */
function bars(series, i, all, categories, frame) {
  const band = (frame.right - frame.left) / frame.count;
  const wide = Math.min(48, (band * 0.7) / all);
  return svg(
    "g",
    { class: `fill-${i % COLORS}` },
    points(series, categories).map(({ at, label, value }) => {
      const left = x(at, frame, true) - (wide * all) / 2 + i * wide;
      const [high, low] = [y(Math.max(0, value), frame), y(Math.min(0, value), frame)];
      const bar = svg("rect", {
        x: left + 1,
        y: high,
        width: Math.max(1, wide - 2),
        height: Math.max(1, low - high),
        rx: 2,
      });
      bar.append(svg("title", {}, `${series.name}, ${label}: ${shortNumber(value)}`));
      return bar;
    }),
  );
}

/** @param {Series} series @param {number} i @param {number} _all @param {string[]} categories @param {Frame} frame */
function lines(series, i, _all, categories, frame) {
  const known = points(series, categories);
  const path = known.map(({ at, value }) => `${x(at, frame, false)} ${y(value, frame)}`).join(" L");
  const dots = known.map(({ at, label, value }) => {
    const dot = svg("circle", { cx: x(at, frame, false), cy: y(value, frame), r: 3, class: `fill-${i % COLORS}` });
    dot.append(svg("title", {}, `${series.name}, ${label}: ${shortNumber(value)}`));
    return dot;
  });
  return svg(
    "g",
    {},
    svg("path", { d: `M${path}`, class: `line stroke-${i % COLORS}`, "stroke-dasharray": DASHES[i % DASHES.length] }),
    dots,
  );
}

/** @param {Series} series @param {number} i @param {number} all @param {string[]} categories @param {Frame} frame */
function areas(series, i, all, categories, frame) {
  const known = points(series, categories);
  const ground = y(0, frame);
  const ends = known.length ? [x(known[0].at, frame, false), x(known[known.length - 1].at, frame, false)] : [0, 0];
  const top = known.map(({ at, value }) => `${x(at, frame, false)} ${y(value, frame)}`).join(" L");
  return svg(
    "g",
    {},
    svg("path", { d: `M${ends[0]} ${ground} L${top} L${ends[1]} ${ground} Z`, class: `area fill-${i % COLORS}` }),
    lines(series, i, all, categories, frame),
  );
}

/** @param {Series} series @param {string[]} categories */
function points(series, categories) {
  return series.data
    .map((point) => ({ ...point, at: categories.indexOf(point.label) }))
    .filter((point) => point.at >= 0);
}
