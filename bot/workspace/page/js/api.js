// @ts-check
/** The page's side of the workspace server: requests out, pushed changes in. */
import { say } from "./words/words.js";

/** @typedef {import("./types.js").Bootstrap} Bootstrap */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").View} View */

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 5000;

export class Api {
  /** @param {string|null} user id of the person this tab is; null asks the server for the default person */
  constructor(user) {
    this.user = user;
  }

  /** @returns {Promise<Bootstrap>} */
  async bootstrap() {
    const answer = await this.#get("bootstrap", {});
    this.user = answer.me.id;
    return answer;
  }

  /** @param {string} channel @param {string|null} [threadTs] @returns {Promise<Message[]>} oldest first */
  async history(channel, threadTs = null) {
    /** @type {Record<string, string>} */
    const query = { channel };
    if (threadTs) query.thread_ts = threadTs;
    return (await this.#get("history", query)).messages;
  }

  /** @returns {Promise<View|null>} */
  async home() {
    return (await this.#get("home", {})).view;
  }

  /** @returns {Promise<import("./types.js").Notice[]>} newest first */
  async notifications() {
    return (await this.#get("notifications", {})).notifications;
  }

  /** What went over the wire, without the bodies. @returns {Promise<{entries: any[], api_url: string}>} */
  async wire() {
    return this.#get("wire", {});
  }

  /** One entry with its bodies; null when it is not kept any more. @param {number} number */
  async wireEntry(number) {
    try {
      return (await this.#get("wire", { number: String(number) })).entry;
    } catch {
      return null;
    }
  }

  /**
   * Do something as this person.
   * @param {string} verb e.g. "message", "action", "view_submit"
   * @param {object} [body]
   * @returns {Promise<any>} the server's answer; `{ok: false, error, message}` also when it cannot be reached
   */
  async act(verb, body = {}) {
    return post(`do/${verb}`, "application/json", JSON.stringify({ user: this.user, ...body }));
  }

  /**
   * Share a file in a conversation.
   * @param {File} file
   * @param {{channel: string, thread_ts: string|null, text: string}} where
   * @returns {Promise<any>}
   */
  async upload(file, where) {
    const query = new URLSearchParams({ user: this.user ?? "", channel: where.channel, name: file.name });
    if (where.text) query.set("text", where.text);
    if (where.thread_ts) query.set("thread_ts", where.thread_ts);
    return post(`upload?${query}`, "application/octet-stream", file);
  }

  /**
   * Upload a file into a modal.
   * @param {File} file
   * @returns {Promise<any>}
   */
  async attach(file) {
    const query = new URLSearchParams({ user: this.user ?? "", name: file.name });
    return post(`upload?${query}`, "application/octet-stream", file);
  }

  /** @param {string} path @param {Record<string, string>} query */
  async #get(path, query) {
    const params = new URLSearchParams(query);
    if (this.user) params.set("user", this.user);
    const response = await fetch(`/api-page/${path}?${params}`);
    if (!response.ok) throw new Error(`/api-page/${path} answered ${response.status}`);
    return response.json();
  }
}

/** What went wrong, in the reader's language. @param {any} answer */
function inWords(answer) {
  const { error, message } = answer;
  if (!message || typeof message !== "string") return answer;
  const usual = message === `That did not work: ${error}.`;
  return { ...answer, message: usual ? say("That did not work: {error}.", { error }) : say(message) };
}

/** @param {string} path @param {string} type @param {BodyInit} body @returns {Promise<any>} */
async function post(path, type, body) {
  try {
    const response = await fetch(`/api-page/${path}`, { method: "POST", headers: { "Content-Type": type }, body });
    return inWords(await response.json());
  } catch {
    return { ok: false, error: "unreachable", message: say("The workspace on localhost can’t be reached.") };
  }
}

/**
 * Listen for pushed changes for as long as the page lives, reconnecting when the line drops.
 * @param {string} user
 * @param {{event: (event: any) => void, state: (connected: boolean, again: boolean) => void}} on
 */
export function listen(user, on) {
  keepOpen(`ws?user=${encodeURIComponent(user)}`, on);
}

/**
 * Keep a web socket open.
 * @param {string} path
 * @param {{event: (event: any) => void, state: (connected: boolean, again: boolean) => void}} on
 * @returns {() => void} close it for good
 */
export function keepOpen(path, on) {
  let wanted = true;
  /** @type {WebSocket|null} */
  let current = null;
  let retry = FIRST_RETRY_MS;
  let again = false;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api-page/${path}`);
    current = socket;
    socket.onopen = () => {
      retry = FIRST_RETRY_MS;
      on.state(true, again);
      again = true;
    };
    socket.onmessage = (frame) => on.event(JSON.parse(frame.data));
    socket.onclose = () => {
      if (!wanted) return;
      on.state(false, again);
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    };
  };
  connect();
  return () => {
    wanted = false;
    current?.close();
  };
}
