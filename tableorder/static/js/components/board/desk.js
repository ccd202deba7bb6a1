/** What one screen at the counter knows beside the orders: its filter, its clock, what it has asked and not heard of. */

/**
 * @param {{flow: string, asksCode: boolean, timeZone: string, now: number, sound: string, isMuted: boolean,
 *   volume: number}} start
 */
export const makeDesk = ({ flow, asksCode, timeZone, now, sound, isMuted, volume }) => ({
  flow,
  /** Phones need a session's code to join it. */
  asksCode,
  timeZone,
  now,
  filter: { query: "", status: "all", byWaiting: false },
  /** @type {Record<string, boolean>} what was asked of the server and is not answered yet, by what it is about */
  busy: {},
  connection: { status: "connecting", lastContact: /** @type {number | null} */ (null) },
  /** A new snapshot is on its way. */
  isBehind: false,
  sound,
  isMuted,
  volume,
  /** @type {number | null} the order and the table whose sheets are open */
  orderId: null,
  /** @type {number | null} */
  tableId: null,
  /** @type {{way: import("../../stores/moving.js").Way, tableId: number} | null} the party that is to go elsewhere */
  moving: null,
  /** @type {import("../live/undo.js").Undo[]} */
  undos: [],
});

/**
 * The store's settings have changed; some of them may be missing.
 * @param {ReturnType<typeof makeDesk>} desk
 * @param {{order_flow?: string, admission?: string}} store
 */
export function followStore(desk, { order_flow, admission }) {
  if (order_flow) desk.flow = order_flow;
  if (admission) desk.asksCode = admission === "code";
}
