/**
 * What cooks do to orders: ask the server, then let the board take in its answer. Nothing here names a version: a line
 * is marked done whatever happened to the others meanwhile, and each station works on an order at its own pace.
 */
import { makeAsking } from "../live/asking.js";

/**
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../../stores/board.js").Line} Line
 */

/** A store without stations has one kitchen, which the server knows no number of. @param {number | undefined} id */
const at = (id) => (id ? { station_id: id } : {});

/** @param {import("../live/asking.js").World} world */
export function makeCooking(world) {
  const { api } = world;
  const { run, put, change, acknowledge, showPresent } = makeAsking(world);

  /** @param {Order} order @param {string} what of it @param {() => Promise<Order>} call */
  const ask = (order, what, call) =>
    run(`order ${order.id}${what}`, async () => put(await call()), showPresent(order.id));
  /** @param {Order} order */
  const path = ({ id }) => `/api/orders/${id}`;

  return {
    acknowledge,

    /** @param {Order} order @param {Line} line @param {"done" | "waiting"} status */
    mark: (order, line, status) =>
      ask(order, ` line ${line.id}`, () => api.patch(`${path(order)}/items/${line.id}`, { status })),

    /** All that waits is done, at one station or everywhere. @param {Order} order @param {number} [station] */
    bump: (order, station) => ask(order, "", () => api.post(`${path(order)}/bump`, at(station))),

    /** These lines wait again, or all. @param {Order} order @param {number[]} [item_ids] */
    recall: (order, item_ids) =>
      ask(order, "", () => api.post(`${path(order)}/recall`, item_ids ? { item_ids } : {})),

    /** @param {Order} order @param {boolean} is_rush */
    rush: (order, is_rush) => ask(order, " rush", () => api.post(`${path(order)}/rush`, { is_rush })),

    /** What was taken away of these lines has been noticed. @param {Order} order @param {Line[]} lines @param {number} [station] */
    seeVoids(order, lines, station) {
      const item_ids = lines.map(({ id }) => id);
      return ask(order, " void", () => api.post(`${path(order)}/void-seen`, { ...at(station), item_ids }));
    },

    /** It has left the pass. @param {Order} order */
    serve: (order) => change(order, (version) => api.patch(path(order), { status: "completed", version })),
  };
}
