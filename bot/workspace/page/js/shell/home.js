// @ts-check
/** The app's Home tab. */
import { drawBlocks } from "../blocks/index.js";
import { h } from "../dom.js";
import { Form } from "../form.js";
import { makeSurface } from "../surface.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").View} View */

export class Home {
  /** @param {import("./message.js").Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.form = new Form();
    this.element = h("section", { class: "home", tabindex: "0", "aria-label": say("Home") });
  }

  /** Tell the app that someone looks, and show what it published last. */
  async open() {
    if (!this.element.childElementCount) this.#note(say("Opening Home…"));
    await this.workspace.api.act("open_home");
    const view = await this.workspace.api.home();
    const { app } = this.workspace.directory;
    if (view) this.show(view);
    else if (!this.element.querySelector(".home-blocks"))
      this.#note(say("{app} has not published its Home yet.", { app: app?.name ?? "" }));
  }

  /** @param {View} view */
  show(view) {
    const active = /** @type {HTMLElement|null} */ (document.activeElement);
    const action = this.element.contains(active) ? active?.closest("[data-action]") : null;
    const key = /** @type {HTMLElement|null} */ (action)?.dataset.action;
    this.form = new Form(this.form.state());
    const surface = makeSurface("home", { type: "view", view_id: view.id }, this.workspace, this.form);
    this.element.replaceChildren(h("div", { class: "blocks home-blocks" }, drawBlocks(view.blocks, surface)));
    if (!key) return;
    const controls = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("[data-action]")]);
    (controls.find((control) => control.dataset.action === key) ?? this.element).focus();
  }

  /** @param {string} words */
  #note(words) {
    this.element.replaceChildren(h("p", { class: "home-note", role: "status" }, words));
  }
}
