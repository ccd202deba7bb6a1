/**
 * Keeps a screen of the staff in step with the server: hands its state the stream's events, and fetches everything
 * again when the stream says that something was lost.
 */
import { ApiError } from "../../lib/api.js";

/** Between two attempts to fetch, in ms. */
const RETRY = 3000;

/**
 * @param {{api: {get: (path: string) => Promise<any>}, board: import("../../stores/board.js").Board,
 *   clock: {sync: (now: string) => void}, onBehind: (isBehind: boolean) => void, onChange: () => void,
 *   onStore?: (store: any) => void, wait?: (ms: number) => Promise<void>}} world
 */
export function makeLive({ api, board, clock, onBehind, onChange, onStore = () => {}, wait = sleep }) {
  let isFetching = false;
  let isOutdated = false;

  async function fetchOnce() {
    isOutdated = false;
    board.expectSnapshot();
    try {
      const { tables, seq } = await api.get("/api/tables");
      const { orders } = await api.get("/api/orders");
      const { calls } = await api.get("/api/calls");
      const { stations } = await api.get("/api/stations");
      onStore(await api.get("/api/store"));
      board.rebuild({ tables, orders, calls, stations, seq });
      return true;
    } catch (error) {
      board.forgetSnapshot();
      return error instanceof ApiError && error.status === 401;
    }
  }

  /** Fetch until it worked or nobody is signed in; one more time when something was lost meanwhile. */
  async function refresh() {
    isOutdated = true;
    if (isFetching) return;
    isFetching = true;
    onBehind(true);
    while (isOutdated) {
      if (!(await fetchOnce())) {
        isOutdated = true;
        await wait(RETRY);
      }
    }
    isFetching = false;
    onBehind(false);
    onChange();
  }

  /** A ping names the newest event that was sent before it: more than we have is a loss. @param {any} ping */
  function onPing({ now, seq }) {
    clock.sync(now);
    if (seq > board.seq && !isFetching) refresh();
  }

  return {
    refresh,
    /** @param {string} name @param {any} data @param {number | null} seq */
    onEvent(name, data, seq) {
      if (name === "ping") return onPing(data);
      if (name === "reset") return refresh();
      if (name === "store_updated") onStore(data.store);
      board.apply(name, data, seq);
      return onChange();
    },
  };
}

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
