/**
 * The menu as the guest sees it, and what follows from it: what a choice of options costs, whether it may be
 * ordered, and what has become of it since. The server decides again; this only spares the guest a refusal.
 */

/**
 * @typedef {{id: number, name: string, price_delta: number, is_sold_out: boolean, is_available: boolean}} Choice
 * @typedef {{id: number, name: string, min_select: number, max_select: number, choices: Choice[]}} Group
 * @typedef {{id: number, name: string, description: string, price: number, image: any, is_sold_out: boolean,
 *   is_available: boolean, unavailable_reason: null | "sold_out" | "hours" | "paused", labels: string[], spicy: number,
 *   allergens: string[], origin: string, option_groups: Group[]}} Item
 * @typedef {{id: number, name: string, children: Category[], items: Item[]}} Category
 * @typedef {{version: number, currency: string, pause_message?: string | null, categories: Category[]}} Tree
 * @typedef {"gone" | "sold_out" | "hours" | "choice_sold_out" | "choices" | "price"} Trouble
 */

/** @param {Category[]} categories @returns {Item[]} */
export const itemsOf = (categories) => categories.flatMap(({ items, children }) => [...items, ...itemsOf(children)]);

/** @param {Tree} tree @returns {Record<number, Item>} */
const byId = ({ categories }) => Object.fromEntries(itemsOf(categories).map((item) => [item.id, item]));

/** @param {Tree} tree */
export function makeMenu(tree) {
  return {
    version: tree.version,
    items: byId(tree),
    /** What the store tells its guests while it takes no orders; null while it does. */
    pauseMessage: tree.pause_message ?? null,
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
      this.tree = tree;
      return true;
    },

    /** @param {number} id @returns {Item | null} */
    find(id) {
      return this.items[id] ?? null;
    },

    /** The store takes no orders now. */
    get isPaused() {
      return this.pauseMessage !== null;
    },
  };
}

/** @param {Item} item */
const choicesOf = (item) => item.option_groups.flatMap(({ choices }) => choices);

/**
 * How often a group's choices were taken.
 * @param {Group} group
 * @param {number[]} choiceIds
 */
export const countIn = (group, choiceIds) =>
  choiceIds.filter((id) => group.choices.some((choice) => choice.id === id)).length;

/**
 * The first group that asks for more, or null.
 * @param {Item} item
 * @param {number[]} choiceIds
 */
export const firstUnmet = (item, choiceIds) =>
  item.option_groups.find((group) => countIn(group, choiceIds) < group.min_select) ?? null;

/**
 * What one costs with these options; never below 0.
 * @param {Item} item
 * @param {number[]} choiceIds
 */
export function unitPrice(item, choiceIds) {
  const deltas = new Map(choicesOf(item).map((choice) => [choice.id, choice.price_delta]));
  return Math.max(0, choiceIds.reduce((sum, id) => sum + (deltas.get(id) ?? 0), item.price));
}

/**
 * Say the options in the menu's order, one taken twice as "Cheese ×2".
 * @param {Item} item
 * @param {number[]} choiceIds
 */
export function optionsText(item, choiceIds) {
  const counted = choicesOf(item).map(({ id, name }) => [name, choiceIds.filter((chosen) => chosen === id).length]);
  return counted.filter(([, count]) => count).map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(", ");
}

/**
 * What keeps a line of the cart from being ordered as it stands, or null.
 * @param {{choiceIds: number[], price: number}} line
 * @param {Item | null} item
 * @returns {{code: Trouble, choice?: string} | null}
 */
export function troubleOf({ choiceIds, price }, item) {
  if (!item) return { code: "gone" };
  if (item.is_sold_out) return { code: "sold_out" };
  if (item.unavailable_reason === "hours") return { code: "hours" };
  return choiceTrouble(choiceIds, item) ?? (unitPrice(item, choiceIds) === price ? null : { code: "price" });
}

/**
 * @param {number[]} choiceIds
 * @param {Item} item
 * @returns {{code: Trouble, choice?: string} | null}
 */
function choiceTrouble(choiceIds, item) {
  const offered = choicesOf(item);
  if (choiceIds.some((id) => !offered.some((choice) => choice.id === id))) return { code: "choices" };
  const off = offered.find((choice) => choice.is_sold_out && choiceIds.includes(choice.id));
  if (off) return { code: "choice_sold_out", choice: off.name };
  const isOverfull = item.option_groups.some((group) => countIn(group, choiceIds) > group.max_select);
  return isOverfull || firstUnmet(item, choiceIds) ? { code: "choices" } : null;
}
