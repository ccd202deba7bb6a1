/**
 * The browser's Back closes what lies above the page instead of leaving it. One entry of the history stands for "a layer
 * is open", however many follow one another: it is made when the first opens and given back when none is left.
 */

/**
 * @param {{
 *   history: {state: any, pushState: (state: any, title: string) => void, back: () => void},
 *   isOpen: () => boolean, closeTop: () => void, later?: (call: () => void) => any,
 * }} world
 */
export function makeBack({ history, isOpen, closeTop, later = setTimeout }) {
  let isReturning = false;
  const isMarked = () => Boolean(history.state?.isLayer);

  const settle = () => {
    if (isReturning || isOpen() === isMarked()) return;
    if (isOpen()) {
      history.pushState({ isLayer: true }, "");
      return;
    }
    isReturning = true;
    history.back();
  };

  return {
    opened: settle,
    /** A layer often gives way to another: wait for it. Also after a reload, which closes all. */
    closed: () => later(settle),
    /** The reader went back or forward, or we did. */
    moved() {
      const isOurs = isReturning;
      isReturning = false;
      if (!isOurs && isOpen() && !isMarked()) closeTop();
      later(settle);
    },
  };
}
