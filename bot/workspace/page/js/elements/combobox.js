// @ts-check
/** The select control: a field with a list that narrows while one types. */
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { plain, words } from "../text/objects.js";
import { openPopup } from "../ui/popup.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Option} Option */
/** @typedef {import("../types.js").OptionGroup} OptionGroup */
/**
 * @typedef {object} ComboboxOptions
 * @property {(query: string) => Promise<OptionGroup[]|string>} load groups, or a sentence to show instead
 * @property {Option[]} chosen
 * @property {boolean} multiple
 * @property {number} [most]
 * @property {string} placeholder
 * @property {Record<string, string|null>} labels
 * @property {(chosen: Option[]) => void} onchange
 */

export class Combobox {
  /** @param {ComboboxOptions} options */
  constructor(options) {
    this.options = options;
    this.chosen = [...options.chosen];
    /** @type {{option: Option, node: HTMLElement}[]} */
    this.rows = [];
    this.at = -1;
    this.asked = 0;
    /** @type {(() => void)|null} */
    this.close = null;
    const id = uid("listbox");
    this.list = h("div", {
      id,
      class: "menu listbox",
      role: "listbox",
      popover: "manual",
      "aria-label": options.placeholder,
    });
    if (options.multiple) this.list.setAttribute("aria-multiselectable", "true");
    this.input = h("input", {
      ...{ type: "text", class: "select-input", role: "combobox", autocomplete: "off", spellcheck: "false" },
      ...{ "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" },
      ...options.labels,
    });
    this.tokens = h("span", { class: "tokens" });
    this.element = h(
      "div",
      { class: `select${options.multiple ? " multiple" : ""}` },
      this.tokens,
      this.input,
      icon("down"),
      this.list,
    );
    this.#listen();
    this.#show();
  }

  get isOpen() {
    return this.close !== null;
  }

  focus() {
    this.input.focus();
  }

  #listen() {
    this.element.addEventListener("pointerdown", (event) => {
      if (/** @type {Element} */ (event.target).closest("button, [role=listbox]")) return;
      if (event.target !== this.input) event.preventDefault();
      this.input.focus();
      this.open();
    });
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("input", () => this.open(true));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.close?.());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Show the list for what is typed now. @param {boolean} [typed] the field holds a query, not the choice's name */
  async open(typed = false) {
    if (!this.close) {
      if (!this.options.multiple && !typed) this.input.value = "";
      this.close = openPopup(this.element, this.list, { match: true, onclose: () => this.#closed() });
      this.input.setAttribute("aria-expanded", "true");
    }
    const ticket = (this.asked += 1);
    const found = await this.options.load(this.input.value.trim());
    if (ticket === this.asked && this.isOpen) this.#fill(found);
  }

  /** @param {OptionGroup[]|string} found */
  #fill(found) {
    this.rows = [];
    const groups = typeof found === "string" ? [] : found.filter((group) => group.options.length);
    const note = typeof found === "string" ? found : say("No results");
    const nodes = groups.map((group) => this.#group(group));
    this.list.replaceChildren(
      ...(nodes.length
        ? nodes
        : [h("div", { class: "menu-note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, note)]),
    );
    this.at = -1;
    const chosen = this.rows.findIndex((row) => this.#isChosen(row.option));
    this.#point(this.options.multiple || chosen < 0 ? 0 : chosen);
  }

  /** @param {OptionGroup} group */
  #group(group) {
    const rows = group.options.map((option) => this.#row(option));
    if (!group.label) return h("div", { role: "presentation" }, rows);
    const id = uid("group");
    return h(
      "div",
      { role: "group", "aria-labelledby": id },
      h("div", { id, class: "menu-label" }, plain(group.label)),
      rows,
    );
  }

  /** @param {Option} option */
  #row(option) {
    const chosen = this.#isChosen(option);
    const detail = option.description ? h("span", { class: "menu-detail" }, plain(option.description)) : null;
    const node = h(
      "div",
      {
        id: uid("option"),
        class: "menu-item",
        role: "option",
        "aria-selected": String(chosen),
        onclick: () => this.#pick(option),
      },
      h("span", { class: "menu-text" }, plain(option.text)),
      detail,
      chosen ? icon("check") : null,
    );
    this.rows.push({ option, node });
    return node;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const open = this.isOpen;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) this.#point(this.at + (event.key === "ArrowDown" ? 1 : -1));
      else this.open();
    } else if (event.key === "Enter" && open) {
      if (this.rows[this.at]) this.#pick(this.rows[this.at].option);
    } else if (event.key === "Escape" && open) {
      this.close?.();
    } else if (event.key === "Backspace" && this.options.multiple && !this.input.value && this.chosen.length) {
      this.#remove(this.chosen[this.chosen.length - 1]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} index */
  #point(index) {
    this.rows[this.at]?.node.classList.remove("active");
    this.at = this.rows.length ? (index + this.rows.length) % this.rows.length : -1;
    const row = this.rows[this.at];
    row?.node.classList.add("active");
    row?.node.scrollIntoView({ block: "nearest" });
    if (row) this.input.setAttribute("aria-activedescendant", row.node.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {Option} option */
  #pick(option) {
    if (!this.options.multiple) this.chosen = [option];
    else if (this.#isChosen(option)) this.chosen = this.chosen.filter((one) => one.value !== option.value);
    else if (this.chosen.length < (this.options.most ?? Infinity)) this.chosen.push(option);
    this.input.value = "";
    if (this.options.multiple) this.open();
    else this.close?.();
    this.#show();
    this.options.onchange(this.chosen);
  }

  /** @param {Option} option */
  #remove(option) {
    this.chosen = this.chosen.filter((one) => one.value !== option.value);
    this.#show();
    this.options.onchange(this.chosen);
    this.input.focus();
  }

  /** @param {Option} option */
  #isChosen(option) {
    return this.chosen.some((one) => one.value === option.value);
  }

  #show() {
    const { multiple, placeholder } = this.options;
    this.tokens.replaceChildren(...(multiple ? this.chosen.map((option) => this.#token(option)) : []));
    if (!multiple) this.input.value = this.chosen[0] ? words(this.chosen[0].text) : "";
    this.input.placeholder = multiple && this.chosen.length ? "" : placeholder;
  }

  /** @param {Option} option */
  #token(option) {
    const label = say("Remove {name}", { name: words(option.text) });
    const remove = h(
      "button",
      { type: "button", "aria-label": label, onclick: () => this.#remove(option) },
      icon("close"),
    );
    return h("span", { class: "token" }, plain(option.text), remove);
  }

  #closed() {
    this.close = null;
    this.rows = [];
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = "";
    this.#show();
  }
}
