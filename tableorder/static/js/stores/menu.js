/** The menu as the guest sees it; what may be ordered of it and at which price is told by `line.js`. */

/**
 * @typedef {{id: number, name: string, price_delta: number, is_default: boolean, is_sold_out: boolean,
 *   is_available: boolean, menu_id: number | null, option_groups: Group[]}} Choice
 * @typedef {{id: number, name: string, min_select: number, max_select: number, free_quantity: number,
 *   choices: Choice[]}} Group
 * @typedef {{id: number, name: string, description: string, price: number, image: any, is_sold_out: boolean,
 *   is_available: boolean, unavailable_reason: null | "sold_out" | "hours" | "paused", unavailable_note?: string,
 *   labels: string[], spicy: number, allergens: string[], origin: string, option_groups: Group[]}} Item
 * @typedef {{id: number, name: string, children: Category[], items: Item[]}} Category
 * @typedef {{version: number, currency: string, changes_at?: string, pause_message?: string | null,
 *   last_order_at?: string | null, is_past_last_order?: boolean, order_gap?: number, order_limit?: number,
 *   categories: Category[]}} Tree
 */

/** @param {Category[]} categories @returns {Item[]} */
export const itemsOf = (categories) => categories.flatMap(({ items, children }) => [...items, ...itemsOf(children)]);

/** @param {Tree} tree @returns {Record<number, Item>} */
const byId = ({ categories }) => Object.fromEntries(itemsOf(categories).map((item) => [item.id, item]));

/** How many orders the kitchen takes. @param {Tree} tree */
const limitsOf = ({ last_order_at: lastOrderAt = null, is_past_last_order: isPast = false, order_gap: gap = 0, order_limit: most = 0 }) => (
  { lastOrderAt, isPast, gap, most }
);

const MINUTE = 60_000;
const LAST_CALL = 10 * MINUTE;

/** @param {Tree} tree */
export function makeMenu(tree) {
  return {
    version: tree.version,
    items: byId(tree),
    /** What the store tells its guests while it takes no orders; null while it does. */
    pauseMessage: tree.pause_message ?? null,
    limits: limitsOf(tree),
    /** When hours begin or end, or the day turns: it changes then without news. */
    changesAt: tree.changes_at ?? null,
    tree: JSON.stringify(tree),

    /**
     * Take a newer menu; an older one, told late, is dropped.
     * @param {Tree} next
     * @returns {boolean} whether anything is different
     */
    load(next) {
      const tree = JSON.stringify(next);
      if (next.version < this.version || tree === this.tree) return false;
      this.version = next.version;
      this.items = byId(next);
      this.pauseMessage = next.pause_message ?? null;
      this.changesAt = next.changes_at ?? null;
      this.limits = limitsOf(next);
      this.tree = tree;
      return true;
    },

    /** @param {number} id @returns {Item | null} */
    find(id) {
      return this.items[id] ?? null;
    },

    /** The store takes no orders now. */
    get isPaused() {
      return this.pauseMessage !== null || this.limits.isPast;
    },

    /** Whether the last orders of the day have to be sent within ten minutes. @param {number} now in ms */
    isLastCall(now) {
      const left = Date.parse(this.limits.lastOrderAt ?? "") - now;
      return left > 0 && left <= LAST_CALL;
    },

    /**
     * Minutes until the table may order again after its latest order, 0 for now.
     * @param {string | null} latest when that was sent
     * @param {number} now in ms
     */
    minutesToWait(latest, now) {
      const until = Date.parse(latest ?? "") + this.limits.gap * MINUTE;
      return until > now ? Math.ceil((until - now) / MINUTE) : 0;
    },
  };
}
