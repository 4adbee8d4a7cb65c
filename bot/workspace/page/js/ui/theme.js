// @ts-check
/** Light, dark, or whatever the system says. */
import { later } from "../words/words.js";

/** @typedef {"auto"|"light"|"dark"} Theme */

const KEY = "steward-workspace-theme";
export const THEMES = /** @type {{value: Theme, label: string, icon: string}[]} */ ([
  { value: "auto", label: later("Like the system"), icon: "auto" },
  { value: "light", label: later("Light"), icon: "sun" },
  { value: "dark", label: later("Dark"), icon: "moon" },
]);

/** @returns {Theme} what this browser chose last */
export function theme() {
  const stored = localStorage.getItem(KEY);
  return THEMES.find((choice) => choice.value === stored)?.value ?? "auto";
}

/** @param {Theme} value */
export function setTheme(value) {
  localStorage.setItem(KEY, value);
  applyTheme();
}

/** Put the chosen theme on the page. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

/** Change with the other pages of this browser. */
export function followTheme() {
  window.addEventListener("storage", (event) => event.key === KEY && applyTheme());
}
