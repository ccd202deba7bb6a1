/** What one screen of the kitchen knows beside the orders: what it shows, and what keys act on. */

/**
 * @param {import("../live/start.js").Desk} desk
 * @param {{which: import("../../stores/kitchen.js").Which, size?: string, hasSums?: boolean}} start
 */
export const makeScreen = (desk, { which, size = "m", hasSums = false }) => ({
  ...desk,
  which,
  /** Of the letters: "s", "m" or "l". */
  size,
  /** Whether the all-day list stands beside the tickets. */
  hasSums,
  /** @type {number | null} the order that keys act on */
  chosen: null,
  /** @type {{id: number, at: number} | null} the order of which the pass was asked whether all is ready, and when, in ms */
  asked: null,
});
