/**
 * What guests can order, at hand beside the orders: a list to mark dishes and choices sold out in, and to take that
 * back, and the kitchen's stations to be paused. Pages include staff/_sale_sheet.html.
 */
import { t } from "../../lib/i18n.js";
import { openLayer } from "../../lib/layer.js";
import { makeAsking } from "./asking.js";

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

const PATHS = { items: "/api/menus", choices: "/api/choices" };

/** @param {Kind} kind @param {number} id what the desk calls it while it waits for the server's answer */
export const saleKey = (kind, id) => `sale ${kind} ${id}`;

/** @param {number} id */
const stationKey = (id) => `station ${id}`;

/** Why something cannot be had, or how much of it is left. @param {Entry} entry */
export function saleWord({ is_sold_out: isSoldOut, until, stock }) {
  if (isSoldOut && until) return t("Sold out today");
  if (isSoldOut) return t("Sold out");
  return stock === null ? "" : t("%(count)s left", { count: stock });
}

/**
 * Keeps the state true, looking again whenever the menu has changed, once at a time; and asks the server for changes,
 * which the stream tells.
 * @param {import("./asking.js").World & {sale: () => Sale}} world
 */
export function makeSelling({ sale, ...world }) {
  const { api } = world;
  const { run, withApproval } = makeAsking(world);
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
    /** Show the sheet. */
    open() {
      refresh();
      openLayer("sale-sheet");
    },

    /**
     * Mark a dish or a choice sold out, or take that back.
     * @param {Kind} kind
     * @param {number} id
     * @param {Mark} mark
     */
    sell: (kind, id, mark) =>
      run(saleKey(kind, id), () =>
        withApproval((approval) => api.put(`${PATHS[kind]}/${id}/availability`, { ...mark, approval }))),

    /** @param {number} id a station's @param {boolean} isPaused @param {string} [message] to the guests */
    pause: (id, isPaused, message = "") =>
      run(stationKey(id), () => api.put(`/api/stations/${id}/pause`, { is_paused: isPaused, message })),
  };
}

/**
 * @param {{sale: () => Sale, selling: ReturnType<typeof makeSelling>, busy: () => Record<string, boolean>,
 *   board: import("../../stores/board.js").Board}} world
 */
export const saleSheet = ({ sale, selling, busy, board }) => () => ({
  query: "",
  isOnlySoldOut: false,
  /** @type {Record<number, string>} what the guests of a station shall read, as it is typed */
  messages: {},

  get stations() {
    return board.stations.map(({ id, name, is_paused: isPaused, pause_message: message }) => ({
      id, name, isPaused, message, field: `station-message-${id}`, isBusy: Boolean(busy()[stationKey(id)]),
    }));
  },
  get hasStations() { return board.stations.length > 0; },
  get pausedCount() { return board.stations.filter((station) => station.is_paused).length; },
  /** @param {number} id @param {Event} event */
  write(id, { target }) { this.messages[id] = /** @type {HTMLInputElement} */ (target).value; },
  /** @param {number} id */
  pause(id) { selling.pause(id, true, this.messages[id]); },
  /** @param {number} id */
  resume(id) { selling.pause(id, false); },

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
        isBusy: Boolean(busy()[saleKey(kind, entry.id)]),
      })),
    }));
  },
  get isEmpty() { return this.sections.length === 0; },
  get soldOutWord() { return t("Sold out: %(count)s", { count: sale().soldOut }); },

  /** @param {Event} event */
  search({ target }) { this.query = /** @type {HTMLInputElement} */ (target).value; },
  toggleOnly() { this.isOnlySoldOut = !this.isOnlySoldOut; },
  closed() { Object.assign(this, { query: "", isOnlySoldOut: false, messages: {} }); },

  /** @param {{kind: Kind, id: number}} entry */
  endToday({ kind, id }) { selling.sell(kind, id, MARKS.today); },
  /** @param {{kind: Kind, id: number}} entry */
  endForLong({ kind, id }) { selling.sell(kind, id, MARKS.off); },
  /** @param {{kind: Kind, id: number}} entry */
  sellAgain({ kind, id }) { selling.sell(kind, id, MARKS.on); },
});
