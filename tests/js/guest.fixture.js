/** A small menu and a memory for the tests of the guests' stores. */

/** @param {number} id @param {string} name @param {number} [delta] @param {boolean} [isSoldOut] */
const choice = (id, name, delta = 0, isSoldOut = false) => (
  { id, name, price_delta: delta, is_sold_out: isSoldOut, is_available: !isSoldOut }
);

const size = { id: 1, name: "Size", min_select: 1, max_select: 1, choices: [choice(11, "Regular"), choice(12, "Large", 500)] };
const toppings = {
  id: 2, name: "Toppings", min_select: 0, max_select: 3,
  choices: [choice(21, "Egg", 1000), choice(22, "Cheese", 1500), choice(23, "Avocado", 2500, true)],
};
const rice = { id: 3, name: "Rice", min_select: 1, max_select: 1, choices: [choice(31, "None", -99_000)] };

/** @param {number} id @param {string} name @param {number} price @param {any} [more] */
const item = (id, name, price, more = {}) => ({
  id, name, price, description: "", image: null, is_sold_out: false, is_available: true, unavailable_reason: null,
  labels: [], spicy: 0, allergens: [], origin: "", option_groups: [], ...more,
});

/** @param {Record<number, any>} [changes] by item id; null takes it off */
export function tree(changes = {}, version = 1) {
  const all = [
    item(1, "Bibimbap", 9000, { option_groups: [size, toppings] }),
    item(2, "Soup", 4000),
    item(3, "Air", 1000, { option_groups: [rice] }),
  ];
  const items = all.filter(({ id }) => changes[id] !== null).map((dish) => ({ ...dish, ...changes[dish.id] }));
  return {
    version, currency: "KRW",
    categories: [
      { id: 1, name: "Meals", items: items.slice(0, 1), children: [{ id: 2, name: "Small", items: items.slice(1), children: [] }] },
    ],
  };
}

export function memory() {
  const kept = new Map();
  return {
    kept,
    get: (key, absent = null) => (kept.has(key) ? JSON.parse(kept.get(key)) : absent),
    set: (key, value) => Boolean(kept.set(key, JSON.stringify(value))),
    remove: (key) => kept.delete(key),
  };
}
