// @ts-check
/** The panel at the side that shows one thread. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { addressOf } from "../router.js";
import { Composer } from "./composer.js";
import { MessageList } from "./messages.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */

export class Thread {
  /** @param {import("./message.js").Workspace} workspace @param {HTMLElement} element */
  constructor(workspace, element) {
    this.workspace = workspace;
    this.element = element;
    this.channel = "";
    /** @type {string|null} */
    this.root = null;
    this.list = new MessageList(workspace, { label: say("Thread"), inThread: true });
    this.composer = new Composer(workspace, { inThread: true });
    this.head = h("header", { class: "main-head" });
    this.composer.acceptFiles(element);
    element.append(this.head, this.list.element, this.composer.element);
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.leave());
  }

  /** Show a thread, or nothing for null. @param {string} channel @param {string|null} root */
  async show(channel, root) {
    const isNew = this.root !== root || this.channel !== channel;
    [this.channel, this.root] = [channel, root];
    this.element.hidden = root === null;
    if (root === null) return;
    if (isNew) this.#open(channel, root);
    const messages = await this.workspace.api.history(channel, root);
    if (this.root === root) this.list.show(messages);
  }

  /** @param {Message} message @returns {boolean} whether it belongs to the thread that is shown */
  takes(message) {
    return this.root !== null && message.channel === this.channel && (message.thread_ts ?? message.ts) === this.root;
  }

  leave() {
    location.hash = addressOf(this.channel);
  }

  /** @param {string} channel @param {string} root */
  #open(channel, root) {
    const known = this.workspace.directory.channels?.get(channel);
    const title = known ? this.workspace.directory.channelTitle(known) : "";
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": say("Close thread"), onclick: () => this.leave() },
      icon("close"),
    );
    this.head.replaceChildren(
      h("h2", {}, say("Thread")),
      h("span", { class: "topic" }, known?.kind === "im" ? "" : "# ", isolated(title)),
      close,
    );
    this.list.show([]);
    this.composer.at(channel, root, say("Reply…"));
    this.composer.focus();
  }
}
