/** The menu's list: finding dishes as one types, narrowing, choosing several. Its rows are the server's. */
import { t } from "../../lib/i18n.js";
import { FILTERS } from "../../stores/menuList.js";

/** Keep in the address what the list is narrowed to: it stays over a reload. @param {{query: string, filter: string}} list */
function remember({ query, filter }) {
  const address = new URL(location.href);
  for (const [name, value] of [["q", query.trim()], ["only", filter]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}

/** Load the list anew; what it said of the change before is said once. */
export function lookAgain() {
  const address = new URL(location.href);
  for (const name of ["done", "refused"]) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
  location.reload();
}

/** @param {{list: ReturnType<typeof import("../../stores/menuList.js").makeList>}} world */
export const menuList = ({ list }) => () => ({
  init() { this.apply(); },

  get query() { return list.query; },
  get isSelecting() { return list.isSelecting; },
  get isNotSelecting() { return !list.isSelecting; },
  get isFolded() { return list.isFolded; },
  get isNarrowed() { return list.isNarrowed; },
  /** Dishes are shown out of their places: handles would move them past what is not shown. */
  get isFixed() { return list.mode === "found" && list.shown.length > 0; },
  get isNothing() { return list.isNarrowed && list.shown.length === 0; },
  get found() { return t("%(count)s of %(all)s dishes", { count: list.shown.length, all: list.items.length }); },
  get chosenText() { return t("%(count)s chosen", { count: list.chosen.length }); },
  get hasChosen() { return list.chosen.length > 0; },
  get hasNone() { return list.chosen.length === 0; },
  get areAllChosen() { return this.hasChosen && list.chosen.length === list.shown.length; },
  get filters() {
    const words = { sold_out: t("Sold out"), hidden: t("Hidden"), no_picture: t("No picture"), untranslated: t("Not translated") };
    const all = FILTERS.map((name) => ({ name, count: list.countOf(name), isOn: list.filter === name }));
    return all.map((filter) => ({ ...filter, label: words[filter.name] })).filter(({ count, isOn }) => count || isOn);
  },

  search(event) { this.narrow({ query: event.target.value }); },
  clear() { this.narrow({ query: "", filter: "" }); },
  only(name) { this.narrow({ filter: list.filter === name ? "" : name }); },
  narrow(change) {
    list.narrow(change);
    remember(list);
    this.apply();
  },
  fold() { list.isFolded = !list.isFolded; },
  select() {
    list.select(!list.isSelecting);
    list.isFolded = false;
    this.apply();
  },
  chooseAll() {
    list.choose(list.shown, !this.areAllChosen);
    this.apply();
  },

  /** A tap on a box or, while choosing, anywhere on a row. */
  onPick(event) {
    if (!list.isSelecting) return;
    const row = event.target.closest("[data-item]");
    const all = event.target.closest("[data-pick-all]");
    if (all) list.choose(this.idsIn(all.closest("[data-category]")), all.checked);
    else if (!row || event.target.closest(".pop, form")) return;
    else this.pick(row, event);
    this.apply();
  },
  pick(row, event) {
    const id = Number(row.dataset.item);
    const isBox = event.target.matches("[data-pick]");
    if (!isBox) event.preventDefault();
    list.pick(id, isBox ? event.target.checked : !list.chosen.includes(id), event.shiftKey);
  },
  /** @param {HTMLElement} section */
  idsIn: (section) => [...section.querySelectorAll("[data-item]")].map(({ dataset }) => Number(dataset.item)),

  /** Bring the rows to what the list says. */
  apply() {
    const shown = new Set(list.shown);
    const chosen = new Set(list.chosen);
    for (const row of this.$root.querySelectorAll("[data-item]")) {
      const id = Number(row.dataset.item);
      row.hidden = !shown.has(id);
      row.querySelector("[data-pick]").checked = chosen.has(id);
    }
    for (const section of this.$root.querySelectorAll("[data-category]")) {
      const ids = this.idsIn(section).filter((id) => shown.has(id));
      const count = ids.filter((id) => chosen.has(id)).length;
      section.hidden = list.isNarrowed && ids.length === 0;
      const box = section.querySelector("[data-pick-all]");
      box.checked = count > 0 && count === ids.length;
      box.indeterminate = count > 0 && count < ids.length;
    }
  },
});
