// @ts-check
/** Where this tab is: a channel, a thread in it, or the app's Home. It lives in the address, after the `#`. */

/** @typedef {{view: "channel"|"home", channel: string, thread: string|null}} Place */

const HOME = "home";

/**
 * Read the address.
 * @param {import("./directory.js").Directory} directory
 * @returns {Place} a place this person can go to
 */
export function currentPlace(directory) {
  const [target, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (target === HOME) return { view: "home", channel: directory.appChannel?.id ?? "", thread: null };
  if (directory.channels?.has(target)) return { view: "channel", channel: target, thread: thread ?? null };
  return { view: "channel", channel: firstChannel(directory), thread: null };
}

/** @param {string} channel @param {string|null} [thread] @returns {string} */
export function addressOf(channel, thread = null) {
  return thread ? `#${channel}/${thread}` : `#${channel}`;
}

export const homeAddress = `#${HOME}`;

/** The same page as someone else. @param {string} user */
export function addressAs(user) {
  const query = new URLSearchParams(location.search);
  query.set("user", user);
  return `?${query}${location.hash}`;
}

/** This person and the next one side by side, both where this tab is. @param {import("./directory.js").Directory} directory */
export function togetherAddress(directory) {
  const me = directory.me?.id ?? "";
  const other = directory.people.find((user) => user.id !== me)?.id ?? me;
  const query = new URLSearchParams([me, other].map((user) => ["pane", `${user}${location.hash.replace("#", "@")}`]));
  return `/together?${query}`;
}

/** @param {import("./directory.js").Directory} directory */
function firstChannel(directory) {
  const wanted = directory.defaultChannel ?? "";
  return directory.channels?.has(wanted) ? wanted : ([...(directory.channels?.keys() ?? [])][0] ?? "");
}
