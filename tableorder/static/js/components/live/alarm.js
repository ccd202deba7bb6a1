/** Calls staff to new orders: a chime at once and every few seconds until someone has looked, and the page's title. */

/** Often enough to be missed by nobody, seldom enough to be borne, in ms. */
export const REPEAT = 8000;

/**
 * @param {{play: () => boolean, now?: () => number}} world
 */
export function makeAlarm({ play, now = Date.now }) {
  let known = 0;
  let rungAt = -Infinity;

  return {
    /**
     * Look at the orders that nobody has acknowledged; call it at every change and every second.
     * @param {{id: number}[]} waiting
     * @param {boolean} isMuted
     */
    look(waiting, isMuted) {
      const newest = Math.max(0, ...waiting.map(({ id }) => id));
      const isFresh = newest > known;
      known = Math.max(known, newest);
      if (waiting.length === 0 || isMuted) return;
      if ((isFresh || now() - rungAt >= REPEAT) && play()) rungAt = now();
    },
  };
}

/**
 * @param {string} title the page's own
 * @param {number} count of new orders
 */
export const titleFor = (title, count) => (count > 0 ? `(${count}) ${title}` : title);
