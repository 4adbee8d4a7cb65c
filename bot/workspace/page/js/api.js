// @ts-check
/** The page's side of the workspace server: requests out, pushed changes in. */

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

  /**
   * Do something as this person.
   * @param {string} verb e.g. "message", "action", "view_submit"
   * @param {object} [body]
   * @returns {Promise<any>} the server's answer; `{ok: false, error, message}` also when it cannot be reached
   */
  async act(verb, body = {}) {
    try {
      const response = await fetch(`/api-page/do/${verb}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: this.user, ...body }),
      });
      return await response.json();
    } catch {
      return { ok: false, error: "unreachable", message: "The workspace on localhost can’t be reached." };
    }
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

/**
 * Listen for pushed changes for as long as the page lives, reconnecting when the line drops.
 * @param {string} user
 * @param {{event: (event: any) => void, state: (connected: boolean, again: boolean) => void}} on
 */
export function listen(user, on) {
  let retry = FIRST_RETRY_MS;
  let again = false;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api-page/ws?user=${encodeURIComponent(user)}`);
    socket.onopen = () => {
      retry = FIRST_RETRY_MS;
      on.state(true, again);
      again = true;
    };
    socket.onmessage = (frame) => on.event(JSON.parse(frame.data));
    socket.onclose = () => {
      on.state(false, again);
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    };
  };
  connect();
}
