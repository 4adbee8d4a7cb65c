// @ts-check
/** Several people side by side: each in a page of their own, all of them live. */
import { Api } from "../api.js";
import { Directory } from "../directory.js";
import { themeButton } from "../shell/topbar.js";
import { applyTheme, followTheme } from "../ui/theme.js";
import { wireButton } from "../wire/button.js";
import { Together } from "./together.js";

applyTheme();
followTheme();
const api = new Api(null);
const directory = new Directory(await api.bootstrap());
const together = new Together({ api, directory });
document.getElementById("tools")?.append(together.layoutButton, wireButton({ api, directory }, ""), themeButton(""));
document.documentElement.dataset.ready = "true";
