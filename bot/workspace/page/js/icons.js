// @ts-check
import { svg } from "./dom.js";

/** Line drawings on a 20 × 20 grid, made for this page. */
const PATHS = /** @type {Record<string, string>} */ ({
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
  home: "M3.5 9.5 10 4l6.5 5.5M5 8.5V16h10V8.5M8.5 16v-4h3v4",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  next: "M8 4.5 13.5 10 8 15.5",
  down: "M5 7.5l5 5 5-5",
  up: "M5 12.5l5-5 5 5",
  send: "M3.5 16.5 17 10 3.5 3.5 5 9l6 1-6 1z",
  reply: "M4 4h12v9H9l-3.5 3v-3H4z",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.8 1.8",
  sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M4.7 15.3 6 14M14 6l1.3-1.3",
  moon: "M16 12.2A6.6 6.6 0 0 1 7.8 4a6.6 6.6 0 1 0 8.2 8.2z",
  auto: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 3v14M10 6h5M10 10h7M10 14h5",
  more: "M10 4.6v.01M10 10v.01M10 15.4v.01",
  warning: "M10 3.5 17.5 16h-15zM10 8.2v3.6M10 13.9v.01",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2v4.2M10 6.6v.01",
  success: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM6.8 10.2l2.2 2.2 4.2-4.6",
  error: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.4v4.4M10 13.4v.01",
  bell: "M5 14V9.5a5 5 0 0 1 10 0V14l1.5 1h-13zM8.5 17h3",
  search: "M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6zM12.7 12.7l4 4",
  table: "M3.5 4.5h13v11h-13zM3.5 8.5h13M9 4.5v11",
  chart: "M3.5 16.5v-13M3.5 16.5h13M7 13.5v-4M10.5 13.5V6M14 13.5V8",
  thumbup:
    "M7 9.2 9.8 3.5c1.2 0 1.9.9 1.7 2L11.2 8h4.1c.9 0 1.5.8 1.3 1.7l-1.1 5c-.2.8-.8 1.3-1.6 1.3H7zM3.5 9.2H7V16H3.5z",
  thumbdown:
    "M7 10.8l2.8 5.7c1.2 0 1.9-.9 1.7-2l-.3-2.5h4.1c.9 0 1.5-.8 1.3-1.7l-1.1-5C15.3 4.5 14.7 4 13.9 4H7zM3.5 10.8H7V4H3.5z",
  trash: "M4 5.5h12M8 5.5V3.8h4v1.7M5.5 5.5 6.3 16.5h7.4l.8-11M8.7 8.5v5M11.3 8.5v5",
  play: "M7 5l8 5-8 5z",
  file: "M5.5 3h6l3 3.2V17h-9zM11.5 3v3.5h3",
  picture: "M3.5 4.5h13v11h-13zM3.5 13l4-4 3.5 3.5 2-2 3.5 3M12.5 7.7v.01",
  people:
    "M7.5 9.5a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM2.8 16c0-2.7 2-4.6 4.7-4.6s4.7 1.9 4.7 4.6M13 4.8a2.4 2.4 0 0 1 0 4.5M14 11.6c1.9.5 3.2 2.2 3.2 4.4",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.5-2.5a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0L4.7 11a3 3 0 0 0 4.3 4.3l1-1",
  slash: "M4.5 3.5h11v13h-11zM12 6.5l-4 7",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.3c0 2.3 3.5 2.3 3.5-1.3a6.5 6.5 0 1 0-2.6 5.2",
  bold: "M6 4h4.5a2.8 2.8 0 0 1 0 5.7H6zM6 9.7h5.2a3.1 3.1 0 0 1 0 6.3H6z",
  italic: "M8.5 4h5M6.5 16h5M11.2 4 8.8 16",
  strike:
    "M3.5 10h13M13.5 6.5C13 5 11.7 4 10 4 8 4 6.5 5.2 6.5 6.8c0 1 .5 1.7 1.3 2.2M6.4 13c.3 1.8 1.8 3 3.7 3 2.1 0 3.6-1.2 3.6-2.9 0-.4-.1-.8-.2-1.1",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
});

/**
 * One icon, hidden from screen readers: the control that carries it has the words.
 * @param {string} name
 * @param {string} [className]
 */
export function icon(name, className = "") {
  return svg(
    "svg",
    { class: `icon icon-${name} ${className}`.trim(), viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] ?? PATHS.info }),
  );
}
