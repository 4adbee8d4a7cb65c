// @ts-check
/** Every kind of select: static, external, people, channels, conversations; one or several. */
import { words } from "../text/objects.js";
import { Combobox } from "./combobox.js";
import { changed, fieldLabels, REQUIRED } from "./labels.js";
import { say } from "../words/words.js";

/** @typedef {import("../types.js").Slot} Slot */
/** @typedef {import("../types.js").BlockElement} BlockElement */
/** @typedef {import("../types.js").Option} Option */
/** @typedef {import("../types.js").OptionGroup} OptionGroup */
/** @typedef {import("../directory.js").Directory} Directory */

const TYPING_PAUSE_MS = 150;
const DEFAULT_MIN_QUERY = 3;

/** How a kind of select names its value: singular and plural, and as ids rather than options. */
const NAMES = /** @type {Record<string, {one: string, many: string, ids: boolean}>} */ ({
  static: { one: "option", many: "options", ids: false },
  external: { one: "option", many: "options", ids: false },
  users: { one: "user", many: "users", ids: true },
  channels: { one: "channel", many: "channels", ids: true },
  conversations: { one: "conversation", many: "conversations", ids: true },
});

/** @param {BlockElement} element @param {Slot} slot */
export function select(element, slot) {
  const multiple = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const names = NAMES[kind];
  const key = multiple ? `selected_${names.many}` : `selected_${names.one}`;
  const value = (/** @type {Option[]} */ chosen) => {
    const values = names.ids ? chosen.map((option) => option.value) : chosen;
    return { [key]: multiple ? values : (values[0] ?? null) };
  };
  const box = new Combobox({
    load: loader(kind, element, slot),
    chosen: initial(kind, key, element, slot),
    multiple,
    most: element.max_selected_items,
    placeholder: element.placeholder ? words(element.placeholder) : say("Select an option"),
    labels: fieldLabels(element, slot),
    onchange: (chosen) => changed(slot, element, value(chosen), box.element),
  });
  slot.surface.form.register(slot.blockId, {
    actionId: element.action_id ?? "",
    type: element.type,
    read: () => value(box.chosen),
    validate: () => (slot.isInput && !slot.optional && !box.chosen.length ? say(REQUIRED) : null),
    focus: () => box.focus(),
  });
  box.element.dataset.action = element.action_id ?? "";
  return box.element;
}

/** @param {string} kind @param {string} key @param {BlockElement} element @param {Slot} slot @returns {Option[]} */
function initial(kind, key, element, slot) {
  const earlier = slot.surface.form.earlier(slot.blockId, element);
  const value = earlier ? earlier[key] : element[key.replace("selected", "initial")];
  const values = value === null || value === undefined ? [] : [value].flat();
  if (!NAMES[kind].ids) return values;
  return values.map((id) => idOption(id, slot.surface.directory));
}

/**
 * @param {string} kind
 * @param {BlockElement} element
 * @param {Slot} slot
 * @returns {(query: string) => Promise<OptionGroup[]|string>}
 */
function loader(kind, element, slot) {
  if (kind === "external") return external(element, slot);
  return async (query) => narrow(groups(kind, element, slot.surface.directory), query);
}

/** @param {string} kind @param {BlockElement} element @param {Directory} directory @returns {OptionGroup[]} */
function groups(kind, element, directory) {
  if (kind === "static") return element.option_groups ?? [{ label: null, options: element.options ?? [] }];
  const people = directory.people.map((user) => idOption(user.id, directory));
  const channels = [...(directory.channels?.values() ?? [])];
  const shown = kind === "channels" ? channels.filter((one) => one.kind === "channel") : channels;
  if (kind === "users") return [{ label: null, options: people }];
  return [{ label: null, options: shown.map((channel) => idOption(channel.id, directory)) }];
}

/** @param {string} id @param {Directory} directory @returns {Option} */
function idOption(id, directory) {
  const channel = directory.channels?.get(id);
  const title = channel ? directory.channelTitle(channel) : directory.user(id).real_name;
  const text = channel && channel.kind !== "im" ? `# ${title}` : title;
  return { text: { type: "plain_text", text, emoji: false }, value: id };
}

/** @param {OptionGroup[]} all @param {string} query */
function narrow(all, query) {
  const wanted = query.toLocaleLowerCase();
  const fits = (/** @type {Option} */ option) => words(option.text).toLocaleLowerCase().includes(wanted);
  return all.map((group) => ({ ...group, options: group.options.filter(fits) }));
}

/** @param {BlockElement} element @param {Slot} slot @returns {(query: string) => Promise<OptionGroup[]|string>} */
function external(element, slot) {
  const least = element.min_query_length ?? DEFAULT_MIN_QUERY;
  let latest = 0;
  return async (query) => {
    const ticket = (latest += 1);
    if (query.length < least)
      return least === 1 ? say("Type to search") : say("Type at least {n} letters to search", { n: least });
    await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE_MS));
    return ticket === latest ? slot.surface.suggest(slot.blockId, element.action_id ?? "", query) : [];
  };
}
