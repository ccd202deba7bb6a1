/**
 * Sending an order: once for each press, however often the network fails. The key and the exact body are kept from the
 * press until the server has decided, over reloads and crashes; a lost answer is asked for again with both. It never
 * says "accepted" before the server did.
 */

/**
 * @typedef {"idle" | "sending" | "waiting" | "accepted" | "refused" | "price" | "paused" | "closed" | "signed_out" | "failed"} Phase
 *   `waiting`: an answer was lost, the same is sent again after a while
 * @typedef {{owner: string, key: string, body: any}} Pending
 */

export const PENDING_KEY = "to-pending";

/** Phases that the guest may leave for the cart; the others end by themselves or not at all. */
const DONE = new Set(["accepted", "refused", "price", "paused", "failed"]);

const LONGEST_DELAY = 15_000;
const FIRST_DELAY = 1000;

/** How long to wait before asking again, in ms. @param {number} attempt from 1 @param {number} [retryAfter] in s */
export const delayOf = (attempt, retryAfter) =>
  retryAfter ? retryAfter * 1000 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));

/**
 * What an error means for the order: whether it may have been written after all, or what the server decided.
 * @param {any} error
 * @returns {"lost" | Phase}
 */
export function meaningOf({ status, code }) {
  if (status === undefined || status >= 500 || status === 429) return "lost";
  if (status === 410) return "closed";
  if (status === 401 || status === 403) return "signed_out";
  const phases = /** @type {Record<string, Phase>} */ ({
    ORDER_REFUSED: "refused", PRICE_CHANGED: "price", NOT_TAKING_ORDERS: "paused",
  });
  return phases[code] ?? "failed";
}

/**
 * @param {{
 *   owner: string, kin?: string[], newKey: () => string,
 *   post: (path: string, body: any, options: {headers: Record<string, string>}) => Promise<any>,
 *   storage: {get: (key: string) => any, set: (key: string, value: any) => any, remove: (key: string) => void},
 *   onAccepted?: (order: any) => void, after?: (call: () => void, ms: number) => any,
 * }} world `owner` names store and table session, `kin` sessions that became this one; `onAccepted` is called before the key is given up
 */
export function makeSending({ owner, kin = [], newKey, post, storage, onAccepted = () => {}, after = setTimeout }) {
  /** @returns {Pending | null} */
  const pending = () => {
    const kept = storage.get(PENDING_KEY);
    const isOurs = kept?.owner === owner || kin.includes(kept?.owner);
    if (kept && !isOurs) storage.remove(PENDING_KEY);
    return isOurs ? kept : null;
  };
  let wake = () => {};
  /** The network came back while something was still being asked for over the old one. */
  let isHurried = false;
  /** @param {number} ms */
  const pause = (ms) =>
    /** @type {Promise<void>} */ (new Promise((resolve) => {
      wake = resolve;
      after(resolve, ms);
    }));

  return {
    phase: /** @type {Phase} */ ("idle"),
    order: /** @type {any} */ (null),
    error: /** @type {any} */ (null),
    attempts: 0,
    isResumed: false,
    was: 0,

    get isBusy() {
      return this.phase === "sending" || this.phase === "waiting";
    },

    /** Whether an order is on its way whose fate is not known. */
    get isPending() {
      return pending() !== null;
    },

    /**
     * Send an order; while one is on its way another press does nothing, and one left by a crash goes first.
     * @param {any} body
     */
    async send(body) {
      if (this.isBusy) return;
      if (this.isPending) {
        await this.resume();
        return;
      }
      storage.set(PENDING_KEY, { owner, key: newKey(), body });
      this.isResumed = false;
      await this.deliver();
    },

    /** Find out what became of an order that was on its way when the page went. */
    async resume() {
      if (this.isBusy || !this.isPending) return;
      this.isResumed = true;
      await this.deliver();
    },

    /** Ask again now, or as soon as what is being asked for has failed. */
    retryNow() {
      isHurried = this.phase === "sending";
      wake();
    },

    /** The guest has seen the number, or goes on with the cart after a refusal. */
    reset() {
      if (DONE.has(this.phase)) this.phase = "idle";
    },

    async deliver() {
      this.attempts = 0;
      this.error = null;
      for (let kept = pending(); kept; kept = pending()) {
        this.phase = "sending";
        const headers = { "Idempotency-Key": kept.key };
        const result = await post("/api/orders", kept.body, { headers }).then(
          (order) => ({ order, error: null }),
          (error) => ({ order: null, error }),
        );
        if (result.order) return this.accept(result.order);
        const meaning = meaningOf(result.error);
        if (meaning !== "lost") return this.refuse(meaning, result.error, kept);
        await this.waitFor(result.error);
      }
      this.phase = "idle";
    },

    /** @param {any} error */
    async waitFor(error) {
      this.attempts += 1;
      this.error = error;
      this.phase = "waiting";
      await pause(isHurried ? 0 : delayOf(this.attempts, error.retryAfter));
      isHurried = false;
    },

    /** @param {any} order */
    accept(order) {
      onAccepted(order);
      storage.remove(PENDING_KEY);
      this.order = order;
      this.phase = "accepted";
    },

    /**
     * The server decided against it: nothing was written. Who is signed out may come back and ask again.
     * @param {any} meaning
     * @param {any} error
     * @param {Pending} kept
     */
    refuse(meaning, error, kept) {
      if (meaning !== "signed_out") storage.remove(PENDING_KEY);
      this.error = error;
      this.was = kept.body.expected_total;
      this.phase = meaning;
    },
  };
}
