// @ts-check
/** All emoji to pick one from, with a search. */
import { h } from "../dom.js";
import { emojiNames } from "../emoji.js";
import { openPopup } from "../ui/popup.js";
import { say } from "../words/words.js";

const OFTEN = ["+1", "white_check_mark", "eyes", "tada", "raised_hands", "heart", "fire", "pray"];
const COLUMNS = 8;

/** @param {HTMLElement} anchor @param {(name: string) => void} onpick */
export function openEmojiPicker(anchor, onpick) {
  const names = emojiNames();
  const search = h("input", {
    class: "field",
    type: "search",
    placeholder: say("Search emoji"),
    "aria-label": say("Search emoji"),
  });
  const grid = h("div", { class: "emoji-grid" });
  const panel = h(
    "div",
    { class: "menu emoji-menu", popover: "manual", role: "dialog", "aria-label": say("Pick an emoji") },
    search,
    grid,
  );
  document.body.append(panel);
  const close = openPopup(anchor, panel, { align: "end", onclose: () => panel.remove() });
  const leave = () => {
    close();
    anchor.focus();
  };
  const pick = (/** @type {string} */ name) => {
    leave();
    onpick(name);
  };
  const draw = () => {
    const typed = search.value.trim().toLowerCase().replaceAll(" ", "_");
    const wanted = typed
      ? [...names.keys()].filter((name) => name.includes(typed))
      : [...new Set([...OFTEN, ...names.keys()])];
    grid.replaceChildren(...wanted.map((name) => emojiButton(name, names.get(name) ?? "", pick)));
    if (!wanted.length) grid.append(h("p", { class: "menu-note" }, say("No emoji of that name.")));
  };
  search.addEventListener("input", draw);
  panel.addEventListener("keydown", (event) => onKey(event, search, grid, leave));
  draw();
  search.focus();
}

/** @param {string} name @param {string} character @param {(name: string) => void} pick */
function emojiButton(name, character, pick) {
  const props = { type: "button", class: "emoji-choice", "aria-label": name.replaceAll("_", " "), title: `:${name}:` };
  return h("button", { ...props, tabindex: "-1", onclick: () => pick(name) }, character);
}

/** @param {KeyboardEvent} event @param {HTMLInputElement} search @param {HTMLElement} grid @param {() => void} leave */
function onKey(event, search, grid, leave) {
  const all = /** @type {HTMLElement[]} */ ([...grid.querySelectorAll("button")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const typing = document.activeElement === search;
  const steps = /** @type {Record<string, number>} */ ({
    ArrowDown: COLUMNS,
    ArrowUp: -COLUMNS,
    ArrowRight: 1,
    ArrowLeft: -1,
  });
  if (event.key === "Escape") leave();
  else if (event.key === "Enter" && typing) all[0]?.click();
  else if (typing && event.key === "ArrowDown") all[0]?.focus();
  else if (!typing && event.key in steps) (all[at + steps[event.key]] ?? search).focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
