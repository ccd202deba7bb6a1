/** Choosing options of one dish: every step answers new picks and never changes the old. */
import { NOTHING } from "./line.js";

/**
 * @typedef {import("./menu.js").Choice} Choice
 * @typedef {import("./menu.js").Group} Group
 * @typedef {import("./menu.js").Item} Item
 * @typedef {import("./line.js").Picks} Picks
 */

/** Exactly one has to be taken: shown as radio buttons. @param {Group} group */
export const isSingle = (group) => group.min_select === 1 && group.max_select === 1;

/** @param {Picks} picks */
const idsOf = ({ choiceIds, parts }) => [...choiceIds, ...parts.map(({ choiceId }) => choiceId)];

/** @param {Picks} picks @param {number} id */
export const timesOf = (picks, id) => idsOf(picks).filter((pick) => pick === id).length;

/** How often a group's choices were taken. @param {Group} group @param {Picks} picks */
export const countIn = (group, picks) => group.choices.reduce((sum, { id }) => sum + timesOf(picks, id), 0);

/** @param {Group} group @param {Picks} picks */
export const isFull = (group, picks) => countIn(group, picks) >= group.max_select;

/** @param {Picks} picks @param {(id: number) => boolean} isKept @returns {Picks} */
const only = ({ choiceIds, parts }, isKept) => ({
  choiceIds: choiceIds.filter(isKept), parts: parts.filter(({ choiceId }) => isKept(choiceId)),
});

/** @param {Picks} picks @param {Choice} choice @returns {Picks} with the choice once more, and its own defaults */
function plus({ choiceIds, parts }, { id, option_groups: own }) {
  if (!own.length) return { choiceIds: [...choiceIds, id], parts };
  return { choiceIds, parts: [...parts, { choiceId: id, choiceIds: defaultsOf(own).choiceIds }] };
}

/**
 * Tick or untick a choice. Where only one fits, it takes the other's place; a full group stays as it is.
 * @param {Group} group
 * @param {Picks} picks
 * @param {number} id
 */
export function toggle(group, picks, id) {
  const isTaken = timesOf(picks, id) > 0;
  if (isTaken && isSingle(group)) return picks;
  if (isTaken) return only(picks, (pick) => pick !== id);
  const freed = group.max_select === 1 ? only(picks, (pick) => !group.choices.some((choice) => choice.id === pick)) : picks;
  return more(group, freed, id);
}

/**
 * Take a choice once more; a full group stays as it is.
 * @param {Group} group
 * @param {Picks} picks
 * @param {number} id
 */
export function more(group, picks, id) {
  const choice = group.choices.find((one) => one.id === id);
  return choice && !isFull(group, picks) ? plus(picks, choice) : picks;
}

/** Take a choice once less: the one that was taken last. @param {Picks} picks @param {number} id @returns {Picks} */
export function less({ choiceIds, parts }, id) {
  const part = parts.map(({ choiceId }) => choiceId).lastIndexOf(id);
  if (part >= 0) return { choiceIds, parts: parts.filter((_, index) => index !== part) };
  const place = choiceIds.lastIndexOf(id);
  return { choiceIds: choiceIds.filter((_, index) => index !== place), parts };
}

/** What was chosen within a part. @param {Picks} picks @param {number} place @returns {Picks} */
export const within = (picks, place) => ({ choiceIds: picks.parts[place]?.choiceIds ?? [], parts: [] });

/** @param {Picks} picks @param {number} place of a part @param {Picks} own what is chosen within it now @returns {Picks} */
export const withPart = (picks, place, own) => ({
  ...picks, parts: picks.parts.map((part, index) => (index === place ? { ...part, choiceIds: own.choiceIds } : part)),
});

/** What is taken from the start. @param {Group[]} groups @returns {Picks} */
export const defaultsOf = (groups) =>
  groups.reduce((picks, group) => {
    const defaults = group.choices.filter((choice) => choice.is_default && choice.is_available);
    return defaults.reduce((taken, { id }) => more(group, taken, id), picks);
  }, NOTHING);

/**
 * The first group that lacks something, and the place of the part that asks it (null: the dish itself does).
 * @param {Group[]} groups
 * @param {Picks} picks
 * @returns {{group: Group, place: number | null} | null}
 */
export function firstUnmet(groups, picks) {
  for (const group of groups) {
    if (countIn(group, picks) < group.min_select) return { group, place: null };
    for (const [place, { choiceId }] of picks.parts.entries()) {
      const own = group.choices.find(({ id }) => id === choiceId)?.option_groups ?? [];
      const unmet = firstUnmet(own, within(picks, place));
      if (unmet) return { group: unmet.group, place };
    }
  }
  return null;
}

/**
 * The picks that can still be made: those of a line that is edited may have left the menu or be sold out.
 * @param {Group[]} groups
 * @param {Picks} picks
 * @returns {Picks}
 */
export function stillOffered(groups, { choiceIds, parts }) {
  const offered = new Map(groups.flatMap(({ choices }) => choices).map((choice) => [choice.id, choice]));
  const all = [...choiceIds.map((choiceId) => ({ choiceId, choiceIds: /** @type {number[]} */ ([]) })), ...parts];
  return all.reduce((kept, { choiceId, choiceIds: own }) => {
    const choice = offered.get(choiceId);
    if (!choice?.is_available) return kept;
    if (!choice.option_groups.length) return { ...kept, choiceIds: [...kept.choiceIds, choiceId] };
    const part = { choiceId, choiceIds: stillOffered(choice.option_groups, { choiceIds: own, parts: [] }).choiceIds };
    return { ...kept, parts: [...kept.parts, part] };
  }, NOTHING);
}
