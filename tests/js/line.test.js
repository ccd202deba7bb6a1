import assert from "node:assert/strict";
import { test } from "node:test";

import { optionsText, troubleOf, unitPrice } from "../../tableorder/static/js/stores/line.js";
import { makeMenu } from "../../tableorder/static/js/stores/menu.js";
import {
  countIn, defaultsOf, firstUnmet, less, more, stillOffered, toggle, withPart, within,
} from "../../tableorder/static/js/stores/picking.js";
import { tree } from "./guest.fixture.js";

const REGULAR = 11, LARGE = 12, EGG = 21, CHEESE = 22, AVOCADO = 23, FRIES = 41, SALAD = 42, KETCHUP = 51, MAYO = 52, SMALL = 61, BIG = 62;
const menu = (changes) => makeMenu(tree(changes));
const bibimbap = menu().find(1);
const set = menu().find(4);
const [size, toppings] = bibimbap.option_groups;
const [sides] = set.option_groups;
const [, dips] = sides.choices[0].option_groups;
const picks = (choiceIds, parts = []) => ({ choiceIds, parts });
const fries = (...choiceIds) => ({ choiceId: FRIES, choiceIds });

test("a price is the item's with every choice as often as taken, and never below 0", () => {
  assert.equal(unitPrice(bibimbap, picks([LARGE, EGG, EGG])), 9000 + 500 + 2000);
  assert.equal(unitPrice(menu().find(3), picks([31])), 0);
});

test("options are told in the menu's order, with how often", () => {
  assert.equal(optionsText(bibimbap, picks([CHEESE, EGG, LARGE, EGG])), "Large, Egg ×2, Cheese");
});

test("of each part the dearest selections are free, whatever the order they were made in", () => {
  assert.equal(unitPrice(set, picks([], [fries(SMALL, KETCHUP, MAYO)])), 12_000 + 300);
  assert.equal(unitPrice(set, picks([], [fries(MAYO, KETCHUP, BIG), fries(SMALL, MAYO)])), 12_000 + 1200 + 300);
  assert.equal(optionsText(set, picks([SALAD], [fries(KETCHUP, KETCHUP, SMALL)])), "Fries (Small, Ketchup ×2), Salad");
});

test("the first group that lacks something is named, and the part that asks it", () => {
  assert.equal(firstUnmet(bibimbap.option_groups, picks([EGG]))?.group.name, "Size");
  assert.equal(firstUnmet(bibimbap.option_groups, picks([REGULAR])), null);
  const unmet = firstUnmet(set.option_groups, picks([], [fries(SMALL), fries(MAYO)]));
  assert.deepEqual([unmet?.group.name, unmet?.place], ["Portion", 1]);
});

test("of a group for exactly one the new choice takes the old one's place, and one stays", () => {
  assert.deepEqual(toggle(size, picks([REGULAR, EGG]), LARGE), picks([EGG, LARGE]));
  assert.deepEqual(toggle(size, picks([LARGE]), LARGE), picks([LARGE]));
});

test("choices of a larger group are ticked, unticked and counted, up to its most", () => {
  assert.deepEqual(toggle(toppings, picks([LARGE]), EGG), picks([LARGE, EGG]));
  assert.deepEqual(toggle(toppings, picks([EGG, LARGE, EGG]), EGG), picks([LARGE]));
  assert.deepEqual(more(toppings, picks([EGG]), EGG), picks([EGG, EGG]));
  const full = picks([EGG, EGG, CHEESE]);
  assert.equal(more(toppings, full, EGG), full);
  assert.equal(toggle(toppings, full, AVOCADO), full);
  assert.deepEqual(less(full, EGG), picks([EGG, CHEESE]));
});

test("what is taken by default is taken from the start, unless it is sold out", () => {
  assert.deepEqual(defaultsOf(set.option_groups), picks([], [fries(SMALL, KETCHUP)]));
  const [choice] = sides.choices;
  const off = { ...sides, choices: [{ ...choice, is_available: false }] };
  assert.deepEqual(defaultsOf([off]), picks([]));
});

test("each part has choices of its own", () => {
  const two = more(sides, defaultsOf(set.option_groups), FRIES);
  assert.equal(countIn(sides, two), 2);
  const dipped = withPart(two, 1, toggle(dips, within(two, 1), MAYO));
  assert.deepEqual(dipped.parts, [fries(SMALL, KETCHUP), fries(SMALL, KETCHUP, MAYO)]);
  assert.deepEqual(less(dipped, FRIES).parts, [fries(SMALL, KETCHUP)]);
  assert.deepEqual(toggle(sides, dipped, FRIES), picks([]));
});

test("an edited line keeps only what can still be chosen", () => {
  assert.deepEqual(stillOffered(bibimbap.option_groups, picks([LARGE, AVOCADO, 99])), picks([LARGE]));
  assert.deepEqual(stillOffered(set.option_groups, picks([FRIES, SALAD], [fries(BIG, 99)])), picks([SALAD], [fries(), fries(BIG)]));
});

const line = (more = {}) => ({ choiceIds: [REGULAR], parts: [], price: 9000, ...more });
const TROUBLES = [
  ["nothing", {}, line(), undefined],
  ["gone", { 1: null }, line(), "ITEM_NOT_FOUND"],
  ["sold out", { 1: { is_sold_out: true, unavailable_reason: "sold_out", is_available: false } }, line(), "ITEM_SOLD_OUT"],
  ["out of hours", { 1: { unavailable_reason: "hours", is_available: false } }, line(), "ITEM_NOT_SOLD_NOW"],
  ["a choice sold out", {}, line({ choiceIds: [REGULAR, AVOCADO], price: 11_500 }), "CHOICE_SOLD_OUT"],
  ["a choice gone", {}, line({ choiceIds: [REGULAR, 99] }), "CHOICE_INVALID"],
  ["a choice within a plain one", {}, line({ choiceIds: [], parts: [{ choiceId: REGULAR, choiceIds: [EGG] }] }), "CHOICE_INVALID"],
  ["a group now required", {}, line({ choiceIds: [] }), "GROUP_TOO_FEW"],
  ["a group now smaller", {}, line({ choiceIds: [REGULAR, EGG, EGG, EGG, EGG] }), "GROUP_TOO_MANY"],
  ["another price", { 1: { price: 9500 } }, line(), "price"],
];

for (const [name, changes, kept, code] of TROUBLES) {
  test(`what has become of a line: ${name}`, () => assert.equal(troubleOf(kept, menu(changes).find(1))?.code, code));
}

test("what a part lacks is what its line lacks", () => {
  assert.deepEqual(troubleOf({ ...picks([], [fries(MAYO)]), price: 12_000 }, set), { code: "GROUP_TOO_FEW", group: "Portion", count: 1 });
});
