import assert from "node:assert/strict";
import { test } from "node:test";

import { firstUnmet, makeMenu, optionsText, troubleOf, unitPrice } from "../../tableorder/static/js/stores/menu.js";
import { less, more, stillOffered, toggle } from "../../tableorder/static/js/stores/picking.js";
import { tree } from "./guest.fixture.js";

const REGULAR = 11, LARGE = 12, EGG = 21, CHEESE = 22, AVOCADO = 23;
const menu = (changes) => makeMenu(tree(changes));
const bibimbap = menu().find(1);
const [size, toppings] = bibimbap.option_groups;

test("items of both category levels are found by id", () => {
  assert.deepEqual([1, 2, 3].map((id) => menu().find(id)?.name), ["Bibimbap", "Soup", "Air"]);
  assert.equal(menu().find(4), null);
});

test("a price is the item's with every choice as often as taken, and never below 0", () => {
  assert.equal(unitPrice(bibimbap, [LARGE, EGG, EGG]), 9000 + 500 + 2000);
  assert.equal(unitPrice(menu().find(3), [31]), 0);
});

test("options are told in the menu's order, with how often", () => {
  assert.equal(optionsText(bibimbap, [CHEESE, EGG, LARGE, EGG]), "Large, Egg ×2, Cheese");
});

test("the first group that lacks something is named", () => {
  assert.equal(firstUnmet(bibimbap, [EGG])?.name, "Size");
  assert.equal(firstUnmet(bibimbap, [REGULAR]), null);
});

test("of a group for exactly one the new choice takes the old one's place, and one stays", () => {
  assert.deepEqual(toggle(size, [REGULAR, EGG], LARGE), [EGG, LARGE]);
  assert.deepEqual(toggle(size, [LARGE], LARGE), [LARGE]);
});

test("choices of a larger group are ticked, unticked and counted, up to its most", () => {
  assert.deepEqual(toggle(toppings, [LARGE], EGG), [LARGE, EGG]);
  assert.deepEqual(toggle(toppings, [EGG, LARGE, EGG], EGG), [LARGE]);
  assert.deepEqual(more(toppings, [EGG], EGG), [EGG, EGG]);
  const full = [EGG, EGG, CHEESE];
  assert.equal(more(toppings, full, EGG), full);
  assert.equal(toggle(toppings, full, AVOCADO), full);
  assert.deepEqual(less(full, EGG), [EGG, CHEESE]);
});

test("an edited line keeps only what can still be chosen", () => {
  assert.deepEqual(stillOffered(bibimbap.option_groups, [LARGE, AVOCADO, 99]), [LARGE]);
});

const line = (more = {}) => ({ choiceIds: [REGULAR], price: 9000, ...more });
const TROUBLES = [
  ["nothing", {}, line(), undefined],
  ["gone", { 1: null }, line(), "gone"],
  ["sold out", { 1: { is_sold_out: true, unavailable_reason: "sold_out", is_available: false } }, line(), "sold_out"],
  ["out of hours", { 1: { unavailable_reason: "hours", is_available: false } }, line(), "hours"],
  ["a choice sold out", {}, line({ choiceIds: [REGULAR, AVOCADO], price: 11_500 }), "choice_sold_out"],
  ["a choice gone", {}, line({ choiceIds: [REGULAR, 99] }), "choices"],
  ["a group now required", {}, line({ choiceIds: [] }), "choices"],
  ["a group now smaller", {}, line({ choiceIds: [REGULAR, EGG, EGG, EGG, EGG] }), "choices"],
  ["another price", { 1: { price: 9500 } }, line(), "price"],
];

for (const [name, changes, kept, code] of TROUBLES) {
  test(`what has become of a line: ${name}`, () => assert.equal(troubleOf(kept, menu(changes).find(1))?.code, code));
}

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
