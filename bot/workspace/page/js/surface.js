// @ts-check
/** What blocks may do where they are drawn: act on behalf of the person, ask for options. */
import { toast } from "./ui/toast.js";
import { ask } from "./ui/confirm.js";
import { say } from "./words/words.js";

/** @typedef {import("./types.js").Surface} Surface */

/**
 * A surface for one message or view.
 * @param {"message"|"modal"|"home"} kind
 * @param {import("./types.js").Container} container
 * @param {{api: import("./api.js").Api, directory: import("./directory.js").Directory}} workspace
 * @param {import("./form.js").Form} form
 * @returns {Surface}
 */
export function makeSurface(kind, container, { api, directory }, form) {
  return {
    kind,
    container,
    directory,
    form,
    async act(blockId, action, origin, confirm) {
      if (confirm && !(await ask(confirm, directory))) return false;
      origin.setAttribute("aria-busy", "true");
      const answer = await api.act("action", { container, block_id: blockId, action, state: form.state() });
      origin.removeAttribute("aria-busy");
      if (!answer.ok) toast(actionFailure(directory.app?.name ?? say("The app"), answer), "error");
      return answer.ok;
    },
    async suggest(blockId, actionId, value) {
      const answer = await api.act("suggest", { container, block_id: blockId, action_id: actionId, value });
      if (answer.option_groups) return answer.option_groups;
      return [{ label: null, options: answer.options ?? [] }];
    },
    async attach(file) {
      const answer = await api.attach(file);
      if (!answer.ok)
        toast(
          answer.message ??
            say("{file} could not be uploaded: {error}.", { file: file.name, error: answer.error ?? "" }),
          "error",
        );
      return answer.ok ? answer.file : null;
    },
  };
}

/** @param {string} app @param {{error?: string, message?: string}} answer */
function actionFailure(app, answer) {
  if (answer.error === "operation_timeout") return say("{app} took too long to respond. Try again?", { app });
  if (answer.error === "dispatch_failed") return say("{app} is not responding. Is the bot running?", { app });
  return answer.message ?? say("That did not work: {error}.", { error: answer.error ?? "" });
}
