/** What can be taken back for some seconds after it was done. */

/** So many stand there at once; the oldest gives way. */
const MOST = 3;

/** @typedef {{id: number, words: string, left: number, until: number, take: () => unknown}} Undo `left` in seconds */

/** @param {{list: () => Undo[], now: () => number}} world `now` in ms; the list is the screen's */
export function makeUndos({ list, now }) {
  let count = 0;

  /** @param {number} id */
  function drop(id) {
    const place = list().findIndex((undo) => undo.id === id);
    return place < 0 ? null : list().splice(place, 1)[0];
  }

  return {
    /** @param {string} words @param {number} seconds @param {() => unknown} take */
    offer(words, seconds, take) {
      count += 1;
      list().push({ id: count, words, left: seconds, until: now() + seconds * 1000, take });
      if (list().length > MOST) list().shift();
    },
    /** @param {number} id */
    take(id) { drop(id)?.take(); },
    drop,
    /** Count down, and forget those whose time is over; call it every second. */
    tick() {
      for (const undo of [...list()]) {
        undo.left = Math.ceil((undo.until - now()) / 1000);
        if (undo.left <= 0) drop(undo.id);
      }
    },
  };
}

/**
 * @param {{undos: () => Undo[], undoing: ReturnType<typeof makeUndos>}} world
 */
export const undoBar = ({ undos, undoing }) => () => ({
  get undos() { return undos(); },
  /** @param {number} id */
  undo(id) { undoing.take(id); },
  /** @param {number} id */
  dismiss(id) { undoing.drop(id); },
});
