/** What staff do to orders and tables: ask the server, then let the board take in its answer. */
import { isAhead } from "../../stores/callView.js";
import { makeAsking } from "../live/asking.js";

/**
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../../stores/board.js").Table} Table
 * @typedef {{id: number}} Named a table
 * @typedef {{reason: string, return_stock?: boolean}} Why what is taken away goes back to a counted stock, or not
 */

/** @param {import("../live/asking.js").World} world */
export function makeActions(world) {
  const { api, board } = world;
  const { run, put, change, acknowledge, withApproval } = makeAsking(world);

  return {
    acknowledge,

    /** One step forward. @param {Order} order @param {string} status */
    advance: (order, status) =>
      change(order, (version) => api.patch(`/api/orders/${order.id}`, { status, version })),

    /** The party is really there: its held order may go on. @param {Order} order */
    accept: (order) => change(order, () => api.post(`/api/orders/${order.id}/accept`)),

    /** @param {Order} order @param {Why} why */
    cancel: (order, why) =>
      change(order, (version, approval) =>
        api.patch(`/api/orders/${order.id}`, { status: "cancelled", ...why, version, approval })),

    /**
     * Fewer of some lines.
     * @param {Order} order
     * @param {{id: number, quantity: number}[]} items
     * @param {Why} why
     */
    lower: (order, items, why) =>
      change(order, (version, approval) => api.patch(`/api/orders/${order.id}`, { items, ...why, version, approval })),

    /** @param {Order} order @param {Why} why */
    remove: (order, why) =>
      change(order, (_, approval) => api.delete(`/api/orders/${order.id}`, { ...why, approval })),

    /**
     * Let a phone join that waits at a table, or send it away.
     * @param {number} id the phone's
     * @param {"admit" | "refuse"} answer
     */
    answerPhone: (id, answer) =>
      run(`phone ${id}`, async () => {
        const { session } = await api.post(`/api/devices/${id}/${answer}`);
        board.apply("session_opened", { session });
      }),

    /**
     * Acknowledge or finish a guest's call.
     * @param {number} id
     * @param {"acknowledged" | "done"} status
     */
    answerCall: (id, status) =>
      run(
        `call ${id}`,
        async () => {
          const call = await api.patch(`/api/calls/${id}`, { status });
          if (isAhead(call, board.calls[id])) board.apply("call_updated", { call });
        },
        async ({ code }) => {
          if (code !== "INVALID_TRANSITION") return false;
          board.apply("call_updated", { call: { ...board.calls[id], id, status: "done" } });
          return true;
        },
      ),

    // Who sits where now, the stream tells everybody in one order: an answer that came late would tell it wrong.

    /** @param {Named} table @param {Named} to a free table @param {number | null} party the session that is meant */
    move: (table, to, party) =>
      run(`table ${table.id}`, () => api.post(`/api/tables/${table.id}/move`, { to: to.id, session_id: party })),

    /** @param {Named} table @param {Named} into */
    merge: (table, into) =>
      run(`table ${table.id}`, () => api.post(`/api/tables/${table.id}/merge`, { into: into.id })),

    /** @param {Named} table that a party left to join another */
    unmerge: (table) => run(`table ${table.id}`, () => api.post(`/api/tables/${table.id}/unmerge`)),

    /** @param {Named} table @param {Named} to @param {{item_id: number, quantity: number}[]} lines */
    moveLines: (table, to, lines) =>
      run(`table ${table.id}`, () => api.post(`/api/tables/${table.id}/move-lines`, { to: to.id, lines })),

    /** @param {Table} table */
    open: (table) =>
      run(`table ${table.id}`, async () => {
        const { session } = await api.post(`/api/tables/${table.id}/open`);
        board.apply("session_opened", { session: { ...session, table } });
      }),

    /**
     * @param {Table} table
     * @param {Record<string, "complete" | "cancel">} orders
     * @param {() => void} onUndecided orders came in meanwhile; the board has them by then
     */
    close: (table, orders, onUndecided) => {
      const id = table.session?.id ?? null;
      return run(
        `table ${table.id}`,
        async () => {
          await withApproval((approval) => api.post(`/api/tables/${table.id}/close`, { orders, session_id: id, approval }));
          board.apply("session_closed", { session: { id } });
        },
        async ({ code, details }) => {
          if (code !== "UNFINISHED_ORDERS") return false;
          for (const order of details.orders) put(order);
          onUndecided();
          return true;
        },
      );
    },
  };
}
