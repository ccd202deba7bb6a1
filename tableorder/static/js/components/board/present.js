/** The board's state in words: what a template shows of an order, a line, a step. It decides nothing. */
import { iconHref } from "../../lib/icons.js";
import { t, text } from "../../lib/i18n.js";
import { moneyDelta, plainMoney } from "../../lib/money.js";
import { orderedOptions } from "../../lib/options.js";
import { statusIcon, statusWord } from "../../lib/status.js";
import { waitingText } from "../../lib/time.js";
import { ageOf, isNew, isUnderWay, nextStatus } from "../../stores/boardView.js";

/**
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../../stores/board.js").Line} Line
 * @typedef {import("../../stores/board.js").Option} Option
 * @typedef {{now: number, flow: string, timeZone: string, busy: Record<string, boolean>}} Desk
 */

/** So many lines of an order fit on a card; the rest is a number, and a tap away. */
const LINES_ON_CARD = 4;

/** @type {Record<string, () => string>} */
const STEP_WORDS = {
  confirmed: () => t("Accept"),
  preparing: () => t("Start cooking"),
  ready: () => t("Ready to serve"),
  completed: () => t("Serve"),
};

/** @type {Record<string, {word: () => string, icon: string}>} the word is for those who don't see the colour */
const AGES = {
  "": { word: () => "", icon: "clock" },
  warn: { word: () => t("waiting long"), icon: "timer" },
  late: { word: () => t("waiting too long"), icon: "triangle-alert" },
};

/** @type {Record<string, {word: () => string, icon: string}>} */
const STATES = {
  free: { word: () => t("Vacant"), icon: "circle-check" },
  seated: { word: () => t("Seated"), icon: "armchair" },
  ordering: { word: () => t("Ordering"), icon: "utensils" },
};

/** A table's state, in a word and for the eye. @param {"free" | "seated" | "ordering"} state */
export const presentState = (state) => ({ stateWord: STATES[state].word(), stateIcon: iconHref(STATES[state].icon) });

/** How long something waits, for the eye and in a word. @param {import("../../stores/boardView.js").Age} age */
export const ageMark = (age) => ({ age, ageWord: AGES[age].word(), ageIcon: iconHref(AGES[age].icon) });

/** @param {Line} line */
export const shortLine = ({ id, name, quantity, options, note, status }) => ({
  id,
  quantity,
  name: text(name),
  options: orderedOptions(options),
  note,
  isCancelled: status === "cancelled",
  isDone: status === "done",
});

/** @param {Option} option @param {string} place @returns {{key: string, words: string, extra: string}[]} */
function optionRows(option, place) {
  const { group, choice, price_delta, quantity, options } = option;
  const times = quantity > 1 ? ` ×${quantity}` : "";
  const row = {
    key: place,
    words: `${text(group)}: ${text(choice)}${times}`,
    extra: moneyDelta(price_delta * quantity),
  };
  return [row, ...options.flatMap((part, index) => optionRows(part, `${place}-${index}`))];
}

/** A line in full, for the order's own sheet. @param {Line} line */
export const fullLine = (line) => ({
  ...shortLine(line),
  subtotal: plainMoney(line.subtotal),
  choices: line.options.flatMap((option, index) => optionRows(option, String(index))),
});

/**
 * An order as a card shows it.
 * @param {Order} order
 * @param {Desk} desk
 */
export function presentOrder(order, { now, flow, busy }) {
  const isHeld = order.held && isUnderWay(order);
  const step = isHeld ? null : nextStatus(order.status, flow);
  const hidden = order.items.slice(LINES_ON_CARD);
  return {
    id: order.id,
    number: order.number,
    table: order.table.number,
    status: order.status,
    statusWord: statusWord(order.status),
    statusIcon: statusIcon(order.status),
    isNew: isNew(order),
    isHeld,
    isUnderWay: isUnderWay(order),
    ...ageMark(ageOf(order, now)),
    waiting: waitingText(order.created_at, now),
    lines: order.items.slice(0, LINES_ON_CARD).map(shortLine),
    more: moreWords(hidden.length),
    notes: [order.note, ...hidden.map(({ note }) => note)].filter(Boolean).join(" · "),
    total: plainMoney(order.total),
    step,
    stepWord: step ? STEP_WORDS[step]() : "",
    stepIcon: step ? statusIcon(step) : "",
    isBusy: Boolean(busy[`order ${order.id}`]),
  };
}

/** @param {number} count */
const moreWords = (count) => (count > 0 ? t("and %(count)s more", { count }) : "");
