/**
 * Where categories and dishes stand, moved one step at a time: every step answers a new arrangement and never changes
 * the old. One that cannot be gone answers the same. No category ever stands below the second level.
 */

/**
 * @typedef {{id: number, item_ids: number[]}} Child
 * @typedef {Child & {children: Child[]}} Top
 * @typedef {{index: number, count: number, categoryId: number | null}} Spot its place among `count`, and below what
 */

/** The categories of both levels as they are read. @param {Top[]} tops @returns {Child[]} */
export const places = (tops) => tops.flatMap((top) => [top, ...top.children]);

/** @param {Top[]} tops @param {number} itemId @returns {Spot | null} */
export function itemSpot(tops, itemId) {
  const place = places(tops).find(({ item_ids }) => item_ids.includes(itemId));
  return place ? { index: place.item_ids.indexOf(itemId), count: place.item_ids.length, categoryId: place.id } : null;
}

/** @param {Top[]} tops @param {number} id @returns {Spot | null} */
export function categorySpot(tops, id) {
  const spot = (list, categoryId) => ({ index: list.findIndex((one) => one.id === id), count: list.length, categoryId });
  const spots = [spot(tops, null), ...tops.map((top) => spot(top.children, top.id))];
  return spots.find(({ index }) => index >= 0) ?? null;
}

/** @template T @param {T[]} list @param {number} from @param {number} count @param {T[]} more */
const spliced = (list, from, count, ...more) => [...list.slice(0, from), ...more, ...list.slice(from + count)];

/** @template T @param {T[]} list @param {number} from @param {number} to */
const shifted = (list, from, to) => spliced(spliced(list, from, 1), to, 0, list[from]);

/** @param {Top[]} tops @param {number} id @param {(place: any) => any} change */
const withPlace = (tops, id, change) =>
  tops.map((top) => {
    const children = top.children.map((child) => (child.id === id ? change(child) : child));
    return top.id === id ? change({ ...top, children }) : { ...top, children };
  });

/**
 * Move a dish one step; past the end of its category it goes into the next one, past the beginning into the one before.
 * @param {Top[]} tops
 * @param {number} itemId
 * @param {-1 | 1} step
 */
export function moveItem(tops, itemId, step) {
  const spot = itemSpot(tops, itemId);
  if (!spot) return tops;
  const to = spot.index + step;
  if (to >= 0 && to < spot.count) {
    return withPlace(tops, spot.categoryId, (place) => ({ ...place, item_ids: shifted(place.item_ids, spot.index, to) }));
  }
  const all = places(tops);
  const next = all[all.findIndex(({ id }) => id === spot.categoryId) + step];
  if (!next) return tops;
  const without = withPlace(tops, spot.categoryId, (place) => ({ ...place, item_ids: place.item_ids.filter((id) => id !== itemId) }));
  return withPlace(without, next.id, (place) => ({
    ...place, item_ids: step > 0 ? [itemId, ...place.item_ids] : [...place.item_ids, itemId],
  }));
}

/**
 * Move a category one step among those beside it; one of the second level goes on below the next of the first.
 * @param {Top[]} tops
 * @param {number} id
 * @param {-1 | 1} step
 */
export function moveCategory(tops, id, step) {
  const spot = categorySpot(tops, id);
  if (!spot) return tops;
  const to = spot.index + step;
  const isInside = to >= 0 && to < spot.count;
  if (spot.categoryId === null) return isInside ? shifted(tops, spot.index, to) : tops;
  if (isInside) {
    return withPlace(tops, spot.categoryId, (top) => ({ ...top, children: shifted(top.children, spot.index, to) }));
  }
  const place = tops.findIndex((top) => top.id === spot.categoryId);
  const next = tops[place + step];
  if (!next) return tops;
  const child = tops[place].children[spot.index];
  return tops.map((top) => {
    if (top === tops[place]) return { ...top, children: top.children.filter((one) => one !== child) };
    if (top !== next) return top;
    return { ...top, children: step > 0 ? [child, ...top.children] : [...top.children, child] };
  });
}

/** Put a category of the first level below the one before it; one that has others below itself stays. @param {Top[]} tops @param {number} id */
export function lower(tops, id) {
  const place = tops.findIndex((top) => top.id === id);
  if (place < 1 || tops[place].children.length) return tops;
  const { children, ...child } = tops[place];
  const above = { ...tops[place - 1], children: [...tops[place - 1].children, child] };
  return spliced(tops, place - 1, 2, above);
}

/** Bring a category of the second level up, right after the one that it stood below. @param {Top[]} tops @param {number} id */
export function raise(tops, id) {
  const place = tops.findIndex((top) => top.children.some((child) => child.id === id));
  if (place < 0) return tops;
  const child = tops[place].children.find((one) => one.id === id);
  const left = { ...tops[place], children: tops[place].children.filter((one) => one !== child) };
  return spliced(tops, place, 1, left, { ...child, children: [] });
}

/** @param {Top[]} one @param {Top[]} other */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
