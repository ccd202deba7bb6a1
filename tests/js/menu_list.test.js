import assert from "node:assert/strict";
import { test } from "node:test";

import { between, find, makeList } from "../../tableorder/static/js/stores/menuList.js";
import { readChange, readNumber, stepsFor } from "../../tableorder/static/js/stores/repricing.js";

const dish = (id, names, marks = {}) => ({
  id, names, sold_out: false, hidden: false, no_picture: false, untranslated: false, sets: [], ...marks,
});
const DISHES = [
  dish(1, ["비빔밥", "Bibimbap"]),
  dish(2, ["김밥", "Gimbap"], { sold_out: true }),
  dish(3, ["죽"], { hidden: true, untranslated: true }),
  dish(4, ["콜라", "Coke"], { sold_out: true, no_picture: true }),
];
const ids = (items) => items.map(({ id }) => id);

test("dishes are found by any language, by initial consonants, and by marks", () => {
  const cases = [
    ["bap", "", [1, 2]], ["ㄱㅂ", "", [2]], ["밥", "sold_out", [2]], ["  ", "sold_out", [2, 4]],
    ["", "hidden", [3]], ["", "no_picture", [4]], ["", "untranslated", [3]], ["x", "", []], ["", "", [1, 2, 3, 4]],
  ];
  for (const [query, filter, found] of cases) assert.deepEqual(ids(find(DISHES, query, filter)), found, `${query} ${filter}`);
});

test("the list says its mode and counts", () => {
  const list = makeList(DISHES, { filter: "sold_out" });
  assert.equal(list.mode, "found");
  assert.deepEqual([list.countOf("sold_out"), list.countOf("hidden"), list.shown.length], [2, 1, 2]);
  list.narrow({ filter: "" });
  assert.equal(list.mode, "order");
  list.select(true);
  assert.equal(list.mode, "select");
  assert.equal(makeList(DISHES, { filter: "names" }).filter, "");
});

test("Shift chooses all from the last one, also upwards, and only what is shown", () => {
  const list = makeList(DISHES);
  list.select(true);
  list.pick(3, true, false);
  list.pick(1, true, true);
  assert.deepEqual(list.chosen, [1, 2, 3]);
  list.pick(2, false, false);
  assert.deepEqual(list.chosen, [1, 3]);
  list.narrow({ query: "밥" });
  assert.deepEqual(list.chosen, [1]);
  list.choose([1, 2, 3, 4], true);
  assert.deepEqual(list.chosen, [1, 2]);
  list.choose([1, 2], false);
  assert.deepEqual(list.chosen, []);
  list.select(true);
  list.pick(2, true, true);
  assert.deepEqual(list.chosen, [2]);
  assert.deepEqual(between([1, 2, 3], 9, 2), [2]);
});

test("numbers are read as they are typed, and nothing else is", () => {
  const cases = [["500", 0, 500], ["1,000", 0, 1000], ["2.5", 2, 250], [" 3 ", 2, 300], ["0", 0, 0]];
  for (const [text, digits, value] of cases) assert.equal(readNumber(text, digits), value, text);
  for (const [text, digits] of [["", 0], ["2.5", 0], ["1.234", 2], ["-5", 0], ["1e3", 0], ["5%", 2], ["9999999999", 0]]) {
    assert.equal(readNumber(text, digits), null, text);
  }
});

test("a wish becomes a change", () => {
  const wish = { unit: "percent", isLower: true, text: "2.5", step: 100 };
  assert.deepEqual(readChange(wish, 0), { basis_points: -250, step: 100 });
  assert.deepEqual(readChange({ ...wish, unit: "amount", text: "1.50" }, 2), { amount: -150, step: 100 });
  assert.deepEqual(readChange({ ...wish, unit: "amount", isLower: false, text: "500" }, 0), { amount: 500, step: 100 });
  assert.equal(readChange({ ...wish, text: "much" }, 0), null);
  assert.equal(stepsFor(0)[0], 1);
  assert.equal(stepsFor(2)[0], 1);
});
