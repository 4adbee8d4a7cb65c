// @ts-check
/** The panel with the requests that go over the wire, as they happen. */
import { keepOpen } from "../api.js";
import { h } from "../dom.js";
import { Detail } from "./detail.js";
import { Filters } from "./filters.js";
import { WireList } from "./list.js";
import { resizable } from "./resize.js";

/** @typedef {import("./list.js").Entry} Entry */
/** @typedef {{api: import("../api.js").Api, directory: import("../directory.js").Directory}} Workspace */

export class WirePanel {
  /** @param {Workspace} workspace @param {HTMLElement} place @param {() => void} leave */
  constructor(workspace, place, leave) {
    this.workspace = workspace;
    /** @type {Map<number, Entry>} */
    this.entries = new Map();
    /** @type {Entry[]|null} what happened while the list was paused; null when it is not */
    this.held = null;
    this.clearedTo = 0;
    this.apiUrl = "";
    /** @type {(() => void)|null} */
    this.close = null;
    this.filters = new Filters(workspace.directory, {
      changed: () => this.#draw(),
      pause: (paused) => this.#pause(paused),
      clear: () => this.#clear(),
      leave,
    });
    this.list = new WireList(workspace.directory, (entry) => this.#pick(entry));
    this.detail = new Detail(() => this.#unpick());
    this.body = h("div", { class: "wire-body" }, this.list.element, this.detail.element);
    place.replaceChildren(resizable(place), this.filters.element, this.body);
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (this.detail.element.hidden) leave();
      else this.#unpick();
    });
  }

  /** Listen, and show what is kept. */
  async start() {
    this.close ??= keepOpen("ws/wire", {
      event: (event) => this.#heard(event.entry),
      state: (connected) => connected && this.#load(),
    });
  }

  stop() {
    this.close?.();
    this.close = null;
  }

  focus() {
    this.filters.focus();
  }

  async #load() {
    const { entries, api_url: url } = await this.workspace.api.wire();
    this.apiUrl = url;
    for (const entry of entries) if (entry.number > this.clearedTo) this.entries.set(entry.number, entry);
    this.#draw();
  }

  /** @param {Entry} entry */
  #heard(entry) {
    if (entry.number <= this.clearedTo) return;
    if (this.held) {
      this.held.push(entry);
      return this.filters.showHeld(new Set(this.held.map((one) => one.number)).size);
    }
    this.entries.set(entry.number, entry);
    this.#draw();
    if (entry.number === this.list.picked) this.#fill(entry);
  }

  /** @param {boolean} paused */
  #pause(paused) {
    const held = this.held ?? [];
    this.held = paused ? [] : null;
    for (const entry of held) this.entries.set(entry.number, entry);
    this.#draw();
  }

  #clear() {
    this.clearedTo = Math.max(0, ...this.entries.keys(), ...(this.held ?? []).map((entry) => entry.number));
    this.entries.clear();
    if (this.held) this.held = [];
    this.#unpick();
  }

  #draw() {
    this.list.show([...this.entries.values()], this.filters.chosen);
  }

  /** @param {Entry} entry */
  async #pick(entry) {
    this.list.pick(entry.number);
    this.body.classList.add("with-detail");
    await this.#fill(entry);
  }

  /** @param {Entry} entry */
  async #fill(entry) {
    const whole = await this.workspace.api.wireEntry(entry.number);
    if (this.list.picked === entry.number) this.detail.show(whole, this.apiUrl);
  }

  #unpick() {
    const was = this.list.picked;
    this.list.pick(null);
    this.detail.hide();
    this.body.classList.remove("with-detail");
    this.#draw();
    if (was !== null) this.list.focus(was);
  }
}
