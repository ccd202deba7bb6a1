/**
 * The menu's order, changed by mouse, finger or keys: a handle picks a dish or a category up, and what is put down is
 * sent at once, whole. What the server refuses goes back to where it was.
 */
import Sortable from "../../../vendor/sortable.js";
import { t } from "../../lib/i18n.js";
import { Declined } from "../../stores/consent.js";
import { categorySpot, isSame, itemSpot, lower, moveCategory, moveItem, raise } from "../../stores/arrangement.js";
import { lookAgain } from "./menuList.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const LEVELS = { ArrowLeft: raise, ArrowRight: lower };
const RELOAD_AFTER = 2500;

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Element} element @param {string} selector @returns {HTMLElement[]} its children of this kind */
const own = (element, selector) => [...element.children].filter((one) => one.matches(selector));

/** @param {HTMLElement} section */
const readPlace = (section) => ({
  id: Number(section.dataset.category),
  item_ids: own(section, "[data-items]").flatMap((list) => own(list, "[data-item]").map(({ dataset }) => Number(dataset.item))),
});

/** @param {Element} section */
const childrenOf = (section) => own(section, "[data-categories]").flatMap((list) => own(list, "[data-category]"));

/** Read from the page how the menu is arranged. @param {HTMLElement} list of the first level */
const read = (list) => own(list, "[data-category]").map((top) => ({ ...readPlace(top), children: childrenOf(top).map(readPlace) }));

/** Put elements in order, moving as few as can be. @param {Element} list @param {Element[]} elements */
const settle = (list, elements) =>
  elements.forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  });

/** Whether a category may stand in this list: never in itself, never below the second level. @param {Element} list @param {Element} section */
function mayHold(list, section) {
  const owner = list.closest("[data-category]");
  if (!owner) return true;
  return owner !== section && !owner.parentElement.closest("[data-category]") && childrenOf(section).length === 0;
}

/**
 * @param {{putSeen: ReturnType<typeof import("../../stores/consent.js").withConsent>, list: any, toast: Function, mark: string, saved: () => Promise<void>}} world
 */
export const arranging = ({ putSeen, list, toast, mark: firstMark, saved }) => () => ({
  mark: firstMark,
  /** The page's elements by kind and number. @type {Record<string, HTMLElement>} */
  rows: {},
  tree: [],
  saved: [],
  /** How often all was put back: a move made before that stands on one that the server does not have. */
  timesPutBack: 0,
  /** What the keys have picked up. @type {{kind: string, id: number, before: any} | null} */
  lifted: null,
  spoken: "",
  isDrawing: false,
  isFoldedByDrag: false,

  get mode() { return list.mode; },
  get isFolded() { return list.isFolded || this.isFoldedByDrag; },

  init() {
    for (const kind of ["item", "category"]) {
      this.$root.querySelectorAll(`[data-${kind}]`).forEach((row) => (this.rows[kind + row.dataset[kind]] = row));
    }
    this.saved = this.tree = read(this.$refs.tops);
    this.$root.querySelectorAll("[data-items]").forEach((one) => this.sort(one, "item", { draggable: "[data-item]" }));
    for (const one of [this.$refs.tops, ...this.$root.querySelectorAll("[data-categories]")]) {
      const put = (to, _from, dragged) => mayHold(to.el, dragged);
      const fold = ({ item }) => this.foldAround(item, true);
      const unfold = ({ item }) => this.foldAround(item, false);
      this.sort(one, "category", { draggable: "[data-category]", group: { name: "category", put }, onChoose: fold, onUnchoose: unfold });
    }
  },
  /** @param {HTMLElement} element @param {string} kind @param {object} options */
  sort(element, kind, options) {
    Sortable.create(element, {
      group: kind,
      handle: `[data-grip="${kind}"]`,
      animation: isCalm() ? 0 : 150,
      forceFallback: true, // the same for mouse and finger
      fallbackOnBody: true,
      fallbackTolerance: 4,
      swapThreshold: 0.65,
      emptyInsertThreshold: 16,
      ghostClass: "ml-ghost",
      onEnd: () => this.dropped(),
      ...options,
    });
  },
  /** While a category is dragged there are headings only; the dragged one stays below the finger. */
  foldAround(element, isFolded) {
    const before = element.getBoundingClientRect().top;
    this.isFoldedByDrag = isFolded;
    this.$root.dataset.folded = String(this.isFolded);
    scrollBy(0, element.getBoundingClientRect().top - before);
  },

  dropped() {
    this.tree = read(this.$refs.tops);
    this.draw();
    this.save();
  },
  save() {
    const { tree, timesPutBack } = this;
    this.sending = Promise.resolve(this.sending).then(() => this.send(tree, timesPutBack));
  },
  async send(categories, timesPutBack) {
    if (timesPutBack !== this.timesPutBack || isSame(categories, this.saved)) return;
    try {
      const { mark } = await putSeen("/api/menus/arrangement", { mark: this.mark, categories });
      this.mark = mark;
      this.saved = categories;
      toast(t("Saved. Guests see it now."), { tone: "ok" });
      await saved();
    } catch (error) {
      this.putAllBack();
      if (error instanceof Declined) return;
      toast(error.message, { tone: "bad", seconds: 8 });
      if (error.status === 409) setTimeout(lookAgain, RELOAD_AFTER);
    }
  },

  onKey(event) {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    const { key } = event;
    if (key === " " || key === "Enter") this.toggle(grip);
    else if (this.lifted && key === "Escape") this.putBack();
    else if (this.lifted && STEPS[key]) this.step(STEPS[key]);
    else if (this.lifted?.kind === "category" && LEVELS[key]) this.move(LEVELS[key](this.tree, this.lifted.id));
    else return;
    event.preventDefault();
  },
  /** Readers of the screen press without keys. */
  onClick(event) {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.detail === 0) this.toggle(grip);
  },
  onLeave(event) {
    if (this.lifted && !this.isDrawing && event.target.closest("[data-grip]")) this.putDown();
  },

  toggle(grip) {
    if (this.lifted) this.putDown();
    else this.pickUp(grip);
  },
  pickUp(grip) {
    const row = grip.closest("[data-item], [data-category]");
    const kind = grip.dataset.grip;
    this.lifted = { kind, id: Number(row.dataset[kind]), before: this.tree };
    this.show(true);
    this.say(t("%(name)s is picked up.", { name: this.nameOf(row) }), this.whereIs());
  },
  step(step) {
    const { kind, id } = this.lifted;
    this.move(kind === "item" ? moveItem(this.tree, id, step) : moveCategory(this.tree, id, step));
  },
  move(tree) {
    if (tree === this.tree) {
      this.say(t("It cannot go further this way."));
      return;
    }
    this.tree = tree;
    this.draw();
    this.say(this.whereIs());
  },
  putDown() {
    this.letGo(t("%(name)s is put down.", { name: this.nameOf(this.row()) }));
    this.save();
  },
  putBack() {
    this.tree = this.lifted.before;
    this.draw();
    this.letGo(t("Put back."));
  },
  /** To what the server has, with all that waits to be sent or is picked up; who was at a row stays there. */
  putAllBack() {
    const focused = document.activeElement;
    this.timesPutBack += 1;
    this.tree = this.saved;
    this.draw();
    if (this.lifted) this.letGo(t("Put back."));
    if (focused instanceof HTMLElement) focused.focus();
  },
  letGo(words) {
    this.say(words, this.whereIs());
    this.show(false);
    this.lifted = null;
  },
  say(...words) { this.spoken = words.join(" "); },

  row({ kind, id } = this.lifted) { return this.rows[kind + id]; },
  nameOf(row) { return row.dataset.name; },
  /** @param {boolean} isLifted */
  show(isLifted) {
    const row = this.row();
    row.classList.toggle("ml-lifted", isLifted);
    row.querySelector("[data-grip]").setAttribute("aria-pressed", String(isLifted));
  },
  whereIs() {
    const { kind, id } = this.lifted;
    const { index, count, categoryId } = kind === "item" ? itemSpot(this.tree, id) : categorySpot(this.tree, id);
    const place = { place: index + 1, count };
    if (categoryId === null) return t("Place %(place)s of %(count)s.", place);
    const category = this.nameOf(this.row({ kind: "category", id: categoryId }));
    return t("Place %(place)s of %(count)s in %(category)s.", { ...place, category });
  },

  /** Bring the page into the order of the tree. */
  draw() {
    this.isDrawing = true;
    const section = (id) => this.row({ kind: "category", id });
    const item = (id) => this.row({ kind: "item", id });
    settle(this.$refs.tops, this.tree.map(({ id }) => section(id)));
    for (const { children, ...top } of this.tree) {
      settle(own(section(top.id), "[data-categories]")[0], children.map(({ id }) => section(id)));
      for (const [place, level] of [[top, 2], ...children.map((child) => [child, 3])]) {
        settle(own(section(place.id), "[data-items]")[0], place.item_ids.map(item));
        section(place.id).querySelector("h2").setAttribute("aria-level", String(level));
      }
    }
    if (this.lifted) this.row().querySelector("[data-grip]").focus();
    this.isDrawing = false;
  },
});
