// @ts-check
/** "Are you sure?" dialogs, as a Block Kit `confirm` object describes them. */
import { h, uid } from "../dom.js";
import { plain, textBlock } from "../text/objects.js";
import { say } from "../words/words.js";

/**
 * Ask, and wait for the answer.
 * @param {any} confirm the confirm object
 * @param {import("../directory.js").Directory} directory
 * @returns {Promise<boolean>}
 */
export function ask(confirm, directory) {
  const title = uid("confirm");
  const style = confirm.style === "danger" ? "danger" : "primary";
  const dialog = h(
    "dialog",
    { class: "dialog confirm", "aria-labelledby": title, role: "alertdialog" },
    h("header", { class: "dialog-head" }, h("h2", { id: title }, plain(confirm.title ?? say("Are you sure?")))),
    h("div", { class: "dialog-body" }, confirm.text ? textBlock(confirm.text, directory) : null),
    h(
      "form",
      { method: "dialog", class: "dialog-foot" },
      h("button", { class: "button", value: "deny" }, plain(confirm.deny ?? say("Cancel"))),
      h(
        "button",
        { class: `button ${style}`, value: "confirm", autofocus: true },
        plain(confirm.confirm ?? say("Yes")),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
  });
}
