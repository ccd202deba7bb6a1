/** Structural sharing: a new state that keeps every part that has not changed, so that a page redraws only the rest. */

/** @param {any} value */
const isTree = (value) => typeof value === "object" && value !== null;

/**
 * The parts of a list by their id, of an object by their name.
 * @param {any} tree
 * @returns {Map<any, any>}
 */
const partsOf = (tree) =>
  Array.isArray(tree)
    ? new Map(tree.map((part, place) => [part?.id ?? place, part]))
    : new Map(Object.entries(tree));

/**
 * Return `after` with every part that equals its counterpart in `before` replaced by that; `before` itself when all
 * are the same. Plain data only, and `after` is the caller's to change.
 * @template T
 * @param {any} before
 * @param {T} after
 * @returns {T}
 */
export function share(before, after) {
  if (Object.is(before, after)) return before;
  if (!isTree(before) || !isTree(after)) return after;
  const old = partsOf(before);
  const tree = /** @type {any} */ (after);
  let isSame = Object.keys(before).length === Object.keys(tree).length;
  for (const name of Object.keys(tree)) {
    tree[name] = share(old.get(Array.isArray(tree) ? tree[name]?.id ?? Number(name) : name), tree[name]);
    isSame &&= Object.is(tree[name], before[name]);
  }
  return isSame ? before : after;
}
