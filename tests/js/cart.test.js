import assert from "node:assert/strict";
import { test } from "node:test";

import { CART_KEY, makeCart } from "../../tableorder/static/js/stores/cart.js";
import { makeMenu } from "../../tableorder/static/js/stores/menu.js";
import { memory, tree } from "./guest.fixture.js";

const REGULAR = 11, LARGE = 12, EGG = 21, CHEESE = 22;

function guest({ storage = memory(), owner = "demo:1", kin = [], changes = {} } = {}) {
  let ids = 0;
  const menu = makeMenu(tree(changes));
  const cart = makeCart({ owner, kin, storage, newId: () => `${owner}-${storage.kept.size}-${(ids += 1)}` });
  cart.load();
  const put = (menuId, choiceIds = [], more = {}) => (
    cart.add({ item: menu.find(menuId), picks: { choiceIds, parts: [] }, ...more })
  );
  return { cart, menu, put, storage, lines: () => cart.lines.map(({ menuId, quantity }) => [menuId, quantity]) };
}

test("the same dish with the same options and note counts up, in whichever order they were chosen", () => {
  const { cart, put } = guest();
  assert.equal(put(1, [REGULAR, EGG, CHEESE]), "added");
  assert.equal(put(1, [CHEESE, REGULAR, EGG], { quantity: 2 }), "merged");
  assert.deepEqual([cart.lines.length, cart.count], [1, 3]);
});

test("other options or another note make another line", () => {
  const { put, lines } = guest();
  put(1, [REGULAR]);
  put(1, [LARGE]);
  put(1, [REGULAR, EGG]);
  put(1, [REGULAR, EGG, EGG]);
  put(1, [REGULAR], { note: "no onion" });
  assert.equal(lines().length, 5);
});

test("totals count choices and quantities", () => {
  const { cart, menu, put } = guest();
  put(1, [LARGE, EGG], { quantity: 2 });
  put(2);
  assert.equal(cart.total(menu), 2 * (9000 + 500 + 1000) + 4000);
});

test("quantities stay between 1 and 99, also when lines merge", () => {
  const { cart, put, lines } = guest();
  put(2, [], { quantity: 98 });
  assert.equal(put(2, [], { quantity: 5 }), "most");
  assert.deepEqual(lines(), [[2, 99]]);
  cart.setQuantity(cart.lines[0].id, 0);
  assert.deepEqual(lines(), [[2, 1]]);
});

test("a hundred lines are the most", () => {
  const { cart, put } = guest();
  for (let count = 0; count < 100; count += 1) put(2, [], { note: `${count}` });
  assert.equal(put(2, [], { note: "one more" }), "full");
  assert.equal(put(2, [], { note: "7" }), "merged");
  assert.equal(cart.lines.length, 100);
});

test("it survives a reload, and another session never sees it", () => {
  const first = guest();
  first.put(1, [LARGE]);
  first.cart.setNote("two plates");
  const again = guest({ storage: first.storage });
  assert.deepEqual([again.lines(), again.cart.note], [[[1, 1]], "two plates"]);
  const next = guest({ storage: first.storage, owner: "demo:2" });
  assert.deepEqual([next.lines(), next.cart.note], [[], ""]);
  next.put(2);
  assert.equal(guest({ storage: first.storage }).cart.isEmpty, true);
});

test("what staff took down joins what is kept for the party elsewhere", () => {
  const here = guest();
  here.put(1, [LARGE], { quantity: 2 });
  here.put(2);
  here.cart.setNote("two plates");
  const there = guest({ owner: "demo:2" });
  there.put(2, [], { quantity: 3 });
  const again = guest({ owner: "demo:2", storage: there.storage });
  here.cart.pourInto(again.cart);
  assert.equal(here.cart.isEmpty, true);
  const kept = guest({ owner: "demo:2", storage: there.storage });
  assert.deepEqual([kept.lines(), kept.cart.note], [[[2, 4], [1, 2]], "two plates"]);
});

test("it goes along when its party becomes a part of another, and comes back", () => {
  const first = guest();
  first.put(1, [LARGE]);
  const merged = guest({ storage: first.storage, owner: "demo:2", kin: ["demo:1"] });
  assert.deepEqual(merged.lines(), [[1, 1]]);
  assert.equal(guest({ storage: first.storage }).cart.isEmpty, true);
  assert.deepEqual(guest({ storage: first.storage, kin: ["demo:2"] }).lines(), [[1, 1]]);
});

test("a storage that holds nonsense gives an empty cart", () => {
  const storage = memory();
  for (const lines of [null, "x", [null, 1, { id: 1 }, { id: "a", menuId: 1, quantity: "2" }]]) {
    storage.set(CART_KEY, { owner: "demo:1", lines });
    assert.equal(guest({ storage }).cart.isEmpty, true);
  }
});

test("a removed line can be put back where it was", () => {
  const { cart, put, lines } = guest();
  put(1, [LARGE]);
  put(2, [], { quantity: 2 });
  put(3, [31]);
  const removed = cart.remove(cart.lines[1].id);
  assert.deepEqual(lines(), [[1, 1], [3, 1]]);
  cart.putBack(removed);
  assert.deepEqual(lines(), [[1, 1], [2, 2], [3, 1]]);
});

test("put back after the same was added again, it counts up", () => {
  const { cart, put, lines } = guest();
  put(2, [], { quantity: 2 });
  const removed = cart.remove(cart.lines[0].id);
  put(2);
  cart.putBack(removed);
  assert.deepEqual(lines(), [[2, 3]]);
});

test("a line takes other options, and becomes one with its twin", () => {
  const { cart, menu, put } = guest();
  put(1, [REGULAR]);
  put(1, [LARGE], { quantity: 2 });
  cart.replace(cart.lines[0].id, { item: menu.find(1), picks: { choiceIds: [LARGE], parts: [] } });
  assert.deepEqual(cart.lines.map(({ choiceIds, quantity }) => [choiceIds, quantity]), [[[LARGE], 3]]);
});

test("while its order is on its way nothing changes it", () => {
  const { cart, menu, put, lines } = guest();
  put(2);
  const { id } = cart.lines[0];
  cart.isLocked = true;
  assert.equal(put(1, [REGULAR]), "locked");
  cart.setQuantity(id, 5);
  cart.remove(id);
  cart.setNote("x");
  cart.removeLost(menu);
  cart.replace(id, { item: menu.find(2), note: "y", quantity: 9 });
  assert.deepEqual([lines(), cart.note], [[[2, 1]], ""]);
});

test("what has left the menu or is sold out is known before sending, and goes in one step", () => {
  const { cart, put } = guest();
  put(1, [REGULAR]);
  put(2);
  put(3, [31]);
  const now = makeMenu(tree({ 1: null, 2: { is_sold_out: true, is_available: false } }, 2));
  assert.deepEqual(cart.lost(now).map(({ menuId }) => menuId), [1, 2]);
  assert.equal(cart.isBlocked(now), true);
  cart.removeLost(now);
  assert.deepEqual([cart.lines.map(({ menuId }) => menuId), cart.isBlocked(now)], [[3], false]);
});

test("a new price has to be seen, then the total is the new one", () => {
  const { cart, menu, put } = guest();
  put(2, [], { quantity: 2 });
  const now = makeMenu(tree({ 2: { price: 4500 } }, 2));
  assert.deepEqual([cart.hasNewPrices(menu), cart.hasNewPrices(now), cart.isBlocked(now)], [false, true, false]);
  cart.acceptPrices(now);
  assert.deepEqual([cart.hasNewPrices(now), cart.order(now, 1).expected_total], [false, 9000]);
});

test("the server's words stand at their lines until the guest mends them, and let him ask again", () => {
  const { cart, menu, put } = guest();
  put(1, [REGULAR]);
  put(2, [], { quantity: 3 });
  cart.blame([{ index: 1, code: "OUT_OF_STOCK", message: "Take fewer." }, { index: 9, code: "X", message: "" }]);
  const [, soup] = cart.lines;
  assert.equal(cart.troubleWith(soup, menu)?.message, "Take fewer.");
  assert.deepEqual([cart.isBlocked(menu), cart.lost(menu).length], [false, 0]);
  cart.setQuantity(soup.id, 2);
  assert.equal(cart.troubleWith(soup, menu), null);
});

test("what the server refused is open again once the menu is a newer one", () => {
  const { cart, put } = guest();
  put(2, [], { quantity: 5 });
  const [soup] = cart.lines;
  const [before, read, newer] = [1, 2, 3].map((version) => makeMenu(tree({}, version)));
  cart.blame([{ index: 0, code: "OUT_OF_STOCK", message: "Only 3." }]);
  assert.equal(cart.troubleWith(soup, read)?.message, "Only 3.");
  cart.refusedUnder(read);
  assert.deepEqual([before, read, newer].map((menu) => cart.troubleWith(soup, menu)?.message), ["Only 3.", "Only 3.", undefined]);
  cart.blame([{ index: 0, code: "OUT_OF_STOCK", message: "Only 4." }]);
  assert.equal(cart.troubleWith(soup, newer)?.message, "Only 4.");
});

test("a new price is asked for also where the server had another fault", () => {
  const { cart, put } = guest();
  put(2, [], { quantity: 5 });
  cart.blame([{ index: 0, code: "OUT_OF_STOCK", message: "Only 3." }]);
  assert.equal(cart.hasNewPrices(makeMenu(tree({ 2: { price: 4500 } }, 2))), true);
});

test("the order names session, total and each choice", () => {
  const { cart, menu, put } = guest();
  put(1, [EGG, LARGE, EGG], { quantity: 2, note: " hot " });
  cart.setNote(" thanks ");
  assert.deepEqual(cart.order(menu, 88), {
    items: [{ menu_id: 1, quantity: 2, choice_ids: [LARGE, EGG, EGG], note: "hot" }],
    note: "thanks", expected_total: 23_000, session_id: 88,
  });
});

test("a set's parts are sent with their own choices, and make it the same line or another", () => {
  const { cart, menu, put } = guest();
  const fries = (...choiceIds) => ({ choiceId: 41, choiceIds });
  const set = (...parts) => put(4, [], { picks: { choiceIds: [], parts } });
  assert.equal(set(fries(61, 52), fries(62)), "added");
  assert.equal(set(fries(62), fries(52, 61)), "merged");
  assert.equal(set(fries(61)), "added");
  assert.equal(cart.lines[0].options, "Fries (Small, Mayo), Fries (Big)");
  const [first] = cart.order(menu, 1).items;
  assert.deepEqual([first.choice_ids, first.parts], [[], [{ choice_id: 41, choice_ids: [52, 61] }, { choice_id: 41, choice_ids: [62] }]]);
  assert.equal(cart.total(menu), 2 * (12_000 + 1200) + 12_000);
});

test("a cart that was kept before there were parts is read", () => {
  const storage = memory();
  const line = { id: "a", menuId: 1, name: "Bibimbap", options: "", choiceIds: [REGULAR], note: "", quantity: 1, price: 9000 };
  storage.set(CART_KEY, { owner: "demo:1", lines: [line] });
  const { cart, menu } = guest({ storage });
  assert.equal(cart.isBlocked(menu), false);
  assert.deepEqual(cart.order(menu, 1).items, [{ menu_id: 1, quantity: 1, choice_ids: [REGULAR], note: "" }]);
});

test("clearing leaves nothing behind", () => {
  const { cart, put, storage } = guest();
  put(2);
  cart.setNote("x");
  cart.clear();
  assert.deepEqual([cart.isEmpty, cart.note, storage.kept.has(CART_KEY)], [true, "", false]);
});

test("a request is one line of at most 200 characters, as the server counts them", () => {
  const { cart, put } = guest();
  put(2, [], { note: "no onions\r\nno\tgarlic \u200b" });
  assert.equal(cart.lines[0].note, "no onions no garlic");
  cart.setNote("🥄".repeat(250));
  assert.equal([...cart.note].length, 200);
  cart.setNote("👩‍🍳\u2028please");
  assert.equal(cart.note, "👩‍🍳 please");
});

test("a cart that was kept with line breaks is mended when it is read", () => {
  const storage = memory();
  const line = { id: "a", menuId: 2, name: "Soup", options: "", choiceIds: [], note: "hot\nplease", quantity: 1, price: 4000 };
  storage.set(CART_KEY, { owner: "demo:1", lines: [line, { ...line, id: "b", note: undefined }], note: "two\nplates" });
  const { cart } = guest({ storage });
  assert.deepEqual([cart.lines[0].note, cart.lines[1].note, cart.note], ["hot please", "", "two plates"]);
});

test("faults of fields stand at their line or at the note until these are changed", () => {
  const { cart, menu, put } = guest();
  put(1, [REGULAR]);
  put(2);
  cart.blameFields([
    { path: "items.1.note", message: "Too long." }, { path: "note", message: "Not so." }, { path: "items", message: "?" },
  ]);
  assert.deepEqual(cart.lines.map((line) => cart.troubleWith(line, menu)?.code), [undefined, "note"]);
  cart.refusedUnder(menu);
  const newer = makeMenu(tree({}, 2));
  assert.deepEqual([cart.troubleWith(cart.lines[1], newer)?.code, cart.isBlocked(newer)], ["note", true]);
  cart.replace(cart.lines[1].id, { item: menu.find(2), note: "short" });
  assert.deepEqual([cart.troubleWith(cart.lines[1], menu), cart.noteFault, cart.isBlocked(menu)], [null, "Not so.", true]);
  cart.setNote("so");
  assert.equal(cart.isBlocked(menu), false);
});
