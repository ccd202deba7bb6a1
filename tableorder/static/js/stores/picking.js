/** Choosing options of one dish: every step answers the new list of choice ids and never changes the old. */
import { countIn } from "./menu.js";

/** @typedef {import("./menu.js").Group} Group */

/** Exactly one has to be taken: shown as radio buttons. @param {Group} group */
export const isSingle = (group) => group.min_select === 1 && group.max_select === 1;

/** @param {number[]} picks @param {number} id */
export const timesOf = (picks, id) => picks.filter((pick) => pick === id).length;

/** @param {Group} group @param {number[]} picks */
const others = (group, picks) => picks.filter((pick) => !group.choices.some(({ id }) => id === pick));

/**
 * Tick or untick a choice. Where only one fits, it takes the other's place; a full group stays as it is.
 * @param {Group} group
 * @param {number[]} picks
 * @param {number} id
 */
export function toggle(group, picks, id) {
  if (group.max_select === 1) {
    const isTaken = picks.includes(id) && !isSingle(group);
    return isTaken ? others(group, picks) : [...others(group, picks), id];
  }
  return picks.includes(id) ? picks.filter((pick) => pick !== id) : more(group, picks, id);
}

/**
 * Take a choice once more; a full group stays as it is.
 * @param {Group} group
 * @param {number[]} picks
 * @param {number} id
 */
export const more = (group, picks, id) => (isFull(group, picks) ? picks : [...picks, id]);

/** @param {number[]} picks @param {number} id */
export function less(picks, id) {
  const place = picks.lastIndexOf(id);
  return picks.filter((_, index) => index !== place);
}

/** @param {Group} group @param {number[]} picks */
export const isFull = (group, picks) => countIn(group, picks) >= group.max_select;

/**
 * The picks that can still be made: those of a line that is edited may have left the menu or be sold out.
 * @param {Group[]} groups
 * @param {number[]} picks
 */
export function stillOffered(groups, picks) {
  const offered = groups.flatMap(({ choices }) => choices).filter(({ is_sold_out: isOff }) => !isOff);
  return picks.filter((pick) => offered.some(({ id }) => id === pick));
}
