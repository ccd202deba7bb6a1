/** What is sold out, at hand beside the orders: a list to mark dishes and choices in, and to take that back. */
import { t } from "../../lib/i18n.js";

/**
 * @typedef {import("../../stores/sale.js").Kind} Kind
 * @typedef {import("../../stores/sale.js").Entry} Entry
 * @typedef {ReturnType<typeof import("../../stores/sale.js").makeSale>} Sale
 * @typedef {{is_sold_out: boolean, until?: "tomorrow"}} Mark
 */

/** @type {Record<string, Mark>} */
export const MARKS = {
  today: { is_sold_out: true, until: "tomorrow" },
  off: { is_sold_out: true },
  on: { is_sold_out: false },
};

/** @param {Kind} kind @param {number} id what the desk calls it while it waits for the server's answer */
export const saleKey = (kind, id) => `sale ${kind} ${id}`;

/** Why something cannot be had, or how much of it is left. @param {Entry} entry */
export function saleWord({ is_sold_out: isSoldOut, until, stock }) {
  if (isSoldOut && until) return t("Sold out today");
  if (isSoldOut) return t("Sold out");
  return stock === null ? "" : t("%(count)s left", { count: stock });
}

/**
 * Keeps the state true: looks again whenever the menu has changed, once at a time.
 * @param {{api: {get: (path: string) => Promise<any>}, sale: () => Sale}} world
 */
export function makeSelling({ api, sale }) {
  /** @type {Promise<void> | null} */
  let running = null;
  let isWanted = false;

  async function lookWhileWanted() {
    while (isWanted) {
      isWanted = false;
      const found = await api.get("/api/availability").catch(() => null);
      if (found) sale().load(found);
    }
  }

  function refresh() {
    isWanted = true;
    running ??= lookWhileWanted().finally(() => { running = null; });
    return running;
  }

  return {
    refresh,
    /** @param {string} name an event's */
    hear(name) { if (name === "menu_updated" || name === "reset") refresh(); },
  };
}

/**
 * @param {{sale: () => Sale, desk: () => {busy: Record<string, boolean>},
 *   actions: ReturnType<typeof import("./actions.js").makeActions>}} world
 */
export const saleSheet = ({ sale, desk, actions }) => () => ({
  query: "",
  isOnlySoldOut: false,

  get sections() {
    return sale().shown(this.query, this.isOnlySoldOut).map(({ kind, name, entries }, index) => ({
      key: `${kind} ${index} ${name}`,
      name,
      entries: entries.map((entry) => ({
        kind,
        id: entry.id,
        key: saleKey(kind, entry.id),
        name: entry.name,
        word: saleWord(entry),
        isSoldOut: entry.is_sold_out,
        isForToday: entry.is_sold_out && entry.until !== null,
        isForLong: entry.is_sold_out && entry.until === null,
        isBusy: Boolean(desk().busy[saleKey(kind, entry.id)]),
      })),
    }));
  },
  get isEmpty() { return this.sections.length === 0; },
  get soldOutWord() { return t("Sold out: %(count)s", { count: sale().soldOut }); },

  /** @param {Event} event */
  search({ target }) { this.query = /** @type {HTMLInputElement} */ (target).value; },
  toggleOnly() { this.isOnlySoldOut = !this.isOnlySoldOut; },
  closed() { Object.assign(this, { query: "", isOnlySoldOut: false }); },

  /** @param {{kind: Kind, id: number}} entry */
  endToday({ kind, id }) { actions.sell(kind, id, MARKS.today); },
  /** @param {{kind: Kind, id: number}} entry */
  endForLong({ kind, id }) { actions.sell(kind, id, MARKS.off); },
  /** @param {{kind: Kind, id: number}} entry */
  sellAgain({ kind, id }) { actions.sell(kind, id, MARKS.on); },
});
