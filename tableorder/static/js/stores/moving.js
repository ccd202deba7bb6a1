/** Where a party, or some of what it ordered, may go: tables and lines to choose from. Pure: the server decides. */
import { ordersAt, totalOf } from "./boardView.js";
import { changeable, remaining } from "./lowering.js";

/**
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./board.js").Table} Table
 * @typedef {"move" | "merge" | "lines"} Way
 */

/** Whether a table is one to go to. @type {Record<Way, (isFree: boolean) => boolean>} */
const FITS = { move: (isFree) => isFree, merge: (isFree) => !isFree, lines: () => true };

/**
 * All other tables, in the order in which staff know them.
 * @param {Board} board
 * @param {number} tableId
 * @param {Way} way
 * @returns {{table: Table, state: "free" | "seated" | "ordering", total: number, fits: boolean}[]}
 */
export const targetsOf = (board, tableId, way) =>
  Object.values(board.tables)
    .filter(({ id }) => id !== tableId)
    .sort((a, b) => a.number - b.number)
    .map((table) => {
      const orders = ordersAt(board, table.id);
      const isFree = table.session === null;
      return {
        table,
        state: isFree ? "free" : orders.length > 0 ? "ordering" : "seated",
        total: totalOf(orders),
        fits: FITS[way](isFree),
      };
    });

/** The party's orders with lines that can go, the oldest first. @param {Board} board @param {number} tableId */
export const movableAt = (board, tableId) =>
  ordersAt(board, tableId)
    .filter(({ status, items }) => status !== "cancelled" && changeable(items).length > 0)
    .reverse();

/**
 * What to ask of the server: how many portions of each line go.
 * @param {import("./board.js").Order[]} orders
 * @param {import("./lowering.js").Wanted} wanted how many remain
 */
export const portionsOf = (orders, wanted) =>
  orders
    .flatMap(({ items }) => changeable(items))
    .map((line) => ({ item_id: line.id, quantity: line.quantity - remaining(line, wanted) }))
    .filter(({ quantity }) => quantity > 0);
