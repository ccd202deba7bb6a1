/** Finding and choosing dishes of the menu's list: what is shown, and which of it something is done to. */
import { matches } from "./search.js";

/**
 * @typedef {{id: number, names: string[], sold_out: boolean, hidden: boolean, no_picture: boolean, untranslated: boolean, sets: string[]}} ListItem
 */

/** What the list can be narrowed to: properties of its items. */
export const FILTERS = ["sold_out", "hidden", "no_picture", "untranslated"];

/**
 * The dishes that a query in any language and a filter find.
 * @param {ListItem[]} items
 * @param {string} query
 * @param {string} filter one of FILTERS, or nothing
 */
export const find = (items, query, filter) =>
  items.filter((item) => (!filter || item[filter]) && (!query.trim() || item.names.some((name) => matches(name, query))));

/** The ids from one to another, both included, in whatever direction. @param {number[]} ids @param {number} from @param {number} to */
export function between(ids, from, to) {
  const [first, last] = [ids.indexOf(from), ids.indexOf(to)].sort((one, other) => one - other);
  return first < 0 ? [to] : ids.slice(first, last + 1);
}

/** @param {ListItem[]} items in the page's order @param {{query?: string, filter?: string}} [start] */
export const makeList = (items, { query = "", filter = "" } = {}) => ({
  items,
  query,
  filter: FILTERS.includes(filter) ? filter : "",
  isSelecting: false,
  isFolded: false,
  /** @type {number[]} */
  chosen: [],
  /** The dish that was chosen last: Shift goes on from it. */
  last: 0,

  get isNarrowed() { return Boolean(this.query.trim() || this.filter); },
  get mode() { return this.isSelecting ? "select" : this.isNarrowed ? "found" : "order"; },
  get shown() { return find(this.items, this.query, this.filter).map(({ id }) => id); },
  /** @param {string} name one of FILTERS */
  countOf(name) { return this.items.filter((item) => item[name]).length; },

  /** @param {{query?: string, filter?: string}} change what is not shown any more is not chosen either */
  narrow(change) {
    Object.assign(this, change);
    const shown = new Set(this.shown);
    this.chosen = this.chosen.filter((id) => shown.has(id));
  },
  /** @param {boolean} isSelecting */
  select(isSelecting) { Object.assign(this, { isSelecting, chosen: [], last: 0 }); },
  /**
   * Choose dishes or leave them; of those that are not shown, none.
   * @param {number[]} ids
   * @param {boolean} isChosen
   */
  choose(ids, isChosen) {
    const meant = new Set(ids);
    this.chosen = this.shown.filter((id) => (meant.has(id) ? isChosen : this.chosen.includes(id)));
  },
  /**
   * Choose one dish or leave it; with Shift all from the one before as well.
   * @param {number} id
   * @param {boolean} isChosen
   * @param {boolean} isRange
   */
  pick(id, isChosen, isRange) {
    this.choose(isRange && this.last ? between(this.shown, this.last, id) : [id], isChosen);
    this.last = id;
  },
});
