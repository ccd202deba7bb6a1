/** One dish in full: its options are taken here, then it goes into the cart or back to its line. */
import { t } from "../../lib/i18n.js";
import { closeLayer, openLayer } from "../../lib/layer.js";
import { money, moneyDelta, plainMoney } from "../../lib/money.js";
import { store } from "../../lib/alpine.js";
import { toast } from "../../lib/toast.js";
import { MOST_EACH } from "../../stores/cart.js";
import { NOTHING as NO_PICKS, takenOf, unitPrice } from "../../stores/line.js";
import {
  countIn, defaultsOf, firstUnmet, isFull, isSingle, less, more, stillOffered, timesOf, toggle, within, withPart,
} from "../../stores/picking.js";
import { cart, page } from "./guest.js";
import { endNote, noteFrom } from "./notes.js";
import { addedText, extraText, offText, ruleText, unmetText } from "./words.js";

const NOTHING = {
  id: 0, name: "", description: "", price: 0, image: null, is_available: true, is_sold_out: false,
  unavailable_reason: null, labels: [], spicy: 0, allergens: [], origin: "", option_groups: [],
};

/** The place of groups that the dish itself asks, not one of its parts. */
const OF_DISH = -1;

/** @param {any} group @param {number} place */
const keyOf = ({ id }, place) => (place === OF_DISH ? `group-${id}` : `part-${place}-group-${id}`);

/** @param {any} group @param {import("../../stores/line.js").Picks} picks */
const nagText = (group, picks) =>
  countIn(group, picks) < group.min_select ? unmetText(group) : t("No more than %(count)s", { count: group.max_select });

/** Let each card of the page open its dish. */
export function followCards() {
  document.addEventListener("click", ({ target }) => {
    const card = target instanceof Element ? target.closest("[data-dish]") : null;
    if (!(card instanceof HTMLElement)) return;
    dispatchEvent(new CustomEvent("dish-open", { detail: { menuId: Number(card.dataset.dish) } }));
  });
}

export const dishSheet = () => ({
  menuId: 0,
  lineId: /** @type {string | null} */ (null),
  picks: NO_PICKS,
  note: "",
  quantity: 1,
  nagged: "",

  init() {
    addEventListener("dish-open", ({ detail }) => this.open(detail));
  },

  /** @param {{menuId: number, line?: any}} wish `line`: one of the cart, to be changed */
  open({ menuId, line = null }) {
    const item = store("menu").find(menuId);
    if (!item) return;
    this.menuId = menuId;
    this.lineId = line?.id ?? null;
    this.picks = line ? stillOffered(item.option_groups, line) : defaultsOf(item.option_groups);
    this.note = line?.note ?? "";
    this.quantity = line?.quantity ?? 1;
    this.nagged = "";
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
  get offText() {
    const { unavailable_reason: reason, unavailable_note: note } = this.item;
    const isGone = this.menuId && !store("menu").find(this.menuId);
    return offText(isGone ? "gone" : reason, { isStorePaused: store("menu").isPaused, note });
  },
  get isLocked() { return cart().isLocked; },
  get isLeast() { return this.quantity <= 1; },
  get isMost() { return this.quantity >= MOST_EACH; },

  get groups() { return this.groupViews(this.item.option_groups, this.picks, OF_DISH); },

  /** The groups that the dish asks, or the part at this place. */
  groupViews(groups, picks, place) {
    const taken = takenOf(groups, picks);
    return groups.map((group) => {
      const key = keyOf(group, place);
      return {
        id: group.id,
        place,
        name: group.name,
        elementId: key,
        ruleId: `${key}-rule`,
        rule: ruleText(group),
        tone: group.min_select > 0 ? "tone-brand" : "tone-quiet",
        nagText: this.nagged === key ? nagText(group, picks) : "",
        isNagged: this.nagged === key,
        isFull: isFull(group, picks),
        inputClass: isSingle(group) ? "radio" : "checkbox",
        inputType: isSingle(group) ? "radio" : "checkbox",
        choices: group.choices.map((choice) => this.choiceView(group, choice, picks, taken)),
      };
    });
  },

  choiceView(group, choice, picks, taken) {
    const times = timesOf(picks, choice.id);
    const free = taken.reduce((sum, one) => sum + (one.choice === choice && one.delta < choice.price_delta ? one.times : 0), 0);
    return {
      id: choice.id,
      name: choice.name,
      extra: extraText({ extra: moneyDelta(choice.price_delta), times, free }),
      isOff: !choice.is_available,
      offWord: choice.is_sold_out ? t("Sold out") : t("Not sold at this hour"),
      isPicked: times > 0,
      isCountable: times > 0 && group.max_select > 1,
      times,
      parts: this.partViews(choice, picks),
    };
  },

  /** A choice that asks for options of its own asks once for each time it is taken. */
  partViews(choice, picks) {
    const places = picks.parts.flatMap(({ choiceId }, place) => (choiceId === choice.id ? [place] : []));
    return places.map((place, index) => ({
      place,
      title: places.length > 1 ? t("%(name)s, no. %(number)s", { name: choice.name, number: index + 1 }) : "",
      groups: this.groupViews(choice.option_groups, within(picks, place), place),
    }));
  },

  get addText() {
    const total = plainMoney(unitPrice(this.item, this.picks) * this.quantity);
    return this.lineId ? t("Change · %(total)s", { total }) : t("Add · %(total)s", { total });
  },

  /** Make a step in a group of the dish, or of the part at `place`; one that leads nowhere names the rule. */
  step(place, groupId, change) {
    const asked = place === OF_DISH ? this.item : this.choiceOf(this.picks.parts[place].choiceId);
    const group = asked.option_groups.find(({ id }) => id === groupId);
    const before = place === OF_DISH ? this.picks : within(this.picks, place);
    const after = change(group, before);
    this.picks = place === OF_DISH ? after : withPart(this.picks, place, after);
    this.nagged = after === before ? keyOf(group, place) : "";
    return after;
  },
  choiceOf(id) { return this.item.option_groups.flatMap(({ choices }) => choices).find((choice) => choice.id === id); },

  pick(place, groupId, choiceId, event) {
    const after = this.step(place, groupId, (group, picks) => toggle(group, picks, choiceId));
    // A full group takes no more: the box goes back, and the rule says why.
    event.target.checked = timesOf(after, choiceId) > 0;
  },
  moreOf(place, groupId, choiceId) { this.step(place, groupId, (group, picks) => more(group, picks, choiceId)); },
  lessOf(place, groupId, choiceId) { this.step(place, groupId, (_, picks) => less(picks, choiceId)); },
  writeNote(event) { this.note = noteFrom(event) ?? this.note; },
  endNote,
  less() { this.quantity = Math.max(1, this.quantity - 1); },
  more() { this.quantity = Math.min(MOST_EACH, this.quantity + 1); },

  add() {
    const unmet = firstUnmet(this.item.option_groups, this.picks);
    if (unmet) return this.nag(unmet.group, unmet.place ?? OF_DISH);
    const { item, picks, note, quantity } = this;
    if (this.lineId) cart().replace(this.lineId, { item, picks, note, quantity });
    else toast(addedText(cart().add({ item, picks, note, quantity }), item.name), { seconds: 2.5 });
    closeLayer(this.$root);
  },

  /** Lead to the group that still wants an answer, and name it. */
  nag(group, place) {
    this.nagged = keyOf(group, place);
    this.$nextTick(() => {
      const element = this.$root.querySelector(`#${this.nagged}`);
      element.scrollIntoView({ block: "center" });
      element.querySelector("input:not(:disabled)")?.focus({ preventScroll: true });
    });
  },
});
