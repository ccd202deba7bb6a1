/**
 * Rows of a form (ranges of hours, choices) that are added, moved and taken out without saving. Their order on the page
 * is the order that is sent; the numbers in their fields' names only keep them apart.
 */
const ROW = "[data-row]";
/** What stands in for this script where it does not run. */
const STAND_INS = "[data-no-script]";
const FIELDS = "input:not([type=hidden]), select, textarea";

/** @param {Element} row @param {string} selector */
const focusIn = (row, selector) => row.querySelector(selector)?.focus();

/** @param {Element} root */
const dropStandIns = (root) => root.querySelectorAll(STAND_INS).forEach((element) => element.remove());

export const formRows = () => ({
  next: 0,
  // A row may be a component of its own, and may be gone when it is asked for its root.
  box: /** @type {HTMLElement | null} */ (null),
  list: /** @type {HTMLElement | null} */ (null),
  blank: /** @type {HTMLTemplateElement | null} */ (null),

  init() {
    this.box = this.$root;
    this.list = this.$refs.rows;
    this.blank = this.$refs.blank;
    this.next = Number(this.box.dataset.next);
    dropStandIns(this.box);
  },
  rows() { return [...this.list.querySelectorAll(`:scope > ${ROW}`)]; },

  add() {
    const blank = this.blank.content.firstElementChild.cloneNode(true);
    dropStandIns(blank);
    for (const element of [blank, ...blank.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (value.includes("NUMBER")) element.setAttribute(name, value.replaceAll("NUMBER", this.next));
      }
    }
    this.next = this.next + 1;
    this.list.append(blank);
    this.changed();
    this.$nextTick(() => focusIn(this.rows().at(-1), FIELDS));
  },
  remove(event) {
    const rows = this.rows();
    const place = rows.indexOf(event.target.closest(ROW));
    rows[place].remove();
    this.changed();
    const beside = rows[place + 1] ?? rows[place - 1];
    if (beside) focusIn(beside, FIELDS);
    else this.box.querySelector(".adm-rows-add").focus();
  },
  up(event) { this.move(event, -1); },
  down(event) { this.move(event, 1); },
  move(event, step) {
    const row = event.target.closest(ROW);
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    this.changed();
    focusIn(row, step < 0 ? "[data-row-up]" : "[data-row-down]");
  },
  /** Name the rows by their places, and let the form know that it is another one. */
  changed() {
    const { label } = this.box.dataset;
    if (label) this.rows().forEach((row, index) => row.setAttribute("aria-label", label.replace("NUMBER", index + 1)));
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  },
});

/** A choice that stands for a dish has name, count and options from that dish: its own fields are put away. */
export const choiceRow = () => ({
  isPart: false,
  init() { this.look(); },
  look() { this.isPart = Boolean(this.$refs.dish?.value); },
  get isOwn() { return !this.isPart; },
});
