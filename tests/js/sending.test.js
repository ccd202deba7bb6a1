import assert from "node:assert/strict";
import { test } from "node:test";

import { PENDING_KEY, delayOf, makeSending } from "../../tableorder/static/js/stores/sending.js";
import { memory } from "./guest.fixture.js";

const BODY = { items: [{ menu_id: 1, quantity: 1, choice_ids: [], note: "" }], note: "", expected_total: 9000, session_id: 1 };
const ORDER = { id: 7, number: "012" };
const LOST = new Error("no connection");
const refusal = (status, code, more = {}) => Object.assign(new Error(code), { status, code, details: {}, ...more });

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A guest's browser: a server that answers as told, and a clock that stands until it is moved. */
function browser({ storage = memory(), owner = "demo:1", kin = [], answers = [] } = {}) {
  const sent = [];
  const accepted = [];
  const timers = [];
  let keys = 0;
  const post = (path, body, { headers }) => {
    sent.push({ path, body: structuredClone(body), key: headers["Idempotency-Key"] });
    const answer = answers.shift();
    if (answer === undefined) return new Promise(() => {});
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const sending = makeSending({
    owner, kin, storage, post, newKey: () => `key-${(keys += 1)}`,
    onAccepted: (order) => accepted.push([order, storage.get(PENDING_KEY) !== null]),
    after: (call, ms) => timers.push({ call, ms }),
  });
  const wait = async () => {
    const { call, ms } = timers.shift();
    call();
    await settle();
    return ms;
  };
  return { sending, sent, accepted, timers, storage, wait };
}

test("an order is sent once and its number is known when the server answered, not before", async () => {
  const { sending, sent, accepted, storage } = browser({ answers: [ORDER] });
  const done = sending.send(BODY);
  assert.deepEqual([sending.phase, sending.order], ["sending", null]);
  await done;
  assert.deepEqual([sending.phase, sending.order.number, sent.length], ["accepted", "012", 1]);
  assert.deepEqual(accepted, [[ORDER, true]]);
  assert.equal(storage.get(PENDING_KEY), null);
});

test("a second press while it is on its way does nothing", async () => {
  const { sending, sent } = browser();
  sending.send(BODY);
  await sending.send({ ...BODY, note: "again" });
  assert.equal(sent.length, 1);
});

for (const [name, error] of [["no answer", LOST], ["a server's fault", refusal(500, "INTERNAL")], ["busy", refusal(503, "UNAVAILABLE")]]) {
  test(`${name}: the same key and body go again until there is an answer`, async () => {
    const { sending, sent, wait } = browser({ answers: [error, error, ORDER] });
    sending.send(BODY);
    await settle();
    assert.equal(sending.phase, "waiting");
    assert.deepEqual([await wait(), await wait()], [1000, 2000]);
    assert.equal(sending.phase, "accepted");
    assert.deepEqual(new Set(sent.map(({ key }) => key)), new Set(["key-1"]));
    assert.deepEqual(sent.map(({ body }) => body), [BODY, BODY, BODY]);
  });
}

test("a limit is waited for as long as it says", async () => {
  const { sending, wait } = browser({ answers: [refusal(429, "TOO_MANY", { retryAfter: 7 }), ORDER] });
  sending.send(BODY);
  await settle();
  assert.equal(await wait(), 7000);
  assert.equal(sending.phase, "accepted");
});

test("waits grow to a quarter of a minute and no further", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50].map((attempt) => delayOf(attempt)), [1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test("the guest or a network that is back can cut the wait short", async () => {
  const { sending, sent } = browser({ answers: [LOST, ORDER] });
  sending.send(BODY);
  await settle();
  sending.retryNow();
  await settle();
  assert.deepEqual([sending.phase, sent.length], ["accepted", 2]);
});

test("a network that is back while something is still asked for over the old one cuts the next wait short", async () => {
  let fail = () => {};
  const slow = new Promise((_, reject) => { fail = reject; });
  const { sending, wait } = browser({ answers: [LOST, slow, LOST, ORDER] });
  sending.send(BODY);
  await settle();
  await wait();
  sending.retryNow();
  fail(LOST);
  await settle();
  assert.equal(await wait(), 0);
  assert.equal(await wait(), 4000);
  assert.equal(sending.phase, "accepted");
});

test("after a crash the same order is asked for with its own key before anything else", async () => {
  const first = browser();
  first.sending.send(BODY);
  const again = browser({ storage: first.storage, answers: [ORDER] });
  assert.equal(again.sending.isPending, true);
  await again.sending.send({ ...BODY, note: "another order" });
  assert.deepEqual(again.sent.map(({ key, body }) => [key, body]), [["key-1", BODY]]);
  assert.deepEqual([again.sending.phase, again.sending.isResumed], ["accepted", true]);
});

test("what another party left on its way is dropped unsent", async () => {
  const first = browser();
  first.sending.send(BODY);
  const next = browser({ storage: first.storage, owner: "demo:2" });
  await next.sending.resume();
  assert.deepEqual([next.sent.length, next.sending.isPending, next.storage.kept.has(PENDING_KEY)], [0, false, false]);
});

test("what the party left on its way when it was merged is asked for again, unchanged", async () => {
  const first = browser();
  first.sending.send(BODY);
  const next = browser({ storage: first.storage, owner: "demo:2", kin: ["demo:1"], answers: [ORDER] });
  await next.sending.resume();
  assert.deepEqual(next.sent.map(({ key, body }) => [key, body]), [["key-1", BODY]]);
  assert.equal(next.sending.phase, "accepted");
});

const REFUSALS = [
  [422, "ORDER_REFUSED", "refused"],
  [409, "PRICE_CHANGED", "price"],
  [409, "NOT_TAKING_ORDERS", "paused"],
  [410, "SESSION_CLOSED", "closed"],
  [422, "INVALID", "failed"],
  [422, "IDEMPOTENCY_KEY_REUSED", "failed"],
  [400, "BAD_REQUEST", "failed"],
];

for (const [status, code, phase] of REFUSALS) {
  test(`${status} ${code} is an answer: nothing was written, the next press is a new order`, async () => {
    const { sending, sent, accepted } = browser({ answers: [refusal(status, code), ORDER] });
    await sending.send(BODY);
    assert.deepEqual([sending.phase, sending.was, accepted.length, sending.isPending], [phase, 9000, 0, false]);
    await sending.send(BODY);
    assert.deepEqual(sent.map(({ key }) => key), ["key-1", "key-2"]);
  });
}

test("who is signed out keeps the order's key, since an earlier answer may have been lost", async () => {
  const { sending, sent } = browser({ answers: [refusal(401, "NOT_SIGNED_IN"), ORDER] });
  await sending.send(BODY);
  assert.deepEqual([sending.phase, sending.isPending], ["signed_out", true]);
  await sending.resume();
  assert.deepEqual([sending.phase, sent.map(({ key }) => key)], ["accepted", ["key-1", "key-1"]]);
});

test("another tab that found the answer ends the wait here", async () => {
  const { sending, sent, storage, wait } = browser({ answers: [LOST] });
  sending.send(BODY);
  await settle();
  storage.remove(PENDING_KEY);
  await wait();
  assert.deepEqual([sending.phase, sent.length], ["idle", 1]);
});

test("a number is left by the guest; an order on its way can't be", async () => {
  const { sending } = browser({ answers: [ORDER] });
  await sending.send(BODY);
  sending.reset();
  assert.equal(sending.phase, "idle");
  sending.send(BODY);
  sending.reset();
  assert.equal(sending.phase, "sending");
});
