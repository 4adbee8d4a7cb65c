// @ts-check
/** The workspace's clock, and the menu that moves it. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { chipTime, fieldTime, nextMonday, zoned } from "../time.js";
import { openPopup } from "../ui/popup.js";
import { toast } from "../ui/toast.js";
import { say } from "../words/words.js";

const TICK_MS = 5000;
const DAY_MS = 86_400_000;

/**
 * The clock in the top bar.
 * @param {{api: import("../api.js").Api, directory: import("../directory.js").Directory}} workspace
 * @returns {{element: HTMLElement, update: () => void}}
 */
export function clockChip({ api, directory }) {
  const words = h("span", { class: "clock-time" });
  const button = h(
    "button",
    { type: "button", class: "bar-button clock", "aria-haspopup": "dialog", "aria-expanded": "false" },
    icon("clock"),
    words,
  );
  const panel = h("div", {
    class: "menu clock-menu",
    popover: "manual",
    role: "dialog",
    "aria-label": say("Workspace clock"),
  });
  /** @type {(() => void)|null} */
  let close = null;
  const update = () => {
    const shown = chipTime(directory.now(), directory.timeZone);
    words.textContent = shown;
    button.classList.toggle("moved", directory.moved === true);
    button.setAttribute(
      "aria-label",
      say(directory.moved ? "Workspace clock: {time}, moved" : "Workspace clock: {time}", { time: shown }),
    );
    button.title = directory.moved ? say("This clock was moved") : say("The workspace’s clock");
  };
  const move = async (/** @type {object} */ request) => {
    close?.();
    button.focus();
    const answer = await api.act("clock", request);
    if (!answer.clock) return toast(answer.message ?? say("The clock could not be moved."), "error");
    directory.setClock(answer.clock);
    update();
  };
  const open = () => {
    panel.replaceChildren(...clockMenu(directory, move));
    button.setAttribute("aria-expanded", "true");
    close = openPopup(button, panel, {
      align: "end",
      onclose: () => {
        close = null;
        button.setAttribute("aria-expanded", "false");
      },
    });
    panel.querySelector("button")?.focus();
  };
  button.addEventListener("click", () => (close ? close() : open()));
  panel.addEventListener("keydown", (event) =>
    onKey(event, panel, () => {
      close?.();
      button.focus();
    }),
  );
  setInterval(update, TICK_MS);
  update();
  return { element: h("span", { class: "menu-anchor" }, button, panel), update };
}

/** @param {import("../directory.js").Directory} directory @param {(request: object) => void} move */
function clockMenu(directory, move) {
  const zone = directory.timeZone;
  const now = directory.now();
  const to = (/** @type {Date} */ at) => () => move({ now: at.toISOString() });
  const monday = nextMonday(now, zone);
  const tomorrow = new Date(now.getTime() + DAY_MS);
  const entry = (/** @type {string} */ label, /** @type {string} */ detail, /** @type {() => void} */ onclick) =>
    h(
      "button",
      { type: "button", class: "menu-item", onclick },
      h("span", { class: "menu-text" }, label),
      h("span", { class: "menu-detail" }, detail),
    );
  return [
    h("p", { class: "menu-label" }, say("Times in {zone}", { zone: zone.replaceAll("_", " ") })),
    entry(say("Now"), say("the real time"), () => move({ reset: true })),
    entry(say("Monday 09:00"), chipTime(monday, zone), to(monday)),
    entry("+1 day", chipTime(tomorrow, zone), to(tomorrow)),
    customTime(fieldTime(now, zone), zone, move),
  ];
}

/** @param {string} value @param {string} zone @param {(request: object) => void} move */
function customTime(value, zone, move) {
  const field = h("input", {
    type: "datetime-local",
    class: "field",
    value,
    "aria-label": say("Another time"),
    required: true,
  });
  const form = h("form", { class: "clock-custom" }, field, h("button", { class: "button" }, say("Set")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    move({ now: zoned(field.value.slice(0, 10), field.value.slice(11, 16), zone).toISOString() });
  });
  return form;
}

/** @param {KeyboardEvent} event @param {HTMLElement} panel @param {() => void} leave */
function onKey(event, panel, leave) {
  if (event.key === "Escape") return leave();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll(".menu-item")]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0) return;
  event.preventDefault();
  items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length].focus();
}
