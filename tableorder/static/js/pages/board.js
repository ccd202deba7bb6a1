/** The staff's board: wires the state, the stream, the sounds and the components together. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { showConnection } from "../lib/connection.js";
import { pageData } from "../lib/i18n.js";
import { openStream } from "../lib/stream.js";
import { clock } from "../lib/time.js";
import { toast } from "../lib/toast.js";
import { makeApproval } from "../stores/approval.js";
import { makeBoard } from "../stores/board.js";
import { newOrders } from "../stores/boardView.js";
import { newCalls } from "../stores/callView.js";
import { makeSale } from "../stores/sale.js";
import { approvalDialog, makeApprover } from "../components/approval.js";
import { makeActions } from "../components/board/actions.js";
import { callStrip } from "../components/board/calls.js";
import { keptSound, makeAttention } from "../components/live/attention.js";
import { keepAwake } from "../components/live/awake.js";
import { makeUndos, undoBar } from "../components/live/undo.js";
import { followStore, makeDesk } from "../components/board/desk.js";
import { makeLive } from "../components/live/live.js";
import { orderBoard } from "../components/board/orderBoard.js";
import { moveSheet } from "../components/board/moveSheet.js";
import { orderSheet } from "../components/board/orderSheet.js";
import { makeSelling, saleSheet } from "../components/board/sale.js";
import { tableSheet } from "../components/board/tableSheet.js";
import { boardBanners, soundSettings } from "../components/live/watch.js";

/** Waiting times are told in minutes; to look oftener than every few seconds shows nothing new, in ms. */
const CLOCK_STEP = 5000;

const data = pageData();
clock.sync(data.now);

const board = /** @type {import("../stores/board.js").Board} */ (store("board", makeBoard(data)));
const desk = /** @type {ReturnType<typeof makeDesk>} */ (store("desk", makeDesk({
  flow: data.store.order_flow,
  asksCode: data.store.admission === "code",
  timeZone: data.store.timezone,
  now: clock.now(),
  ...keptSound(),
})));

const sale = /** @type {ReturnType<typeof makeSale>} */ (store("sale", makeSale()));

const api = makeApi("staff");
const selling = makeSelling({ api, sale: () => sale });
const attention = makeAttention({
  board,
  desk,
  waiting: () => ({ newOrder: newOrders(board).length, call: newCalls(board).length }),
});
const say = (/** @type {string} */ words) => toast(words, { tone: "ok" });

const undoing = makeUndos({ list: () => desk.undos, now: Date.now });

function tick() {
  undoing.tick();
  if (clock.now() - desk.now >= CLOCK_STEP) desk.now = clock.now();
}

const live = makeLive({
  api,
  board,
  clock,
  onBehind: (isBehind) => { desk.isBehind = isBehind; },
  onChange: attention.look,
  onStore: (settings) => followStore(desk, settings),
});

const stream = openStream({
  as: "staff",
  since: data.seq,
  heartbeat: 4,
  onEvent(name, data, seq) {
    attention.hear(name, data);
    live.onEvent(name, data, seq);
    selling.hear(name);
  },
  onState: (state) => {
    desk.connection = state;
    showConnection(state);
  },
});

const approval = store("approval", makeApproval());
const approver = makeApprover({ api, state: () => approval });
const actions = makeActions({
  api,
  board,
  withApproval: approver.withApproval,
  busy: () => desk.busy,
  tell: (words, tone) => toast(words, { tone, seconds: 8 }),
});
const world = {
  board: () => board,
  desk: () => desk,
  sale: () => sale,
  selling,
  actions,
  api,
  say,
  undos: () => desk.undos,
  undoing,
  attention,
  unlock: attention.unlock,
  wake: () => stream.wake(),
};

component("orderBoard", orderBoard(world));
component("callStrip", callStrip(world));
component("orderSheet", orderSheet(world));
component("tableSheet", tableSheet(world));
component("moveSheet", moveSheet(world));
component("saleSheet", saleSheet(world));
component("undoBar", undoBar(world));
component("approvalDialog", approvalDialog({ state: () => approval, approver }));
component("boardBanners", boardBanners(world));
component("soundSettings", soundSettings(world));

attention.start();
selling.refresh();
keepAwake();
setInterval(tick, 1000);
document.getElementById("first-paint")?.remove();
start();
