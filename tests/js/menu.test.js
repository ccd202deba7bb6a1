import assert from "node:assert/strict";
import { test } from "node:test";

import { makeMenu } from "../../tableorder/static/js/stores/menu.js";
import { tree } from "./guest.fixture.js";

const menu = (changes) => makeMenu(tree(changes));

test("items of both category levels are found by id", () => {
  assert.deepEqual([1, 2, 3].map((id) => menu().find(id)?.name), ["Bibimbap", "Soup", "Air"]);
  assert.equal(menu().find(9), null);
});

test("news of the menu is taken once, and old news not at all", () => {
  const kept = makeMenu(tree({}, 5));
  assert.equal(kept.load(tree({}, 5)), false);
  assert.equal(kept.load(tree({ 1: { price: 1 } }, 4)), false);
  assert.equal(kept.load(tree({ 1: { price: 9500 } }, 6)), true);
  assert.equal(kept.find(1).price, 9500);
});

test("an end of hours changes the menu without a new version", () => {
  const kept = makeMenu(tree({}, 5));
  assert.equal(kept.load(tree({ 2: { unavailable_reason: "hours", is_available: false } }, 5)), true);
});

test("a store that takes no orders says so, in its own words if it has any", () => {
  assert.equal(menu().isPaused, false);
  const paused = menu();
  assert.equal(paused.load({ ...tree(), pause_message: "" }), true);
  assert.equal(paused.isPaused, true);
  assert.equal(paused.load({ ...tree(), pause_message: "Back at 17:00" }), true);
  assert.equal(paused.pauseMessage, "Back at 17:00");
});

test("guests are told of the last orders ten minutes before, and no longer than that", () => {
  const kept = makeMenu({ ...tree(), last_order_at: "2026-03-02T13:00:00.000Z" });
  const at = (time) => kept.isLastCall(Date.parse(`2026-03-02T${time}Z`));
  assert.deepEqual(["12:49:59", "12:50:00", "12:59:59", "13:00:00"].map(at), [false, true, true, false]);
  assert.equal(makeMenu(tree()).isLastCall(Date.now()), false);
});

test("past the last orders the store takes none", () => {
  assert.equal(makeMenu({ ...tree(), is_past_last_order: true }).isPaused, true);
});

test("a table waits after its latest order as long as the kitchen asks", () => {
  const kept = makeMenu({ ...tree(), order_gap: 10 });
  const wait = (time) => kept.minutesToWait("2026-03-02T12:00:00.000Z", Date.parse(`2026-03-02T${time}Z`));
  assert.deepEqual(["12:00:00", "12:03:30", "12:09:59", "12:10:00"].map(wait), [10, 7, 1, 0]);
  assert.equal(kept.minutesToWait(null, Date.now()), 0);
  assert.equal(makeMenu(tree()).minutesToWait("2026-03-02T12:00:00.000Z", Date.parse("2026-03-02T12:00:00Z")), 0);
});
