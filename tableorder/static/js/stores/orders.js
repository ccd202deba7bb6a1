/** The orders of one table session as the guest follows them. Events and answers take the same way in: `put`. */

/** @typedef {{id: number, number: string, status: string, version: number, session_id: number, deleted: boolean, by_guest: boolean,
 *   total: number, items: any[], seen_at: string | null, note: string, created_at: string}} Order */

/** @type {Record<string, string[]>} */
export const FLOWS = {
  full: ["pending", "confirmed", "preparing", "ready", "completed"],
  short: ["pending", "preparing", "completed"],
};

const ORDER_EVENTS = new Set(["order_created", "order_updated", "order_deleted"]);

/** @param {Order} order */
const counts = ({ status, deleted }) => status !== "cancelled" && !deleted;

/**
 * The steps of an order's way; one that a changed flow leaves out is still shown while the order stands on it.
 * @param {string} status
 * @param {string} flow
 * @returns {{status: string, state: "done" | "now" | "todo"}[]}
 */
export function stepsOf(status, flow) {
  const all = FLOWS.full;
  const place = all.indexOf(status);
  const shown = all.filter((step) => step === status || (FLOWS[flow] ?? all).includes(step));
  return shown.map((step) => {
    const at = all.indexOf(step);
    return { status: step, state: at < place ? "done" : at === place ? "now" : "todo" };
  });
}

/** @param {number} sessionId */
export function makeOrders(sessionId) {
  return {
    list: /** @type {Order[]} */ ([]),

    /** @param {Order[]} orders all that there are */
    load(orders) {
      this.list = [];
      for (const order of orders) this.put(order);
    },

    /**
     * Take an event of the stream.
     * @param {string} name
     * @param {any} data
     * @returns {{order: Order, before: Order | null} | null} what changed, null for nothing
     */
    apply(name, data) {
      return ORDER_EVENTS.has(name) ? this.put(data.order) : null;
    },

    /**
     * Take an order as it stood at some time; older news changes nothing. One that went to another session is gone.
     * @param {Order} order
     */
    put(order) {
      const before = this.list.find(({ id }) => id === order.id) ?? null;
      if (before && before.version >= order.version) return null;
      const rest = this.list.filter(({ id }) => id !== order.id);
      if (order.session_id !== sessionId) {
        this.list = rest;
        return null;
      }
      this.list = [order, ...rest].sort((one, other) => other.id - one.id);
      return { order, before };
    },

    get isEmpty() {
      return this.list.length === 0;
    },

    /** What the table has ordered so far, without what was cancelled. */
    get total() {
      return this.list.filter(counts).reduce((sum, { total }) => sum + total, 0);
    },
  };
}
