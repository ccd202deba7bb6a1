/** The floor at a glance: what is most urgent at each table. Pure; the time is an argument. */
import { ageOf, isUnderWay, ordersAt, totalOf } from "./boardView.js";

/**
 * @typedef {import("./board.js").Board} Board
 * @typedef {"free" | "seated" | "ordering" | "calling" | "late"} State
 * @typedef {{state: State, age: import("./boardView.js").Age, total: number | null, openedAt: string | null,
 *   waitsSince: string | null, calls: number, pause: {note: string} | null}} Spot `total` is null without an order
 */

/** @param {{isTaken: boolean, orders: number, calls: number, age: string}} facts @returns {State} */
function stateOf({ isTaken, orders, calls, age }) {
  if (calls > 0) return "calling";
  if (age === "late") return "late";
  if (orders > 0) return "ordering";
  return isTaken ? "seated" : "free";
}

/**
 * What is going on at a table, or null when there is no such table any more.
 * @param {Board} board
 * @param {number} id
 * @param {number} now
 * @returns {Spot | null}
 */
export function spotOf(board, id, now) {
  const table = board.tables[id];
  if (!table) return null;
  const party = table.session;
  const orders = ordersAt(board, id);
  const calls = Object.values(board.calls).filter((call) => party && call.session_id === party.id).length;
  const oldest = orders.filter(isUnderWay).at(-1) ?? null;
  const age = oldest ? ageOf(oldest, now) : "";
  return {
    state: stateOf({ isTaken: party !== null, orders: orders.length, calls, age }),
    age,
    total: orders.length > 0 ? totalOf(orders) : null,
    openedAt: party?.opened_at ?? null,
    waitsSince: oldest?.created_at ?? null,
    calls,
    pause: table.is_paused ? { note: table.pause_message } : null,
  };
}
