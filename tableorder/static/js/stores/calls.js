/** What a party has called staff for, and what it may call for. Events and answers take the same way in: `put`. Pure. */

/**
 * @typedef {import("../lib/i18n.js").LanguageMap | string} Words
 * @typedef {{id: number, session_id: number, reason: string, name: Words, status: string}} Call
 * @typedef {{key: string, name: Words}} Reason
 */

const CALL_EVENTS = new Set(["call_created", "call_updated"]);

/**
 * @param {number} sessionId
 * @param {{reasons: Reason[], calls: Call[]}} known
 */
export function makeCalls(sessionId, known) {
  return {
    offered: known.reasons,
    /** @type {Record<string, Call>} those that wait, by reason: one each */
    waiting: Object.fromEntries(known.calls.map((call) => [call.reason, call])),

    /** What to show: all that is offered, and what is offered no more but still waits. @returns {Reason[]} */
    get reasons() {
      const gone = Object.values(this.waiting).filter(({ reason }) => !this.offered.some(({ key }) => key === reason));
      return [...this.offered, ...gone.map(({ reason, name }) => ({ key: reason, name }))];
    },
    get count() {
      return Object.keys(this.waiting).length;
    },

    /** @param {Call[]} calls all that wait */
    load(calls) {
      this.waiting = Object.fromEntries(calls.map((call) => [call.reason, call]));
    },

    /**
     * Take an event of the stream.
     * @param {string} name
     * @param {any} data
     * @returns {{call: Call, before: Call | null} | null} what changed, null for nothing
     */
    apply(name, data) {
      if (name === "store_updated" && data.store?.call_reasons) this.offered = data.store.call_reasons;
      return CALL_EVENTS.has(name) ? this.put(data.call) : null;
    },

    /** @param {Call} call as it is now; another party's is not for us */
    put(call) {
      const known = this.waiting[call.reason];
      const before = known?.id === call.id ? known : null;
      const isOurs = call.session_id === sessionId && call.status !== "done";
      if (!isOurs && !before) return null;
      if (isOurs) this.waiting[call.reason] = call;
      else delete this.waiting[call.reason];
      return { call, before };
    },
  };
}
