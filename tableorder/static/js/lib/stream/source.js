/**
 * One EventSource kept alive: carries out what machine.js decides. Runs in a page and in a worker alike,
 * so it must not touch the document.
 */
import { begin, step } from "./machine.js";

/** Names of contract events; others are not for us. */
export const EVENT_NAMES = [
  "order_created", "order_updated", "order_deleted", "table_updated", "session_opened", "session_moved", "session_closed",
  "menu_updated", "call_created", "call_updated", "store_updated", "reset",
];

const TICK = 500;

/**
 * @typedef {{as: "staff" | "table", since?: number | null, heartbeat: number}} Wish
 * @typedef {{onEvent: (name: string, data: any, seq: number | null) => void,
 *   onState: (state: {status: string, lastContact: number | null}) => void}} Listener
 */

/**
 * @param {import("./machine.js").Model} model
 * @param {string} as
 */
function addressOf(model, as) {
  const query = new URLSearchParams({ as, heartbeat: String(model.heartbeat) });
  if (model.seq !== null) query.set("last_event_id", String(model.seq));
  return `/api/sse/orders?${query}`;
}

/**
 * Ask a plain route whether we may still be here: a refused EventSource does not tell why it was refused.
 * A table's answer also renews its token.
 * @param {string} as
 * @param {typeof fetch} send
 */
async function isGone(as, send) {
  const path = as === "table" ? "/api/session" : "/api/orders?status=ready";
  const headers = { Accept: "application/json", "X-Acting-As": as };
  const response = await send(path, { headers, credentials: "same-origin", cache: "no-store" });
  return [401, 403, 410].includes(response.status);
}

/** @param {string} raw */
function parsed(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/**
 * @param {EventSource} link
 * @param {(input: any) => void} put
 */
function listen(link, put) {
  link.onopen = () => put({ type: "opened" });
  link.onerror = () => put({ type: "failed", refused: link.readyState === 2 });
  link.addEventListener("ping", ({ data }) => put({ type: "ping", data: parsed(data) }));
  for (const name of EVENT_NAMES) {
    link.addEventListener(name, ({ data, lastEventId }) => {
      const seq = Number.parseInt(lastEventId, 10);
      put({ type: "event", name, data: parsed(data), seq: Number.isNaN(seq) ? null : seq });
    });
  }
}

/**
 * Open a stream that mends itself until `close()`.
 * @param {Wish & Listener} options
 * @param {{EventSource?: typeof EventSource, fetch?: typeof fetch, now?: () => number, random?: () => number}} [world]
 */
export function openSource({ as, since = null, heartbeat, onEvent, onState }, world = {}) {
  const { EventSource: Source = EventSource, fetch: send = (...args) => fetch(...args) } = world;
  const { now = Date.now, random = Math.random } = world;
  let model = begin({ since, heartbeat, now: now() });
  /** @type {EventSource | null} */
  let link = null;

  /** @type {Record<string, (effect: any) => void>} */
  const perform = {
    connect() {
      const opened = new Source(addressOf(model, as));
      link = opened;
      listen(opened, (input) => link === opened && put(input));
    },
    disconnect() {
      link?.close();
      link = null;
    },
    check: () => isGone(as, send).then((gone) => put({ type: "checked", gone }), () => {}),
    deliver: ({ name, data, seq }) => onEvent(name, data, seq),
  };

  /** @param {any} input */
  function put(input) {
    const before = model;
    const [next, effects] = step(model, { now: now(), random: random(), ...input });
    model = next;
    for (const effect of effects) perform[effect.do](effect);
    if (before.status !== next.status || before.lastContact !== next.lastContact) onState(state());
  }

  const state = () => ({ status: model.status, lastContact: model.lastContact });
  const timer = setInterval(() => put({ type: "tick" }), TICK);
  put({ type: "tick" });

  return {
    state,
    /** The last event's number. */
    seq: () => model.seq,
    wake: () => put({ type: "wake" }),
    online: () => put({ type: "online" }),
    offline: () => put({ type: "offline" }),
    /** Ask for pings at least this often. @param {number} seconds */
    hurry: (seconds) => put({ type: "heartbeat", heartbeat: seconds }),
    close() {
      clearInterval(timer);
      perform.disconnect({});
    },
  };
}
