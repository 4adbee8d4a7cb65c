// @ts-check
/** Where a person types: messages, and slash commands with completion. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { encode } from "../text/mrkdwn.js";
import { toast } from "../ui/toast.js";
import { Attachments } from "./attachments.js";
import { Completion } from "./completion.js";
import { shortcutsButton } from "./shortcuts.js";
import { later, say } from "../words/words.js";

/** @typedef {import("./message.js").Workspace} Workspace */

const MOST_HEIGHT_PX = 220;
const FORMATS = [
  { label: later("Bold"), icon: "bold", mark: "*" },
  { label: later("Italic"), icon: "italic", mark: "_" },
  { label: later("Strikethrough"), icon: "strike", mark: "~" },
  { label: later("Code"), icon: "code", mark: "`" },
];

export class Composer {
  /** @param {Workspace} workspace @param {{inThread: boolean}} options */
  constructor(workspace, options) {
    this.workspace = workspace;
    this.inThread = options.inThread;
    this.channel = "";
    /** @type {string|null} */
    this.thread = null;
    /** @type {Map<string, string>} */
    this.drafts = new Map();
    this.running = 0;
    this.area = h("textarea", {
      class: "composer-text",
      rows: "1",
      dir: "auto",
      autocomplete: "off",
      "aria-autocomplete": "list",
    });
    this.send = h(
      "button",
      {
        type: "button",
        class: "composer-send",
        "aria-label": say("Send"),
        title: say("Send"),
        disabled: true,
        onclick: () => this.submit(),
      },
      icon("send"),
    );
    this.status = h("div", { class: "composer-status", role: "status" });
    this.attachments = new Attachments(() => this.#changed());
    this.completion = new Completion(this.area, workspace.directory, options);
    const box = h(
      "div",
      { class: "composer-box" },
      this.#formatBar(),
      this.attachments.element,
      this.area,
      h("div", { class: "composer-foot" }, this.#shortcuts(), this.send),
    );
    this.element = h("div", { class: "composer" }, this.completion.element, box, this.status);
    this.area.addEventListener("input", () => this.#changed());
    this.area.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("click", (event) => event.target === box && this.area.focus());
  }

  /**
   * Point the composer at a place, keeping what was half typed elsewhere.
   * @param {string} channel
   * @param {string|null} thread
   * @param {string} label
   */
  at(channel, thread, label) {
    const same = channel === this.channel && thread === this.thread;
    if (!same) this.drafts.set(`${this.channel}/${this.thread}`, this.area.value);
    [this.channel, this.thread] = [channel, thread];
    this.area.placeholder = label;
    this.area.setAttribute("aria-label", label);
    if (!same) this.fill(this.drafts.get(`${channel}/${thread}`) ?? "");
  }

  /** Take files that are dropped on this part of the page. @param {HTMLElement} zone */
  acceptFiles(zone) {
    this.attachments.accept(zone, this.area);
  }

  /** @param {string} text */
  fill(text) {
    this.area.value = text;
    this.#changed();
  }

  focus() {
    this.area.focus();
    this.area.setSelectionRange(this.area.value.length, this.area.value.length);
  }

  async submit() {
    const text = this.area.value.trim();
    const files = this.attachments.take();
    if (files.length) return this.#share(files, text);
    if (!text) return;
    this.completion.hide();
    const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
    if (command && this.inThread)
      return toast(say("{command} is not supported in threads. Sorry!", { command: command[1] }), "error");
    this.fill("");
    if (command) await this.#run(command[1], command[2], text);
    else await this.#say(text);
  }

  /** @param {string} command @param {string} rest @param {string} typed */
  async #run(command, rest, typed) {
    this.#busy(1, say("{app} is working on {what}", { app: this.workspace.directory.app?.name ?? "", what: typed }));
    const answer = await this.workspace.api.act("command", { channel: this.channel, command, text: rest });
    this.#busy(-1, "");
    if (answer.ok) return;
    const unknown = answer.error === "unknown_command";
    toast(
      unknown
        ? say("{command} is not a valid command.", { command })
        : say("{command} failed with the error \"{error}\"", { command, error: answer.error ?? "" }),
      "error",
    );
    if (!this.area.value) this.fill(typed);
  }

  /** @param {string} text */
  async #say(text) {
    const body = { channel: this.channel, text: this.completion.withMentions(encode(text)), thread_ts: this.thread };
    const answer = await this.workspace.api.act("message", body);
    if (answer.ok) return;
    toast(answer.message ?? say("Your message was not sent: {error}.", { error: answer.error ?? "" }), "error");
    if (!this.area.value) this.fill(text);
  }

  /** One message per file, the first with the words. @param {File[]} files @param {string} text */
  async #share(files, text) {
    this.fill("");
    let words = this.completion.withMentions(encode(text));
    const where = { channel: this.channel, thread_ts: this.thread };
    for (const file of files) {
      this.#busy(1, say("Uploading {file}", { file: file.name }));
      const answer = await this.workspace.api.upload(file, { ...where, text: words });
      this.#busy(-1, "");
      if (answer.ok) words = "";
      else
        toast(
          say("{file} was not shared: {reason}.", {
            file: file.name,
            reason: file.size ? (answer.error ?? "") : say("it is empty"),
          }),
          "error",
        );
    }
    if (words && !this.area.value) this.fill(text);
  }

  /** @param {number} more @param {string} words */
  #busy(more, words) {
    this.running += more;
    this.status.classList.toggle("running", this.running > 0);
    if (words || this.running === 0) this.status.textContent = words;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  #changed() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, MOST_HEIGHT_PX)}px`;
    this.send.disabled = this.area.value.trim() === "" && !this.attachments.files.length;
    this.completion.update();
  }

  #formatBar() {
    const buttons = FORMATS.map(({ label, icon: name, mark }) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": say(label),
          title: say(label),
          onclick: () => this.#wrap(mark),
        },
        icon(name),
      ),
    );
    return h("div", { class: "composer-formats", role: "toolbar", "aria-label": say("Formatting") }, buttons);
  }

  #shortcuts() {
    const start = (/** @type {string} */ mark) => () => {
      this.area.focus();
      const gap = mark === "@" && /\S$/.test(this.area.value) ? " " : "";
      this.area.setRangeText(gap + mark, mark === "/" ? 0 : this.area.selectionStart, this.area.selectionEnd, "end");
      this.#changed();
    };
    const button = (/** @type {string} */ label, /** @type {string} */ name, /** @type {string} */ mark) =>
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: start(mark) },
        icon(name),
      );
    return h(
      "div",
      { class: "composer-shortcuts" },
      this.attachments.button,
      this.attachments.input,
      this.inThread ? null : button(say("Run a command"), "slash", "/"),
      button(say("Mention someone"), "at", "@"),
      shortcutsButton(this.workspace),
    );
  }

  /** @param {string} mark */
  #wrap(mark) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    this.area.focus();
    this.area.setRangeText(mark + value.slice(from, to) + mark, from, to, "end");
    if (from === to) this.area.setSelectionRange(from + 1, from + 1);
    this.#changed();
  }
}
