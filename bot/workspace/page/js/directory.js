// @ts-check
/** Who and what exists in the workspace, and what time it is there. */

/** @typedef {import("./types.js").Bootstrap} Bootstrap */
/** @typedef {import("./types.js").Channel} Channel */
/** @typedef {import("./types.js").ClockReading} ClockReading */
/** @typedef {import("./types.js").User} User */

export class Directory {
  /** @param {Bootstrap} bootstrap */
  constructor(bootstrap) {
    this.update(bootstrap);
  }

  /** @param {Bootstrap} bootstrap */
  update(bootstrap) {
    this.team = bootstrap.team;
    this.me = bootstrap.me;
    this.app = bootstrap.app;
    this.commands = bootstrap.commands;
    this.shortcuts = bootstrap.shortcuts;
    this.hints = bootstrap.hints;
    this.defaultChannel = bootstrap.default_channel;
    /** @type {Map<string, User>} */
    this.users = new Map(bootstrap.users.map((user) => [user.id, user]));
    this.users.set(bootstrap.me.id, bootstrap.me);
    this.setChannels(bootstrap.channels);
    this.setClock(bootstrap.clock);
    this.setHere(bootstrap.here);
  }

  /** @param {string[]} users who has a page open */
  setHere(users) {
    this.here = new Set(users);
  }

  /** @param {Channel[]} channels */
  setChannels(channels) {
    this.channels = new Map(channels.map((channel) => [channel.id, channel]));
  }

  /** @param {ClockReading} clock */
  setClock(clock) {
    this.moved = clock.moved;
    this.readAt = performance.now();
    this.reading = new Date(clock.now).getTime();
  }

  /** The workspace's time; it runs on from the last reading. */
  now() {
    return new Date((this.reading ?? 0) + performance.now() - (this.readAt ?? 0));
  }

  get timeZone() {
    return this.me?.tz || "UTC";
  }

  /** People only, by name. */
  get people() {
    const people = [...(this.users?.values() ?? [])].filter((user) => !user.is_bot);
    return people.sort((a, b) => a.real_name.localeCompare(b.real_name));
  }

  /** The direct-message channel with the app, once there is one. */
  get appChannel() {
    return [...(this.channels?.values() ?? [])].find((channel) => this.isApp(channel)) ?? null;
  }

  /** @param {Channel} channel */
  isApp(channel) {
    return channel.kind === "im" && channel.peer === this.app?.user_id;
  }

  /** @param {string} id @returns {User} the person, or a stand-in that shows the id */
  user(id) {
    const known = this.users?.get(id);
    if (known) return known;
    const isApp = id === this.app?.user_id || id === this.app?.bot_id;
    const name = isApp ? (this.app?.name ?? id) : id;
    const initials = isApp ? (this.app?.icon_text ?? "?") : "?";
    return { id, name, real_name: name, title: "", initials, color: "", is_bot: isApp, tz: "UTC" };
  }

  /** @param {Channel} channel @returns {string} "#cs-team", or the other person's name */
  channelTitle(channel) {
    if (channel.kind !== "im") return channel.name;
    if (this.isApp(channel)) return this.app?.name ?? channel.name;
    return channel.peer ? this.user(channel.peer).real_name : channel.name;
  }
}
