// @ts-check
/**
 * The shapes that travel between the workspace server and this page.
 * Only types live here: the file has nothing to run.
 *
 * @typedef {{id: string, name: string, real_name: string, title: string, initials: string, color: string,
 *   is_bot: boolean, tz: string}} User
 * @typedef {{id: string, name: string, kind: "channel"|"private"|"im", topic: string, is_shared: boolean,
 *   is_archived: boolean, members: number, peer: string|null, unread: number}} Channel
 * @typedef {{ts: string, channel: string, user: string, bot: boolean, text: string, mrkdwn?: boolean,
 *   blocks: Block[]|null, thread_ts: string|null, reply_count: number, ephemeral: boolean, edited: boolean,
 *   command: string|null, pending: boolean, files?: SharedFile[], reactions?: Reaction[]}} Message
 * @typedef {{id: string, name: string, title: string, mimetype: string, filetype: string, size: number, mode: string,
 *   alt_txt?: string}} SharedFile
 * @typedef {{name: string, users: string[], count: number}} Reaction
 * @typedef {{callback_id: string, name: string, description: string, kind: "global"|"message"}} Shortcut
 * @typedef {{command: string, usage: string, description: string}} Command
 * @typedef {{now: string, moved: boolean}} ClockReading
 * @typedef {{id: string, type: "modal"|"home", title?: TextObject, blocks: Block[], submit?: TextObject|null,
 *   close?: TextObject|null, previous_view_id?: string|null, [key: string]: any}} View
 * @typedef {{ts: string, channel: string, thread_ts: string|null, user: string, text: string, mrkdwn?: boolean,
 *   files?: {name: string}[], for_me: boolean}} Notice  what a person is notified of; for_me: a direct message, or one that names them
 * @typedef {{team: {id: string, name: string}, me: User, users: User[],
 *   app: {user_id: string, bot_id: string, name: string, icon_text: string}, channels: Channel[],
 *   locale: string, commands: Command[], clock: ClockReading, shortcuts: Shortcut[], default_channel: string, hints: string[],
 *   here: string[]}} Bootstrap  here: people who have a page open
 *
 * @typedef {{type: "plain_text"|"mrkdwn", text: string, emoji?: boolean, verbatim?: boolean}} TextObject
 * @typedef {{type: string, block_id?: string, [key: string]: any}} Block
 * @typedef {{type: string, action_id?: string, [key: string]: any}} BlockElement
 * @typedef {{text: TextObject, value: string, description?: TextObject, url?: string}} Option
 * @typedef {{label: TextObject|null, options: Option[]}} OptionGroup
 * @typedef {{type: "message", channel: string, ts: string, ephemeral: boolean}
 *   | {type: "view", view_id: string}} Container
 *
 * @typedef {object} Surface  What a block needs to know of the place in which it is drawn.
 * @property {"message"|"modal"|"home"} kind
 * @property {Container} container
 * @property {import("./directory.js").Directory} directory
 * @property {import("./form.js").Form} form
 * @property {(blockId: string, action: object, origin: HTMLElement, confirm?: object) => Promise<boolean>} act
 * @property {(blockId: string, actionId: string, value: string) => Promise<OptionGroup[]>} suggest
 * @property {(file: File) => Promise<string|null>} attach  uploads a file; null when it could not be
 *
 * @typedef {object} Slot  Where one element sits: its block, its label, and what a change does.
 * @property {Surface} surface
 * @property {string} blockId
 * @property {string|null} labelId   id of the visible label, if any
 * @property {string|null} hintId    ids that describe the field, if any
 * @property {boolean} isInput       inside an input block: changes are kept, not sent
 * @property {boolean} dispatches    inside an input block that sends its changes all the same
 * @property {boolean} optional
 */
export {};
