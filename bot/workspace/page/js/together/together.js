// @ts-check
/** The panes and the people in them; the address always says what is shown. */
import { h, isolated, reconcile } from "../dom.js";
import { icon } from "../icons.js";
import { avatar, withPresence } from "../shell/avatar.js";
import { attachMenu } from "../ui/menu.js";
import { LEAST, MOST, pageOf, readAddress, writeAddress } from "./address.js";
import { say } from "../words/words.js";

/** @typedef {import("./address.js").Seat} Seat */
/**
 * @typedef {{seat: Seat, pane: HTMLElement, frame: HTMLIFrameElement, tab: HTMLElement}} Pane
 *   tab: its entry in the list of people
 */

export class Together {
  /** @param {{api: import("../api.js").Api, directory: import("../directory.js").Directory}} workspace */
  constructor({ api, directory }) {
    this.api = api;
    this.directory = directory;
    this.ids = directory.people.map((user) => user.id);
    const { seats, layout } = readAddress(location.search, this.ids);
    this.layout = layout;
    this.seats = /** @type {HTMLElement} */ (document.getElementById("seats"));
    this.place = /** @type {HTMLElement} */ (document.getElementById("panes"));
    this.layoutButton = h("button", { type: "button", class: "bar-button wide-only", onclick: () => this.#turn() });
    this.adding = h("li", {}, h("span", { class: "menu-anchor" }, this.#addButton()));
    /** @type {Pane[]} */
    this.panes = seats.map((seat) => this.#pane(seat));
    this.shown = this.panes[0];
    this.place.append(...this.panes.map((one) => one.pane));
    this.#draw();
  }

  /** @param {Seat} seat @returns {Pane} */
  #pane(seat) {
    const frame = h("iframe", { src: pageOf(seat, true) });
    const one = { seat, frame, pane: h("div", { class: "pane" }, frame), tab: h("li", { class: "seat" }) };
    frame.addEventListener("load", () => {
      frame.contentWindow?.addEventListener("hashchange", () => this.#moved(one));
      frame.contentWindow?.addEventListener("focus", () => this.#show(one));
      this.#moved(one);
    });
    return one;
  }

  /** Somebody went elsewhere, or became someone else. @param {Pane} one */
  #moved(one) {
    const at = one.frame.contentWindow?.location;
    if (!at || at.href === "about:blank") return;
    one.seat.user = new URLSearchParams(at.search).get("user") ?? one.seat.user;
    one.seat.place = at.hash.slice(1);
    this.#draw();
  }

  #draw() {
    const seats = this.panes.map((one) => one.seat);
    history.replaceState(null, "", writeAddress(seats, this.layout));
    document.getElementById("alone")?.setAttribute("href", pageOf(this.shown.seat, false));
    this.place.dataset.layout = this.layout;
    this.place.dataset.count = String(this.panes.length);
    for (const one of this.panes) {
      one.frame.title = say("What {name} sees", { name: this.directory.user(one.seat.user).real_name });
      one.pane.classList.toggle("shown", one === this.shown);
    }
    for (const one of this.panes) this.#drawTab(one);
    reconcile(this.seats, [...this.panes.map((one) => one.tab), ...(this.panes.length < MOST ? [this.adding] : [])]);
    const [name, label] = this.layout === "grid" ? ["panes", say("Show in columns")] : ["grid", say("Show in a grid")];
    this.layoutButton.replaceChildren(icon(name));
    this.layoutButton.setAttribute("aria-label", label);
    this.layoutButton.title = label;
  }

  /** Draw it again only when something about it changed: somebody may be using it. @param {Pane} one */
  #drawTab(one) {
    const user = this.directory.user(one.seat.user);
    const key = [user.id, one === this.shown, this.panes.length > LEAST].join();
    if (one.tab.dataset.key === key) return;
    one.tab.dataset.key = key;
    const hadFocus = one.tab.contains(document.activeElement);
    const show = this.#showButton(one, user);
    one.tab.replaceChildren(show, ...(this.panes.length > LEAST ? [this.#closeButton(one, user)] : []));
    if (hadFocus) show.focus();
  }

  /** @param {Pane} one @param {import("../types.js").User} user */
  #showButton(one, user) {
    this.directory.here?.add(user.id);
    const mark = withPresence(avatar(user, this.directory, "small"), user, this.directory);
    const props = { type: "button", class: "seat-name", "aria-pressed": String(one === this.shown) };
    return h("button", { ...props, onclick: () => this.#show(one, true) }, mark, isolated(user.real_name));
  }

  /** @param {Pane} one @param {import("../types.js").User} user */
  #closeButton(one, user) {
    const label = say("Close {name}", { name: user.real_name });
    const props = { type: "button", class: "seat-close", "aria-label": label, title: label };
    return h("button", { ...props, onclick: () => this.#close(one) }, icon("close"));
  }

  #addButton() {
    const label = say("Add a person");
    const button = h(
      "button",
      { type: "button", class: "bar-button", "aria-label": label, title: label },
      icon("plus"),
    );
    const items = () =>
      this.directory.people.map((user) => ({
        content: [withPresence(avatar(user, this.directory, "small"), user, this.directory), isolated(user.real_name)],
        detail: user.title,
        onpick: () => this.#open(user.id),
      }));
    attachMenu(button, items, { label, className: "people" });
    return button;
  }

  /** @param {string} user */
  #open(user) {
    const one = this.#pane({ user, place: "" });
    this.panes.push(one);
    this.place.append(one.pane);
    this.#show(one, true);
  }

  /** @param {Pane} one */
  #close(one) {
    this.panes = this.panes.filter((other) => other !== one);
    one.pane.remove();
    if (this.shown === one) this.shown = this.panes[0];
    this.#draw();
  }

  /** @param {Pane} one @param {boolean} [focus] */
  #show(one, focus = false) {
    if (this.shown !== one) {
      this.shown = one;
      this.#draw();
    }
    if (focus) one.frame.focus();
  }

  #turn() {
    this.layout = this.layout === "grid" ? "columns" : "grid";
    this.#draw();
  }
}
