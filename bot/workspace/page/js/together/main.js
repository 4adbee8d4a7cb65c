// @ts-check
/** Several people side by side: each in a page of their own, all of them live. */
import { Api } from "../api.js";
import { Directory } from "../directory.js";
import { themeButton } from "../shell/topbar.js";
import { applyTheme, followTheme } from "../ui/theme.js";
import { wireButton } from "../wire/button.js";
import { Together } from "./together.js";
import { speak } from "../words/words.js";

applyTheme();
followTheme();
const api = new Api(null);
const known = await api.bootstrap();
speak(known.locale);
const directory = new Directory(known);
const together = new Together({ api, directory });
document.getElementById("tools")?.append(together.layoutButton, wireButton({ api, directory }, ""), themeButton(""));
document.documentElement.dataset.ready = "true";
