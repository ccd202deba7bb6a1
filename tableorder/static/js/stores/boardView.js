/** What of the board's state is shown, and how: filters, counts, ages, totals. Pure; the time is an argument. */
import { minutesSince } from "../lib/time.js";

/**
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./board.js").Order} Order
 * @typedef {import("./board.js").Table} Table
 * @typedef {{query: string, status: string, byWaiting: boolean}} Filter `status`: "all", "new" or an order's
 * @typedef {{table: Table, state: "seated" | "ordering", total: number, orders: Order[], done: Order[], age: Age,
 *   hasNew: boolean, since: number}} Card `orders` are those under way, `done` the others; the newest first
 * @typedef {"" | "warn" | "late"} Age
 */

/** Minutes after which a waiting order is pointed out, and after which it is urgent. */
export const WARN_AFTER = 5;
export const LATE_AFTER = 10;

const ALL_STEPS = ["pending", "confirmed", "preparing", "ready", "completed"];
/** @type {Record<string, string[]>} */
const FLOWS = { full: ALL_STEPS, short: ["pending", "preparing", "completed"] };

/** @param {string} flow */
export const stepsOf = (flow) => FLOWS[flow] ?? ALL_STEPS;

/**
 * The one step forward, or null at the end; as the server decides it.
 * @param {string} status
 * @param {string} flow
 */
export function nextStatus(status, flow) {
  const place = ALL_STEPS.indexOf(status);
  if (place < 0) return null;
  return stepsOf(flow).find((step) => ALL_STEPS.indexOf(step) > place) ?? null;
}

/** @param {Order} order */
export const isUnderWay = (order) => order.status !== "completed" && order.status !== "cancelled";

/** Somebody has begun to make it. @param {Order} order */
export const isBeingCooked = ({ status }) => status === "preparing" || status === "ready";

/** Nobody has acknowledged it yet. @param {Order} order */
export const isNew = (order) => order.status === "pending" && !order.seen_at;

/**
 * @param {Order} order
 * @param {number} now
 * @returns {Age}
 */
export function ageOf(order, now) {
  if (!isUnderWay(order)) return "";
  const minutes = minutesSince(order.created_at, now);
  if (minutes >= LATE_AFTER) return "late";
  return minutes >= WARN_AFTER ? "warn" : "";
}

/** What the party owes. @param {Order[]} orders */
export const totalOf = (orders) =>
  orders.reduce((sum, order) => sum + (order.status === "cancelled" ? 0 : order.total), 0);

/** @param {Board} board */
export const newOrders = (board) => Object.values(board.orders).filter(isNew).sort((a, b) => a.id - b.id);

/** The party's orders, the newest first. @param {Board} board @param {number} tableId */
export function ordersAt(board, tableId) {
  const session = board.tables[tableId]?.session;
  return Object.values(board.orders)
    .filter((order) => session && order.session_id === session.id)
    .sort((a, b) => b.id - a.id);
}

/** How many orders each filter would show. @param {Board} board */
export function countsOf(board) {
  /** @type {Record<string, number>} */
  const counts = { all: 0, new: 0 };
  for (const order of Object.values(board.orders)) {
    counts[order.status] = (counts[order.status] ?? 0) + 1;
    if (isUnderWay(order)) counts.all += 1;
    if (isNew(order)) counts.new += 1;
  }
  return counts;
}

/** @param {Order} order @param {string} status */
const hasStatus = (order, status) => status === "all" || (status === "new" ? isNew(order) : order.status === status);

/**
 * A table by the beginning of its number or by its name, an order by its number.
 * @param {Table} table
 * @param {Order[]} orders
 * @param {string} query
 */
function isFound(table, orders, query) {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return true;
  const names = `${table.label} ${table.zone}`.toLowerCase();
  if (String(table.number).startsWith(wanted) || names.includes(wanted)) return true;
  return /^\d{2,}$/.test(wanted) && orders.some((order) => order.number === wanted.padStart(3, "0"));
}

/**
 * @param {Table} table
 * @param {Order[]} orders the party's
 * @param {string} status
 * @param {number} now
 * @returns {Card}
 */
function cardOf(table, orders, status, now) {
  const shown = orders.filter((order) => hasStatus(order, status));
  const underWay = shown.filter(isUnderWay);
  const ages = underWay.map((order) => ageOf(order, now));
  return {
    table,
    state: orders.length > 0 ? "ordering" : "seated",
    total: totalOf(orders),
    orders: underWay,
    done: shown.filter((order) => !isUnderWay(order)),
    age: ages.includes("late") ? "late" : ages.includes("warn") ? "warn" : "",
    hasNew: underWay.some(isNew),
    since: Math.min(...underWay.map((order) => Date.parse(order.created_at))),
  };
}

/** @param {Board} board */
function ordersByParty(board) {
  /** @type {Map<number, Order[]>} */
  const found = new Map();
  for (const order of Object.values(board.orders)) {
    const party = found.get(order.session_id);
    if (party) party.push(order);
    else found.set(order.session_id, [order]);
  }
  for (const party of found.values()) party.sort((a, b) => b.id - a.id);
  return found;
}

/**
 * The cards of the tables where somebody sits, and the free tables.
 * @param {Board} board
 * @param {Filter} filter
 * @param {number} now
 * @returns {{cards: Card[], free: Table[]}}
 */
export function viewOf(board, { query, status, byWaiting }, now) {
  const parties = ordersByParty(board);
  const tables = Object.values(board.tables).sort((a, b) => a.number - b.number);
  /** @type {Card[]} */
  const cards = [];
  const free = [];
  for (const table of tables) {
    const orders = (table.session && parties.get(table.session.id)) || [];
    if (!isFound(table, orders, query)) continue;
    if (!table.session) free.push(table);
    else cards.push(cardOf(table, orders, status, now));
  }
  const shown = status === "all" ? cards : cards.filter((card) => card.orders.length + card.done.length > 0);
  if (byWaiting) shown.sort((a, b) => a.since - b.since || a.table.number - b.table.number);
  return { cards: shown, free: status === "all" ? free : [] };
}
