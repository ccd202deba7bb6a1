/** The floor, live: each table's card follows the store's events. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { showConnection } from "../lib/connection.js";
import { pageData } from "../lib/i18n.js";
import { openStream } from "../lib/stream.js";
import { clock } from "../lib/time.js";
import { makeBoard } from "../stores/board.js";
import { makeDrawing } from "../components/floor/drawing.js";
import { spot } from "../components/floor/spot.js";
import { makeLive } from "../components/live/live.js";

/** Waiting times are told in minutes, in ms. */
const CLOCK_STEP = 5000;

const data = pageData();
clock.sync(data.now);

const board = /** @type {import("../stores/board.js").Board} */ (store("board", makeBoard(data)));
const hall = /** @type {import("../components/floor/spot.js").Hall} */ (
  store("hall", { now: clock.now(), timeZone: data.store.timezone })
);
const drawing = makeDrawing(board);

function tick() {
  hall.now = clock.now();
  drawing.follow();
}

const live = makeLive({ api: makeApi("staff"), board, clock, onBehind: () => {}, onChange: tick });
openStream({ as: "staff", since: data.seq, onEvent: live.onEvent, onState: showConnection });

component("spot", spot({ board: () => board, hall: () => hall }));
setInterval(tick, CLOCK_STEP);
start();
