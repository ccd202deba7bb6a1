/** Which tickets do not fit on the screen: none of them, and above all nothing new on them, is hidden without a word. */

/**
 * @typedef {{visible: Set<number>, whole: Set<number>, known: Set<number>}} Eyes the tickets of which enough is on the
 *   screen to be noticed, those of which all is, and those that were noticed once
 * @typedef {{count: number, fresh: number, voids: number}} Side tickets beyond an edge of the screen; `fresh` were never
 *   seen, on `voids` something was taken away
 */

/**
 * A ticket on which something was taken away is seen when all of it is: the line may stand in the part that is cut off.
 * @param {number[]} ids in reading order
 * @param {number[]} voided those on which something was taken away
 * @param {Eyes} eyes
 * @returns {{before: Side, after: Side}}
 */
export function hiddenOf(ids, voided, { visible, whole, known }) {
  const isVoid = (/** @type {number} */ id) => voided.includes(id) && !whole.has(id);
  const seen = ids.some((id) => whole.has(id)) ? whole : visible;
  const first = ids.findIndex((id) => seen.has(id));
  const side = (/** @type {boolean} */ isBefore) => {
    const there = ids.filter((id, index) => index < first === isBefore && (!visible.has(id) || isVoid(id)));
    return {
      count: there.length,
      fresh: there.filter((id) => !known.has(id)).length,
      voids: there.filter(isVoid).length,
    };
  };
  return { before: side(true), after: side(false) };
}

/** Half of a ticket is enough to be noticed; of one that is longer than the screen, as much as fits. */
const ENOUGH = 0.5;

/** Rounding leaves out a hair of what is there whole. */
const WHOLE = 0.98;

/** On a phone the rail and the page's bar lie over what ends there, as high as this. */
const COVERED = "0px 0px -132px 0px";

/** @param {IntersectionObserverEntry} entry */
function isSeen({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) {
  if (!isIntersecting) return false;
  return intersectionRatio >= ENOUGH || intersectionRect.width * intersectionRect.height > ENOUGH * area(rootBounds);
}

/** @param {DOMRectReadOnly | null} bounds */
const area = (bounds) => (bounds ? bounds.width * bounds.height : Infinity);

/**
 * Watch the tickets, which carry their order's id as `data-order`.
 * @param {HTMLElement} strip
 * @param {() => void} onChange
 * @returns {Eyes}
 */
export function watchTickets(strip, onChange) {
  /** @type {Set<number>} */
  const visible = new Set();
  /** @type {Set<number>} */
  const whole = new Set();
  /** @type {Set<number>} */
  const known = new Set();
  const idOf = (/** @type {any} */ element) => Number(element.dataset.order);

  const rootMargin = matchMedia("(width < 40rem)").matches ? COVERED : "0px";
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const id = idOf(entry.target);
      if (!isSeen(entry)) visible.delete(id);
      else visible.add(id) && known.add(id);
      if (entry.intersectionRatio < WHOLE) whole.delete(id);
      else whole.add(id);
    }
    onChange();
  }, { rootMargin, threshold: [0, 0.25, ENOUGH, 0.75, WHOLE] });

  new MutationObserver((changes) => {
    for (const { addedNodes, removedNodes } of changes) {
      for (const node of removedNodes) if (node instanceof HTMLElement) forget(node);
      for (const node of addedNodes) if (node instanceof HTMLElement && node.dataset.order) observer.observe(node);
    }
    onChange();
  }).observe(strip, { childList: true });

  /** @param {HTMLElement} element */
  function forget(element) {
    observer.unobserve(element);
    if (!element.isConnected) visible.delete(idOf(element)) && whole.delete(idOf(element));
  }

  return { visible, whole, known };
}
