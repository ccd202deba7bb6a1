/** A screen of the kitchen: its state, and the components that show it. */
import { store } from "../lib/alpine.js";
import { pageData } from "../lib/i18n.js";
import { storage } from "../lib/storage.js";
import { makeApproval } from "../stores/approval.js";
import { makeBoard } from "../stores/board.js";
import { newOf, partFor, ticketsOf } from "../stores/kitchen.js";
import { makeSale } from "../stores/sale.js";
import { approvalDialog, makeApprover } from "../components/approval.js";
import { makeCooking } from "../components/kitchen/cooking.js";
import { kitchenBoard } from "../components/kitchen/kitchenBoard.js";
import { recallList } from "../components/kitchen/recallList.js";
import { makeScreen } from "../components/kitchen/screen.js";
import { makeSelling, saleSheet } from "../components/live/sale.js";
import { startingDesk, startScreen } from "../components/live/start.js";

const KEPT = "to-kitchen";

const data = pageData();
const kept = storage.get(KEPT, {});

/** The state twice: as plain data, which is quick to read, and as what the page follows. */
const plain = /** @type {import("../stores/board.js").Board} */ (makeBoard(data));
const board = /** @type {import("../stores/board.js").Board} */ (store("board", plain));
const screen = /** @type {ReturnType<typeof makeScreen>} */ (store("screen", makeScreen(startingDesk(data), {
  which: data.which,
  size: kept.size,
  hasSums: kept.sums,
})));

const sale = /** @type {ReturnType<typeof makeSale>} */ (store("sale", makeSale()));

/** @param {string} name @param {any} value */
function keep(name, value) {
  kept[name] = value;
  storage.set(KEPT, kept);
}

/** Read the plain state; whatever is drawn from it is drawn again when an order or a station changes. */
function look() {
  for (const part of [board.orders, board.voided, board.stations]) Object.values(part);
  return plain;
}

startScreen({
  data,
  board,
  desk: screen,
  waiting: () => ({ newOrder: newOf(ticketsOf(plain, screen.which, screen.now)).length }),
  sees: (about) => (about.items ? partFor(about, screen.which, board.stations) : null),
  components(live) {
    const approval = store("approval", makeApproval());
    const approver = makeApprover({ api: live.api, state: () => approval });
    const selling = makeSelling({ ...live, board, withApproval: approver.withApproval, sale: () => sale });
    live.listen(selling.hear);
    const world = { ...live, selling, look, screen: () => screen, actions: makeCooking({ ...live, board }), keep };
    return {
      kitchenBoard: kitchenBoard(world),
      recallList: recallList(world),
      saleSheet: saleSheet({ ...world, board, sale: () => sale }),
      approvalDialog: approvalDialog({ state: () => approval, approver }),
    };
  },
});
