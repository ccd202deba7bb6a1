/** What is done to the chosen dishes of the menu's list; each is one request, and the page shows what came of it. */
import { t } from "../../lib/i18n.js";
import { openLayer } from "../../lib/layer.js";
import { money, plainMoney } from "../../lib/money.js";
import { Declined } from "../../stores/consent.js";
import { readChange, stepsFor } from "../../stores/repricing.js";
import { lookAgain } from "./menuList.js";

const PAUSE = 250;

/** Digits after the point of the store's money. */
const digits = () => {
  const currency = document.documentElement.dataset.currency || "KRW";
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;
};

/**
 * @param {{api: ReturnType<typeof import("../../lib/api.js").makeApi>, list: any, toast: Function,
 *   putSeen: ReturnType<typeof import("../../stores/consent.js").withConsent>}} world
 */
export const bulk = ({ api, list, toast, putSeen }) => () => ({
  isBusy: false,
  unit: "amount",
  isLower: false,
  text: "",
  step: 1,
  /** @type {{id: number, name: string, before: number, after: number}[]} */
  prices: [],
  /** @type {string[]} */
  faults: [],
  asked: 0,
  category: "",

  get isOpen() { return list.isSelecting; },
  get hasNone() { return list.chosen.length === 0; },
  get isStuck() { return this.isBusy || this.hasNone; },
  get count() { return list.chosen.length; },
  get names() { return this.chosenItems.map(({ id, name }) => ({ id, name })); },
  get chosenItems() { return list.items.filter(({ id }) => list.chosen.includes(id)); },

  get steps() {
    return stepsFor(digits()).map((step) => ({ step, label: step === 1 ? t("No rounding") : plainMoney(step) }));
  },
  get change() { return readChange(this, digits()); },
  get isUnreadable() { return this.text.trim() !== "" && this.change === null; },
  get rows() {
    return this.prices.map(({ id, name, before, after }) => ({ id, name, before: money(before), after: money(after) }));
  },
  get hasFaults() { return this.faults.length > 0; },
  get cannotReprice() { return this.isBusy || this.hasFaults || this.rows.length === 0; },
  get repriceText() { return t("Change %(count)s prices", { count: this.count }); },

  get parts() {
    return this.chosenItems.filter(({ sets }) => sets.length).map(({ id, name, sets }) => ({ id, name, sets: sets.join(", ") }));
  },
  get hasParts() { return this.parts.length > 0; },
  get cannotDelete() { return this.isBusy || this.hasParts; },
  get deleteText() { return t("Delete %(count)s dishes", { count: this.count }); },
  get cannotMove() { return this.isBusy || !this.category; },

  open(event) {
    this.text = "";
    this.preview();
    openLayer(event.currentTarget.dataset.sheet);
  },
  setUnit(event) {
    this.unit = event.target.value;
    this.preview();
  },
  setDirection(event) {
    this.isLower = event.target.value === "lower";
    this.preview();
  },
  setText(event) {
    this.text = event.target.value;
    this.preview();
  },
  setStep(event) {
    this.step = Number(event.target.value);
    this.preview();
  },
  setCategory(event) { this.category = event.target.value; },

  /** Ask what the prices would be, once the typing pauses; an answer to an older question is passed over. */
  preview() {
    this.prices = [];
    this.faults = [];
    this.asked += 1;
    const { asked, change } = this;
    if (change) setTimeout(() => asked === this.asked && this.ask(asked, change), PAUSE);
  },
  async ask(asked, change) {
    try {
      const { items } = await api.put("/api/menus/prices", { ids: list.chosen, ...change, dry_run: true });
      if (asked === this.asked) this.prices = items;
    } catch (error) {
      if (asked === this.asked) this.faults = (error.details?.fields ?? [error]).map(({ message }) => message);
    }
  },

  reprice() {
    return this.send(api.put, "/api/menus/prices", { ...this.change, before: this.prices.map(({ before }) => before) });
  },
  soldOut() { return this.send(api.put, "/api/menus/availability", { is_sold_out: true }); },
  soldOutToday() { return this.send(api.put, "/api/menus/availability", { is_sold_out: true, until: "tomorrow" }); },
  sellAgain() { return this.send(api.put, "/api/menus/availability", { is_sold_out: false }); },
  hide() { return this.send(putSeen, "/api/menus/visibility", { is_visible: false }); },
  show() { return this.send(putSeen, "/api/menus/visibility", { is_visible: true }); },
  move() { return this.send(putSeen, "/api/menus/category", { category_id: Number(this.category) }); },
  remove() { return this.send(api.delete, "/api/menus", {}); },

  async send(way, path, body) {
    const opener = document.activeElement;
    this.isBusy = true;
    try {
      await way(path, { ids: list.chosen, ...body });
      lookAgain(); // an open dialog goes with the page
    } catch (error) {
      this.isBusy = false;
      if (error instanceof Declined) this.$nextTick(() => opener.focus()); // it could not take the focus while busy
      else toast(error.message, { tone: "bad", seconds: 8 });
    }
  },
});
