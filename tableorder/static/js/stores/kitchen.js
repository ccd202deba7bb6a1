/**
 * What of the board's state a screen of the kitchen shows: the tickets of a station, of all, or of the pass, what is
 * done, and what is still to make of each dish. Pure; the time is an argument.
 */
import { minutesSince } from "../lib/time.js";

/**
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./board.js").Order} Order
 * @typedef {import("./board.js").Line} Line
 * @typedef {import("./board.js").Station} Station
 * @typedef {number | "all" | "pass"} Which a station's id, every station's lines as one, or each station's part
 * @typedef {{station: Station, lines: Line[], waiting: Line[], voids: Line[]}} Part `lines` are all that is shown; of
 *   `voids` something was taken away, which nobody has acknowledged
 * @typedef {"" | "warn" | "late"} Age
 * @typedef {{order: Order, parts: Part[], waiting: Line[], isGone: boolean, nth: number, age: Age}} Ticket
 *   `nth` order of its party; `isGone`: nothing of it is to be made
 * @typedef {{order: Order, lines: Line[], at: string, isElsewhere: boolean}} Done `at`: when its last line was done
 * @typedef {{key: string, line: Line, quantity: number, noted: number}} Sum `noted` portions have a wish of their own
 */

/** So many done tickets can be called back. */
export const RECALLABLE = 50;

/** Who cooks in a store without stations. @type {Station} */
const KITCHEN = { id: 0, name: "", warn_after: 5, late_after: 10 };

/** @param {Station[]} stations */
const placesOf = (stations) => (stations.length > 0 ? stations : [KITCHEN]);

/**
 * The station that cooks a line: its own, or the first where it has none or that is gone.
 * @param {Line} line
 * @param {Station[]} stations
 */
export const stationOf = ({ station_id }, stations) =>
  stations.find(({ id }) => id === station_id) ?? placesOf(stations)[0];

/** @param {Order} order */
const isGone = (order) => order.deleted || order.closed || order.status === "cancelled";

/** @param {Line} line */
const isWaiting = (line) => line.status === "waiting";

/** One station among several: what it has made is out of its hands. @param {Which} which @param {Station[]} stations */
export const isOneOfMany = (which, stations) => typeof which === "number" && stations.length > 1;

/**
 * Something of the line was taken away, which this screen has to show until somebody acknowledges it: a dish that was
 * made and must not be served belongs to the pass.
 * @param {Line} line
 * @param {Which} which
 * @param {Station[]} stations
 */
const isVoid = ({ void_quantity, done_at }, which, stations) =>
  void_quantity > 0 && !(done_at && isOneOfMany(which, stations));

/** @param {{parts: Part[]}} ticket */
export const hasVoids = ({ parts }) => parts.some(({ voids }) => voids.length > 0);

/** @param {string[]} moments ISO 8601 @returns {string} */
const latest = (moments) => moments.reduce((one, other) => (one > other ? one : other), "");

/** @param {Line[]} lines */
const doneAt = (lines) => latest(lines.map(({ done_at }) => done_at ?? ""));

/** In the order in which they came. @param {Order} one @param {Order} other */
const byAge = (one, other) => one.created_at.localeCompare(other.created_at) || one.id - other.id;

/**
 * Those in a rush first, then as they came: what is recalled stands where it stood.
 * @param {Ticket} one
 * @param {Ticket} other
 */
const byRank = (one, other) => Number(other.order.is_rush) - Number(one.order.is_rush) || byAge(one.order, other.order);

/**
 * The lines of an order that this screen has to do with.
 * @param {Order} order
 * @param {Which} which
 * @param {Station[]} stations
 */
const linesFor = (order, which, stations) =>
  order.items.filter((line) => typeof which === "string" || stationOf(line, stations).id === which);

/**
 * What this screen has to do with of an order, for the ear: its own lines, none while the order is held; of one that is
 * gone, those that it shows.
 * @param {Order} order
 * @param {Which} which
 * @param {Station[]} stations
 */
export function partFor(order, which, stations) {
  const lines = order.held ? [] : linesFor(order, which, stations);
  const items = isGone(order) ? lines.filter((line) => isVoid(line, which, stations)) : lines;
  return items.length > 0 ? { ...order, items } : null;
}

/**
 * @param {Order} order
 * @param {Line[]} all
 * @param {Line[]} voids
 * @param {Station} station
 * @returns {Part}
 */
function partOf(order, all, voids, station) {
  if (isGone(order)) return { station, lines: voids, waiting: [], voids };
  const lines = all.filter((line) => voids.includes(line) || line.status !== "cancelled");
  return { station, lines, waiting: lines.filter(isWaiting), voids };
}

/**
 * One part for a screen that cooks, one for each station on the pass.
 * @param {Order} order
 * @param {Which} which
 * @param {Station[]} stations
 */
function partsOf(order, which, stations) {
  const lines = linesFor(order, which, stations);
  const voids = lines.filter((line) => isVoid(line, which, stations));
  if (which !== "pass") return [partOf(order, lines, voids, stations.find(({ id }) => id === which) ?? KITCHEN)];
  return placesOf(stations)
    .map((station) => {
      const isHere = (/** @type {Line} */ line) => stationOf(line, stations).id === station.id;
      return partOf(order, lines.filter(isHere), voids.filter(isHere), station);
    })
    .filter((part) => part.lines.length > 0);
}

/**
 * The worst that any waiting line has come to, by the limits of its own station.
 * @param {Order} order
 * @param {Line[]} waiting
 * @param {Station[]} stations
 * @param {number} now
 * @returns {Age}
 */
function ageOf(order, waiting, stations, now) {
  const minutes = minutesSince(order.created_at, now);
  const limits = waiting.map((line) => stationOf(line, stations));
  if (limits.some(({ late_after }) => minutes >= late_after)) return "late";
  return limits.some(({ warn_after }) => minutes >= warn_after) ? "warn" : "";
}

/** The place of each order among those of its party. @param {Board} board @returns {Map<number, number>} */
function turnsOf(board) {
  const turns = new Map();
  const counts = new Map();
  for (const order of Object.values(board.orders).filter((one) => !isGone(one)).sort(byAge)) {
    const turn = (counts.get(order.session_id) ?? 0) + 1;
    counts.set(order.session_id, turn);
    turns.set(order.id, turn);
  }
  return turns;
}

/**
 * The open tickets: something of theirs waits here, or was taken away and nobody has acknowledged it.
 * @param {Board} board
 * @param {Which} which
 * @param {number} now
 * @returns {Ticket[]}
 */
export function ticketsOf(board, which, now) {
  const turns = turnsOf(board);
  const tickets = [];
  for (const order of [...Object.values(board.orders), ...Object.values(board.voided)]) {
    const parts = partsOf(order, which, board.stations);
    const waiting = parts.flatMap((part) => part.waiting);
    const isOpen = waiting.length > 0 || hasVoids({ parts });
    if (order.held || !isOpen) continue;
    const nth = turns.get(order.id) ?? 1;
    const age = ageOf(order, waiting, board.stations, now);
    tickets.push({ order, parts, waiting, isGone: isGone(order), nth, age });
  }
  return tickets.sort(byRank);
}

/** Those that nobody in the store has acknowledged. @param {Ticket[]} tickets */
export const newOf = (tickets) => tickets.filter(({ order }) => order.status === "pending" && !order.seen_at);

/** Orders that must not be cooked before staff confirmed them. @param {Board} board @param {Which} which */
export const heldOf = (board, which) =>
  Object.values(board.orders)
    .filter((order) => order.held && !isGone(order) && linesFor(order, which, board.stations).some(isWaiting))
    .sort(byAge);

/** Orders that stand at the pass, whole; who waits longest first. @param {Board} board */
export const readyOf = (board) =>
  Object.values(board.orders)
    .filter(({ status }) => status === "ready")
    .sort((one, other) => doneAt(one.items).localeCompare(doneAt(other.items)) || byAge(one, other));

/**
 * What was done here last, newest first; what still waits here is not among it.
 * @param {Board} board
 * @param {Which} which
 * @returns {Done[]}
 */
export function doneOf(board, which) {
  const found = [];
  for (const order of Object.values(board.orders)) {
    const here = linesFor(order, which, board.stations);
    const lines = here.filter(({ status }) => status === "done");
    if (isGone(order) || lines.length === 0 || here.some(isWaiting)) continue;
    const isElsewhere = order.items.some((line) => line.status === "done" && !lines.includes(line));
    found.push({ order, lines, at: doneAt(lines), isElsewhere });
  }
  found.sort((one, other) => other.at.localeCompare(one.at) || byAge(other.order, one.order));
  return found.slice(0, RECALLABLE);
}

/** @param {import("./board.js").Option} option @returns {string} */
const optionKey = ({ choice_id, quantity, options }) => `${choice_id}x${quantity}(${options.map(optionKey).join()})`;

/**
 * How many portions of each dish, with the same options, are still to make; the most first.
 * @param {Ticket[]} tickets
 * @returns {Sum[]}
 */
export function allDayOf(tickets) {
  /** @type {Map<string, Sum>} */
  const sums = new Map();
  for (const line of tickets.flatMap(({ waiting }) => waiting)) {
    const key = `${line.menu_id}:${line.options.map(optionKey).join()}`;
    const sum = sums.get(key) ?? { key, line, quantity: 0, noted: 0 };
    sum.quantity += line.quantity;
    sum.noted += line.note ? line.quantity : 0;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((one, other) => other.quantity - one.quantity);
}
