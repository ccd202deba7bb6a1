/** What can be taken back for some seconds after it was done. */

/** So many are kept at once, far more than anybody does in their time; the oldest gives way. */
const MOST = 40;

/**
 * @typedef {{id: number, words: string, seconds: number, left: number, until: number, take: () => unknown}} Undo
 *   `seconds` in all, and those that are left
 */

/** @param {{list: () => Undo[], now: () => number}} world `now` in ms; the list is the screen's */
export function makeUndos({ list, now }) {
  let count = 0;
  /** @type {{isTaken: boolean}[]} what the server has not answered yet, the newest last */
  const asked = [];

  /** @param {number} id */
  function drop(id) {
    const place = list().findIndex((undo) => undo.id === id);
    return place < 0 ? null : list().splice(place, 1)[0];
  }

  /** @param {string} words @param {number} seconds @param {() => unknown} take */
  function offer(words, seconds, take) {
    count += 1;
    list().push({ id: count, words, seconds, left: seconds, until: now() + seconds * 1000, take });
    if (list().length > MOST) list().shift();
  }

  return {
    offer,
    /**
     * Offer to take back what is being asked of the server, once it has agreed. Whoever is quicker than its answer is
     * heard: it is taken back as soon as it is done.
     * @param {Promise<boolean>} answer whether the server agreed
     * @param {{words: string, seconds: number, take: () => unknown, isOffered?: () => boolean}} undo `isOffered` is
     *   asked when it is done
     * @returns {Promise<boolean>} the answer
     */
    async after(answer, { words, seconds, take, isOffered = () => true }) {
      const one = { isTaken: false };
      asked.push(one);
      const isDone = await answer;
      asked.splice(asked.indexOf(one), 1);
      if (isDone && one.isTaken) take();
      else if (isDone && isOffered()) offer(words, seconds, take);
      return isDone;
    },
    /** Take one back, or the newest, answered or not. @param {number} [id] @returns {boolean} whether there was one */
    take(id) {
      const open = id === undefined && asked.findLast(({ isTaken }) => !isTaken);
      if (open) {
        open.isTaken = true;
        return true;
      }
      const undo = drop(id ?? list().at(-1)?.id ?? 0);
      undo?.take();
      return undo !== null;
    },
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
 * @param {{desk: () => {undos: Undo[]}, undos: ReturnType<typeof makeUndos>}} world
 */
export const undoBar = ({ desk, undos }) => () => ({
  /** The newest first: it stands below, next to the hand. */
  get undos() { return [...desk().undos].reverse(); },
  get hasUndos() { return this.undos.length > 0; },
  /** @param {number} id */
  undo(id) { undos.take(id); },
  /** @param {number} id */
  dismiss(id) { undos.drop(id); },
});
