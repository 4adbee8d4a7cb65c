// @ts-check
/** The stack of modals: the newest is shown, the ones below wait with all that was typed in them. */
import { drawBlocks } from "../blocks/index.js";
import { h, uid } from "../dom.js";
import { Form } from "../form.js";
import { icon } from "../icons.js";
import { makeSurface } from "../surface.js";
import { plain } from "../text/objects.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").View} View */
/** @typedef {import("./message.js").Workspace} Workspace */
/**
 * @typedef {{view: View, form: Form, element: HTMLElement, submit: HTMLButtonElement|null, problem: HTMLElement}} Layer
 */

export class Modals {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {Layer[]} */
    this.layers = [];
    /** @type {HTMLElement|null} */
    this.cameFrom = null;
    this.dialog = h("dialog", { class: "dialog modal" });
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#dismiss(false);
    });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.#dismiss(false));
    document.body.append(this.dialog);
  }

  /** Start a new stack. @param {View} view */
  open(view) {
    this.layers = [this.#layer(view, new Form())];
    this.#show();
  }

  /** @param {View} view */
  push(view) {
    this.layers.push(this.#layer(view, new Form()));
    this.#show();
  }

  /** Redraw a view; what was typed under the same ids stays. @param {View} view */
  update(view) {
    const at = this.layers.findIndex((layer) => layer.view.id === view.id);
    if (at < 0) return this.push(view);
    const action = /** @type {HTMLElement|null} */ (document.activeElement?.closest("[data-action]"))?.dataset.action;
    this.layers[at] = this.#layer(view, new Form(this.layers[at].form.state()));
    this.#show(action);
  }

  /** @param {string} viewId */
  close(viewId) {
    this.layers = this.layers.filter((layer) => layer.view.id !== viewId);
    this.#show();
  }

  clear() {
    this.layers = [];
    this.#show();
  }

  /** @param {string} [action] the action id that had the focus before a redraw */
  #show(action) {
    const top = this.layers.at(-1);
    if (!top) {
      this.dialog.close();
      this.cameFrom?.focus();
      this.cameFrom = null;
      return;
    }
    if (top.element.isConnected) return;
    this.dialog.replaceChildren(top.element);
    this.dialog.setAttribute("aria-labelledby", top.element.dataset.title ?? "");
    if (!this.dialog.open) {
      this.cameFrom = /** @type {HTMLElement|null} */ (document.activeElement);
      this.dialog.showModal();
    }
    firstField(top.element, action)?.focus();
  }

  /** @param {View} view @param {Form} form @returns {Layer} */
  #layer(view, form) {
    const title = uid("modal");
    const surface = makeSurface("modal", { type: "view", view_id: view.id }, this.workspace, form);
    const problem = h("div", { class: "dialog-problem", role: "alert" });
    const submit = view.submit ? h("button", { class: "button primary" }, plain(view.submit)) : null;
    const element = h(
      "form",
      { class: "dialog-form", novalidate: true, dataset: { title, view: view.id } },
      this.#head(view, title),
      h("div", { class: "dialog-body blocks" }, drawBlocks(view.blocks, surface)),
      problem,
      h(
        "footer",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", onclick: () => this.#dismiss(false) },
          plain(view.close ?? (submit ? say("Cancel") : say("Close"))),
        ),
        submit,
      ),
    );
    const layer = { view, form, element, submit, problem };
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(layer);
    });
    return layer;
  }

  /** @param {View} view @param {string} title */
  #head(view, title) {
    const back =
      view.previous_view_id && this.layers.length
        ? h(
            "button",
            { type: "button", class: "icon-button", "aria-label": say("Back"), onclick: () => this.#dismiss(false) },
            icon("back"),
          )
        : null;
    const app = h(
      "span",
      { class: "avatar small app", "aria-hidden": "true" },
      this.workspace.directory.app?.icon_text,
    );
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": say("Close"), onclick: () => this.#dismiss(true) },
      icon("close"),
    );
    return h(
      "header",
      { class: "dialog-head" },
      back ?? app,
      h("h2", { id: title, dir: "auto" }, plain(view.title)),
      close,
    );
  }

  /** @param {Layer} layer */
  async #submit(layer) {
    if (!layer.submit || layer.submit.getAttribute("aria-busy")) return;
    layer.problem.textContent = "";
    const problems = layer.form.problems();
    layer.form.showErrors(problems);
    if (Object.keys(problems).length) return;
    layer.submit.setAttribute("aria-busy", "true");
    const answer = await this.workspace.api.act("view_submit", { view_id: layer.view.id, state: layer.form.state() });
    layer.submit.removeAttribute("aria-busy");
    this.#submitted(layer, answer);
  }

  /** @param {Layer} layer @param {any} answer */
  #submitted(layer, answer) {
    if (!answer.ok) layer.problem.textContent = answer.message ?? say("We had some trouble connecting. Try again?");
    else if (answer.response_action === "errors") layer.form.showErrors(answer.errors ?? {});
    else if (answer.response_action === "clear") this.clear();
    else if (!answer.response_action) this.close(layer.view.id);
  }

  /** @param {boolean} everything the cross closes the whole stack, Cancel and Escape only the view on top */
  #dismiss(everything) {
    const top = this.layers.at(-1);
    if (!top) return;
    this.workspace.api.act("view_close", { view_id: top.view.id, cleared: everything });
    if (everything) this.clear();
    else this.close(top.view.id);
  }
}

/** @param {HTMLElement} element @param {string} [action] @returns {HTMLElement|null} */
function firstField(element, action) {
  const controls = /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-action]")]);
  const same = action ? controls.find((control) => control.dataset.action === action) : null;
  const body = ".dialog-body";
  return (
    (same?.matches("button") ? same : (same?.querySelector("input") ?? null)) ??
    element.querySelector("[autofocus]") ??
    element.querySelector(`${body} input:not([type=radio]):not([type=checkbox]), ${body} textarea`) ??
    element.querySelector(`${body} input, ${body} button`) ??
    element.querySelector(".dialog-foot button")
  );
}
