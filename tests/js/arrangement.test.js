import assert from "node:assert/strict";
import { test } from "node:test";

import {
  categorySpot, isSame, itemSpot, lower, moveCategory, moveItem, places, raise,
} from "../../tableorder/static/js/stores/arrangement.js";

const child = (id, ...item_ids) => ({ id, item_ids });
const top = (id, items, ...children) => ({ id, item_ids: items, children });
/** Food (1) with dishes 10, 11 and Rice (2) with 12 below it; Sides (3) is empty; Drinks (4) with 13 and Tea (5). */
const carte = () => [top(1, [10, 11], child(2, 12)), top(3, []), top(4, [13], child(5))];

test("a dish goes down through all categories and up again, and stays inside", () => {
  let tops = carte();
  const seen = [];
  for (let step = 0; step < 8; step += 1) {
    tops = moveItem(tops, 10, 1);
    const { categoryId, index } = itemSpot(tops, 10);
    seen.push([categoryId, index]);
  }
  assert.deepEqual(seen, [[1, 1], [2, 0], [2, 1], [3, 0], [4, 0], [4, 1], [5, 0], [5, 0]]);
  for (let step = 0; step < 7; step += 1) tops = moveItem(tops, 10, -1);
  assert.ok(isSame(tops, carte()));
  assert.equal(moveItem(tops, 10, -1), tops);
  assert.equal(moveItem(tops, 99, 1), tops);
});

test("a category of the first level keeps what is below it", () => {
  const moved = moveCategory(carte(), 1, 1);
  assert.deepEqual(moved.map(({ id }) => id), [3, 1, 4]);
  assert.deepEqual(moved[1], carte()[0]);
  assert.equal(moveCategory(moved, 3, -1), moved);
  assert.equal(moveCategory(moved, 4, 1), moved);
  assert.equal(moveCategory(moved, 99, 1), moved);
});

test("one of the second level goes on below the next of the first", () => {
  const below = (tops) => tops.find((one) => one.children.some(({ id }) => id === 2)).id;
  let tops = moveCategory(carte(), 2, 1);
  assert.equal(below(tops), 3);
  tops = moveCategory(tops, 2, 1);
  assert.deepEqual(tops[2].children.map(({ id }) => id), [2, 5]);
  tops = moveCategory(tops, 2, 1);
  assert.deepEqual(tops[2].children.map(({ id }) => id), [5, 2]);
  assert.equal(moveCategory(tops, 2, 1), tops);
  for (let step = 0; step < 3; step += 1) tops = moveCategory(tops, 2, -1);
  assert.ok(isSame(tops, carte()));
});

test("levels change, and never below the second", () => {
  const lowered = lower(carte(), 3);
  assert.deepEqual(lowered[0].children, [child(2, 12), child(3)]);
  assert.deepEqual(categorySpot(lowered, 3), { index: 1, count: 2, categoryId: 1 });
  assert.ok(isSame(raise(lowered, 3), carte()));
  const tops = carte();
  for (const [change, id] of [[lower, 1], [lower, 4], [lower, 2], [raise, 1], [raise, 99]]) {
    assert.equal(change(tops, id), tops, `${change.name} ${id}`);
  }
});

test("nothing is lost or doubled, and nothing given is changed", () => {
  const before = carte();
  const ids = (tops) => places(tops).flatMap(({ id, item_ids }) => [`c${id}`, ...item_ids]).sort();
  for (const change of [(t) => moveItem(t, 11, 1), (t) => moveItem(t, 12, -1), (t) => moveCategory(t, 5, -1), (t) => lower(t, 3), (t) => raise(t, 5)]) {
    assert.deepEqual(ids(change(before)), ids(carte()));
    assert.deepEqual(before, carte());
  }
});
