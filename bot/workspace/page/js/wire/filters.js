// @ts-check
/** The head of the wire panel: what to show, pause, clear, close. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { later, say } from "../words/words.js";

/** @typedef {import("./list.js").Chosen} Chosen */

const KINDS = [
  later("command"),
  later("action"),
  later("submission"),
  later("closed"),
  later("options"),
  later("shortcut"),
  later("event"),
  later("call"),
  later("answer"),
];

export class Filters {
  /**
   * @param {import("../directory.js").Directory} directory
   * @param {{changed: () => void, pause: (paused: boolean) => void, clear: () => void, leave: () => void}} on
   */
  constructor(directory, on) {
    const people = directory.people.map((user) => h("option", { value: user.id }, user.real_name));
    this.person = h(
      "select",
      { class: "wire-select", "aria-label": say("Person") },
      h("option", { value: "" }, say("Everyone")),
      people,
    );
    this.kind = h(
      "select",
      { class: "wire-select", "aria-label": say("Kind") },
      h("option", { value: "" }, say("Every kind")),
      KINDS.map((kind) => h("option", { value: kind }, say(kind))),
    );
    this.errors = h("input", { type: "checkbox" });
    this.pauseButton = toolButton(say("Pause"), "pause", () => this.#toggle(on.pause));
    this.held = h("span", { class: "wire-held", role: "status" });
    this.element = h(
      "header",
      { class: "wire-head" },
      h("h2", {}, say("Wire")),
      h(
        "p",
        { class: "wire-legend" },
        way("to_app", "→", say("Slack to the app")),
        way("to_slack", "←", say("the app to Slack")),
      ),
      h(
        "div",
        { class: "wire-filters" },
        this.person,
        this.kind,
        h("label", { class: "wire-check" }, this.errors, say("Errors only")),
      ),
      this.held,
      h(
        "div",
        { class: "wire-tools" },
        this.pauseButton,
        toolButton(say("Clear"), "trash", on.clear),
        toolButton(say("Close"), "close", on.leave),
      ),
    );
    this.element.addEventListener("change", on.changed);
  }

  /** @returns {Chosen} */
  get chosen() {
    return { person: this.person.value, kind: this.kind.value, errors: this.errors.checked };
  }

  focus() {
    this.pauseButton.focus();
  }

  /** @param {number} count how many wait while the list is paused */
  showHeld(count) {
    this.held.textContent = count ? say("{n} new", { n: count }) : "";
  }

  /** @param {(paused: boolean) => void} pause */
  #toggle(pause) {
    const paused = this.pauseButton.getAttribute("aria-pressed") !== "true";
    this.pauseButton.setAttribute("aria-pressed", String(paused));
    this.pauseButton.replaceChildren(icon(paused ? "play" : "pause"));
    this.pauseButton.title = paused ? say("Go on") : say("Pause");
    this.showHeld(0);
    pause(paused);
  }
}

/** @param {string} label @param {string} name @param {() => void} onclick */
function toolButton(label, name, onclick) {
  const pressed = name === "pause" ? "false" : null;
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, "aria-pressed": pressed, onclick },
    icon(name),
  );
}

/** @param {string} name @param {string} arrow @param {string} words */
function way(name, arrow, words) {
  return h("span", {}, h("span", { class: `wire-way ${name}`, "aria-hidden": "true" }, arrow), words);
}
