/** The guests' calls over the board: who asks, for what, since when; one tap each to acknowledge and to finish. */
import { t, text } from "../../lib/i18n.js";
import { reasonIcon } from "../../lib/reasons.js";
import { waitingText } from "../../lib/time.js";
import { callAge, callsOf } from "../../stores/callView.js";
import { ageMark } from "./present.js";

/**
 * A call as it is shown.
 * @param {import("../../stores/board.js").Call} call
 * @param {{now: number, busy: Record<string, boolean>}} desk
 */
export function presentCall(call, { now, busy }) {
  const name = text(call.name);
  const table = t("Table %(number)s", { number: call.table.number });
  return {
    id: call.id,
    tableId: call.table.id,
    number: call.table.number,
    name,
    icon: reasonIcon(call.reason),
    label: `${table}: ${name}`,
    isOpen: call.status === "open",
    ...ageMark(callAge(call, now)),
    waiting: waitingText(call.created_at, now),
    isBusy: Boolean(busy[`call ${call.id}`]),
  };
}

/**
 * @param {{board: () => import("../../stores/board.js").Board, desk: () => ReturnType<typeof import("./desk.js").makeDesk>,
 *   actions: ReturnType<typeof import("./actions.js").makeActions>}} world
 */
export const callStrip = ({ board, desk, actions }) => () => ({
  get calls() { return callsOf(board()).map((call) => presentCall(call, desk())); },
  get hasCalls() { return this.calls.length > 0; },
  get countWord() { return t("Calls: %(count)s", { count: this.calls.length }); },

  /** @param {number} id */
  openTable(id) { desk().tableId = id; },
  /** @param {number} id */
  acknowledgeCall(id) { actions.answerCall(id, "acknowledged"); },
  /** @param {number} id */
  finishCall(id) { actions.answerCall(id, "done"); },
});
