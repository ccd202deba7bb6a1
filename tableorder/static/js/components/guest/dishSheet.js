/** One dish in full: its options are taken here, then it goes into the cart or back to its line. */
import { t } from "../../lib/i18n.js";
import { closeLayer, openLayer } from "../../lib/layer.js";
import { money, moneyDelta, plainMoney } from "../../lib/money.js";
import { store } from "../../lib/alpine.js";
import { toast } from "../../lib/toast.js";
import { countIn, firstUnmet, unitPrice } from "../../stores/menu.js";
import { isFull, isSingle, less, more, stillOffered, timesOf, toggle } from "../../stores/picking.js";
import { MOST_EACH } from "../../stores/cart.js";
import { cart, page } from "./guest.js";
import { endNote, noteFrom } from "./notes.js";
import { addedText, offText, ruleText, unmetText } from "./words.js";

const NOTHING = {
  id: 0, name: "", description: "", price: 0, image: null, is_available: true, is_sold_out: false,
  unavailable_reason: null, labels: [], spicy: 0, allergens: [], origin: "", option_groups: [],
};

export const dishSheet = () => ({
  menuId: 0,
  lineId: /** @type {string | null} */ (null),
  picks: /** @type {number[]} */ ([]),
  note: "",
  quantity: 1,
  nagged: 0,

  init() {
    addEventListener("dish-open", ({ detail }) => this.open(detail));
  },

  /** @param {{menuId: number, line?: any}} wish `line`: one of the cart, to be changed */
  open({ menuId, line = null }) {
    const item = store("menu").find(menuId);
    if (!item) return;
    this.menuId = menuId;
    this.lineId = line?.id ?? null;
    this.picks = stillOffered(item.option_groups, line?.choiceIds ?? []);
    this.note = line?.note ?? "";
    this.quantity = line?.quantity ?? 1;
    this.nagged = 0;
    this.$nextTick(() => {
      openLayer(this.$root);
      this.$root.scrollTo(0, 0);
      this.$root.querySelector("#dish-sheet-name").focus({ preventScroll: true });
    });
  },
  closed() {
    if (this.lineId) openLayer("cart");
    this.lineId = null;
  },

  get item() { return store("menu").find(this.menuId) ?? { ...NOTHING, is_available: false }; },
  get name() { return this.item.name; },
  get price() { return money(this.item.price); },
  get description() { return this.item.description; },
  get labels() { return Object.fromEntries(this.item.labels.map((label) => [label, true])); },
  get spicy() { return this.item.spicy; },
  get hasPhoto() { return Boolean(this.item.image); },
  get photo() { return this.item.image.medium; },
  get photoSet() {
    const { medium, large, width } = this.item.image;
    return `${medium} ${Math.min(640, width)}w, ${large} ${width}w`;
  },
  /** A blurred miniature, until the photograph is there. */
  get photoGround() {
    const { placeholder } = this.item.image;
    return { backgroundImage: placeholder ? `url("${placeholder}")` : "none" };
  },
  get photoWidth() { return this.item.image.width; },
  get photoHeight() { return this.item.image.height; },
  get allergens() { return this.item.allergens.map((code) => page.allergens[code] ?? code).join(", "); },
  get origin() { return this.item.origin; },
  get hasFacts() { return Boolean(this.allergens || this.origin); },
  get isOn() { return this.item.is_available; },
  get isOff() { return !this.isOn; },
  get offText() { return offText(this.menuId && !store("menu").find(this.menuId) ? "gone" : this.item.unavailable_reason); },
  get isLocked() { return cart().isLocked; },
  get isLeast() { return this.quantity <= 1; },
  get isMost() { return this.quantity >= MOST_EACH; },

  get groups() {
    return this.item.option_groups.map((group) => ({
      id: group.id,
      name: group.name,
      elementId: `group-${group.id}`,
      ruleId: `group-${group.id}-rule`,
      rule: ruleText(group),
      tone: group.min_select > 0 ? "tone-brand" : "tone-quiet",
      nagText: this.nagged === group.id ? this.nagText(group) : "",
      isNagged: this.nagged === group.id,
      isFull: isFull(group, this.picks),
      inputClass: isSingle(group) ? "radio" : "checkbox",
      inputType: isSingle(group) ? "radio" : "checkbox",
      inputName: `group-${group.id}`,
      choices: group.choices.map((choice) => this.choiceView(group, choice)),
    }));
  },

  choiceView(group, choice) {
    const times = timesOf(this.picks, choice.id);
    return {
      id: choice.id,
      name: choice.name,
      extra: moneyDelta(choice.price_delta),
      isOff: choice.is_sold_out,
      isPicked: times > 0,
      isCountable: times > 0 && group.max_select > 1,
      times,
    };
  },

  nagText(group) {
    return countIn(group, this.picks) < group.min_select ? unmetText(group) : t("No more than %(count)s", { count: group.max_select });
  },

  get addText() {
    const total = plainMoney(unitPrice(this.item, this.picks) * this.quantity);
    return this.lineId ? t("Change · %(total)s", { total }) : t("Add · %(total)s", { total });
  },

  groupOf(id) { return this.item.option_groups.find((group) => group.id === id); },

  pick(groupId, choiceId, event) {
    const before = this.picks;
    this.picks = toggle(this.groupOf(groupId), before, choiceId);
    // A full group takes no more: the box goes back, and the rule says why.
    event.target.checked = this.picks.includes(choiceId);
    this.nagged = this.picks === before ? groupId : 0;
  },
  moreOf(groupId, choiceId) {
    const before = this.picks;
    this.picks = more(this.groupOf(groupId), before, choiceId);
    this.nagged = this.picks === before ? groupId : 0;
  },
  lessOf(choiceId) {
    this.picks = less(this.picks, choiceId);
    this.nagged = 0;
  },
  writeNote(event) { this.note = noteFrom(event) ?? this.note; },
  endNote,
  less() { this.quantity = Math.max(1, this.quantity - 1); },
  more() { this.quantity = Math.min(MOST_EACH, this.quantity + 1); },

  add() {
    const unmet = firstUnmet(this.item, this.picks);
    if (unmet) return this.nag(unmet);
    const { item, picks: choiceIds, note, quantity } = this;
    if (this.lineId) cart().replace(this.lineId, { item, choiceIds, note, quantity });
    else toast(addedText(cart().add({ item, choiceIds, note, quantity }), item.name), { seconds: 2.5 });
    closeLayer(this.$root);
  },

  /** Lead to the group that still wants an answer, and name it. */
  nag(group) {
    this.nagged = group.id;
    this.$nextTick(() => {
      const element = this.$root.querySelector(`#group-${group.id}`);
      element.scrollIntoView({ block: "center" });
      element.querySelector("input:not(:disabled)")?.focus({ preventScroll: true });
    });
  },
});
