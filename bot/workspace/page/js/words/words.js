// @ts-check
/** The page's own words in the language of whoever is signed in; what they say is English in the code. */
import { ZH_CN } from "./zh_cn.js";

/** @type {Record<string, Record<string, string>>} by the main part of a locale */
const CATALOGS = { zh: ZH_CN };
/** @type {Record<string, string>} */
const LANGUAGES = { zh: "zh-CN" };

/** @type {Record<string, string>} */
let known = {};

/** Speak the language of a locale such as "zh-CN" from now on; English where we know no other. @param {string} locale */
export function speak(locale) {
  const main = locale.split("-")[0];
  known = CATALOGS[main] ?? {};
  document.documentElement.lang = LANGUAGES[main] ?? "en";
  for (const element of document.querySelectorAll("[data-words]")) reword(element);
}

/** The locale that dates and numbers are written for. */
export function language() {
  return document.documentElement.lang === "en" ? "en-US" : document.documentElement.lang;
}

/**
 * Say words with values in the places that braces mark.
 * @param {string} source
 * @param {Record<string, string|number>} [values]
 */
export function say(source, values = {}) {
  return (known[source] ?? source).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Say words that depend on how many; `{n}` is the number.
 * @param {string} one @param {string} many @param {number} n
 */
export function sayCount(one, many, n) {
  return say(n === 1 && !(many in known) ? one : many, { n });
}

/**
 * Say words around a node that stands where `{…}` is.
 * @param {string} source
 * @param {Node} node
 * @returns {(string|Node)[]}
 */
export function sayAround(source, node) {
  const [before, after] = (known[source] ?? source).split(/\{\w+\}/);
  return [before, node, after ?? ""].filter((piece) => piece !== "");
}

/** Mark words that are said later. @param {string} source */
export function later(source) {
  return source;
}

/** @param {Element} element whose words stand in the page's frame */
function reword(element) {
  for (const name of ["aria-label", "title"]) {
    const words = element.getAttribute(name);
    if (words) element.setAttribute(name, say(words));
  }
  for (const child of element.childNodes) {
    if (child instanceof Text && child.data.trim()) child.data = say(child.data.trim());
  }
}
