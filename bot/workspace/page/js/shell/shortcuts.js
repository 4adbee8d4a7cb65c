// @ts-check
/** The app's shortcuts: some anywhere, some on a message. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { attachMenu } from "../ui/menu.js";
import { toast } from "../ui/toast.js";
import { later, say } from "../words/words.js";

/** @typedef {import("../types.js").Shortcut} Shortcut */
/** @typedef {import("./message.js").Workspace} Workspace */

/** @param {import("../directory.js").Directory} directory @param {"global"|"message"} kind */
export function shortcutsOf(directory, kind) {
  return (directory.shortcuts ?? []).filter((shortcut) => shortcut.kind === kind);
}

/**
 * @param {Workspace} workspace
 * @param {Shortcut} shortcut
 * @param {{channel: string, ts: string}|null} container the message, for a shortcut on one
 */
export async function runShortcut({ api, directory }, shortcut, container) {
  const answer = await api.act("shortcut", { callback_id: shortcut.callback_id, container });
  if (answer.ok) return;
  const silent = {
    dispatch_failed: later("{app} is not responding."),
    operation_timeout: later("{app} took too long to respond."),
  }[answer.error];
  toast(
    silent ? say(silent, { app: directory.app?.name ?? "" }) : (answer.message ?? say("That did not work.")),
    "error",
  );
}

/** The lightning under where one types; null when the app has nothing to offer there. @param {Workspace} workspace */
export function shortcutsButton(workspace) {
  const all = shortcutsOf(workspace.directory, "global");
  if (!all.length) return null;
  const label = say("Shortcuts");
  const button = h("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, icon("zap"));
  const items = () =>
    all.map((shortcut) => ({
      content: [icon("zap"), shortcut.name],
      detail: shortcut.description || workspace.directory.app?.name,
      onpick: () => runShortcut(workspace, shortcut, null),
    }));
  attachMenu(button, items, { label, className: "shortcuts" });
  return h("span", { class: "menu-anchor" }, button);
}
