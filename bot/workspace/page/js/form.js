// @ts-check
/** What has been chosen and typed in one message, modal or Home: read for `state`, checked before a submit. */

/**
 * @typedef {object} Field
 * @property {string} actionId
 * @property {string} type
 * @property {() => object} read            the element's part of `state`, without the type
 * @property {() => string|null} [validate] a sentence for the person, or null
 * @property {() => void} [focus]
 *
 * @typedef {{show: (message: string|null) => void}} ErrorLine
 */

export class Form {
  /** @param {Record<string, Record<string, any>>} [kept] earlier state, kept when a view is redrawn */
  constructor(kept = {}) {
    this.kept = kept;
    /** @type {Map<string, Field[]>} */
    this.fields = new Map();
    /** @type {Map<string, ErrorLine>} */
    this.errorLines = new Map();
  }

  /** @param {string} blockId @param {Field} field */
  register(blockId, field) {
    this.fields.set(blockId, [...(this.fields.get(blockId) ?? []), field]);
  }

  /** @param {string} blockId @param {ErrorLine} line */
  registerErrorLine(blockId, line) {
    this.errorLines.set(blockId, line);
  }

  /**
   * What this element held before the redraw.
   * @param {string} blockId
   * @param {{type: string, action_id?: string}} element
   */
  earlier(blockId, element) {
    const value = this.kept[blockId]?.[element.action_id ?? ""];
    return value && value.type === element.type ? value : null;
  }

  /** The `state.values` that Slack sends. @returns {Record<string, Record<string, any>>} */
  state() {
    /** @type {Record<string, Record<string, any>>} */
    const values = {};
    for (const [blockId, fields] of this.fields) {
      values[blockId] = Object.fromEntries(fields.map((f) => [f.actionId, { type: f.type, ...f.read() }]));
    }
    return values;
  }

  /** @returns {Record<string, string>} what is wrong, by block */
  problems() {
    /** @type {Record<string, string>} */
    const problems = {};
    for (const [blockId, fields] of this.fields) {
      const message = fields.map((field) => field.validate?.() ?? null).find((text) => text !== null);
      if (message) problems[blockId] = message;
    }
    return problems;
  }

  /**
   * Show these errors at their fields, clear the others, and go to the first.
   * @param {Record<string, string>} errors
   */
  showErrors(errors) {
    for (const [blockId, line] of this.errorLines) line.show(errors[blockId] ?? null);
    const first = [...this.errorLines.keys()].find((blockId) => blockId in errors);
    if (first) this.fields.get(first)?.[0]?.focus?.();
  }
}
