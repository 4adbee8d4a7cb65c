// @ts-check
import { h } from "../dom.js";
import { say } from "../words/words.js";

/**
 * A person's initials on their colour, or the app's mark. Decoration: the name always stands beside it.
 * @param {import("../types.js").User} user
 * @param {import("../directory.js").Directory} directory
 * @param {"large"|"small"} [size]
 */
export function avatar(user, directory, size = "large") {
  const isApp = user.id === directory.app?.user_id;
  const text = isApp ? directory.app?.icon_text : user.initials || user.real_name.slice(0, 1);
  const drawn = h("span", { class: `avatar ${size}${isApp ? " app" : ""}`, "aria-hidden": "true" }, text ?? "?");
  if (user.color && !isApp) drawn.style.backgroundColor = user.color;
  return drawn;
}

/**
 * A mark with a dot on it: filled while the person has a page open.
 * @param {HTMLElement} mark
 * @param {import("../types.js").User} user
 * @param {import("../directory.js").Directory} directory
 */
export function withPresence(mark, user, directory) {
  const isHere = directory.here?.has(user.id) ?? false;
  const dot = h("span", { class: `presence${isHere ? " here" : ""}`, title: isHere ? say("Active") : say("Away") });
  dot.append(h("span", { class: "visually-hidden" }, isHere ? say("active") : say("away")));
  return h("span", { class: "with-presence" }, mark, dot);
}
