// @ts-check
/** The whole page: keeps the parts together and tells each what changed. */
import { listen } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { addressOf, currentPlace } from "../router.js";
import { Notifications } from "../notify/notifications.js";
import { announce } from "../ui/live.js";
import { Composer } from "./composer.js";
import { attachDrawer } from "./drawer.js";
import { mainHead, welcome } from "./header.js";
import { Home } from "./home.js";
import { spokenMessage } from "./message.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modals.js";
import { sidebar } from "./sidebar.js";
import { Thread } from "./thread.js";
import { topbarTools } from "./topbar.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Message} Message */
/** @typedef {import("./message.js").Workspace} Workspace */

const WIDE = matchMedia("(min-width: 769px)");

export class App {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.place = currentPlace(workspace.directory);
    /** @type {string|null} the message that somebody wants to see */
    this.wanted = null;
    this.list = new MessageList(workspace, { label: say("Messages"), inThread: false, empty: () => this.#welcome() });
    this.composer = new Composer(workspace, { inThread: false });
    this.home = new Home(workspace);
    this.modals = new Modals(workspace);
    this.thread = new Thread(workspace, part("thread"));
    this.notifications = new Notifications(workspace, {
      isInView: (notice) => this.#isInView(notice),
      jump: (notice) => this.#jump(notice),
      changed: () => this.#frame(),
    });
    this.top = topbarTools(workspace, this.notifications.bell);
    part("tools").append(...this.top.nodes);
    part("conversation").append(this.list.element, this.composer.element);
    this.composer.acceptFiles(part("conversation"));
    part("home").append(this.home.element);
    this.closeDrawer = attachDrawer({
      button: part("drawer-button"),
      panel: part("sidebar"),
      scrim: part("scrim"),
      rest: [part("main"), part("thread")],
    });
  }

  /** Draw, listen, and go wherever the address says. */
  async start() {
    window.addEventListener("hashchange", () => this.go());
    part("skip").addEventListener("click", (event) => {
      event.preventDefault();
      part("main").focus();
    });
    part("sidebar").addEventListener(
      "click",
      (event) => /** @type {Element} */ (event.target).closest("a") && this.closeDrawer(),
    );
    listen(this.workspace.directory.me?.id ?? "", {
      event: (event) => this.#event(event),
      state: (connected, again) => this.#connection(connected, again),
    });
    await this.go();
    this.notifications.catchUp();
  }

  /** Show the place that the address names. */
  async go() {
    const { directory, api } = this.workspace;
    this.place = currentPlace(directory);
    const { view, channel, thread } = this.place;
    this.#frame();
    part("home").hidden = view !== "home";
    part("conversation").hidden = view === "home";
    if (view === "home") {
      this.thread.show("", null);
      return this.home.open();
    }
    const isNew = this.shown !== channel;
    this.shown = channel;
    if (isNew) this.list.show([]);
    this.list.name(say("Messages in {channel}", { channel: this.#title() }));
    this.composer.at(channel, null, say("Message {channel}", { channel: this.#title() }));
    const threading = this.thread.show(channel, thread);
    if (isNew && WIDE.matches && !thread) this.composer.focus();
    const messages = await api.history(channel);
    if (this.place.channel === channel) this.list.show(messages);
    this.#read(channel);
    this.notifications.read(channel, thread);
    await threading;
    this.#reveal();
  }

  /** Redraw what frames the conversation. */
  #frame() {
    const { directory } = this.workspace;
    part("sidebar").replaceChildren(
      ...sidebar(directory, this.place, (channel) => this.notifications.mentions(channel)),
      footer(),
    );
    part("main-head").replaceChildren(...mainHead(directory, this.place));
    const archived = directory.channels?.get(this.place.channel)?.is_archived ?? false;
    this.composer.element.hidden = archived;
    const waiting = this.notifications.waiting.size;
    const mark = waiting ? `(${waiting}) ` : "";
    document.title = `${mark}${this.place.view === "home" ? (directory.app?.name ?? "") : this.#title()} · ${say("Steward workspace")}`;
  }

  #title() {
    const channel = this.workspace.directory.channels?.get(this.place.channel);
    if (!channel) return "";
    return `${channel.kind === "im" ? "" : "#"}${this.workspace.directory.channelTitle(channel)}`;
  }

  #welcome() {
    const channel = this.workspace.directory.channels?.get(this.place.channel);
    if (!channel || this.list.messages.size) return null;
    return welcome(this.workspace.directory, channel, (hint) => {
      this.composer.fill(hint);
      this.composer.focus();
    });
  }

  /** @param {any} event */
  #event(event) {
    const handlers = /** @type {Record<string, () => void>} */ ({
      message: () => this.#arrived(event.message),
      message_changed: () => this.#changed(event.message),
      message_deleted: () => this.#deleted(event.channel, event.ts),
      view_open: () => this.modals.open(event.view),
      view_push: () => this.modals.push(event.view),
      view_update: () => this.modals.update(event.view),
      view_close: () => this.modals.close(event.view_id),
      home: () => this.home.show(event.view),
      notification: () => this.notifications.arrived(event.notification),
      presence: () => this.workspace.directory.setHere(event.here),
      clock: () => this.#clock(event.clock),
      channels: () => this.#channels(event.channels),
    });
    handlers[event.type]?.();
  }

  /** @param {Message} message */
  #arrived(message) {
    const { directory } = this.workspace;
    this.#changed(message);
    if (message.user === directory.me?.id) return;
    const here = this.#shows(message.channel);
    if (here || this.thread.takes(message)) announce(spokenMessage(message, directory));
    const isReply = message.thread_ts !== null && message.thread_ts !== message.ts;
    if (isReply) return;
    if (here) this.#read(message.channel, true);
    else this.#count(message.channel);
  }

  /** @param {Message} message */
  #changed(message) {
    const isReply = message.thread_ts !== null && message.thread_ts !== message.ts;
    if (this.#shows(message.channel) && !isReply) this.list.upsert(message);
    if (this.thread.takes(message)) this.thread.list.upsert(message);
  }

  /** @param {string} channel @param {string} ts */
  #deleted(channel, ts) {
    if (this.#shows(channel)) this.list.remove(ts);
    if (this.thread.channel === channel) this.thread.list.remove(ts);
  }

  /** @param {string} channel */
  #shows(channel) {
    return this.place.view === "channel" && this.place.channel === channel;
  }

  /** @param {import("../types.js").Notice} notice */
  #isInView({ channel, thread_ts: thread }) {
    if (thread) return this.thread.root === thread && this.thread.channel === channel;
    return this.#shows(channel);
  }

  /** Go to a message and point it out. @param {import("../types.js").Notice} notice */
  #jump(notice) {
    this.wanted = notice.ts;
    const address = addressOf(notice.channel, notice.thread_ts);
    if (location.hash === address) this.go();
    else location.hash = address;
  }

  #reveal() {
    if (this.wanted && !this.thread.list.reveal(this.wanted)) this.list.reveal(this.wanted);
    this.wanted = null;
  }

  /**
   * Nothing waits in a channel that is looked at.
   * @param {string} channel
   * @param {boolean} [tell] tell the server too: reading marks as read
   */
  #read(channel, tell = false) {
    if (tell) this.workspace.api.history(channel);
    const known = this.workspace.directory.channels?.get(channel);
    if (!known || !known.unread) return;
    known.unread = 0;
    this.#frame();
  }

  /** @param {string} channel */
  #count(channel) {
    const known = this.workspace.directory.channels?.get(channel);
    if (!known) return;
    known.unread += 1;
    this.#frame();
  }

  /** @param {import("../types.js").ClockReading} clock */
  #clock(clock) {
    this.workspace.directory.setClock(clock);
    this.top.clock.update();
  }

  /** @param {import("../types.js").Channel[]} channels */
  #channels(channels) {
    this.workspace.directory.setChannels(channels);
    this.#frame();
  }

  /** @param {boolean} connected @param {boolean} again */
  async #connection(connected, again) {
    const banner = part("offline");
    banner.hidden = connected;
    if (!connected || !again) return;
    this.workspace.directory.update(await this.workspace.api.bootstrap());
    await this.go();
  }
}

function footer() {
  return h("p", { class: "side-foot" }, icon("info"), h("span", {}, say("A Slack-like page on localhost")));
}

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
