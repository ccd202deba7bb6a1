/**
 * The start that the live screens of the staff share: the stream that keeps the state true, the sounds, the clock, what
 * can be taken back, and what a screen says about itself. What it shows beside that is its own page's affair.
 */
import { component, start } from "../../lib/alpine.js";
import { makeApi } from "../../lib/api.js";
import { showConnection } from "../../lib/connection.js";
import { openStream } from "../../lib/stream.js";
import { clock } from "../../lib/time.js";
import { toast } from "../../lib/toast.js";
import { keptSound, makeAttention } from "./attention.js";
import { keepAwake } from "./awake.js";
import { makeLive } from "./live.js";
import { makeUndos, undoBar } from "./undo.js";
import { boardBanners, soundSettings } from "./watch.js";

/** Waiting times are told in minutes; to look oftener than every few seconds shows nothing new, in ms. */
const CLOCK_STEP = 5000;

/** What guests read while they can order nothing; null while they can. @param {{is_taking_orders: boolean, pause_message: string}} store */
const pauseOf = ({ is_taking_orders: isTaking, pause_message: note }) => (isTaking ? null : { note });

/** What any screen knows of itself, to begin with. @param {any} data the page's */
export function startingDesk({ now, store }) {
  clock.sync(now);
  return {
    now: clock.now(),
    timeZone: store.timezone,
    flow: store.order_flow,
    pause: pauseOf(store),
    /** @type {Record<string, boolean>} what was asked of the server and is not answered yet, by what it is about */
    busy: {},
    /** @type {import("./undo.js").Undo[]} what can be taken back for a moment, the newest last */
    undos: [],
    connection: { status: "connecting", lastContact: /** @type {number | null} */ (null) },
    /** A new snapshot is on its way. */
    isBehind: false,
    ...keptSound(),
  };
}

/**
 * @typedef {ReturnType<typeof startingDesk>} Desk
 * @typedef {{api: ReturnType<typeof makeApi>, desk: () => Desk, busy: () => Record<string, boolean>,
 *   tell: (words: string, tone: "plain" | "ok" | "bad") => void, undos: ReturnType<typeof makeUndos>,
 *   attention: ReturnType<typeof makeAttention>, unlock: () => void, wake: () => void,
 *   stations: () => import("../../stores/board.js").Station[], listen: (hear: (name: string) => void) => void}} World `listen`: each event's name, once the board has taken it in
 */

/**
 * Go live from what the page was drawn with, and take over what the server had drawn.
 * @param {{data: any, board: import("../../stores/board.js").Board, desk: Desk,
 *   waiting: () => Record<string, number>, sees?: (about: any) => any, onStore?: (store: any) => void,
 *   components: (world: World) => Record<string, (...args: any[]) => object>}} screen `waiting` and `sees` are those of
 *   `makeAttention`; `onStore` hears of the store's settings, of which some may be missing
 */
export function startScreen({ data, board, desk, waiting, sees, onStore, components }) {
  const api = makeApi("staff");
  const attention = makeAttention({ board, desk, waiting, sees });
  const undos = makeUndos({ list: () => desk.undos, now: Date.now });
  const live = makeLive({
    api,
    board,
    clock,
    onBehind: (isBehind) => { desk.isBehind = isBehind; },
    onChange: attention.look,
    onStore(store) {
      desk.flow = store.order_flow ?? desk.flow;
      if ("is_taking_orders" in store) desk.pause = pauseOf(store);
      onStore?.(store);
    },
  });
  /** @type {((name: string) => void)[]} */
  const listeners = [];
  const stream = openStream({
    as: "staff",
    since: data.seq,
    heartbeat: 4,
    onEvent(name, event, seq) {
      attention.hear(name, event);
      live.onEvent(name, event, seq);
      for (const hear of listeners) hear(name);
    },
    onState: (state) => {
      desk.connection = state;
      showConnection(state);
    },
  });
  const world = {
    api,
    desk: () => desk,
    busy: () => desk.busy,
    tell: (/** @type {string} */ words, /** @type {"plain" | "ok" | "bad"} */ tone) => toast(words, { tone, seconds: 8 }),
    undos,
    attention,
    unlock: attention.unlock,
    wake: () => stream.wake(),
    stations: () => board.stations,
    listen: (/** @type {(name: string) => void} */ hear) => void listeners.push(hear),
  };
  const own = components(world);
  for (const [name, factory] of Object.entries({ boardBanners, soundSettings, undoBar })) component(name, factory(world));
  for (const [name, factory] of Object.entries(own)) component(name, factory);

  attention.start();
  keepAwake();
  setInterval(() => {
    undos.tick();
    if (clock.now() - desk.now >= CLOCK_STEP) desk.now = clock.now();
  }, 1000);
  for (const drawn of document.querySelectorAll("[data-first-paint]")) drawn.remove();
  start();
}
