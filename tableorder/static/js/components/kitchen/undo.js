/** What can be taken back for some seconds after it was done. */

/** Seconds for which a bump, and a rush mark, can be taken back. */
export const BUMP_SECONDS = 10;
export const RUSH_SECONDS = 3;

/** So many stand there at once; the oldest gives way. */
const MOST = 4;

/** @typedef {import("./screen.js").Undo} Undo */

/**
 * @param {{list: () => Undo[], now: () => number}} world `now` in ms; the list is the screen's
 */
export function makeUndos({ list, now }) {
  let count = 0;

  /** @param {number} id */
  function drop(id) {
    const place = list().findIndex((undo) => undo.id === id);
    return place < 0 ? null : list().splice(place, 1)[0];
  }

  return {
    /** @param {string} words @param {number} seconds @param {() => Promise<unknown>} take */
    offer(words, seconds, take) {
      count += 1;
      list().push({ id: count, words, seconds, until: now() + seconds * 1000, take });
      if (list().length > MOST) list().shift();
    },
    /** Take one back, or the newest. @param {number} [id] @returns {boolean} whether there was one */
    take(id = list().at(-1)?.id ?? 0) {
      const undo = drop(id);
      undo?.take();
      return undo !== null;
    },
    /** Forget those whose time is over; call it every second. */
    tick() {
      for (const { id } of list().filter(({ until }) => until <= now())) drop(id);
    },
  };
}
