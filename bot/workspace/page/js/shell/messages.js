// @ts-check
/** A scrolling list of messages with day dividers; only what changed is redrawn. */
import { h, reconcile } from "../dom.js";
import { icon } from "../icons.js";
import { dayKey, dayLabel, instant } from "../time.js";
import { drawMessage, replies } from "./message.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {import("./message.js").Workspace} Workspace */
/** @typedef {{message: Message, compact: boolean, node: HTMLElement}} Drawn */

const GROUP_SECONDS = 300;
const NEAR_END_PX = 80;
const ABOVE_PX = 8;

export class MessageList {
  /**
   * @param {Workspace} workspace
   * @param {{label: string, inThread: boolean, empty?: () => Node|null}} options empty: what stands above all messages
   */
  constructor(workspace, options) {
    this.workspace = workspace;
    this.options = options;
    /** @type {Map<string, Message>} */
    this.messages = new Map();
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.dividers = new Map();
    this.list = h("ol", { class: "messages", "aria-label": options.label });
    this.intro = h("div", { class: "list-intro" });
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() },
      say("New messages"),
      icon("down"),
    );
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": options.label },
      this.intro,
      this.list,
    );
    this.element = h("div", { class: "message-list" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.list);
    new ResizeObserver(() => this.pinned && this.toEnd()).observe(this.scroller);
    this.pinned = true;
  }

  /** @param {string} label */
  name(label) {
    this.list.setAttribute("aria-label", label);
    this.scroller.setAttribute("aria-label", label);
  }

  /** Show these messages and no others. @param {Message[]} messages */
  show(messages) {
    this.messages = new Map(messages.map((message) => [message.ts, message]));
    this.pinned = true;
    this.#draw();
    this.toEnd();
  }

  /** Add a message, or replace the one with its `ts`. @param {Message} message */
  upsert(message) {
    const isNew = !this.messages.has(message.ts);
    this.messages.set(message.ts, message);
    this.#draw();
    if (!isNew) return;
    const mine = message.ephemeral || message.user === this.workspace.directory.me?.id;
    if (this.pinned || mine) this.toEnd();
    else this.jump.hidden = false;
  }

  /** @param {string} ts */
  remove(ts) {
    if (this.messages.delete(ts)) this.#draw();
  }

  /** Scroll to a message and point it out. @param {string} ts @returns {boolean} whether it is here */
  reveal(ts) {
    const node = this.drawn.get(ts)?.node;
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("pointed-out");
    node.addEventListener("animationend", () => node.classList.remove("pointed-out"), { once: true });
    node.focus({ preventScroll: true });
    return true;
  }

  /** Show the newest message: its end, or its beginning when it is taller than the list. */
  toEnd() {
    this.scroller.scrollTop = this.#rest();
    this.pinned = true;
    this.jump.hidden = true;
  }

  #draw() {
    const ordered = [...this.messages.values()].sort((a, b) => Number(a.ts) - Number(b.ts));
    const focus = this.#focusKey();
    /** @type {HTMLElement[]} */
    const nodes = [];
    /** @type {Message|null} */
    let before = null;
    for (const message of ordered) {
      const divider = this.#divider(message, before);
      if (divider) nodes.push(divider);
      nodes.push(this.#node(message, !divider && before !== null && continues(before, message)));
      before = message;
    }
    for (const ts of this.drawn.keys()) if (!this.messages.has(ts)) this.drawn.delete(ts);
    this.intro.replaceChildren(...[this.options.empty?.() ?? null].filter((node) => node !== null));
    reconcile(this.list, nodes);
    this.#refocus(focus);
  }

  /** @param {Message} message @param {boolean} compact */
  #node(message, compact) {
    const known = this.drawn.get(message.ts);
    if (known && known.message === message && known.compact === compact) return known.node;
    const node = drawMessage(message, { compact, inThread: this.options.inThread }, this.workspace);
    this.drawn.set(message.ts, { message, compact, node });
    return node;
  }

  /**
   * What stands between two messages: the day, or in a thread the number of replies.
   * @param {Message} message
   * @param {Message|null} before
   */
  #divider(message, before) {
    if (this.options.inThread)
      return before !== null && this.#isRoot(before) ? this.#line("replies", replies(this.messages.size - 1)) : null;
    const day = this.#day(message);
    if (before && this.#day(before) === day) return null;
    return this.#line(day, dayLabel(instant(message.ts), new Date(), this.workspace.directory.timeZone));
  }

  /** @param {string} key @param {string} label */
  #line(key, label) {
    const line = this.dividers.get(key) ?? h("li", { class: "day" }, h("span", {}));
    if (line.textContent !== label) /** @type {Element} */ (line.firstElementChild).textContent = label;
    this.dividers.set(key, line);
    return line;
  }

  /** @param {Message} message */
  #isRoot(message) {
    return !message.thread_ts || message.thread_ts === message.ts;
  }

  /** @param {Message} message */
  #day(message) {
    return dayKey(instant(message.ts), this.workspace.directory.timeZone);
  }

  /** Where the list stands when one has seen everything. */
  #rest() {
    const { scrollHeight, clientHeight } = this.scroller;
    const newest = /** @type {HTMLElement|null} */ (this.list.lastElementChild);
    return Math.min(scrollHeight - clientHeight, (newest?.offsetTop ?? Infinity) - ABOVE_PX);
  }

  #scrolled() {
    this.pinned = this.scroller.scrollTop > this.#rest() - NEAR_END_PX;
    if (this.pinned) this.jump.hidden = true;
  }

  /** Arrows walk through the messages, from the list itself to the newest first. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || (target !== this.scroller && !target.classList.contains("message"))) return;
    const all = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll(".message")]);
    const at = target === this.scroller ? all.length : all.indexOf(target);
    all[at + step]?.focus();
    event.preventDefault();
  }

  /** What has the focus now: a message, and the control in it. */
  #focusKey() {
    const active = /** @type {HTMLElement|null} */ (document.activeElement);
    const message = active?.closest("li.message");
    if (!active || !message || !this.list.contains(message)) return null;
    const action = /** @type {HTMLElement|null} */ (active.closest("[data-action]"))?.dataset.action ?? null;
    return { node: active, ts: /** @type {HTMLElement} */ (message).dataset.ts ?? "", action };
  }

  /**
   * Put the focus back where a redraw took it away.
   * @param {{node: HTMLElement, ts: string, action: string|null}|null} key
   */
  #refocus(key) {
    if (!key || key.node.isConnected) return;
    const message = this.drawn.get(key.ts)?.node;
    const controls = /** @type {HTMLElement[]} */ ([...(message?.querySelectorAll("[data-action]") ?? [])]);
    const same = controls.find((control) => control.dataset.action === key.action);
    (same ?? message ?? this.scroller).focus({ preventScroll: true });
  }
}

/**
 * Whether `message` may stand under the author line of the one before.
 * @param {Message} before
 * @param {Message} message
 */
function continues(before, message) {
  const soon = Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
  return (
    soon &&
    before.user === message.user &&
    before.ephemeral === message.ephemeral &&
    !message.command &&
    !message.ephemeral
  );
}
