/** What of the menu is sold out, as staff see it beside their orders. Pure: no page, no network. */
import { matches } from "./search.js";

/**
 * @typedef {"items" | "choices"} Kind
 * @typedef {{id: number, name: string, is_sold_out: boolean, until: "tomorrow" | null, stock: number | null}} Entry
 *   `stock` is null where nobody counts
 * @typedef {{kind: Kind, name: string, entries: Entry[]}} Section
 */

export const makeSale = () => ({
  version: 0,
  /** @type {Section[]} */
  sections: [],

  /** Take a newer state; an older one, told late, is dropped. @param {{version: number, sections: Section[]}} next */
  load({ version, sections }) {
    if (version >= this.version) Object.assign(this, { version, sections });
  },

  /** @param {Kind} kind @param {number} id @returns {Entry | null} */
  find(kind, id) {
    const own = this.sections.filter((section) => section.kind === kind).flatMap(({ entries }) => entries);
    return own.find((entry) => entry.id === id) ?? null;
  },

  get soldOut() {
    return this.sections.reduce((sum, { entries }) => sum + entries.filter((entry) => entry.is_sold_out).length, 0);
  },

  /**
   * The sections with what answers a query, or only what is sold out of it.
   * @param {string} query
   * @param {boolean} isOnlySoldOut
   */
  shown(query, isOnlySoldOut) {
    return this.sections
      .map((section) => ({
        ...section,
        entries: section.entries.filter((entry) => matches(entry.name, query) && (entry.is_sold_out || !isOnlySoldOut)),
      }))
      .filter(({ entries }) => entries.length > 0);
  },
});
