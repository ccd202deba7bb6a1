/** What the board shows of the guests' calls: which wait, where, and how long. Pure; the time is an argument. */
import { minutesSince } from "../lib/time.js";

/**
 * @typedef {import("./board.js").Board} Board
 * @typedef {import("./board.js").Call} Call
 */

/** Minutes after which a call that waits is pointed out, and after which it is urgent. */
export const CALL_WARN_AFTER = 2;
export const CALL_LATE_AFTER = 5;

const STEPS = ["open", "acknowledged", "done"];

/**
 * Whether one's own answer to a call is news: more may have happened to it since.
 * @param {Call} call as the server answered
 * @param {Call | undefined} known
 */
export const isAhead = (call, known) =>
  known !== undefined && STEPS.indexOf(call.status) > STEPS.indexOf(known.status);

/** All that wait, the oldest first. @param {Board} board */
export const callsOf = (board) => Object.values(board.calls).sort((a, b) => a.id - b.id);

/** Those that nobody has acknowledged. @param {Board} board */
export const newCalls = (board) => callsOf(board).filter(({ status }) => status === "open");

/** Those of the party at a table. @param {Board} board @param {number} tableId */
export function callsAt(board, tableId) {
  const session = board.tables[tableId]?.session;
  return callsOf(board).filter((call) => session && call.session_id === session.id);
}

/**
 * @param {Call} call
 * @param {number} now
 * @returns {import("./boardView.js").Age}
 */
export function callAge(call, now) {
  const minutes = minutesSince(call.created_at, now);
  if (minutes >= CALL_LATE_AFTER) return "late";
  return minutes >= CALL_WARN_AFTER ? "warn" : "";
}
