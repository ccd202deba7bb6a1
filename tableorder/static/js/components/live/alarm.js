/** What staff hear of what happens, and for how long. Pure: it plays nothing itself. */

/**
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {import("../../stores/board.js").Line} Line
 * @typedef {"newOrder" | "changed" | "void" | "call"} Sound
 */

/** Often enough to be missed by nobody, seldom enough to be borne, in ms. */
export const REPEAT = 8000;

/** @param {Order} order */
const isOver = ({ status }) => status === "completed" || status === "cancelled";

/** Less is to be made of it than before. @param {Line} now @param {Line} before */
const isLess = (now, before) =>
  (now.status === "cancelled" && before.status !== "cancelled") || now.quantity < before.quantity;

/** It is to be made differently, or once more. @param {Line} now @param {Line | undefined} before */
const isOther = (now, before) =>
  !before || now.quantity > before.quantity || (now.status === "waiting" && before.status === "done");

/** @param {Order} now @param {Order} before @returns {Sound | null} */
function soundOfChange(now, before) {
  if (now.version <= before.version) return null;
  if (now.status === "cancelled" || now.deleted) return isOver(before) ? null : "void";
  const known = new Map(before.items.map((line) => [line.id, line]));
  const pairs = now.items.map((line) => /** @type {const} */ ([line, known.get(line.id)]));
  if (pairs.some(([line, old]) => old && isLess(line, old))) return "void";
  const isMoved = now.table.id !== before.table.id || now.items.length < before.items.length;
  const isUrgent = Boolean(now.is_rush && !before.is_rush);
  return isMoved || isUrgent || pairs.some(([line, old]) => isOther(line, old)) ? "changed" : null;
}

/**
 * The sound of an event, null for none: a step forward is seen, not heard.
 * @param {string} name of the event
 * @param {any} data
 * @param {any} before the order or call as it was known, null for one that is new here
 * @returns {Sound | null}
 */
export function soundFor(name, data, before) {
  if (name === "call_created") return before ? null : "call";
  if (name === "order_created") return before ? null : "newOrder";
  if ((name === "order_updated" || name === "order_deleted") && before) return soundOfChange(data.order, before);
  return null;
}

/**
 * @param {{play: (sound: string) => boolean, now?: () => number}} world `play` answers whether it could be heard
 */
export function makeAlarm({ play, now = Date.now }) {
  /** @type {Record<string, number>} when each sound was heard last */
  const heardAt = {};
  /** @param {string} sound */
  const ring = (sound) => {
    if (play(sound)) heardAt[sound] = now();
  };

  return {
    /** Something has just happened. */
    ring,
    /**
     * Ring on for what nobody has acknowledged; call it at every change and every second.
     * @param {Record<string, number>} waiting sound → how many things wait
     */
    look(waiting) {
      for (const [sound, count] of Object.entries(waiting)) {
        if (count === 0) delete heardAt[sound];
        else if (now() - (heardAt[sound] ?? -Infinity) >= REPEAT) ring(sound);
      }
    },
  };
}

/**
 * @param {string} title the page's own
 * @param {number} count of what nobody has acknowledged
 */
export const titleFor = (title, count) => (count > 0 ? `(${count}) ${title}` : title);
