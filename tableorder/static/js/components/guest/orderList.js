/** What this table has ordered, live: each order with its steps, and the way to take back what is not begun. */
import { iconHref } from "../../lib/icons.js";
import { t, text } from "../../lib/i18n.js";
import { closeLayer, openLayer } from "../../lib/layer.js";
import { plainMoney } from "../../lib/money.js";
import { orderedOptions } from "../../lib/options.js";
import { statusIcon, statusWord } from "../../lib/status.js";
import { store } from "../../lib/alpine.js";
import { clockText } from "../../lib/time.js";
import { toast } from "../../lib/toast.js";
import { changeable, changesOf, isEmptied, remaining, stepped, totalOf } from "../../stores/lowering.js";
import { stepsOf } from "../../stores/orders.js";
import { api, page } from "./guest.js";

/** @returns {ReturnType<typeof import("../../stores/orders.js").makeOrders>} */
const orders = () => store("orders");

/**
 * @param {any} item
 * @param {boolean} isCooking while it is cooked, a guest likes to know what is done already
 */
const lineView = (item, isCooking) => ({
  id: item.id,
  name: text(item.name),
  options: orderedOptions(item.options),
  note: item.note,
  quantity: item.quantity,
  isCancelled: item.status === "cancelled",
  isDone: isCooking && item.status === "done",
  subtotal: plainMoney(item.subtotal),
});

/**
 * A word beyond the status, with its icon and tone.
 * @param {any} order
 * @returns {[string, string, string]}
 */
function saidOf({ deleted, status, held, seen_at: seenAt }) {
  if (deleted) return [t("Our staff withdrew this order. Please ask them if that surprises you."), "info", "bad"];
  if (status === "cancelled") return [t("This order was cancelled and is not charged."), "info", "bad"];
  if (held) return [t("Our staff will confirm it in a moment."), "clock", "wait"];
  if (status === "pending" && seenAt) return [t("The kitchen has seen your order"), "eye", "info"];
  if (status === "ready") return [t("Your order is ready and on its way to you."), "concierge-bell", "ok"];
  return ["", "info", "info"];
}

/** @param {any} order */
function orderView(order) {
  const isOver = order.deleted || order.status === "cancelled";
  const [said, icon, tone] = saidOf(order);
  const status = order.deleted ? "cancelled" : order.status;
  return {
    id: order.id,
    elementId: `order-${order.id}`,
    title: t("No. %(number)s", { number: order.number }),
    time: clockText(order.created_at, { timeZone: page.store.timezone }),
    status,
    statusWord: statusWord(status),
    statusIcon: statusIcon(status),
    hasSteps: !isOver,
    steps: isOver ? [] : stepsOf(order.status, page.store.order_flow).map(stepView),
    said,
    saidIcon: iconHref(icon),
    tone,
    lines: order.items.map((/** @type {any} */ item) => lineView(item, order.status === "preparing")),
    note: order.note,
    canCancel: order.status === "pending" && !order.deleted,
    isOver,
    priceClass: isOver ? "price-was" : "",
    total: plainMoney(order.total),
  };
}

/** @param {{status: string, state: string}} step */
const stepView = ({ status, state }) => ({
  status, state, word: statusWord(status), current: state === "now" ? "step" : null,
});

/** @param {any} line @param {import("../../stores/lowering.js").Wanted} wanted */
const lowerView = (line, wanted) => ({
  ...lineView(line),
  quantity: remaining(line, wanted),
  isLeast: remaining(line, wanted) === 0,
  isMost: remaining(line, wanted) === line.quantity,
  label: t("Quantity of %(name)s", { name: text(line.name) }),
});

export const orderList = () => ({
  isLive: false,
  isBusy: false,
  chosen: /** @type {any} */ (null),
  wanted: /** @type {import("../../stores/lowering.js").Wanted} */ ({}),

  init() {
    this.$refs.drawn.remove();
    this.isLive = true;
  },
  get orders() { return orders().list.map(orderView); },
  get isEmpty() { return orders().isEmpty; },
  get hasOrders() { return !orders().isEmpty; },
  get total() { return plainMoney(orders().total); },
  get cancelText() {
    return this.chosen ? t("Order %(number)s, %(total)s, will not be made.", { number: this.chosen.number, total: plainMoney(this.chosen.total) }) : "";
  },

  get chosenItems() { return this.chosen?.items ?? []; },
  get lowering() { return changeable(this.chosenItems).map((line) => lowerView(line, this.wanted)); },
  get loweredTotal() { return plainMoney(totalOf(this.chosenItems, this.wanted)); },
  get isEmptied() { return this.chosen !== null && isEmptied(this.chosenItems, this.wanted); },
  get cannotLower() { return this.isBusy || changesOf(this.chosenItems, this.wanted).length === 0; },

  askToCancel(id) { this.ask(id, "cancel-order"); },
  askToLower(id) { this.ask(id, "lower-order"); },
  ask(id, dialog) {
    this.chosen = orders().list.find((order) => order.id === id);
    this.wanted = {};
    openLayer(dialog);
  },
  keep() { this.chosen = null; },

  less(id) { this.step(id, -1); },
  more(id) { this.step(id, 1); },
  step(id, step) { this.wanted = stepped(this.chosenItems.find((line) => line.id === id), this.wanted, step); },

  cancel() { return this.change("cancel-order", { status: "cancelled" }); },
  lower() {
    const { version, items } = this.chosen;
    return this.change("lower-order", { items: changesOf(items, this.wanted), version });
  },

  /** @param {string} dialog @param {any} body */
  async change(dialog, body) {
    const { id, number } = this.chosen;
    this.isBusy = true;
    try {
      const order = await api.patch(`/api/orders/${id}`, body);
      orders().put(order);
      toast(order.status === "cancelled" ? t("Order %(number)s was cancelled", { number }) : t("Order %(number)s was changed", { number }));
    } catch (error) {
      const isTooLate = error.code === "INVALID_TRANSITION";
      toast(isTooLate ? t("It is being made already. Please ask our staff.") : error.message, { tone: "bad", seconds: 6 });
      await fetchOrders();
    }
    this.isBusy = false;
    closeLayer(dialog);
  },
});

/** Read all orders again, since news of some may have been lost. */
export async function fetchOrders() {
  const answer = await api.get("/api/orders").catch(() => null);
  if (answer) orders().load(answer.orders);
}
