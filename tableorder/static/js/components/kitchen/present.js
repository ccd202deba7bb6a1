/** The kitchen's state in words: what a template shows of a ticket, a line, a sum. It decides nothing. */
import { iconHref } from "../../lib/icons.js";
import { t, text } from "../../lib/i18n.js";
import { clockText, waitingText } from "../../lib/time.js";

/**
 * @typedef {import("../../stores/board.js").Line} Line
 * @typedef {import("../../stores/board.js").Option} Option
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../../stores/kitchen.js").Ticket} Ticket
 * @typedef {{now: number, which: import("../../stores/kitchen.js").Which, timeZone: string, chosen: number | null,
 *   asked: {id: number} | null, flow: string, busy: Record<string, boolean>}} Screen
 */

/** So many tickets have a key of their own. */
const KEYS = 9;

/** @type {Record<string, {word: () => string, icon: string}>} the word is for those who don't see the colour */
const AGES = {
  "": { word: () => "", icon: "clock" },
  warn: { word: () => t("waiting long"), icon: "timer" },
  late: { word: () => t("waiting too long"), icon: "triangle-alert" },
};

/** @param {Option} option @param {number} [depth] @returns {{key: string, words: string, depth: number}[]} */
function optionRows({ choice_id, choice, quantity, options }, depth = 0) {
  const words = quantity > 1 ? `${text(choice)} ×${quantity}` : text(choice);
  const below = options.flatMap((part) => optionRows(part, depth + 1));
  return [{ key: `${depth}-${choice_id}`, words, depth }, ...below];
}

/** @param {Line} line */
const dish = ({ name, options, note }) => ({
  name: text(name),
  options: options.flatMap((option) => optionRows(option)),
  note,
});

/**
 * A line as it is cooked, and above it what was taken away of it.
 * @param {Line} line
 * @param {Ticket} ticket
 * @param {boolean} isVoid
 * @param {Record<string, boolean>} busy
 */
function rowsOf(line, { order, isGone }, isVoid, busy) {
  const isBumped = busy[`order ${order.id}`] && line.status === "waiting";
  const isSent = Boolean(busy[`order ${order.id} line ${line.id}`] || isBumped);
  const away = {
    ...dish(line),
    key: `void-${line.id}`,
    lineId: line.id,
    state: busy[`order ${order.id} void`] ? "sending" : "void",
    isVoid: true,
    isDone: false,
    quantity: line.void_quantity,
  };
  const live = {
    ...dish(line),
    key: `line-${line.id}`,
    lineId: line.id,
    state: isSent ? "sending" : line.status,
    isVoid: false,
    isDone: line.status === "done",
    quantity: line.quantity,
  };
  return [
    ...(isVoid ? [away] : []),
    ...(isGone || line.status === "cancelled" ? [] : [live]),
  ];
}

/** @param {import("../../stores/kitchen.js").Part} part @param {Ticket} ticket @param {Screen} screen */
function presentPart({ station, lines, waiting, voids }, ticket, { which, busy }) {
  const isPart = which === "pass" && station.id > 0;
  const live = ticket.isGone ? 0 : lines.filter(({ status }) => status !== "cancelled").length;
  return {
    key: station.id,
    name: isPart ? station.name : "",
    isDone: live > 0 && waiting.length === 0,
    isCooking: waiting.length > 0,
    progress: live > 0 ? t("%(done)s of %(count)s", { done: live - waiting.length, count: live }) : "",
    rows: lines.flatMap((line) => rowsOf(line, ticket, voids.includes(line), busy)),
  };
}

/** Who still cooks, by name, and what to do nevertheless; "" for nobody. @param {Ticket} ticket */
export function cookingWords({ parts }) {
  const names = parts.filter(({ station, waiting }) => station.id > 0 && waiting.length > 0).map(({ station }) => station.name);
  return names.length > 0 ? t("%(stations)s: still cooking. Once more if all is ready", { stations: names.join(", ") }) : "";
}

/** What was taken away had been made. @param {Ticket} ticket */
const isMade = ({ parts }) => parts.every(({ voids }) => voids.every(({ done_at }) => done_at));

/** In the short flow nothing stands ready: what is done is served. @param {Ticket} ticket @param {Screen} screen */
function bumpWord(ticket, { which, asked, flow }) {
  if (ticket.waiting.length === 0) return isMade(ticket) ? t("Seen, not to be served") : t("Seen, not to be made");
  if (asked?.id === ticket.order.id) return cookingWords(ticket);
  return which === "pass" && flow !== "short" ? t("All ready") : t("Done");
}

/** @param {Order} order */
function goneWord({ deleted, closed, status }) {
  if (deleted) return t("Deleted");
  if (status === "cancelled") return t("Cancelled");
  return closed ? t("Party left") : "";
}

/**
 * @param {Ticket} ticket
 * @param {number} index its place among the tickets, from 0
 * @param {Screen} screen
 */
function presentTicket(ticket, index, screen) {
  const { order, parts, waiting, isGone, nth, age } = ticket;
  const { now, chosen, busy } = screen;
  return {
    id: order.id,
    // One that goes first is drawn anew there: to move it past all others would take a hundred exchanges.
    key: `${order.id} ${order.is_rush}`,
    place: index < KEYS ? String(index + 1) : "",
    number: order.number,
    table: order.table.number,
    label: t("Order %(number)s · Table %(table)s", { number: order.number, table: order.table.number }),
    isRush: order.is_rush,
    isRushing: Boolean(busy[`order ${order.id} rush`]),
    canRush: waiting.length > 0,
    isAddOn: nth > 1,
    addOn: t("ADD-ON %(nth)s", { nth }),
    isNew: !isGone && order.status === "pending" && !order.seen_at,
    isGone,
    goneWord: goneWord(order),
    age,
    ageWord: AGES[age].word(),
    ageIcon: iconHref(AGES[age].icon),
    waiting: waitingText(order.created_at, now),
    note: order.note,
    parts: parts.map((part) => presentPart(part, ticket, screen)),
    isBusy: Boolean(busy[`order ${order.id}`] || (waiting.length === 0 && busy[`order ${order.id} void`])),
    bumpWord: bumpWord(ticket, screen),
    isAsked: order.id === screen.asked?.id,
    isChosen: order.id === chosen,
  };
}

/** What is under way about an order. @param {string[]} busy @param {number} id */
const askedOf = (busy, id) => busy.filter((about) => `${about} `.startsWith(`order ${id} `)).join();

/**
 * Presents tickets, those of a busy evening at every event: what would come out the same is taken from the last time.
 * @returns {(tickets: Ticket[], stations: unknown, screen: Screen) => ReturnType<typeof presentTicket>[]}
 */
export function makePresenter() {
  /** @type {Map<number, {order: Order, stations: unknown, state: string, shown: ReturnType<typeof presentTicket>}>} */
  let last = new Map();

  return (tickets, stations, screen) => {
    const busy = Object.keys(screen.busy);
    const next = new Map();
    for (const [index, ticket] of tickets.entries()) {
      const { order, nth, age } = ticket;
      const asked = askedOf(busy, order.id);
      const waited = waitingText(order.created_at, screen.now);
      const marks = [order.id === screen.chosen, order.id === screen.asked?.id, screen.flow];
      const state = [Math.min(index, KEYS), nth, age, waited, ...marks, asked].join("|");
      const old = last.get(order.id);
      const isSame = old?.order === order && old.stations === stations && old.state === state;
      next.set(order.id, isSame ? old : { order, stations, state, shown: presentTicket(ticket, index, screen) });
    }
    last = next;
    return [...next.values()].map(({ shown }) => shown);
  };
}

/** What is beyond an edge of the screen. @param {import("./offscreen.js").Side} side */
export const presentSide = ({ count, fresh, voids } = { count: 0, fresh: 0, voids: 0 }) => ({
  count,
  isThere: count > 0,
  isFresh: fresh > 0,
  freshWords: t("new: %(count)s", { count: fresh }),
  isVoid: voids > 0,
  voidWords: t("void: %(count)s", { count: voids }),
});

/**
 * The screens that a kitchen has.
 * @param {import("../../stores/board.js").Station[]} stations
 * @param {import("../../stores/kitchen.js").Which} which
 */
export const presentScreens = (stations, which) =>
  [...stations, { id: "all", name: t("Whole kitchen") }, { id: "pass", name: t("Pass") }].map(({ id, name }) => ({
    id,
    name,
    href: `/kitchen?station=${id}`,
    current: id === which ? "page" : null,
    icon: iconHref(id === which ? "check" : "chef-hat"),
  }));

/** An order whose parts are all ready, as the pass calls it out. @param {Order} order @param {Screen} screen */
export const presentReady = (order, { busy }) => ({
  id: order.id,
  number: order.number,
  table: order.table.number,
  isBusy: Boolean(busy[`order ${order.id}`]),
});

/** @param {import("../../stores/kitchen.js").Sum} sum */
export const presentSum = ({ key, line, quantity, noted }) => {
  const { name, options } = dish(line);
  const notes = noted > 0 ? t("with a note: %(count)s", { count: noted }) : "";
  return { key, id: key, name, options, quantity, notes };
};

/** A done ticket in the recall list. @param {import("../../stores/kitchen.js").Done} done @param {Screen} screen */
export const presentDone = ({ order, lines, at, isElsewhere }, { timeZone, busy }) => ({
  id: order.id,
  number: order.number,
  table: order.table.number,
  at: clockText(at, { timeZone }),
  lines: lines.map((line) => ({ id: line.id, quantity: line.quantity, name: text(line.name) })),
  isElsewhere,
  isBusy: Boolean(busy[`order ${order.id}`]),
});
