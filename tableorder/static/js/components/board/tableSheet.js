/** One table: open it for a party, see its orders, and close it once each unfinished order is decided. */
import { closeLayer, openLayer } from "../../lib/layer.js";
import { t } from "../../lib/i18n.js";
import { plainMoney } from "../../lib/money.js";
import { clockText } from "../../lib/time.js";
import { isUnderWay, ordersAt, totalOf } from "../../stores/boardView.js";
import { callsAt } from "../../stores/callView.js";
import { presentCall } from "./calls.js";
import { presentOrder } from "./present.js";

const SHEET = "table-sheet";

/**
 * @param {{board: () => import("../../stores/board.js").Board, desk: () => ReturnType<typeof import("./desk.js").makeDesk>,
 *   actions: ReturnType<typeof import("./actions.js").makeActions>, say: (words: string) => void}} world
 */
export const tableSheet = ({ board, desk, actions, say }) => () => ({
  isClosing: false,
  /** Orders came in while the table was being closed. */
  hasMore: false,
  /** @type {Record<number, "complete" | "cancel">} */
  decisions: {},

  init() {
    this.$watch("$store.desk.tableId", () => this.show());
    this.$watch("isKnown", (isKnown) => isKnown || closeLayer(SHEET));
  },

  get table() { return board().tables[desk().tableId ?? 0] ?? null; },
  /** A table can be deleted meanwhile. */
  get isKnown() { return this.table !== null; },
  get title() { return this.table ? t("Table %(number)s", { number: this.table.number }) : ""; },
  get name() { return this.table ? [this.table.label, this.table.zone].filter(Boolean).join(" · ") : ""; },
  get isFree() { return this.table !== null && this.table.session === null; },
  get isTaken() { return this.table !== null && this.table.session !== null; },
  get isViewing() { return this.isTaken && !this.isClosing; },
  get isDeciding() { return this.isTaken && this.isClosing; },
  get code() { return desk().asksCode ? (this.table?.session?.code ?? "") : ""; },
  get phones() {
    return (this.table?.session?.waiting ?? []).map(({ id, since }) => ({
      id,
      since: t("since %(time)s", { time: clockText(since, { timeZone: desk().timeZone, seconds: true }) }),
      isBusy: Boolean(desk().busy[`phone ${id}`]),
    }));
  },
  get calls() { return this.table ? callsAt(board(), this.table.id).map((call) => presentCall(call, desk())) : []; },
  get since() {
    const opened = this.table?.session?.opened_at;
    return opened ? t("since %(time)s", { time: clockText(opened, { timeZone: desk().timeZone }) }) : "";
  },
  get orderHref() { return `/tables/${desk().tableId}/order`; },
  get isBusy() { return Boolean(desk().busy[`table ${desk().tableId}`]); },
  get found() { return this.table ? ordersAt(board(), this.table.id) : []; },
  get orders() { return this.found.map((order) => presentOrder(order, desk())); },
  get isWithoutOrders() { return this.found.length === 0; },
  get total() { return plainMoney(totalOf(this.found)); },

  get unfinished() {
    return this.found.filter(isUnderWay).map((order) => ({
      ...presentOrder(order, desk()),
      isCompleted: this.decisions[order.id] === "complete",
      isCancelled: this.decisions[order.id] === "cancel",
    }));
  },
  get hasUnfinished() { return this.unfinished.length > 0; },
  get undecided() { return this.unfinished.filter((order) => !order.isCompleted && !order.isCancelled).length; },
  get undecidedWords() {
    return this.undecided > 0 ? t("Not decided yet: %(count)s", { count: this.undecided }) : "";
  },
  get cannotClose() { return this.undecided > 0 || this.isBusy; },
  get toPay() {
    return plainMoney(totalOf(this.found.filter((order) => this.decisions[order.id] !== "cancel")));
  },

  show() {
    if (!this.table) return closeLayer(SHEET);
    Object.assign(this, { isClosing: false, hasMore: false, decisions: {} });
    return openLayer(SHEET);
  },
  closed() { desk().tableId = null; },

  /** @param {number} id */
  openOrder(id) {
    closeLayer(SHEET);
    desk().orderId = id;
  },

  /** @param {import("../../stores/moving.js").Way} way */
  ask(way) {
    const tableId = desk().tableId;
    closeLayer(SHEET);
    desk().moving = { way, tableId };
  },
  askMove() { this.ask("move"); },
  askMerge() { this.ask("merge"); },
  askLines() { this.ask("lines"); },

  /** @param {number} id */
  acknowledgeCall(id) { actions.answerCall(id, "acknowledged"); },
  /** @param {number} id */
  finishCall(id) { actions.answerCall(id, "done"); },
  /** @param {number} id */
  admit(id) { actions.answerPhone(id, "admit"); },
  /** @param {number} id */
  refuse(id) { actions.answerPhone(id, "refuse"); },

  async open() {
    const table = this.table;
    if (!table || !(await actions.open(table))) return;
    closeLayer(SHEET);
    say(t("Table %(number)s is open.", { number: table.number }));
  },

  askClose() { this.isClosing = true; },
  back() { this.isClosing = false; },
  /** @param {number} id */
  complete(id) { this.decisions[id] = "complete"; },
  /** @param {number} id */
  cancel(id) { this.decisions[id] = "cancel"; },
  completeAll() { for (const { id } of this.unfinished) this.decisions[id] = "complete"; },

  async close() {
    const table = this.table;
    if (!table || this.cannotClose) return;
    const asked = this.unfinished.map(({ id }) => [id, this.decisions[id]]);
    const done = await actions.close(table, Object.fromEntries(asked), () => { this.hasMore = true; });
    if (!done) return;
    closeLayer(SHEET);
    say(t("Table %(number)s is free again.", { number: table.number }));
  },
});
