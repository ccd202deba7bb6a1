import assert from "node:assert/strict";
import { test } from "node:test";

import { makeInbox } from "../../tableorder/static/js/lib/stream.js";
import { LEASE, nextMove } from "../../tableorder/static/js/lib/stream/lease.js";
import { begin, retryDelay, step } from "../../tableorder/static/js/lib/stream/machine.js";
import { missing, remember, withEvent } from "../../tableorder/static/js/lib/stream/memory.js";

/** A stream whose clock stands until it is moved, and which remembers its effects. */
function stream({ since = null, heartbeat = 4 } = {}) {
  let now = 1_000_000;
  let model = begin({ since, heartbeat, now });
  const effects = [];
  const put = (type, input = {}) => {
    const [next, done] = step(model, { type, now, random: 0, ...input });
    model = next;
    effects.push(...done);
  };
  const self = {
    put,
    get status() { return model.status; },
    get seq() { return model.seq; },
    did: (what) => effects.filter((effect) => effect.do === what).length,
    delivered: () => effects.filter((effect) => effect.do === "deliver").map(({ name, seq }) => `${name} ${seq}`),
    /** Let seconds pass, with the tick of each. */
    wait(seconds) {
      for (let second = 0; second < seconds; second += 1) {
        now += 1000;
        put("tick");
      }
      return self;
    },
    /** Sleep: the clock moves on, no tick happens. */
    sleep(seconds) {
      now += seconds * 1000;
    },
    live() {
      put("tick");
      put("opened");
      return self;
    },
  };
  return self;
}

test("it connects at once and is live when the server answers", () => {
  const board = stream();
  assert.equal(board.status, "connecting");
  board.live();
  assert.deepEqual([board.status, board.did("connect")], ["live", 1]);
});

test("pings keep it live; within ten seconds without any it is stale and connects anew", () => {
  const board = stream().live();
  for (let ping = 0; ping < 10; ping += 1) board.wait(4).put("ping");
  assert.deepEqual([board.status, board.did("connect")], ["live", 1]);
  board.wait(8);
  assert.equal(board.status, "live");
  board.wait(1.5);
  assert.deepEqual([board.status, board.did("connect")], ["stale", 2]);
});

test("a short cut is mended before anybody is told", () => {
  const board = stream().live();
  board.put("failed");
  board.wait(1);
  board.put("opened");
  assert.deepEqual([board.status, board.did("connect")], ["live", 2]);
});

test("a second failure is told at once, and waits grow up to their bound", () => {
  const board = stream().live();
  board.put("failed");
  board.wait(1).put("failed");
  assert.equal(board.status, "stale");
  const waits = Array.from({ length: 9 }, (_, attempt) => retryDelay(attempt, 1));
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000]);
  assert.equal(retryDelay(0, 0), 250);
});

test("a connection that never opens is given up and tried again", () => {
  const board = stream();
  board.put("tick");
  board.wait(12);
  assert.equal(board.did("connect"), 2);
});

test("a refusal asks why; gone ends it for good, anything else goes on", () => {
  const board = stream().live();
  board.put("failed", { refused: true });
  assert.equal(board.did("check"), 1);
  board.put("checked", { gone: false });
  board.wait(1);
  assert.equal(board.did("connect"), 2);
  board.put("failed", { refused: true });
  board.put("checked", { gone: true });
  board.wait(60).put("wake");
  assert.deepEqual([board.status, board.did("connect")], ["ended", 2]);
});

test("each event is handed on once and in its order", () => {
  const board = stream({ since: 7 }).live();
  for (const seq of [6, 7, 8, 8, 10, 9]) board.put("event", { name: "order_created", seq });
  assert.deepEqual(board.delivered(), ["order_created 8", "order_created 10"]);
  assert.equal(board.seq, 10);
});

test("a reset is always handed on, and numbers start from it", () => {
  const board = stream({ since: 2_000_000 }).live();
  board.put("event", { name: "reset", seq: 40 });
  board.put("event", { name: "order_created", seq: 41 });
  assert.deepEqual(board.delivered(), ["reset 40", "order_created 41"]);
});

test("sleep is noticed at waking; a connection that just spoke is kept", () => {
  const board = stream().live();
  board.put("wake");
  assert.equal(board.did("connect"), 1);
  board.sleep(3600);
  board.put("wake");
  assert.deepEqual([board.did("connect"), board.did("disconnect")], [2, 1]);
});

test("without a network it says so, and comes back with it", () => {
  const board = stream().live();
  board.put("offline");
  board.wait(30);
  assert.equal(board.status, "offline");
  board.put("online");
  assert.equal(board.status, "stale");
  board.put("opened");
  assert.equal(board.status, "live");
});

test("a tab that needs more frequent pings makes it connect anew, a patient one does not", () => {
  const board = stream({ heartbeat: 15 }).live();
  board.put("heartbeat", { heartbeat: 30 });
  assert.equal(board.did("connect"), 1);
  board.put("heartbeat", { heartbeat: 4 });
  assert.equal(board.did("connect"), 2);
});

test("a late tab gets what it lacks, or is told to fetch", () => {
  let memory = remember(10);
  for (const seq of [11, 13]) memory = withEvent(memory, { name: "order_created", data: {}, seq });
  assert.deepEqual(missing(memory, 11)?.map(({ seq }) => seq), [13]);
  assert.deepEqual(missing(memory, 13), []);
  assert.deepEqual(missing(memory, null), []);
  assert.equal(missing(memory, 9), null);
  assert.equal(missing(remember(null), 5), null);
});

test("memory is bounded, and knows what it forgot", () => {
  let memory = remember(0);
  for (let seq = 1; seq <= 500; seq += 1) memory = withEvent(memory, { name: "order_created", data: {}, seq });
  assert.equal(memory.kept.length, 200);
  assert.equal(missing(memory, 299), null);
  assert.equal(missing(memory, 300)?.length, 200);
  assert.deepEqual(missing(withEvent(memory, { name: "reset", data: {}, seq: 900 }), 900), []);
});

test("an inbox drops what the page has, whatever way it comes", () => {
  const got = [];
  const inbox = makeInbox(5, (name, _data, seq) => got.push(`${name} ${seq}`));
  for (const [name, seq] of [["a", 5], ["a", 6], ["a", 6], ["ping", null], ["reset", 2], ["a", 3]]) inbox.receive(name, {}, seq);
  assert.deepEqual(got, ["a 6", "ping null", "reset 2", "a 3"]);
});

test("which tab leads", () => {
  const now = 50_000;
  const facts = { me: "me", isVisible: true, isLeading: false, lease: null, now };
  const mine = { owner: "me", until: now + 1000 };
  const theirs = { owner: "other", until: now + 1000 };
  assert.equal(nextMove(facts), "lead");
  assert.equal(nextMove({ ...facts, lease: theirs }), "follow");
  assert.equal(nextMove({ ...facts, lease: { ...theirs, until: now - 1 } }), "lead");
  assert.equal(nextMove({ ...facts, lease: { ...theirs, until: now + 2 * LEASE } }), "lead");
  assert.equal(nextMove({ ...facts, isVisible: false }), "follow");
  assert.equal(nextMove({ ...facts, isLeading: true, lease: mine }), "renew");
  assert.equal(nextMove({ ...facts, isLeading: true, lease: mine, isVisible: false }), "leave");
  assert.equal(nextMove({ ...facts, isLeading: true, lease: theirs }), "leave");
});
