/** One order in full, its record, and what staff can do with it. To open it is to have seen it. */
import { closeLayer, openLayer } from "../../lib/layer.js";
import { t } from "../../lib/i18n.js";
import { plainMoney } from "../../lib/money.js";
import { clockText } from "../../lib/time.js";
import { isBeingCooked, isNew } from "../../stores/boardView.js";
import { changeable, changesOf, isEmptied, remaining, stepped, totalOf } from "../../stores/lowering.js";
import { presentChange } from "./changes.js";
import { fullLine, presentOrder, shortLine } from "./present.js";
import { MARKS, saleKey } from "../live/sale.js";

const SHEET = "order-sheet";
const UNDO_SECONDS = 10;

/** @type {Record<string, () => string[]>} */
const REASONS = {
  cancel: () => [t("Guest asked for it"), t("Sold out"), t("Ordered by mistake"), t("It took too long")],
  lower: () => [t("Guest asked for it"), t("Sold out"), t("Ordered by mistake")],
  delete: () => [t("Ordered twice"), t("Wrong table"), t("Test order")],
};

/** @type {Record<string, (number: string) => string>} */
const DONE = {
  cancel: (number) => t("Order %(number)s was cancelled.", { number }),
  delete: (number) => t("Order %(number)s was deleted.", { number }),
  lower: (number) => t("Order %(number)s was changed.", { number }),
};

/**
 * @param {{board: () => import("../../stores/board.js").Board, desk: () => ReturnType<typeof import("./desk.js").makeDesk>,
 *   actions: ReturnType<typeof import("./actions.js").makeActions>, api: {get: (path: string) => Promise<any>},
 *   say: (words: string) => void, sale: () => import("../live/sale.js").Sale,
 *   selling: ReturnType<typeof import("../live/sale.js").makeSelling>,
 *   undos: ReturnType<typeof import("../live/undo.js").makeUndos>}} world
 */
export const orderSheet = ({ board, desk, actions, api, say, sale, selling, undos }) => () => ({
  /** @type {import("../../stores/board.js").Order | null} as it was when last seen on the board */
  last: null,
  /** @type {any[]} */
  changes: [],
  mode: "",
  reason: "",
  isReturned: false,
  /** @type {import("../../stores/lowering.js").Wanted} */
  wanted: {},

  init() {
    this.$watch("$store.desk.orderId", () => this.show());
    this.$watch("version", () => this.loadChanges());
  },

  get order() { return board().orders[desk().orderId ?? 0] ?? null; },
  get known() { return this.order ?? this.last; },
  get version() { return this.order ? this.order.version : 0; },
  get isOpen() { return this.known !== null; },
  get isGone() { return this.order === null; },
  get shown() { return this.known ? presentOrder(this.known, desk()) : null; },
  get title() {
    return this.known ? t("Order %(number)s · Table %(table)s", { number: this.known.number, table: this.known.table.number }) : "";
  },
  get lines() {
    return (this.known?.items ?? []).map((line) => {
      const entry = sale().find("items", line.menu_id);
      const isSaleBusy = Boolean(desk().busy[saleKey("items", line.menu_id)]);
      const canEnd = entry?.is_sold_out === false;
      return { ...fullLine(line), dish: line.menu_id, canEnd, isSoldOut: entry?.is_sold_out === true, isSaleBusy };
    });
  },
  get note() { return this.known ? this.known.note : ""; },
  get orderedAt() { return this.known ? clockText(this.known.created_at, { timeZone: desk().timeZone }) : ""; },
  get seenAt() { return this.known?.seen_at ? clockText(this.known.seen_at, { timeZone: desk().timeZone }) : ""; },
  get steps() { return this.changes.map((change, index) => presentChange(change, index, desk().timeZone)); },
  get isViewing() { return this.mode === ""; },
  get canStep() { return Boolean(this.isViewing && !this.isGone && this.shown?.step); },
  get canAccept() { return Boolean(this.isViewing && !this.isGone && this.shown?.isHeld); },
  get canCancel() { return Boolean(this.isViewing && !this.isGone && this.shown?.isUnderWay); },
  get canLower() { return this.canCancel; },
  get canDelete() { return this.isViewing && !this.isGone; },
  get isAsking() { return !this.isViewing && !this.isGone; },
  get isCancelling() { return this.mode === "cancel"; },
  get isDeleting() { return this.mode === "delete"; },
  get isLowering() { return this.mode === "lower"; },
  get lowering() {
    return changeable(this.known?.items ?? []).map((line) => ({
      ...shortLine(line),
      quantity: remaining(line, this.wanted),
      isLeast: remaining(line, this.wanted) === 0,
      isMost: remaining(line, this.wanted) === line.quantity,
    }));
  },
  get loweredTotal() { return plainMoney(totalOf(this.known?.items ?? [], this.wanted)); },
  get isEmptied() { return this.isLowering && isEmptied(this.known?.items ?? [], this.wanted); },
  get asksStock() { return Boolean(this.isAsking && this.known && isBeingCooked(this.known)); },
  get reasons() {
    return (REASONS[this.mode]?.() ?? []).map((words) => ({ words, isPressed: words === this.reason }));
  },
  get isNotReady() {
    const hasNothing = this.isLowering && changesOf(this.known?.items ?? [], this.wanted).length === 0;
    return this.reason.trim() === "" || hasNothing || Boolean(this.shown?.isBusy);
  },

  show() {
    const order = this.order;
    if (!order) return closeLayer(SHEET);
    Object.assign(this, { last: order, changes: [], mode: "", reason: "" });
    if (isNew(order)) actions.acknowledge(order);
    return openLayer(SHEET);
  },

  async loadChanges() {
    const order = this.order;
    if (!order) return;
    this.last = order;
    const { changes } = await api.get(`/api/orders/${order.id}/changes`).catch(() => ({ changes: this.changes }));
    if (this.known?.id === order.id) this.changes = changes;
  },

  closed() { desk().orderId = null; },
  openTable() {
    const table = this.known?.table.id ?? null;
    closeLayer(SHEET);
    desk().tableId = table;
  },

  /** No guest can have more of this dish today. @param {{dish: number, name: string}} line */
  async endSale({ dish, name }) {
    if (!(await selling.sell("items", dish, MARKS.today))) return;
    undos.offer(t("%(name)s is sold out for today.", { name }), UNDO_SECONDS, () => this.sellAgain({ dish }));
  },
  /** @param {{dish: number}} line */
  sellAgain({ dish }) { return selling.sell("items", dish, MARKS.on); },

  async advance() {
    const { order, shown } = this;
    if (order && shown?.step && (await actions.advance(order, shown.step))) closeLayer(SHEET);
  },
  async accept() {
    const { order } = this;
    if (order && (await actions.accept(order))) closeLayer(SHEET);
  },
  askCancel() { this.ask("cancel"); },
  askDelete() { this.ask("delete"); },
  askLower() { this.ask("lower"); },
  /** @param {number} id */
  less(id) { this.step(id, -1); },
  /** @param {number} id */
  more(id) { this.step(id, 1); },
  /** @param {number} id @param {number} by */
  step(id, by) {
    const line = this.known?.items.find((item) => item.id === id);
    if (line) this.wanted = stepped(line, this.wanted, by);
  },
  /** @param {Event} event */
  chooseStock({ target }) { this.isReturned = /** @type {HTMLInputElement} */ (target).checked; },
  /** @param {string} mode */
  ask(mode) {
    Object.assign(this, { mode, reason: "", wanted: {}, isReturned: false });
    this.$nextTick(() => document.getElementById("ask-title")?.focus());
  },
  back() { this.mode = ""; },
  /** @param {string} words */
  pick(words) { this.reason = words; },
  /** @param {Event} event */
  write({ target }) { this.reason = /** @type {HTMLInputElement} */ (target).value; },

  async confirm() {
    const { order, mode } = this;
    if (!order || this.isNotReady) return;
    const why = { reason: this.reason.trim(), ...(this.asksStock && { return_stock: this.isReturned }) };
    const asked = {
      cancel: () => actions.cancel(order, why),
      delete: () => actions.remove(order, why),
      lower: () => actions.lower(order, changesOf(order.items, this.wanted), why),
    };
    const done = await asked[/** @type {keyof typeof asked} */ (mode)]();
    this.mode = "";
    if (!done) return;
    closeLayer(SHEET);
    say(DONE[mode](order.number));
  },
});
