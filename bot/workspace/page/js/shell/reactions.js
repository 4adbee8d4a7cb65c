// @ts-check
/** The reactions under a message. */
import { h } from "../dom.js";
import { emojiCharacter } from "../emoji.js";
import { icon } from "../icons.js";
import { toast } from "../ui/toast.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {import("../types.js").Reaction} Reaction */
/** @typedef {import("./message.js").Workspace} Workspace */

/** @param {Message} message @param {Workspace} workspace @returns {HTMLElement|null} null without reactions */
export function reactionBar(message, workspace) {
  if (!message.reactions?.length) return null;
  const label = say("Add reaction");
  const add = h(
    "button",
    { type: "button", class: "reaction add", "aria-label": label, title: label, "aria-haspopup": "dialog" },
    icon("smile"),
  );
  add.addEventListener("click", () => pickReaction(add, message, workspace));
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": say("Reactions") },
    message.reactions.map((reaction) => reactionButton(message, reaction, workspace)),
    add,
  );
}

/** Let the person pick an emoji and react with it. @param {HTMLElement} anchor @param {Message} message @param {Workspace} workspace */
export async function pickReaction(anchor, message, workspace) {
  const { openEmojiPicker } = await import("./emoji_picker.js");
  openEmojiPicker(anchor, (name) => react(message, name, workspace, reactedWith(message, name, workspace)));
}

/** @param {Message} message @param {Reaction} reaction @param {Workspace} workspace */
function reactionButton(message, { name, users }, workspace) {
  const { directory } = workspace;
  const mine = users.includes(directory.me?.id ?? "");
  const who = users
    .map((user) => (user === directory.me?.id ? say("you") : directory.user(user).real_name))
    .join(say(", "));
  const words = say("{who} reacted with {emoji}", { who, emoji: `:${name}:` });
  return h(
    "button",
    {
      type: "button",
      class: "reaction",
      "aria-pressed": String(mine),
      "aria-label": `${users.length}, ${words}`,
      title: words,
      dataset: { action: `reaction-${name}` },
      onclick: () => react(message, name, workspace, mine),
    },
    h("span", { "aria-hidden": "true" }, emojiCharacter(name) ?? `:${name}:`),
    h("span", {}, users.length),
  );
}

/** @param {Message} message @param {string} name @param {Workspace} workspace */
function reactedWith(message, name, { directory }) {
  const known = message.reactions?.find((reaction) => reaction.name === name);
  return known?.users.includes(directory.me?.id ?? "") ?? false;
}

/** @param {Message} message @param {string} name @param {Workspace} workspace @param {boolean} remove */
async function react({ channel, ts }, name, { api }, remove) {
  const answer = await api.act("react", { container: { channel, ts }, name, remove });
  if (!answer.ok) toast(answer.message ?? say("The reaction was not added."), "error");
}
