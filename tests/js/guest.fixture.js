/** A small menu and a memory for the tests of the guests' stores. */

/** @param {number} id @param {string} name @param {number} [delta] @param {any} [more] */
const choice = (id, name, delta = 0, more = {}) => ({
  id, name, price_delta: delta, is_default: false, is_sold_out: false, is_available: true, menu_id: null, option_groups: [], ...more,
});
/** @param {number} id @param {string} name @param {[number, number]} selects @param {any[]} choices @param {number} [free] */
const group = (id, name, [least, most], choices, free = 0) => (
  { id, name, min_select: least, max_select: most, free_quantity: free, choices }
);
const OFF = { is_sold_out: true, is_available: false };

const size = group(1, "Size", [1, 1], [choice(11, "Regular"), choice(12, "Large", 500)]);
const toppings = group(2, "Toppings", [0, 3], [choice(21, "Egg", 1000), choice(22, "Cheese", 1500), choice(23, "Avocado", 2500, OFF)]);
const rice = group(3, "Rice", [1, 1], [choice(31, "None", -99_000)]);
const dips = group(5, "Dips", [0, 2], [choice(51, "Ketchup", 300, { is_default: true }), choice(52, "Mayo", 500)], 1);
const portion = group(6, "Portion", [1, 1], [choice(61, "Small", 0, { is_default: true }), choice(62, "Big", 1200)]);
const sides = group(4, "Sides", [1, 2], [
  choice(41, "Fries", 0, { menu_id: 2, is_default: true, option_groups: [portion, dips] }), choice(42, "Salad", 700),
]);

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
    item(4, "Burger set", 12_000, { option_groups: [sides] }),
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
