/** Which tickets do not fit on the screen: none of them, and above all no new one, is hidden without a word. */

/**
 * @param {number[]} ids in reading order
 * @param {Set<number>} visible
 * @param {Set<number>} known those that were visible once
 * @returns {{before: number, after: number, fresh: number}} `fresh` were never seen
 */
export function hiddenOf(ids, visible, known) {
  const first = ids.findIndex((id) => visible.has(id));
  const hidden = ids.map((id, index) => ({ id, isBefore: index < first })).filter(({ id }) => !visible.has(id));
  return {
    before: hidden.filter(({ isBefore }) => isBefore).length,
    after: hidden.filter(({ isBefore }) => !isBefore).length,
    fresh: hidden.filter(({ id }) => !known.has(id)).length,
  };
}

/** Half of a ticket is enough to be noticed; of one that is longer than the screen, as much as fits. */
const ENOUGH = 0.5;

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
 * @returns {{visible: Set<number>, known: Set<number>}} what is on the screen, and what ever was
 */
export function watchTickets(strip, onChange) {
  /** @type {Set<number>} */
  const visible = new Set();
  /** @type {Set<number>} */
  const known = new Set();
  const idOf = (/** @type {any} */ element) => Number(element.dataset.order);

  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const id = idOf(entry.target);
      if (!isSeen(entry)) visible.delete(id);
      else visible.add(id) && known.add(id);
    }
    onChange();
  }, { threshold: [0, 0.25, ENOUGH, 0.75, 1] });

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
    if (!element.isConnected) visible.delete(idOf(element));
  }

  return { visible, known };
}
