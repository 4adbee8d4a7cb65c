// @ts-check
import { Api } from "./api.js";
import { Directory } from "./directory.js";
import { App } from "./shell/app.js";
import { applyTheme, followTheme } from "./ui/theme.js";
import { say, speak } from "./words/words.js";

applyTheme();
followTheme();
if (new URLSearchParams(location.search).has("embedded")) document.documentElement.dataset.embedded = "";
try {
  const api = new Api(new URLSearchParams(location.search).get("user"));
  const known = await api.bootstrap();
  speak(known.locale);
  const directory = new Directory(known);
  await new App({ api, directory }).start();
  document.documentElement.dataset.ready = "true";
  performance.mark("interactive");
} catch (error) {
  const notice = /** @type {HTMLElement} */ (document.getElementById("offline"));
  notice.hidden = false;
  notice.textContent = say("The workspace on localhost can’t be reached. Start it, then reload this page.");
  throw error;
}
