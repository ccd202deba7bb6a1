/**
 * Three ways to the same events, best first: a worker that all tabs share; a tab that leads and tells the others;
 * a stream of one's own. Each gives `{wake, online, offline, close}` and tells by `hear(message)`.
 */
import { randomId } from "../ids.js";
import { storage } from "../storage.js";
import { LEASE, nextMove } from "./lease.js";
import { openRelay } from "./relay.js";
import { openSource } from "./source.js";

/**
 * @typedef {{wake: () => void, online: () => void, offline: () => void, close: () => void}} Feed
 * @typedef {(message: any) => void} Hear
 * @typedef {{as: "staff" | "table", heartbeat: number, identity: string, since: () => number | null}} Need
 */

/** When a leader leaves, the others wait a moment of chance, in ms, so that one takes over and the rest see it. */
const TURN = 300;

/** @param {Need} need */
const wishOf = ({ as, heartbeat, since }) => ({ as, heartbeat, since: since() });

/** @type {(need: Need, hear: Hear) => Feed} */
export function directFeed(need, hear) {
  return openSource({
    ...wishOf(need),
    onEvent: (name, data, seq) => hear({ kind: "event", name, data, seq }),
    onState: (state) => hear({ kind: "state", state }),
  });
}

/**
 * @param {Need} need
 * @param {Hear} hear
 * @returns {Feed}
 */
export function workerFeed(need, hear) {
  const address = new URL("../../workers/stream-worker.js", import.meta.url);
  const worker = new SharedWorker(address, { type: "module", name: "tableorder-stream" });
  const tell = (/** @type {string} */ kind) => worker.port.postMessage({ kind, identity: need.identity, wish: wishOf(need) });
  worker.onerror = () => hear({ kind: "broken" });
  worker.port.onmessage = ({ data }) => hear(data);
  tell("hello");
  const here = setInterval(() => tell("here"), 30_000);
  return {
    wake: () => tell("hello"),
    online: () => tell("online"),
    offline: () => tell("offline"),
    close() {
      clearInterval(here);
      tell("bye");
      worker.port.close();
    },
  };
}

/**
 * @param {Need} need
 * @param {Hear} hear
 * @returns {Feed}
 */
export function leaseFeed(need, hear) {
  const me = randomId(8);
  const key = `to-stream:${need.as}:${need.identity}`;
  const channel = new BroadcastChannel(key);
  /** @type {ReturnType<typeof openRelay> | null} */
  let relay = null;

  const say = (/** @type {object} */ message) => channel.postMessage(message);
  const tellAll = (/** @type {object} */ message) => {
    say({ ...message, from: me });
    hear(message);
  };
  const hello = () => (relay ? relay.wake() : say({ kind: "hello", from: me, wish: wishOf(need) }));

  const moves = {
    lead() {
      storage.set(key, { owner: me, until: Date.now() + LEASE });
      relay = openRelay(wishOf(need), tellAll);
    },
    renew() {
      storage.set(key, { owner: me, until: Date.now() + LEASE });
      relay?.beat();
    },
    leave() {
      relay?.close();
      relay = null;
      if (storage.get(key)?.owner === me) storage.remove(key);
      say({ kind: "left" });
    },
    follow() {},
  };

  function consider() {
    const isVisible = document.visibilityState === "visible";
    moves[nextMove({ lease: storage.get(key), me, isVisible, isLeading: relay !== null, now: Date.now() })]();
  }

  channel.onmessage = ({ data }) => {
    if (data.kind === "left") setTimeout(consider, Math.random() * TURN);
    else if (data.kind === "hello") relay?.welcome(data.wish, (message) => say({ ...message, to: data.from }));
    else if (!relay && (!data.to || data.to === me)) hear(data);
  };
  document.addEventListener("visibilitychange", consider);
  const timer = setInterval(consider, LEASE / 4);
  consider();
  hello();

  return {
    wake() {
      consider();
      hello();
    },
    online: () => relay?.online(),
    offline: () => relay?.offline(),
    close() {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", consider);
      if (relay) moves.leave();
      channel.close();
    },
  };
}
