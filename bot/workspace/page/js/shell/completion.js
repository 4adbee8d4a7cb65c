// @ts-check
/** Suggestions while one types: commands after "/", people after "@". */
import { h, isolated, uid } from "../dom.js";
import { avatar } from "./avatar.js";
import { say } from "../words/words.js";

/** @typedef {import("../directory.js").Directory} Directory */
/**
 * @typedef {{from: number, to: number, insert: string, whole: boolean, mention?: string, content: Node[]}} Suggestion
 *   whole: already typed in full; mention: the person's id
 */

const MOST = 8;

export class Completion {
  /** @param {HTMLTextAreaElement} area @param {Directory} directory @param {{inThread: boolean}} options */
  constructor(area, directory, options) {
    this.area = area;
    this.directory = directory;
    this.inThread = options.inThread;
    /** @type {Suggestion[]} */
    this.suggestions = [];
    this.at = 0;
    /** @type {Map<string, string>} */
    this.mentioned = new Map();
    const id = uid("completion");
    this.list = h("div", { id, role: "listbox", "aria-label": say("Suggestions") });
    this.title = h("div", { class: "completion-title" });
    this.usage = h("div", { class: "completion-usage", role: "status" });
    this.panel = h("div", { class: "completion", hidden: true }, this.title, this.list);
    this.element = h("div", { class: "completion-place" }, this.panel, this.usage);
    area.setAttribute("aria-controls", id);
    area.addEventListener("blur", () => this.hide());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Look at what is typed now. */
  update() {
    const upTo = this.area.value.slice(0, this.area.selectionStart);
    this.suggestions = this.#commands(upTo) ?? this.#people(upTo) ?? [];
    this.title.textContent = upTo.startsWith("/") ? say("Commands") : say("People");
    this.list.replaceChildren(...this.suggestions.map((one, i) => this.#row(one, i)));
    this.panel.hidden = this.suggestions.length === 0 || document.activeElement !== this.area;
    this.#point(0);
    this.#showUsage();
  }

  hide() {
    this.panel.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  /** Use a key for the list, if it is open. @param {KeyboardEvent} event @returns {boolean} whether it was used */
  key(event) {
    if (this.panel.hidden || event.isComposing) return false;
    const chosen = this.suggestions[this.at];
    if (event.key === "ArrowDown") this.#point(this.at + 1);
    else if (event.key === "ArrowUp") this.#point(this.at - 1);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Tab" || (event.key === "Enter" && !chosen.whole)) this.#pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Turn the names that were picked into mentions. @param {string} text */
  withMentions(text) {
    return [...this.mentioned].reduce((result, [name, id]) => result.replaceAll(name, `<@${id}>`), text);
  }

  /** @param {string} upTo @returns {Suggestion[]|null} */
  #commands(upTo) {
    if (this.inThread || !/^\/\S*$/.test(upTo)) return null;
    const found = (this.directory.commands ?? []).filter((one) => one.command.startsWith(upTo));
    return found.map((one) => ({
      from: 0,
      to: upTo.length,
      insert: `${one.command} `,
      whole: one.command === upTo,
      content: [
        this.#appMark(),
        h(
          "span",
          { class: "completion-main" },
          h("strong", {}, one.command),
          " ",
          h("span", { class: "completion-args" }, one.usage),
        ),
        h("span", { class: "completion-detail" }, one.description),
      ],
    }));
  }

  /** @param {string} upTo @returns {Suggestion[]|null} */
  #people(upTo) {
    const match = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(upTo);
    if (!match) return null;
    const typed = match[1].toLocaleLowerCase();
    const fits = (/** @type {string} */ name) =>
      name
        .toLocaleLowerCase()
        .split(/[\s._-]+/)
        .some((word) => word.startsWith(typed));
    const found = this.directory.people.filter((user) => fits(user.real_name) || fits(user.name)).slice(0, MOST);
    return found.map((user) => ({
      from: upTo.length - match[1].length - 1,
      to: upTo.length,
      insert: `@${user.real_name} `,
      whole: false,
      mention: user.id,
      content: [
        avatar(user, this.directory, "small"),
        h("span", { class: "completion-main" }, isolated(user.real_name)),
        h("span", { class: "completion-detail" }, user.title),
      ],
    }));
  }

  #appMark() {
    return avatar(this.directory.user(this.directory.app?.user_id ?? ""), this.directory, "small");
  }

  /** @param {Suggestion} suggestion @param {number} i */
  #row(suggestion, i) {
    const props = { id: uid("suggestion"), class: "completion-row", role: "option", "aria-selected": "false" };
    return h(
      "div",
      { ...props, onclick: () => this.#pick(suggestion), onpointermove: () => this.#point(i) },
      suggestion.content,
    );
  }

  /** @param {number} index */
  #point(index) {
    const rows = [...this.list.children];
    rows[this.at]?.setAttribute("aria-selected", "false");
    this.at = rows.length ? (index + rows.length) % rows.length : 0;
    const row = rows[this.at];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row && !this.panel.hidden) this.area.setAttribute("aria-activedescendant", row.id);
    else this.area.removeAttribute("aria-activedescendant");
  }

  /** @param {Suggestion} suggestion */
  #pick(suggestion) {
    if (suggestion.mention) this.mentioned.set(suggestion.insert.trim(), suggestion.mention);
    this.area.setRangeText(suggestion.insert, suggestion.from, suggestion.to, "end");
    this.area.focus();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** What may follow a command that stands there, until it does. */
  #showUsage() {
    const typed = /^(\/\S+)\s$/.exec(this.area.value)?.[1];
    const known = (this.directory.commands ?? []).find((one) => one.command === typed);
    this.usage.replaceChildren(...(known ? [h("strong", {}, known.command), ` ${known.usage}`] : []));
  }
}
