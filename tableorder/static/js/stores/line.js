/**
 * What may be chosen of a dish and what it costs with that: the server's own rules (`menu/rules.py`), told again so that
 * the guest sees faults and totals before sending. A test holds both to the same answers; the server decides.
 */

import { optionsInWords } from "../lib/options.js";

/**
 * @typedef {import("./menu.js").Choice} Choice
 * @typedef {import("./menu.js").Group} Group
 * @typedef {import("./menu.js").Item} Item
 * @typedef {{choiceId: number, choiceIds: number[]}} Part a choice that is taken once, with choices of its own
 * @typedef {{choiceIds: number[], parts: Part[]}} Picks a choice stands in one of both, once for each time it is taken
 * @typedef {{choice: Choice, times: number, delta: number, options: Taken[]}} Taken `delta` is charged for each
 * @typedef {{code: string, choice?: string, group?: string, count?: number, reason?: string, message?: string}} Trouble
 */

/** @type {Picks} */
export const NOTHING = { choiceIds: [], parts: [] };

/** @param {Group[]} groups */
const choicesOf = (groups) => groups.flatMap(({ choices }) => choices);

/** @param {number[]} one @param {number[]} other as Python compares tuples */
function compare(one, other) {
  const place = one.findIndex((id, index) => id !== other[index]);
  return place < 0 ? one.length - other.length : one[place] - (other[place] ?? -1);
}

/** @param {number[]} ids */
export const sorted = (ids) => [...ids].sort((one, other) => one - other);

/** Picks in an order of their own, so that equal ones look equal. @param {Picks} picks @returns {Picks} */
export const tidy = ({ choiceIds, parts }) => ({
  choiceIds: sorted(choiceIds),
  parts: parts
    .map(({ choiceId, choiceIds: own }) => ({ choiceId, choiceIds: sorted(own) }))
    .sort((one, other) => one.choiceId - other.choiceId || compare(one.choiceIds, other.choiceIds)),
});

/** Each time that a choice was taken, with the choices of its own. @param {Picks} picks @returns {Map<number, number[][]>} */
function servingsOf({ choiceIds, parts }) {
  const servings = new Map();
  for (const { choiceId, choiceIds: own } of [...choiceIds.map((id) => ({ choiceId: id, choiceIds: [] })), ...parts]) {
    servings.set(choiceId, [...(servings.get(choiceId) ?? []), sorted(own)].sort(compare));
  }
  return servings;
}

/**
 * Why these cannot be taken together, or null.
 * @param {Group[]} groups
 * @param {Picks} picks
 * @returns {Trouble | null}
 */
export function faultOf(groups, picks) {
  const servings = servingsOf(picks);
  const offered = new Set(choicesOf(groups).map(({ id }) => id));
  if ([...servings.keys()].some((id) => !offered.has(id))) return { code: "CHOICE_INVALID" };
  for (const group of groups) {
    const fault = groupFault(group, servings);
    if (fault) return fault;
  }
  return null;
}

/** @param {Group} group @param {Map<number, number[][]>} servings @returns {Trouble | null} */
function groupFault(group, servings) {
  const chosen = group.choices.filter(({ id }) => servings.has(id));
  const off = chosen.find((choice) => !choice.is_available);
  if (off) return { code: "CHOICE_SOLD_OUT", choice: off.name };
  const count = chosen.reduce((sum, { id }) => sum + (servings.get(id)?.length ?? 0), 0);
  if (count < group.min_select) return { code: "GROUP_TOO_FEW", group: group.name, count: group.min_select };
  if (count > group.max_select) return { code: "GROUP_TOO_MANY", group: group.name, count: group.max_select };
  for (const { id, option_groups: own } of chosen) {
    for (const choiceIds of servings.get(id) ?? []) {
      const fault = faultOf(own, { choiceIds, parts: [] });
      if (fault) return fault;
    }
  }
  return null;
}

/**
 * What was taken, in the menu's order: what is free of a choice apart from what is paid.
 * @param {Group[]} groups
 * @param {Picks} picks those that are not offered are passed by
 * @returns {Taken[]}
 */
export function takenOf(groups, picks) {
  const servings = servingsOf(picks);
  return groups.flatMap((group) => {
    const free = freePlaces(group, servings);
    return group.choices.flatMap((choice) => alike(choice, servings.get(choice.id) ?? [], free.get(choice.id) ?? 0));
  });
}

/**
 * How many of each choice cost nothing: the dearest, the earlier among equals.
 * @param {Group} group
 * @param {Map<number, number[][]>} servings
 */
function freePlaces({ choices, free_quantity: most }, servings) {
  const free = new Map();
  let left = most;
  for (const { id, price_delta: delta } of [...choices].sort((one, other) => other.price_delta - one.price_delta)) {
    if (delta <= 0) break;
    free.set(id, Math.min(left, servings.get(id)?.length ?? 0));
    left -= free.get(id);
  }
  return free;
}

/** @param {Choice} choice @param {number[][]} servings @param {number} free @returns {Taken[]} */
function alike(choice, servings, free) {
  /** @type {Map<string, Taken>} */
  const counted = new Map();
  for (const [place, choiceIds] of servings.entries()) {
    const delta = place < free ? 0 : choice.price_delta;
    const key = JSON.stringify([delta, choiceIds]);
    const known = counted.get(key) ?? { choice, times: 0, delta, options: takenOf(choice.option_groups, { choiceIds, parts: [] }) };
    counted.set(key, { ...known, times: known.times + 1 });
  }
  return [...counted.values()];
}

/** @param {Taken[]} taken @returns {number} */
const sumOf = (taken) => taken.reduce((sum, { times, delta, options }) => sum + times * (delta + sumOf(options)), 0);

/**
 * What one costs with these options; never below 0.
 * @param {Item} item
 * @param {Picks} picks
 */
export const unitPrice = (item, picks) => Math.max(0, item.price + sumOf(takenOf(item.option_groups, picks)));

/** @param {Taken} taken @returns {import("../lib/options.js").Named} */
const named = ({ choice, times, options }) => ({ name: choice.name, times, options: options.map(named) });

/**
 * Say the options in the menu's order, one taken twice as "Cheese ×2", a part's own behind it: "Fries (Large)".
 * @param {Item} item
 * @param {Picks} picks
 */
export const optionsText = (item, picks) => optionsInWords(takenOf(item.option_groups, picks).map(named));

/**
 * What keeps a line of the cart from being ordered as it stands, or null.
 * @param {Picks & {price: number}} line
 * @param {Item | null} item
 * @param {boolean} [isStorePaused] then every item is paused, and that is not the line's trouble
 * @returns {Trouble | null}
 */
export function troubleOf(line, item, isStorePaused = false) {
  if (!item) return { code: "ITEM_NOT_FOUND" };
  const { unavailable_reason: reason } = item;
  if (item.is_sold_out) return { code: "ITEM_SOLD_OUT" };
  if (reason === "hours" || (reason === "paused" && !isStorePaused)) return { code: "ITEM_NOT_SOLD_NOW", reason };
  return faultOf(item.option_groups, line) ?? (unitPrice(item, line) === line.price ? null : { code: "price" });
}
