import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, isEmptied, remaining, stepped, totalOf } from "../../tableorder/static/js/stores/lowering.js";

const soup = { id: 1, quantity: 3, subtotal: 12_000, status: "waiting" };
const rice = { id: 2, quantity: 1, subtotal: 1000, status: "waiting" };
const gone = { id: 3, quantity: 2, subtotal: 0, status: "cancelled" };
const items = [soup, rice, gone];

test("a line goes down to none and up to what was ordered", () => {
  let wanted = {};
  for (let press = 0; press < 5; press += 1) wanted = stepped(soup, wanted, -1);
  assert.equal(remaining(soup, wanted), 0);
  for (let press = 0; press < 5; press += 1) wanted = stepped(soup, wanted, 1);
  assert.equal(remaining(soup, wanted), 3);
});

test("only what changes is asked for, and a cancelled line never", () => {
  assert.deepEqual(changesOf(items, {}), []);
  assert.deepEqual(changesOf(items, { 1: 1, 2: 1, 3: 0 }), [{ id: 1, quantity: 1 }]);
});

test("the total is that of what remains", () => {
  assert.equal(totalOf(items, {}), 13_000);
  assert.equal(totalOf(items, { 1: 1 }), 5000);
});

test("an order of which nothing remains is seen as emptied", () => {
  assert.equal(isEmptied(items, { 1: 0 }), false);
  assert.equal(isEmptied(items, { 1: 0, 2: 0 }), true);
});
