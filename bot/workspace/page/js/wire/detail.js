// @ts-check
/** One request and its answer, side by side, as readable JSON. */
import { h, scrollable } from "../dom.js";
import { icon } from "../icons.js";
import { curl } from "./curl.js";
import { pretty } from "./json.js";
import { duration, outcome } from "./list.js";
import { say } from "../words/words.js";

/** @typedef {import("./list.js").Entry & {request: any, response: any}} Whole */

const COPIED_MS = 1600;

export class Detail {
  /** @param {() => void} leave */
  constructor(leave) {
    this.leave = leave;
    this.element = h("section", { class: "wire-detail", "aria-label": say("Request and answer"), hidden: true });
  }

  hide() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  /** @param {Whole|null} entry @param {string} apiUrl */
  show(entry, apiUrl) {
    this.element.hidden = false;
    if (!entry) return this.element.replaceChildren(h("p", { class: "wire-empty" }, say("It is not kept any more.")));
    const [asked, answered] =
      entry.way === "to_app" ? [say("Sent to the app"), say("Acknowledged with")] : [say("Asked"), say("Answered")];
    this.element.replaceChildren(
      this.#head(entry, apiUrl),
      h(
        "div",
        { class: "wire-sides" },
        side(asked, entry.request),
        side(answered, entry.outcome === null ? say("still under way") : entry.response),
      ),
    );
  }

  /** @param {Whole} entry @param {string} apiUrl */
  #head(entry, apiUrl) {
    const shell = entry.kind === "call" ? copyButton(say("Copy as curl"), () => curl(apiUrl, entry)) : null;
    const close = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": say("Close request"),
        title: say("Close"),
        onclick: this.leave,
      },
      icon("close"),
    );
    return h(
      "header",
      { class: "wire-detail-head" },
      h("h3", {}, h("bdi", {}, entry.name)),
      outcome(entry),
      h("span", { class: "wire-ms" }, entry.ms === null ? "" : duration(entry.ms)),
      shell,
      close,
    );
  }
}

/** @param {string} label @param {unknown} body */
function side(label, body) {
  const text = JSON.stringify(body, null, 2);
  return h(
    "div",
    { class: "wire-side" },
    h(
      "header",
      {},
      h("h4", {}, label),
      copyButton(say("Copy"), () => text, say("Copy: {what}", { what: label })),
    ),
    scrollable(h("pre", { class: "json" }, pretty(body)), label),
  );
}

/** @param {string} label @param {() => string} text @param {string} [name] what a screen reader hears */
function copyButton(label, text, name = label) {
  const words = h("span", { "aria-live": "polite" }, label);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    words.textContent = say("Copied");
    setTimeout(() => (words.textContent = label), COPIED_MS);
  };
  return h("button", { type: "button", class: "wire-copy", "aria-label": name, onclick: copy }, icon("copy"), words);
}
