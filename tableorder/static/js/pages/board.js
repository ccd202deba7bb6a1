/** The staff's board: its state, and the components that show it. */
import { store } from "../lib/alpine.js";
import { pageData } from "../lib/i18n.js";
import { toast } from "../lib/toast.js";
import { makeApproval } from "../stores/approval.js";
import { makeBoard } from "../stores/board.js";
import { newOrders } from "../stores/boardView.js";
import { newCalls } from "../stores/callView.js";
import { makeSale } from "../stores/sale.js";
import { approvalDialog, makeApprover } from "../components/approval.js";
import { makeActions } from "../components/board/actions.js";
import { callStrip } from "../components/board/calls.js";
import { followStore, makeDesk } from "../components/board/desk.js";
import { moveSheet } from "../components/board/moveSheet.js";
import { orderBoard } from "../components/board/orderBoard.js";
import { orderSheet } from "../components/board/orderSheet.js";
import { tableSheet } from "../components/board/tableSheet.js";
import { makeSelling, saleSheet } from "../components/live/sale.js";
import { startingDesk, startScreen } from "../components/live/start.js";

const data = pageData();
const board = /** @type {import("../stores/board.js").Board} */ (store("board", makeBoard(data)));
const desk = /** @type {ReturnType<typeof makeDesk>} */ (store("desk", makeDesk(startingDesk(data), data.store)));
const sale = /** @type {ReturnType<typeof makeSale>} */ (store("sale", makeSale()));

startScreen({
  data,
  board,
  desk,
  waiting: () => ({ newOrder: newOrders(board).length, call: newCalls(board).length }),
  onStore: (settings) => followStore(desk, settings),
  components(live) {
    const approval = store("approval", makeApproval());
    const approver = makeApprover({ api: live.api, state: () => approval });
    const { withApproval } = approver;
    const selling = makeSelling({ ...live, board, withApproval, sale: () => sale });
    live.listen(selling.hear);
    selling.refresh();
    const world = {
      ...live,
      board: () => board,
      desk: () => desk,
      sale: () => sale,
      selling,
      actions: makeActions({ ...live, board, withApproval }),
      say: (/** @type {string} */ words) => toast(words, { tone: "ok" }),
    };
    return {
      orderBoard: orderBoard(world),
      callStrip: callStrip(world),
      orderSheet: orderSheet(world),
      tableSheet: tableSheet(world),
      moveSheet: moveSheet(world),
      saleSheet: saleSheet({ ...world, board }),
      approvalDialog: approvalDialog({ state: () => approval, approver }),
    };
  },
});
