/** The staff's board: wires the state, the stream, the sounds and the components together. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { showConnection } from "../lib/connection.js";
import { pageData } from "../lib/i18n.js";
import { makeSounds } from "../lib/sound.js";
import { storage } from "../lib/storage.js";
import { openStream } from "../lib/stream.js";
import { clock } from "../lib/time.js";
import { toast } from "../lib/toast.js";
import { makeBoard } from "../stores/board.js";
import { newOrders } from "../stores/boardView.js";
import { makeActions } from "../components/board/actions.js";
import { makeAlarm, titleFor } from "../components/live/alarm.js";
import { keepAwake } from "../components/live/awake.js";
import { makeDesk } from "../components/board/desk.js";
import { makeLive } from "../components/live/live.js";
import { orderBoard } from "../components/board/orderBoard.js";
import { orderSheet } from "../components/board/orderSheet.js";
import { tableSheet } from "../components/board/tableSheet.js";
import { boardBanners, soundButton } from "../components/live/watch.js";

const MUTED = "to-board-muted";

/** Waiting times are told in minutes; to look oftener than every few seconds shows nothing new, in ms. */
const CLOCK_STEP = 5000;

const data = pageData();
const title = document.title;
clock.sync(data.now);

const board = /** @type {import("../stores/board.js").Board} */ (store("board", makeBoard(data)));
const desk = /** @type {ReturnType<typeof makeDesk>} */ (store("desk", makeDesk({
  flow: data.store.order_flow,
  asksCode: data.store.admission === "code",
  timeZone: data.store.timezone,
  now: clock.now(),
  isMuted: storage.get(MUTED, false),
})));

const api = makeApi("staff");
const sounds = makeSounds({ onChange: (state) => { desk.sound = state; } });
const alarm = makeAlarm({ play: () => sounds.play("newOrder") });
const say = (/** @type {string} */ words) => toast(words, { tone: "ok" });

function callStaff() {
  const waiting = newOrders(board);
  alarm.look(waiting, desk.isMuted);
  document.title = titleFor(title, waiting.length);
}

function tick() {
  if (clock.now() - desk.now >= CLOCK_STEP) desk.now = clock.now();
  callStaff();
}

const live = makeLive({
  api,
  board,
  clock,
  onBehind: (isBehind) => { desk.isBehind = isBehind; },
  onChange: callStaff,
});

const stream = openStream({
  as: "staff",
  since: data.seq,
  heartbeat: 4,
  onEvent: live.onEvent,
  onState: (state) => {
    desk.connection = state;
    showConnection(state);
  },
});

const actions = makeActions({
  api,
  board,
  busy: () => desk.busy,
  tell: (words, tone) => toast(words, { tone, seconds: 8 }),
});
const world = {
  board: () => board,
  desk: () => desk,
  actions,
  api,
  say,
  unlock: () => void sounds.unlock(),
  wake: () => stream.wake(),
  mute: (/** @type {boolean} */ isMuted) => {
    desk.isMuted = isMuted;
    storage.set(MUTED, isMuted);
  },
};

component("orderBoard", orderBoard(world));
component("orderSheet", orderSheet(world));
component("tableSheet", tableSheet(world));
component("boardBanners", boardBanners(world));
component("soundButton", soundButton(world));

sounds.unlockOnFirstTap();
keepAwake();
setInterval(tick, 1000);
callStaff();
document.getElementById("first-paint")?.remove();
start();
