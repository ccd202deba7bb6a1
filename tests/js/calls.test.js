import assert from "node:assert/strict";
import { test } from "node:test";

import { newsText } from "../../tableorder/static/js/components/guest/words.js";
import { makeCalls } from "../../tableorder/static/js/stores/calls.js";

const REASONS = [{ key: "water", name: { en: "Water" } }, { key: "bill", name: { en: "Bill" } }];
const callRow = (more = {}) => ({ id: 1, session_id: 11, reason: "water", name: { en: "Water" }, status: "open", ...more });
const party = (...calls) => makeCalls(11, { reasons: REASONS, calls });
const states = (calls) => Object.fromEntries(Object.values(calls.waiting).map(({ reason, status }) => [reason, status]));

test("a call goes from asked to seen to done", () => {
  const calls = party();
  assert.equal(calls.apply("call_created", { call: callRow() }).before, null);
  assert.deepEqual([calls.count, states(calls)], [1, { water: "open" }]);
  assert.equal(calls.apply("call_updated", { call: callRow({ status: "acknowledged" }) }).before.status, "open");
  calls.apply("call_updated", { call: callRow({ status: "done" }) });
  assert.equal(calls.count, 0);
  assert.equal(calls.apply("call_updated", { call: callRow({ status: "done" }) }), null);
});

test("a call that was finished before does not take away the next for the same reason", () => {
  const calls = party(callRow({ id: 2 }));
  calls.put(callRow({ id: 1, status: "done" }));
  assert.deepEqual(states(calls), { water: "open" });
});

test("another party's calls are not ours, and one that went to it leaves", () => {
  const calls = party(callRow());
  calls.put(callRow({ id: 7, session_id: 12, reason: "bill" }));
  assert.deepEqual(states(calls), { water: "open" });
  calls.put(callRow({ session_id: 12 }));
  assert.deepEqual(states(calls), {});
});

test("what the store offers changes, and what waits stays to be seen", () => {
  const calls = party(callRow());
  calls.apply("store_updated", { store: { call_reasons: [REASONS[1]] } });
  assert.deepEqual(calls.reasons.map(({ key }) => key), ["bill", "water"]);
  calls.apply("store_updated", { store: { stations: [] } });
  calls.put(callRow({ status: "done" }));
  assert.deepEqual(calls.reasons.map(({ key }) => key), ["bill"]);
});

const order = (more = {}) => ({ number: "012", status: "pending", seen_at: null, deleted: false, ...more });
const words = (now, before) => newsText({ order: order(now), before: before ? order(before) : null })?.words ?? null;

test("guests are told each step of an order once, and that it was seen", () => {
  assert.equal(newsText(null), null);
  assert.equal(words({}, null), null);
  assert.equal(words({ seen_at: "x" }, {}), "The kitchen has seen order 012");
  assert.equal(words({ seen_at: "x", total: 5 }, { seen_at: "x" }), null);
  assert.equal(words({ seen_at: "x", status: "confirmed" }, {}), "Order 012 was accepted");
  assert.equal(words({ seen_at: "x", status: "confirmed" }, { seen_at: "x", status: "confirmed" }), null);
  assert.equal(words({ status: "cancelled" }, {}), "Order 012 was cancelled");
  assert.equal(words({ deleted: true }, {}), "Order 012 was withdrawn by our staff");
});
