// @ts-check
import { Api } from "./api.js";
import { Directory } from "./directory.js";
import { App } from "./shell/app.js";
import { applyTheme, followTheme } from "./ui/theme.js";

applyTheme();
followTheme();
if (new URLSearchParams(location.search).has("embedded")) document.documentElement.dataset.embedded = "";
try {
  const api = new Api(new URLSearchParams(location.search).get("user"));
  const directory = new Directory(await api.bootstrap());
  await new App({ api, directory }).start();
  document.documentElement.dataset.ready = "true";
  performance.mark("interactive");
} catch (error) {
  const notice = /** @type {HTMLElement} */ (document.getElementById("offline"));
  notice.hidden = false;
  notice.textContent = "The workspace on localhost can’t be reached. Start it, then reload this page.";
  throw error;
}
