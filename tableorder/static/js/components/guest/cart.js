/** The cart as it is shown: the bar at the foot of the menu, and the sheet from which an order is sent. */
import { store } from "../../lib/alpine.js";
import { t } from "../../lib/i18n.js";
import { closeLayer, openLayer } from "../../lib/layer.js";
import { plainMoney } from "../../lib/money.js";
import { clock } from "../../lib/time.js";
import { announce } from "../../lib/toast.js";
import { MOST_EACH, priceNow } from "../../stores/cart.js";
import { optionsText } from "../../stores/line.js";
import { byHand, cart, deliver, page, sending, visit } from "./guest.js";
import { refreshMenu } from "./menu.js";
import { endNote, noteFrom } from "./notes.js";
import { faultText, troubleText } from "./words.js";

const UNDO_SECONDS = 8;
const LOOK_AGAIN = 5000;

/** When guests of this table sent their latest order: one that this page has seen, else as the server said. */
function latestOrder() {
  const seen = store("orders").list.filter(({ status, deleted, by_guest }) => by_guest && status !== "cancelled" && !deleted);
  return seen[0]?.created_at ?? page.own?.latest_order_at ?? null;
}

const menu = () => store("menu");

export const cartBar = () => ({
  init() {
    this.$watch("count", (count) => announce(t("%(count)s in the cart, %(total)s", { count, total: this.total })));
  },
  get isShown() { return !cart().isEmpty; },
  get count() { return cart().count; },
  get total() { return plainMoney(cart().total(menu())); },
});

/** @param {any} line */
function lineView(line) {
  const item = menu().find(line.menuId);
  const trouble = cart().troubleWith(line, menu());
  const now = priceNow(line, menu());
  const name = item?.name ?? line.name;
  return {
    id: line.id,
    name,
    options: item ? optionsText(item, line) : line.options,
    note: line.note,
    quantity: line.quantity,
    subtotal: plainMoney(now * line.quantity),
    was: trouble?.code === "price" ? plainMoney(line.price * line.quantity) : "",
    trouble: troubleText(trouble),
    tone: trouble?.code === "price" ? "wait" : "bad",
    isBad: Boolean(trouble) && trouble?.code !== "price",
    isOrderable: Boolean(item?.is_available),
    editText: item?.option_groups.length ? t("Options") : t("Request"),
    isLeast: line.quantity <= 1,
    isMost: line.quantity >= MOST_EACH,
    removeLabel: t("Remove %(name)s", { name }),
    stepperLabel: t("Quantity of %(name)s", { name }),
  };
}

export const cartSheet = () => ({
  removed: /** @type {any} */ (null),
  isClearing: false,
  now: clock.now(),
  forgetting: /** @type {any} */ (null),

  init() { setInterval(() => (this.now = clock.now()), LOOK_AGAIN); },
  get lines() { return cart().lines.map(lineView); },
  get isEmpty() { return cart().isEmpty; },
  get hasLines() { return !cart().isEmpty; },
  get count() { return cart().count; },
  get total() { return plainMoney(cart().total(menu())); },
  get note() { return cart().note; },
  get noteTrouble() { return cart().noteFault && faultText(cart().noteFault); },
  get hasBadNote() { return cart().noteFault !== ""; },
  /** The store takes no orders, or not from this table. */
  get takesNothing() { return menu().isPaused || visit().pause !== null; },
  get isPaused() { return this.takesNothing || (sending().phase === "paused" && this.hasLines); },
  get pauseMessage() {
    if (menu().limits.isPast) return t("The last orders for today have been taken.");
    const told = menu().pauseMessage || visit().pause?.note;
    return told || (sending().phase === "paused" && sending().error?.message) || "";
  },
  get isPlainPause() { return !this.pauseMessage; },
  /** More portions than the kitchen takes at once. */
  get isTooLarge() { return menu().limits.most > 0 && cart().count > menu().limits.most; },
  get tooLargeText() {
    const { most } = menu().limits;
    return t("At most %(most)s portions fit into one order. Please order the rest afterwards.", { most });
  },
  /** Minutes that the kitchen asks this table to wait between two orders. */
  get wait() { return menu().minutesToWait(latestOrder(), this.now); },
  get isTooSoon() { return this.wait > 0 && this.hasLines; },
  get tooSoonText() { return t("This table has just ordered. It can order again in %(minutes)s min.", { minutes: this.wait }); },
  get isRefused() { return this.takesNothing || this.isTooLarge || this.isTooSoon; },
  get isBlocked() { return cart().isLocked || this.isRefused || cart().isBlocked(menu()); },
  get hasPriceChange() { return cart().hasNewPrices(menu()) && !cart().isBlocked(menu()); },
  get hasSamePrices() { return !this.hasPriceChange; },
  get oldTotal() { return plainMoney(cart().lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0)); },
  get hasLost() { return cart().lost(menu()).length > 0; },
  get lostText() { return t("%(count)s of your dishes cannot be ordered any more", { count: cart().lost(menu()).length }); },
  /** What the server said of lines is forgotten with what stands at these. */
  get failure() {
    const { phase, error } = sending();
    const isForgotten = error?.code === "ORDER_REFUSED" && !cart().lines.some((line) => cart().faultOf(line, menu()));
    return phase === "failed" || (phase === "refused" && !isForgotten) ? error.message : "";
  },
  get removedText() { return this.removed ? t("%(name)s was removed", { name: this.removed.line.name }) : ""; },

  lineOf(id) { return cart().lines.find((line) => line.id === id); },
  less(id) { this.change(id, -1); },
  more(id) { this.change(id, 1); },
  change(id, step) {
    sending().reset();
    cart().setQuantity(id, this.lineOf(id).quantity + step);
  },

  edit(id) {
    const line = this.lineOf(id);
    sending().reset();
    closeLayer(this.$root);
    dispatchEvent(new CustomEvent("dish-open", { detail: { menuId: line.menuId, line } }));
  },

  remove(id) {
    sending().reset();
    this.removed = cart().remove(id);
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => (this.removed = null), UNDO_SECONDS * 1000);
    announce(this.removedText);
  },
  undo() {
    cart().putBack(this.removed);
    this.removed = null;
  },
  removeLost() {
    sending().reset();
    cart().removeLost(menu());
  },

  askToClear() {
    this.isClearing = true;
    this.$refs.body.scrollTo({ top: 0 });
    this.$nextTick(() => this.$refs.keep?.focus());
  },
  keep() { this.isClearing = false; },
  clear() {
    this.isClearing = false;
    this.removed = null;
    sending().reset();
    if (!cart().isLocked) cart().clear();
  },
  writeNote(event) {
    const note = noteFrom(event);
    if (note !== null) cart().setNote(note);
  },
  endNote,
  acceptPrices() {
    sending().reset();
    cart().acceptPrices(menu());
  },
  closed() {
    this.isClearing = false;
    this.removed = null;
    if (sending().phase !== "accepted") sending().reset();
  },

  /** One press, one order; what the server says against it is shown in this sheet. */
  async send() {
    if (this.isBlocked || this.isEmpty) return;
    this.removed = null;
    const order = { ...cart().order(menu(), page.session_id), ...(byHand && { table_id: byHand.id }) };
    await deliver(() => sending().send(order));
    await showRefusal();
  },
});

/** Bring the guest back to the cart when the server refused the order, with its words at the lines. */
export async function showRefusal() {
  const { phase, error } = sending();
  if (!["refused", "price", "paused", "failed"].includes(phase)) return;
  if (phase === "refused") cart().blame(error.details.lines ?? []);
  if (error.code === "INVALID") cart().blameFields(error.details.fields ?? []);
  await refreshMenu();
  cart().refusedUnder(menu());
  openLayer("cart");
  const nothingToSee = phase === "price" && !cart().hasNewPrices(menu());
  if (nothingToSee) sending().phase = "failed";
  document.querySelector("#cart .sheet-body")?.scrollTo({ top: 0 });
}
