import assert from "node:assert/strict";
import { test } from "node:test";

import { readCookie } from "../../tableorder/static/js/lib/cookies.js";
import { randomId } from "../../tableorder/static/js/lib/ids.js";
import { makeStorage } from "../../tableorder/static/js/lib/storage.js";
import { clockText, makeClock, minutesSince, waitingText } from "../../tableorder/static/js/lib/time.js";

/** A browser's storage that refuses what would not fit. */
function smallStorage(room) {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => kept.delete(key),
  };
}

test("ids are as long as asked and differ", () => {
  const ids = new Set(Array.from({ length: 1000 }, () => randomId(8)));
  assert.equal(ids.size, 1000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{16}$/);
});

test("a cookie is found by its whole name", () => {
  const jar = "not_to_table_csrf=bad; to_table_csrf=a%3Db; other=1";
  assert.equal(readCookie("to_table_csrf", jar), "a=b");
  assert.equal(readCookie("to_staff_csrf", jar), "");
});

test("what the browser keeps, it gives back", () => {
  const browser = smallStorage(100);
  assert.equal(makeStorage(() => browser).set("cart", { lines: [1] }), true);
  assert.deepEqual(makeStorage(() => browser).get("cart"), { lines: [1] });
});

test("a full storage keeps in memory, and says so", () => {
  const storage = makeStorage(() => smallStorage(4));
  assert.equal(storage.set("cart", { lines: [1] }), false);
  assert.deepEqual(storage.get("cart"), { lines: [1] });
  storage.remove("cart");
  assert.equal(storage.get("cart"), null);
});

test("a forbidden storage is memory, and spoilt values are absent", () => {
  const forbidden = makeStorage(() => {
    throw new DOMException("no", "SecurityError");
  });
  assert.equal(forbidden.set("a", 1), false);
  assert.equal(forbidden.get("a"), 1);
  assert.equal(makeStorage(() => ({ getItem: () => "{spoilt" })).get("a", "none"), "none");
});

test("waiting times are told in words and never negative", () => {
  const start = "2026-11-23T18:00:00+09:00";
  const after = (minutes) => Date.parse(start) + minutes * 60_000;
  assert.equal(minutesSince(start, after(-3)), 0);
  assert.equal(waitingText(start, after(0.5)), "just now");
  assert.equal(waitingText(start, after(12.9)), "12 min");
  assert.equal(waitingText(start, after(65)), "1 h 5 min");
});

test("the clock follows the server's, not the tablet's", () => {
  let device = 1_000;
  const clock = makeClock(() => device);
  clock.sync("1970-01-01T00:01:00Z");
  device += 500;
  assert.equal(clock.now(), 60_500);
  clock.sync("nonsense");
  assert.equal(clock.now(), 60_500);
});

test("the time of day is the store's", () => {
  assert.equal(clockText("2026-11-23T09:05:07Z", { timeZone: "Asia/Seoul" }), "18:05");
  assert.equal(clockText("2026-11-23T15:00:07Z", { timeZone: "Asia/Seoul", seconds: true }), "00:00:07");
});
