// @ts-check
/** The list of requests: what somebody did, and below it everything that happened because of it. */
import { h, reconcile } from "../dom.js";
import { icon } from "../icons.js";
import { avatar } from "../shell/avatar.js";
import { say } from "../words/words.js";

/**
 * @typedef {{number: number, at: number, way: "to_app"|"to_slack", kind: string, name: string, story: number|null,
 *   person: string|null, note: string, outcome: string|null, ms: number|null}} Entry
 * @typedef {{person: string, kind: string, errors: boolean}} Chosen
 * @typedef {{entry: Entry, inside: boolean, span: [number, number], node: HTMLElement}} Drawn
 */

const NEAR_END_PX = 40;
const ID = /\b[A-Z][A-Z0-9]{5,}\b/g;

export class WireList {
  /** @param {import("../directory.js").Directory} directory @param {(entry: Entry) => void} onpick */
  constructor(directory, onpick) {
    this.directory = directory;
    this.onpick = onpick;
    /** @type {number|null} */
    this.picked = null;
    /** @type {Map<number, Drawn>} */
    this.drawn = new Map();
    this.rows = h("ol", { class: "wire-rows", "aria-label": say("Requests") });
    this.empty = h("p", { class: "wire-empty" });
    this.element = h("div", { class: "wire-list" }, this.rows, this.empty);
    this.rows.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Entry[]} entries @param {Chosen} chosen */
  show(entries, chosen) {
    const stories = grouped(entries).filter((story) => story.some((entry) => fits(entry, chosen)));
    const atEnd = this.element.scrollTop + this.element.clientHeight > this.element.scrollHeight - NEAR_END_PX;
    const nodes = stories.flatMap((story) => {
      const wanted = chosen.kind || chosen.errors ? story.filter((entry) => fits(entry, chosen)) : story;
      return wanted.map((entry) => this.#node(entry, entry !== story[0], spanOf(story)));
    });
    reconcile(this.rows, nodes);
    const kept = new Set(entries.map((entry) => entry.number));
    for (const number of this.drawn.keys()) if (!kept.has(number)) this.drawn.delete(number);
    this.empty.hidden = nodes.length > 0;
    this.empty.textContent = entries.length
      ? say("Nothing matches.")
      : say("Run a command or press a button to see what travels.");
    if (atEnd && this.picked === null) this.element.scrollTop = this.element.scrollHeight;
  }

  /** @param {number|null} number */
  pick(number) {
    this.picked = number;
    for (const [one, { node }] of this.drawn) mark(node, one === number);
  }

  /** @param {number} number */
  focus(number) {
    /** @type {HTMLElement|null|undefined} */ (this.drawn.get(number)?.node.firstElementChild)?.focus();
  }

  /** @param {Entry} entry @param {boolean} inside @param {[number, number]} span */
  #node(entry, inside, span) {
    const known = this.drawn.get(entry.number);
    if (known && known.entry === entry && known.inside === inside && `${known.span}` === `${span}`) return known.node;
    const node = this.#row(entry, inside, span);
    mark(node, entry.number === this.picked);
    this.drawn.set(entry.number, { entry, inside, span, node });
    if (known?.node.contains(document.activeElement))
      queueMicrotask(() => /** @type {HTMLElement} */ (node.firstElementChild).focus({ preventScroll: true }));
    return node;
  }

  /** @param {Entry} entry @param {boolean} inside @param {[number, number]} span */
  #row(entry, inside, span) {
    const toApp = entry.way === "to_app";
    const way = h(
      "span",
      { class: `wire-way ${entry.way}`, title: toApp ? say("Slack to the app") : say("The app to Slack") },
      toApp ? "→" : "←",
    );
    const button = h(
      "button",
      { type: "button", class: "wire-row", onclick: () => this.onpick(entry) },
      h("time", { class: "wire-time" }, preciseTime(entry.at, this.directory.timeZone)),
      way,
      h("span", { class: "visually-hidden" }, toApp ? say("Slack to the app: ") : say("The app to Slack: ")),
      h("span", { class: "wire-kind" }, say(entry.kind)),
      h("span", { class: "wire-name" }, h("bdi", {}, entry.name)),
      h("span", { class: "wire-note" }, h("bdi", {}, this.#named(entry.note))),
      this.#who(entry, inside),
      outcome(entry),
      h("span", { class: "wire-ms" }, entry.ms === null ? "" : duration(entry.ms)),
      bar(entry, span),
    );
    return h("li", { class: inside ? "inside" : "" }, button);
  }

  /** @param {Entry} entry @param {boolean} inside the person stands above, at what they did */
  #who(entry, inside) {
    if (!entry.person || inside) return h("span", { class: "wire-who" });
    const user = this.directory.user(entry.person);
    return h(
      "span",
      { class: "wire-who" },
      avatar(user, this.directory, "small"),
      h("bdi", {}, user.real_name.split(" ")[0]),
    );
  }

  /** Ids as people know them. @param {string} note */
  #named(note) {
    return note.replace(ID, (id) => {
      const channel = this.directory.channels?.get(id);
      if (channel) return channel.kind === "im" ? say("direct message") : `#${channel.name}`;
      return this.directory.users?.has(id) ? this.directory.user(id).real_name : id;
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const rows = /** @type {HTMLElement[]} */ ([...this.rows.querySelectorAll(".wire-row")]);
    const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const targets = /** @type {Record<string, number>} */ ({
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    });
    if (at < 0 || !(event.key in targets)) return;
    rows[targets[event.key]]?.focus();
    event.preventDefault();
  }
}

/** "17:04:12.345". @param {number} at @param {string} zone */
export function preciseTime(at, zone) {
  const parts = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  return new Intl.DateTimeFormat("en-GB", { ...parts, fractionalSecondDigits: 3, timeZone: zone }).format(new Date(at));
}

/** @param {number} ms */
export function duration(ms) {
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Requests by story, in the order in which the stories began. @param {Entry[]} entries @returns {Entry[][]} */
function grouped(entries) {
  /** @type {Map<string, Entry[]>} */
  const stories = new Map();
  for (const entry of [...entries].sort((a, b) => a.number - b.number)) {
    const key = entry.story === null ? `alone-${entry.number}` : `story-${entry.story}`;
    stories.set(key, [...(stories.get(key) ?? []), entry]);
  }
  return [...stories.values()];
}

/** @param {Entry} entry @param {Chosen} chosen */
function fits(entry, chosen) {
  const failed = entry.outcome !== null && entry.outcome !== "ok";
  return (
    (!chosen.person || entry.person === chosen.person) &&
    (!chosen.kind || entry.kind === chosen.kind) &&
    (!chosen.errors || failed)
  );
}

/** When a story began and ended, in milliseconds. @param {Entry[]} story @returns {[number, number]} */
function spanOf(story) {
  return [story[0].at, Math.max(...story.map((entry) => entry.at + (entry.ms ?? 0)))];
}

/** @param {Entry} entry @param {[number, number]} span */
function bar(entry, [from, to]) {
  const share = (/** @type {number} */ ms) => `${to > from ? (ms / (to - from)) * 100 : 0}%`;
  const drawn = h("span", { class: `wire-bar ${entry.way}` });
  drawn.style.insetInlineStart = share(entry.at - from);
  drawn.style.width = share(entry.ms ?? 0);
  return h("span", { class: "wire-bars", "aria-hidden": "true" }, drawn);
}

/** @param {Entry} entry */
export function outcome(entry) {
  if (entry.outcome === null) return h("span", { class: "wire-outcome running" }, say("under way"));
  const ok = entry.outcome === "ok";
  return h("span", { class: `wire-outcome ${ok ? "ok" : "failed"}` }, ok ? null : icon("warning"), entry.outcome);
}

/** @param {HTMLElement} node @param {boolean} picked */
function mark(node, picked) {
  node.classList.toggle("picked", picked);
  node.firstElementChild?.setAttribute("aria-expanded", String(picked));
}
