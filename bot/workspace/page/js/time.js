// @ts-check
/** Times as people read them, always in the reader's own zone. */
import { language, say, sayCount } from "./words/words.js";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** @type {Intl.DateTimeFormatOptions} */
const ALL_PARTS = {
  ...{ year: "numeric", month: "numeric", day: "numeric" },
  ...{ hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" },
};

/** Seconds since the epoch of a message `ts`. @param {string|number} ts */
export function instant(ts) {
  return new Date(Number(ts) * 1000);
}

/** "9:04 AM". @param {Date} at @param {string} zone */
export function clockTime(at, zone) {
  return format(at, zone, { hour: "numeric", minute: "2-digit" });
}

/** "9:04", for the narrow gutter. @param {Date} at @param {string} zone */
export function shortTime(at, zone) {
  return clockTime(at, zone).replace(/\s?[AP]M$/i, "");
}

/** "Sunday, November 22, 2026 at 9:04:12 AM". @param {Date} at @param {string} zone */
export function fullTime(at, zone) {
  return format(at, zone, { dateStyle: "full", timeStyle: "medium" });
}

/** "Sun, Nov 22, 9:04 AM", for the clock. @param {Date} at @param {string} zone */
export function chipTime(at, zone) {
  return format(at, zone, { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** The calendar day, "2026-11-22". @param {Date} at @param {string} zone */
export function dayKey(at, zone) {
  const p = parts(at, zone);
  return `${p.year}-${pad(p.month)}-${pad(p.day)}`;
}

/** "Today", "Yesterday" or "Friday, November 20th". @param {Date} at @param {Date} now @param {string} zone */
export function dayLabel(at, now, zone) {
  const near = nearDay(at, now, zone);
  if (near) return near[0].toUpperCase() + near.slice(1);
  const sameYear = parts(at, zone).year === parts(now, zone).year;
  return longDate(at, zone, { weekday: true, year: !sameYear });
}

/** "3 minutes ago", for threads. @param {Date} at @param {Date} now @param {string} zone */
export function ago(at, now, zone) {
  const minutes = Math.floor((now.getTime() - at.getTime()) / MINUTE_MS);
  if (minutes < 1) return say("just now");
  if (minutes < 60) return sayCount("{n} minute ago", "{n} minutes ago", minutes);
  const day = nearDay(at, now, zone) ?? format(at, zone, { month: "short", day: "numeric" });
  return say("{day} at {time}", { day, time: clockTime(at, zone) });
}

/**
 * Slack's date template, e.g. "{date_short} at {time}".
 * @param {number} seconds @param {string} template @param {Date} now @param {string} zone
 */
export function slackDate(seconds, template, now, zone) {
  const at = new Date(seconds * 1000);
  /** @type {Record<string, () => string>} */
  const tokens = {
    date_num: () => dayKey(at, zone),
    date_slash: () => format(at, zone, { year: "numeric", month: "2-digit", day: "2-digit" }),
    date: () => longDate(at, zone, { weekday: false, year: true }),
    date_long: () => longDate(at, zone, { weekday: true, year: true }),
    date_short: () => format(at, zone, { month: "short", day: "numeric", year: "numeric" }),
    time: () => clockTime(at, zone),
    time_secs: () => format(at, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(at, now, zone),
    day_divider_pretty: () => dayLabel(at, now, zone),
  };
  return template.replace(/\{([a-z_]+)\}/g, (whole, name) => token(tokens, name, at, now, zone) ?? whole);
}

/**
 * The instant of a wall-clock reading in a zone.
 * @param {string} day "2026-11-23"
 * @param {string} time "09:00"
 * @param {string} zone
 */
export function zoned(day, time, zone) {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const first = wall - offsetMs(new Date(wall), zone);
  return new Date(wall - offsetMs(new Date(first), zone));
}

/** The next Monday (never today) at 09:00. @param {Date} now @param {string} zone */
export function nextMonday(now, zone) {
  const today = Date.parse(`${dayKey(now, zone)}T00:00:00Z`);
  const weekday = new Date(today).getUTCDay();
  const ahead = (8 - weekday) % 7 || 7;
  return zoned(new Date(today + ahead * DAY_MS).toISOString().slice(0, 10), "09:00", zone);
}

/** "2026-11-22T09:04", what a datetime-local field holds. @param {Date} at @param {string} zone */
export function fieldTime(at, zone) {
  const p = parts(at, zone);
  return `${dayKey(at, zone)}T${pad(p.hour)}:${pad(p.minute)}`;
}

/**
 * @param {Record<string, () => string>} tokens
 * @param {string} name
 * @param {Date} at
 * @param {Date} now
 * @param {string} zone
 */
function token(tokens, name, at, now, zone) {
  if (tokens[name]) return tokens[name]();
  const plain = name.replace(/_pretty$/, "");
  if (plain === name || !tokens[plain]) return null;
  return nearDay(at, now, zone) ?? tokens[plain]();
}

/** @param {Date} at @param {Date} now @param {string} zone @returns {string|null} */
function nearDay(at, now, zone) {
  const days = (Date.parse(dayKey(at, zone)) - Date.parse(dayKey(now, zone))) / DAY_MS;
  return { 0: say("today"), "-1": say("yesterday"), 1: say("tomorrow") }[String(days)] ?? null;
}

/**
 * "Friday, November 20th, 2026".
 * @param {Date} at
 * @param {string} zone
 * @param {{weekday: boolean, year: boolean}} show
 */
function longDate(at, zone, show) {
  if (language() !== "en-US") {
    const year = show.year ? { year: /** @type {const} */ ("numeric") } : {};
    const weekday = show.weekday ? { weekday: /** @type {const} */ ("long") } : {};
    return format(at, zone, { ...year, month: "long", day: "numeric", ...weekday });
  }
  const p = parts(at, zone);
  const weekday = show.weekday ? `${format(at, zone, { weekday: "long" })}, ` : "";
  return `${weekday}${format(at, zone, { month: "long" })} ${p.day}${ordinal(p.day)}${show.year ? `, ${p.year}` : ""}`;
}

/** @param {Date} at @param {string} zone */
function offsetMs(at, zone) {
  const p = parts(at, zone);
  const wall = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** @param {Date} at @param {string} zone */
function parts(at, zone) {
  const found = formatter(zone, ALL_PARTS).formatToParts(at);
  const read = (/** @type {string} */ type) => Number(found.find((part) => part.type === type)?.value);
  return {
    ...{ year: read("year"), month: read("month"), day: read("day") },
    ...{ hour: read("hour"), minute: read("minute"), second: read("second") },
  };
}

/** @param {Date} at @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(at, zone, options) {
  return formatter(zone, options).format(at);
}

/** @type {Map<string, Intl.DateTimeFormat>} making one costs far more than using one */
const formatters = new Map();

/** @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function formatter(zone, options) {
  const key = language() + zone + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(language(), { timeZone: zone, ...options });
  formatters.set(key, known);
  return known;
}

/** @param {number} n */
function pad(n) {
  return String(n).padStart(2, "0");
}

/** @param {number} day */
function ordinal(day) {
  if (day >= 11 && day <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}
