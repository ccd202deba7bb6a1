/** Where a party goes, whom it joins, or which of its dishes go to another table: choose, confirm, take back. */
import { closeLayer, openLayer } from "../../lib/layer.js";
import { t } from "../../lib/i18n.js";
import { plainMoney } from "../../lib/money.js";
import { changeable, remaining, stepped } from "../../stores/lowering.js";
import { movableAt, portionsOf, targetsOf } from "../../stores/moving.js";
import { presentState, shortLine } from "./present.js";

const SHEET = "move-sheet";

/** For so long both can be taken back, in seconds: a merge by the server's rule, a move by moving back. */
const UNDO_SECONDS = 30;

/**
 * @typedef {import("../../stores/moving.js").Way} Way
 * @typedef {{number: number, other: number}} Numbers of tables
 */

/** @type {Record<Way, (table: {number: number}) => string>} */
const TITLES = {
  move: ({ number }) => t("Move table %(number)s", { number }),
  merge: ({ number }) => t("Merge table %(number)s with another", { number }),
  lines: ({ number }) => t("Move dishes of table %(number)s", { number }),
};

/** @type {Record<Way, () => string>} */
const HINTS = {
  move: () => t("Choose a vacant table. Orders, phones and calls go along."),
  merge: () => t("Choose the table that they join. Orders, phones and calls go along, and this table is vacant then."),
  lines: () => t("Choose the table that gets them. A vacant one is opened."),
};

/** @type {Record<Way, (number: number) => string>} */
const CONFIRMS = {
  move: (number) => t("Move to table %(number)s", { number }),
  merge: (number) => t("Merge with table %(number)s", { number }),
  lines: (number) => t("Move to table %(number)s", { number }),
};

/**
 * @param {{board: () => import("../../stores/board.js").Board, desk: () => ReturnType<typeof import("./desk.js").makeDesk>,
 *   actions: ReturnType<typeof import("./actions.js").makeActions>, say: (words: string) => void,
 *   undos: ReturnType<typeof import("../live/undo.js").makeUndos>}} world
 */
export const moveSheet = ({ board, desk, actions, say, undos }) => () => ({
  /** @type {import("../../stores/lowering.js").Wanted} how many of each line remain */
  wanted: {},
  /** The dishes are chosen: where to is next. */
  isDecided: false,
  /** @type {number | null} */
  targetId: null,

  init() {
    this.$watch("$store.desk.moving", () => this.show());
  },

  /** @returns {Way} */
  get way() { return desk().moving?.way ?? "move"; },
  get table() { return board().tables[desk().moving?.tableId ?? 0] ?? null; },
  get title() { return this.table ? TITLES[this.way](this.table) : ""; },
  get hint() { return HINTS[this.way](); },
  /** The party has left, or somebody else was faster. */
  get isGone() { return this.table?.session == null; },
  get isChoosingLines() { return this.way === "lines" && !this.isDecided && !this.isGone; },
  get isChoosingTable() { return !this.isChoosingLines && !this.isGone; },
  get isBusy() { return Boolean(desk().busy[`table ${this.table?.id}`]); },

  get movable() { return this.table ? movableAt(board(), this.table.id) : []; },
  get hasNone() { return this.movable.length === 0; },
  get orders() {
    return this.movable.map((order) => ({
      id: order.id,
      number: order.number,
      lines: changeable(order.items).map((line) => {
        const moved = line.quantity - remaining(line, this.wanted);
        return {
          ...shortLine(line),
          moved,
          ordered: t("%(count)s ordered", { count: line.quantity }),
          isNone: moved === 0,
          isAll: moved === line.quantity,
        };
      }),
    }));
  },
  get portions() { return portionsOf(this.movable, this.wanted); },
  get count() { return this.portions.reduce((sum, { quantity }) => sum + quantity, 0); },
  get countWords() { return this.count > 0 ? t("%(count)s chosen", { count: this.count }) : t("Nothing chosen yet"); },
  get cannotDecide() { return this.count === 0; },

  get targets() {
    if (!this.table || this.isGone) return [];
    return targetsOf(board(), this.table.id, this.way).map(({ table, state, total, fits }) => ({
      id: table.id,
      number: table.number,
      name: [table.label, table.zone].filter(Boolean).join(" · "),
      state,
      ...presentState(state),
      total: state === "ordering" ? plainMoney(total) : "",
      isUnfit: !fits,
      isPressed: table.id === this.targetId,
    }));
  },
  get hasNoTarget() { return this.isChoosingTable && this.targets.every(({ isUnfit }) => isUnfit); },
  get target() { return this.targets.find(({ id, isUnfit }) => id === this.targetId && !isUnfit) ?? null; },
  get cannotGo() { return this.target === null || this.isBusy || (this.way === "lines" && this.count === 0); },
  get confirmWords() { return this.target ? CONFIRMS[this.way](this.target.number) : t("Choose a table"); },

  show() {
    if (!this.table) return closeLayer(SHEET);
    Object.assign(this, { wanted: {}, isDecided: false, targetId: null });
    return openLayer(SHEET);
  },
  closed() { desk().moving = null; },

  /** @param {number} id @param {number} step */
  step(id, step) {
    const line = this.movable.flatMap(({ items }) => items).find((one) => one.id === id);
    if (line) this.wanted = stepped(line, this.wanted, -step);
  },
  /** @param {number} id */
  less(id) { this.step(id, -1); },
  /** @param {number} id */
  more(id) { this.step(id, 1); },
  /** All of a line, or none of it. @param {number} id @param {number} quantity @param {boolean} isAll */
  toggle(id, quantity, isAll) { this.step(id, isAll ? -quantity : quantity); },
  decide() { this.isDecided = true; },

  /** @param {number} id */
  choose(id) { this.targetId = id; },

  /** To the dishes, or to the table's own sheet. */
  back() {
    if (this.isDecided) {
      Object.assign(this, { isDecided: false, targetId: null });
      return;
    }
    const id = this.table?.id ?? null;
    closeLayer(SHEET);
    desk().tableId = id;
  },

  async go() {
    const { way, table, target, portions } = this;
    if (!table || !target || this.cannotGo) return;
    const party = table.session?.id ?? null;
    const done = await (way === "move" ? actions.move(table, target, party)
      : way === "merge" ? actions.merge(table, target) : actions.moveLines(table, target, portions));
    if (!done) return;
    closeLayer(SHEET);
    this.tell(way, table, target, party);
  },

  /**
   * @param {Way} way
   * @param {{id: number, number: number}} table
   * @param {{id: number, number: number}} target
   * @param {number | null} party
   */
  tell(way, table, target, party) {
    const numbers = { from: table.number, to: target.number };
    if (way === "lines") return say(t("Moved from table %(from)s to table %(to)s.", numbers));
    const words = way === "move" ? t("Table %(from)s has moved to table %(to)s.", numbers)
      : t("Table %(from)s is merged with table %(to)s.", numbers);
    return undos.offer(words, UNDO_SECONDS, () => this.takeBack(way, table, target, party));
  },

  /**
   * @param {Way} way
   * @param {{id: number, number: number}} table
   * @param {{id: number, number: number}} target
   * @param {number | null} party
   */
  async takeBack(way, table, target, party) {
    const done = await (way === "move" ? actions.move(target, table, party) : actions.unmerge(table));
    if (done) say(t("Table %(number)s is as it was.", { number: table.number }));
  },
});
