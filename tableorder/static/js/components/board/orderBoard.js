/** The board itself: its filters, a card for each table where somebody sits, and the free tables. */
import { iconHref } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { plainMoney } from "../../lib/money.js";
import { statusIcon, statusWord } from "../../lib/status.js";
import { clockText } from "../../lib/time.js";
import { countsOf, stepsOf, viewOf } from "../../stores/boardView.js";
import { callsAt } from "../../stores/callView.js";
import { presentOrder, presentState } from "./present.js";
import { share } from "../../lib/share.js";

/**
 * @typedef {import("../../stores/board.js").Board} Board
 * @typedef {ReturnType<typeof import("./desk.js").makeDesk>} Desk
 * @typedef {ReturnType<typeof import("./actions.js").makeActions>} Actions
 */

/** @param {import("../../stores/boardView.js").Card} card @param {number} calls @param {Desk} desk */
function presentCard({ table, state, total, orders, done, age, hasNew }, calls, desk) {
  const opened = table.session?.opened_at;
  return {
    id: table.id,
    number: table.number,
    name: [table.label, table.zone].filter(Boolean).join(" · "),
    state,
    ...presentState(state),
    since: opened ? t("since %(time)s", { time: clockText(opened, { timeZone: desk.timeZone }) }) : "",
    total: state === "ordering" ? plainMoney(total) : "",
    age,
    hasNew,
    calls,
    waiting: table.session?.waiting?.length ?? 0,
    orders: orders.map((order) => presentOrder(order, desk)),
    done: done.map((order) => presentOrder(order, desk)),
    doneWord: t("Finished: %(count)s", { count: done.length }),
    label: t("Table %(number)s", { number: table.number }),
  };
}

/** @param {string} status @param {string} current @param {Record<string, number>} counts */
const chip = (status, current, counts) => ({
  status,
  word: status === "all" ? t("In progress") : status === "new" ? t("New!") : statusWord(status),
  icon: status === "all" ? iconHref("layout-grid") : status === "new" ? iconHref("bell-ring") : statusIcon(status),
  count: counts[status] ?? 0,
  hasCount: Boolean(counts[status]),
  isPressed: status === current,
});

/** A card needs so much width, in the root's font size. */
const CARD_WIDTH = 19.5;

/** How many cards stand side by side in `width` pixels. @param {number} width */
function columnsIn(width) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.max(1, Math.floor((width + rem) / ((CARD_WIDTH + 1) * rem)));
}

/**
 * Deal the cards out like playing cards: read from left to right, without holes, and one that grows pushes only
 * those below it.
 * @template T
 * @param {T[]} cards
 * @param {number} count
 */
const deal = (cards, count) =>
  Array.from({ length: Math.min(count, cards.length) }, (_, column) => ({
    key: column,
    cards: cards.filter((_, index) => index % count === column),
  }));

/** @typedef {{sale: () => import("../live/sale.js").Sale, selling: {open: () => void}}} Selling */

/** @param {{board: () => Board, desk: () => Desk, actions: Actions} & Selling} world */
export const orderBoard = ({ board, desk, actions, sale, selling }) => () => {
  /** What is drawn, as plain data: to read it from the page would make each drawing the cause of the next. @type {any} */
  let shown = null;

  return {
    count: 1,
    /** @type {{columns: {key: number, cards: any[]}[], free: any[], isEmpty: boolean, hasFree: boolean}} */
    view: { columns: [], free: [], isEmpty: false, hasFree: false },

    init() {
      const grid = this.$refs.grid;
      const measure = () => { this.count = columnsIn(grid.clientWidth); };
      new ResizeObserver(measure).observe(grid);
      measure();
    },

    get chips() {
      const counts = countsOf(board());
      const statuses = ["all", "new", ...stepsOf(desk().flow), ...(counts.cancelled ? ["cancelled"] : [])];
      return statuses.map((status) => chip(status, desk().filter.status, counts));
    },
    /** Run once after each change: what is drawn anew is only what became another object. */
    redraw() {
      const { cards, free } = viewOf(board(), desk().filter, desk().now);
      shown = share(shown, {
        columns: deal(cards.map((card) => presentCard(card, callsAt(board(), card.table.id).length, desk())), this.count),
        free: free.map(({ id, number, label, zone }) => ({ id, number, name: label || zone })),
        hasFree: free.length > 0,
        isEmpty: cards.length === 0,
      });
      this.view = shown;
    },
    get isFiltered() {
      const { query, status } = desk().filter;
      return status !== "all" || query.trim() !== "";
    },
    get soldOut() { return sale().soldOut; },
    openSale() { selling.open(); },
    get query() { return desk().filter.query; },
    get isByWaiting() { return desk().filter.byWaiting; },

    /** @param {Event} event */
    search({ target }) { desk().filter.query = /** @type {HTMLInputElement} */ (target).value; },
    /** @param {string} status */
    filterBy(status) { desk().filter.status = status; },
    toggleSort() { desk().filter.byWaiting = !desk().filter.byWaiting; },
    clearFilter() { Object.assign(desk().filter, { query: "", status: "all" }); },

    /** @param {number} id */
    openOrder(id) { desk().orderId = id; },
    /** @param {number} id */
    openTable(id) { desk().tableId = id; },
    /** @param {{id: number}} shown */
    accept({ id }) {
      const order = board().orders[id];
      if (order) actions.accept(order);
    },
    /** @param {{id: number, step: string | null}} shown */
    advance({ id, step }) {
      const order = board().orders[id];
      if (order && step) actions.advance(order, step);
    },
  };
};
