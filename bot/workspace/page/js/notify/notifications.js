// @ts-check
/** What a person is notified of: notices in the corner, the bell with what waits, and what a screen reader hears. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { noticeText } from "../text/notice.js";
import { announce } from "../ui/live.js";
import { noticeLink, noticePlace } from "./notice.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Notice} Notice */
/** @typedef {import("../shell/message.js").Workspace} Workspace */

const SHOWN_MS = 7000;
const AT_ONCE = 3;

export class Notifications {
  /**
   * @param {Workspace} workspace
   * @param {{isInView: (notice: Notice) => boolean, jump: (notice: Notice) => void, changed: () => void}} app
   */
  constructor(workspace, app) {
    this.workspace = workspace;
    this.app = app;
    /** @type {Map<string, Notice>} what arrived and was not read yet, by timestamp */
    this.waiting = new Map();
    /** @type {Set<string>} timestamps of what was not looked up either */
    this.unseen = new Set();
    this.count = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.words = h("span", { class: "visually-hidden" });
    this.bell = h(
      "button",
      { type: "button", class: "bar-button bell", title: say("Notifications"), "aria-haspopup": "dialog" },
      icon("bell"),
      this.count,
      this.words,
    );
    this.bell.setAttribute("aria-expanded", "false");
    this.bell.addEventListener("click", () => this.#open());
    this.rack = h("ol");
    document.body.append(h("section", { class: "notices", "aria-label": say("New notifications") }, this.rack));
    this.#count();
  }

  /** Find out what waits since before this page was opened. */
  async catchUp() {
    const unread = [...(this.workspace.directory.channels?.values() ?? [])].filter((channel) => channel.unread > 0);
    if (!unread.length) return;
    const left = new Map(unread.map((channel) => [channel.id, channel.unread]));
    for (const notice of await this.workspace.api.notifications()) {
      const still = left.get(notice.channel) ?? 0;
      if (notice.thread_ts || !still || this.app.isInView(notice)) continue;
      left.set(notice.channel, still - 1);
      this.#wait(notice);
    }
    this.#draw();
  }

  /** @param {Notice} notice */
  arrived(notice) {
    if (this.app.isInView(notice) && !document.hidden) return;
    this.#wait(notice);
    this.#toast(notice);
    const { directory } = this.workspace;
    announce(`${noticePlace(notice, directory)}: ${noticeText(notice, directory)}`);
    this.#draw();
  }

  /** Nothing of a channel that was read waits any more. @param {string} channel @param {string|null} thread */
  read(channel, thread) {
    const seen = [...this.waiting.values()].filter(
      (notice) => notice.channel === channel && (!notice.thread_ts || notice.thread_ts === thread),
    );
    if (!seen.length) return;
    for (const { ts } of seen) {
      this.waiting.delete(ts);
      this.unseen.delete(ts);
    }
    for (const row of this.rack.querySelectorAll("li")) if (!this.waiting.has(row.dataset.ts ?? "")) row.remove();
    this.#draw();
  }

  /** How many notices that wait in a channel are for this very person. @param {string} channel */
  mentions(channel) {
    return [...this.waiting.values()].filter((notice) => notice.channel === channel && notice.for_me).length;
  }

  async #open() {
    const { openBell } = await import("./bell.js");
    openBell(this.bell, this.workspace, { unseen: new Set(this.unseen), jump: this.app.jump });
    this.unseen.clear();
    this.rack.replaceChildren();
    this.#draw();
  }

  #draw() {
    this.#count();
    this.app.changed();
  }

  /** @param {Notice} notice */
  #wait(notice) {
    this.waiting.set(notice.ts, notice);
    this.unseen.add(notice.ts);
  }

  #count() {
    const count = this.unseen.size;
    this.count.hidden = count === 0;
    this.count.textContent = String(count);
    this.words.textContent = count ? say("Notifications, {n} new", { n: count }) : say("Notifications");
  }

  /** @param {Notice} notice */
  #toast(notice) {
    const go = () => {
      row.remove();
      this.app.jump(notice);
    };
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": say("Dismiss"), onclick: () => row.remove() },
      icon("close"),
    );
    const row = h(
      "li",
      { class: "notice", dataset: { ts: notice.ts } },
      noticeLink(notice, this.workspace.directory, go),
      close,
    );
    this.rack.append(row);
    while (this.rack.childElementCount > AT_ONCE) this.rack.firstElementChild?.remove();
    expire(row);
  }
}

/** Take a notice away after a while, unless somebody is about to use it. @param {HTMLElement} row */
function expire(row) {
  setTimeout(() => (row.matches(":hover, :focus-within") ? expire(row) : row.remove()), SHOWN_MS);
}
