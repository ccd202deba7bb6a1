/** The last events of a shared stream, for a tab that joins late. Pure: it knows nothing of tabs or connections. */

/** More than a burst of a full house between a page's answer and its stream. */
const MOST = 200;

/**
 * @typedef {{name: string, data: any, seq: number}} Kept
 * @typedef {{floor: number | null, kept: Kept[]}} Memory every event after `floor` is in `kept`; null: nothing is known
 */

/** @param {number | null} since @returns {Memory} */
export const remember = (since) => ({ floor: since, kept: [] });

/**
 * @param {Memory} memory
 * @param {Kept} event
 * @returns {Memory}
 */
export function withEvent(memory, event) {
  if (event.name === "reset") return remember(event.seq);
  const kept = [...memory.kept, event];
  if (kept.length <= MOST) return { floor: memory.floor ?? event.seq - 1, kept };
  return { floor: kept[0].seq, kept: kept.slice(1) };
}

/**
 * What a tab that knows everything up to `since` still lacks; `null` when we can't know, so it must fetch again.
 * @param {Memory} memory
 * @param {number | null} since null: it wants what comes from now on
 * @returns {Kept[] | null}
 */
export function missing(memory, since) {
  if (since === null) return [];
  if (memory.floor === null || since < memory.floor) return null;
  return memory.kept.filter((event) => event.seq > since);
}
