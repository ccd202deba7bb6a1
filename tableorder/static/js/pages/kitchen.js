/** A screen of the kitchen: wires the state, the stream, the sounds and the components together. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { showConnection } from "../lib/connection.js";
import { pageData } from "../lib/i18n.js";
import { storage } from "../lib/storage.js";
import { openStream } from "../lib/stream.js";
import { clock } from "../lib/time.js";
import { toast } from "../lib/toast.js";
import { makeBoard } from "../stores/board.js";
import { newOf, partFor, ticketsOf } from "../stores/kitchen.js";
import { keptSound, makeAttention } from "../components/live/attention.js";
import { keepAwake } from "../components/live/awake.js";
import { makeLive } from "../components/live/live.js";
import { boardBanners, soundSettings } from "../components/live/watch.js";
import { makeCooking } from "../components/kitchen/cooking.js";
import { kitchenBoard } from "../components/kitchen/kitchenBoard.js";
import { recallList } from "../components/kitchen/recallList.js";
import { makeScreen } from "../components/kitchen/screen.js";
import { makeUndos } from "../components/live/undo.js";

const KEPT = "to-kitchen";

/** Ages are told in minutes; to look oftener than every few seconds shows nothing new, in ms. */
const CLOCK_STEP = 5000;

const data = pageData();
const kept = storage.get(KEPT, {});
clock.sync(data.now);

/** The state twice: as plain data, which is quick to read, and as what the page follows. */
const plain = /** @type {import("../stores/board.js").Board} */ (makeBoard(data));
const board = /** @type {import("../stores/board.js").Board} */ (store("board", plain));
const screen = /** @type {ReturnType<typeof makeScreen>} */ (store("screen", makeScreen({
  which: data.which,
  timeZone: data.store.timezone,
  now: clock.now(),
  size: kept.size ?? "m",
  hasSums: kept.sums ?? false,
  ...keptSound(),
})));

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

const api = makeApi("staff");
const attention = makeAttention({
  board,
  desk: screen,
  waiting: () => ({ newOrder: newOf(ticketsOf(plain, screen.which, screen.now)).length }),
  sees: (about) => (about.items ? partFor(about, screen.which, board.stations) : null),
});
const undos = makeUndos({ list: () => screen.undos, now: Date.now });

function tick() {
  undos.tick();
  if (clock.now() - screen.now >= CLOCK_STEP) screen.now = clock.now();
}

const live = makeLive({
  api,
  board,
  clock,
  onBehind: (isBehind) => { screen.isBehind = isBehind; },
  onChange: attention.look,
});

const stream = openStream({
  as: "staff",
  since: data.seq,
  heartbeat: 4,
  onEvent(name, data, seq) {
    attention.hear(name, data);
    live.onEvent(name, data, seq);
  },
  onState: (state) => {
    screen.connection = state;
    showConnection(state);
  },
});

const world = {
  look,
  screen: () => screen,
  desk: () => screen,
  actions: makeCooking({
    api,
    board,
    busy: () => screen.busy,
    tell: (words, tone) => toast(words, { tone, seconds: 8 }),
  }),
  undos,
  keep,
  attention,
  unlock: attention.unlock,
  wake: () => stream.wake(),
};

component("kitchenBoard", kitchenBoard(world));
component("recallList", recallList(world));
component("boardBanners", boardBanners(world));
component("soundSettings", soundSettings(world));

attention.start();
keepAwake();
setInterval(tick, 1000);
document.getElementById("first-paint")?.remove();
start();
