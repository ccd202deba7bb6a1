/**
 * How a screen of the staff asks the server for a change of an order: once at a time, by the version it knows, and
 * nothing is shown as done before the server said so. What was refused is shown as it stands there.
 */
import { ApiError } from "../../lib/api.js";
import { t } from "../../lib/i18n.js";
import { statusWord } from "../../lib/status.js";

/**
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../approval.js").Approval} Approval
 * @typedef {{api: ReturnType<typeof import("../../lib/api.js").makeApi>, board: import("../../stores/board.js").Board,
 *   busy: () => Record<string, boolean>, tell: (words: string, tone: "plain" | "ok" | "bad") => void,
 *   withApproval?: <T>(ask: (approval?: Approval) => Promise<T>) => Promise<T>}} World
 */

/** @param {World} world */
export function makeAsking({ api, board, busy, tell, withApproval = (ask) => ask() }) {
  /** @type {Map<number, Promise<Order | null>>} by order, until the server has answered */
  const acknowledging = new Map();

  /**
   * Ask once at a time about one thing.
   * @param {string} about
   * @param {() => Promise<unknown>} ask
   * @param {(error: ApiError) => Promise<boolean>} [mend] answers true when it has dealt with a refusal
   * @returns {Promise<boolean>} whether the server agreed
   */
  async function run(about, ask, mend = async () => false) {
    if (busy()[about]) return false;
    busy()[about] = true;
    try {
      await ask();
      return true;
    } catch (error) {
      await explain(error, mend);
      return false;
    } finally {
      delete busy()[about];
    }
  }

  /** @param {unknown} error @param {(error: ApiError) => Promise<boolean>} mend */
  async function explain(error, mend) {
    if (error instanceof ApiError && (await mend(error))) return;
    tell(error instanceof Error ? error.message : String(error), "bad");
  }

  /** @param {Order} order */
  const put = (order) => board.apply(order.deleted ? "order_deleted" : "order_updated", { order });

  /** Someone was faster: show the order as it stands, and say so. @param {number} id */
  const showPresent = (id) => async (/** @type {ApiError} */ { status, details }) => {
    if (status !== 409 && status !== 404) return false;
    const order = details.order ?? (await api.get(`/api/orders/${id}`).catch(() => null));
    if (!order) return false;
    put(order);
    tell(t("Order %(number)s was changed elsewhere. It stands at: %(status)s.", {
      number: order.number,
      status: order.deleted ? t("Deleted") : statusWord(order.status),
    }), "bad");
    return true;
  };

  return {
    run,
    put,
    withApproval,
    showPresent,

    /**
     * A step may be asked for while the order is still being acknowledged, which makes a new version of it.
     * @param {Order} order
     * @param {(version: number, approval?: Approval) => Promise<Order>} ask
     */
    change: (order, ask) =>
      run(
        `order ${order.id}`,
        async () => {
          const seen = await acknowledging.get(order.id);
          put(await withApproval((approval) => ask(seen?.version ?? order.version, approval)));
        },
        showPresent(order.id),
      ),

    /** Someone has seen it; where that fails the order stays new, which says enough. @param {Order} order */
    acknowledge(order) {
      const answer = api.post(`/api/orders/${order.id}/seen`).catch(() => null);
      acknowledging.set(order.id, answer);
      return answer.then((seen) => {
        acknowledging.delete(order.id);
        if (seen) put(seen);
      });
    },
  };
}
