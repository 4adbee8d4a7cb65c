// @ts-check
/** The files that go with the next message: chosen, dropped or pasted, and sent when the message is. */
import { h, isolated } from "../dom.js";
import { icon } from "../icons.js";
import { fileMark, fileSize } from "./files.js";
import { say } from "../words/words.js";

export class Attachments {
  /** @param {() => void} onchange */
  constructor(onchange) {
    this.onchange = onchange;
    /** @type {File[]} */
    this.files = [];
    this.element = h("ul", { class: "attachments", "aria-label": say("Files to send"), hidden: true });
    this.input = h("input", { type: "file", multiple: true, hidden: true });
    this.input.addEventListener("change", () => {
      this.add([...(this.input.files ?? [])]);
      this.input.value = "";
    });
    const label = say("Attach files");
    this.button = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: () => this.input.click() },
      icon("clip"),
    );
  }

  /** @param {File[]} files */
  add(files) {
    this.#set([...this.files, ...files]);
  }

  /** Hand the files over. @returns {File[]} */
  take() {
    const files = this.files;
    this.#set([]);
    return files;
  }

  /**
   * Take what is dropped on a part of the page, or pasted into a field.
   * @param {HTMLElement} zone
   * @param {HTMLElement} field
   */
  accept(zone, field) {
    const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
    zone.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      zone.classList.add("dropping");
    });
    zone.addEventListener("dragleave", (event) => {
      if (!zone.contains(/** @type {Node|null} */ (event.relatedTarget))) zone.classList.remove("dropping");
    });
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("dropping");
      if (!carries(event)) return;
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
      field.focus();
    });
    field.addEventListener("paste", (event) => this.add([...(event.clipboardData?.files ?? [])]));
  }

  /** @param {File[]} files */
  #set(files) {
    this.files = files;
    this.element.hidden = files.length === 0;
    this.element.replaceChildren(...files.map((file) => this.#chip(file)));
    this.onchange();
  }

  /** @param {File} file */
  #chip(file) {
    const label = say("Remove {name}", { name: file.name });
    const drop = () => {
      this.#set(this.files.filter((other) => other !== file));
      this.button.focus();
    };
    return h(
      "li",
      { class: "attachment" },
      fileMark(file.name),
      h(
        "span",
        { class: "file-words" },
        isolated(file.name, "file-name"),
        h("span", { class: "file-about" }, fileSize(file.size)),
      ),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": label, title: label, onclick: drop },
        icon("close"),
      ),
    );
  }
}
