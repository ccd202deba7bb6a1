/** What one screen at the counter knows beside the orders: its filter, and what is open on it. */

/**
 * @param {import("../live/start.js").Desk} desk
 * @param {{admission: string}} store
 */
export const makeDesk = (desk, { admission }) => ({
  ...desk,
  /** Phones need a session's code to join it. */
  asksCode: admission === "code",
  filter: { query: "", status: "all", byWaiting: false },
  /** @type {number | null} the order and the table whose sheets are open */
  orderId: null,
  /** @type {number | null} */
  tableId: null,
  /** @type {{way: import("../../stores/moving.js").Way, tableId: number} | null} the party that is to go elsewhere */
  moving: null,
});

/**
 * The store's settings have changed; some of them may be missing.
 * @param {ReturnType<typeof makeDesk>} desk
 * @param {{admission?: string}} store
 */
export function followStore(desk, { admission }) {
  if (admission) desk.asksCode = admission === "code";
}
