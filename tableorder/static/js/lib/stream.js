/**
 * The page's stream of events: one connection for each browser and identity, however many tabs. Whatever goes
 * wrong, it comes back by itself, hands on each event once, and says what it knows of the connection.
 */
import { readCookie } from "./cookies.js";
import { directFeed, leaseFeed, workerFeed } from "./stream/feeds.js";

/**
 * Drop what a page has already; the shared ways may tell a thing twice.
 * @param {number | null} since
 * @param {(name: string, data: any, seq: number | null) => void} onEvent
 */
export function makeInbox(since, onEvent) {
  let last = since;
  return {
    last: () => last,
    /** @type {typeof onEvent} */
    receive(name, data, seq) {
      if (name === "reset" || seq === null) last = name === "reset" ? seq ?? last : last;
      else if (last !== null && seq <= last) return;
      else last = seq;
      onEvent(name, data, seq);
    },
  };
}

/** The ways that this browser has, best first. */
function waysHere() {
  const ways = [];
  if ("SharedWorker" in globalThis) ways.push(workerFeed);
  else if ("BroadcastChannel" in globalThis && hasStorage()) ways.push(leaseFeed);
  return [...ways, directFeed];
}

function hasStorage() {
  try {
    localStorage.setItem("to-probe", "1");
    localStorage.removeItem("to-probe");
    return true;
  } catch {
    return false;
  }
}

/** A shared way that says nothing for so long is dead, in ms; it speaks every two seconds when all is well. */
const SILENCE = 8000;

/**
 * Open the page's stream.
 * @param {{
 *   as: "staff" | "table", since?: number | null, heartbeat?: number, identity?: string,
 *   onEvent: (name: string, data: any, seq: number | null) => void,
 *   onState?: (state: {status: "connecting" | "live" | "stale" | "offline" | "ended", lastContact: number | null}) => void,
 * }} options `since`: the `seq` of the page's data, null for "from now"; `heartbeat` in seconds, 2–30; `identity`:
 *   who is signed in, if the page knows better than the cookie. "reset" means: fetch everything again.
 * @returns {{close: () => void, wake: () => void}}
 */
export function openStream({ as, since = null, heartbeat = 4, identity, onEvent, onState = () => {} }) {
  const inbox = makeInbox(since, onEvent);
  const who = identity ?? readCookie(`to_${as}_csrf`).slice(-12);
  const need = { as, heartbeat, identity: who, since: inbox.last };
  const ways = waysHere();
  let heard = Date.now();
  let feed = open();

  function open() {
    heard = Date.now();
    return ways[0](need, hear);
  }

  /** @param {any} message */
  function hear(message) {
    heard = Date.now();
    if (message.kind === "state") onState(message.state);
    if (message.kind === "event") inbox.receive(message.name, message.data, message.seq);
    if (message.kind === "broken") queueMicrotask(fallBack);
  }

  function fallBack() {
    if (ways.length === 1) return;
    feed.close();
    ways.shift();
    feed = open();
  }

  function watch() {
    if (document.visibilityState === "visible" && ways.length > 1 && Date.now() - heard > SILENCE) fallBack();
  }

  function wake() {
    if (document.visibilityState !== "visible") return;
    heard = Date.now();
    feed.wake();
  }

  const timer = setInterval(watch, 1000);
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener("visibilitychange", wake, { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && (feed = open()), { signal });
  addEventListener("pagehide", () => feed.close(), { signal });
  addEventListener("online", () => feed.online(), { signal });
  addEventListener("offline", () => feed.offline(), { signal });

  return {
    wake,
    close() {
      clearInterval(timer);
      stop.abort();
      feed.close();
    },
  };
}
