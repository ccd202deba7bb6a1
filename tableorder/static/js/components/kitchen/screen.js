/** What one screen of the kitchen knows beside the orders: what it shows, its clock, what it asked and has not heard of. */

/**
 * @typedef {import("../live/undo.js").Undo} Undo
 * @param {{which: import("../../stores/kitchen.js").Which, timeZone: string, now: number, size: string,
 *   hasSums: boolean, sound: string, isMuted: boolean, volume: number}} start
 */
export const makeScreen = ({ which, timeZone, now, size, hasSums, sound, isMuted, volume }) => ({
  which,
  timeZone,
  now,
  /** Of the letters: "s", "m" or "l". */
  size,
  /** Whether the all-day list stands beside the tickets. */
  hasSums,
  /** @type {number | null} the order that keys act on */
  chosen: null,
  /** @type {Record<string, boolean>} what was asked of the server and is not answered yet, by what it is about */
  busy: {},
  /** @type {Undo[]} what can be taken back for a moment, the newest last */
  undos: [],
  connection: { status: "connecting", lastContact: /** @type {number | null} */ (null) },
  /** A new snapshot is on its way. */
  isBehind: false,
  sound,
  isMuted,
  volume,
});
