import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import {
  ageOf, countsOf, newOrders, nextStatus, ordersAt, totalOf, viewOf,
} from "../../tableorder/static/js/stores/boardView.js";
import { callAge, callsAt, callsOf, isAhead, newCalls } from "../../tableorder/static/js/stores/callView.js";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const ALL = { query: "", status: "all", byWaiting: false };

const tableRow = (id, { number = id, label = "", session = null } = {}) => ({
  id, number, label, zone: "", status: "free", session, total: 0, orders: 0,
});

const seated = (id, session, more = {}) =>
  tableRow(id, { session: { id: session, opened_at: "2026-05-01T11:00:00.000Z" }, ...more });

const orderRow = (id, { table = 1, session = 11, minutes = 0, ...more } = {}) => ({
  id, number: String(id).padStart(3, "0"), status: "pending", version: 1, table: { id: table, number: table },
  session_id: session, items: [], note: "", total: 1000, held: false, seen_at: null, deleted: false,
  created_at: new Date(NOW - minutes * 60_000).toISOString(), updated_at: "", ...more,
});

const boardOf = (tables, orders = [], seq = 100) => makeBoard({ tables, orders, seq });
const idsOf = (board) => Object.keys(board.orders).map(Number);
const cards = (board, filter = {}) => viewOf(board, { ...ALL, ...filter }, NOW).cards;
const view = (board, filter) => cards(board, filter).map(({ table, orders }) => [table.id, orders.map(({ id }) => id)]);

test("an event that comes twice, or late, changes nothing", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1)]);
  const cooking = orderRow(1, { status: "preparing", version: 3 });
  for (const order of [cooking, orderRow(1, { status: "confirmed", version: 2 }), cooking]) {
    board.apply("order_updated", { order });
  }
  board.apply("order_created", { order: orderRow(1) });
  assert.deepEqual(idsOf(board), [1]);
  assert.equal(board.orders[1].status, "preparing");
});

test("a deleted order stays away, whatever arrives late", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1), orderRow(2, { total: 500 })]);
  board.apply("order_deleted", { order: orderRow(1, { version: 4, deleted: true }) });
  board.apply("order_updated", { order: orderRow(1, { version: 3 }) });
  assert.deepEqual(idsOf(board), [2]);
  assert.equal(totalOf(ordersAt(board, 1)), 500);
});

test("what a deleted order leaves to the kitchen stays until it has been seen", () => {
  const line = (void_quantity) => ({ id: 1, name: "x", status: "cancelled", void_quantity });
  const board = boardOf([seated(1, 11)], [orderRow(1), orderRow(2, { deleted: true, items: [line(2)] })]);
  board.apply("order_deleted", { order: orderRow(1, { version: 2, deleted: true, items: [line(1)] }) });
  assert.deepEqual([idsOf(board), Object.keys(board.voided)], [[], ["1", "2"]]);
  board.apply("order_deleted", { order: orderRow(1, { version: 3, deleted: true, items: [line(0)] }) });
  assert.deepEqual(Object.keys(board.voided), ["2"]);
});

test("what a party that left leaves to the kitchen stays until it has been seen, and is nowhere else", () => {
  const rows = (void_quantity) => [{ id: 1, name: "x", status: "cancelled", void_quantity }];
  const gone = (id, more) => orderRow(id, { items: rows(1), status: "cancelled", ...more });
  const board = boardOf([seated(1, 11), seated(2, 12)], [
    gone(1), gone(2, { deleted: true }), orderRow(3), orderRow(4, { table: 2, session: 12 }),
    gone(5, { table: 2, session: 9, closed: true }),
  ]);
  const kept = () => [idsOf(board), Object.keys(board.voided).map(Number)];
  assert.deepEqual(kept(), [[1, 3, 4], [2, 5]]);
  board.apply("session_closed", { session: { id: 11 } }, 101);
  assert.deepEqual(kept(), [[4], [1, 2, 5]]);
  assert.deepEqual(Object.values(board.voided).map(({ closed }) => closed), [true, true, true]);
  assert.deepEqual(view(board), [[2, [4]]]);
  board.apply("order_updated", { order: gone(3, { version: 2 }) }, 102);
  board.apply("order_updated", { order: gone(1, { items: rows(0), version: 2, closed: true }) }, 103);
  board.apply("order_deleted", { order: gone(2, { deleted: true, items: rows(0), version: 2, closed: true }) }, 104);
  assert.deepEqual(kept(), [[4], [3, 5]]);
  // News of an order that this board never knew seats nobody.
  board.apply("order_updated", { order: gone(6, { session: 8, items: rows(0), version: 2, closed: true }) }, 105);
  assert.deepEqual([kept(), board.tables[1].session], [[[4], [3, 5]], null]);
});

test("the stations follow, and outlast a snapshot without them", () => {
  const board = makeBoard({ tables: [], orders: [], stations: [{ id: 1, name: "Grill" }], seq: 1 });
  board.apply("store_updated", { store: { stations: [{ id: 2, name: "Bar" }] } });
  board.apply("store_updated", { store: {} });
  board.rebuild({ tables: [], orders: [], seq: 2 });
  assert.deepEqual(board.stations, [{ id: 2, name: "Bar" }]);
});

test("a party that left takes its orders along for good", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1)]);
  board.apply("session_closed", { session: { id: 11 } });
  board.apply("order_updated", { order: orderRow(1, { status: "completed", version: 2 }) });
  board.apply("session_opened", { session: { id: 11, table: { id: 1, number: 1 }, opened_at: "x" } });
  assert.deepEqual(idsOf(board), []);
  assert.deepEqual(viewOf(board, ALL, NOW).free.map(({ id }) => id), [1]);
});

test("the next party starts from nothing", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1)]);
  board.apply("session_opened", { session: { id: 12, table: { id: 1, number: 1 }, opened_at: "x" } });
  board.apply("order_created", { order: orderRow(1, { version: 9 }) });
  assert.deepEqual(view(board), [[1, []]]);
  board.apply("order_created", { order: orderRow(2, { session: 12 }) });
  assert.deepEqual(view(board), [[1, [2]]]);
});

test("an order seats its party, also at a table that is not known yet", () => {
  const board = boardOf([tableRow(1)]);
  board.apply("order_created", { order: orderRow(5, { table: 7, session: 70 }) });
  board.apply("order_created", { order: orderRow(6) });
  assert.deepEqual(view(board), [[1, [6]], [7, [5]]]);
});

test("a table that is renamed keeps its party", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1)]);
  board.apply("table_updated", { table: tableRow(1, { label: "창가" }) });
  assert.equal(board.tables[1].label, "창가");
  assert.deepEqual(view(board), [[1, [1]]]);
});

test("what happens while a snapshot is on its way is not lost in it", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1)]);
  board.expectSnapshot();
  board.apply("order_created", { order: orderRow(3) }, 104);
  board.apply("order_updated", { order: orderRow(1, { status: "confirmed", version: 2 }) }, 105);
  board.rebuild({ tables: [seated(1, 11), tableRow(2)], orders: [orderRow(1), orderRow(2)], seq: 103 });
  assert.deepEqual(idsOf(board), [1, 2, 3]);
  assert.equal(board.orders[1].status, "confirmed");
  assert.equal(Object.keys(board.tables).length, 2);
});

test("a snapshot replaces everything, also what a restored backup has undone", () => {
  const board = boardOf([seated(1, 11)], [orderRow(1, { version: 9 })]);
  board.apply("order_created", { order: orderRow(2) });
  board.expectSnapshot();
  board.rebuild({ tables: [seated(1, 11)], orders: [orderRow(1, { version: 2 })], seq: 1_000_100 });
  assert.deepEqual(idsOf(board), [1]);
  assert.equal(board.orders[1].version, 2);
  assert.equal(board.seq, 1_000_100);
});

test("a snapshot that never came leaves everything as it is", () => {
  const board = boardOf([seated(1, 11)]);
  board.expectSnapshot();
  board.apply("order_created", { order: orderRow(2) }, 101);
  board.forgetSnapshot();
  assert.deepEqual(idsOf(board), [2]);
  assert.equal(board.seq, 101);
});

test("events of others are counted, not followed", () => {
  const board = boardOf([seated(1, 11)]);
  board.apply("menu_updated", { version: 3 }, 101);
  board.apply("unheard_of", {}, 102);
  assert.equal(board.seq, 102);
});

test("the total leaves out what was cancelled", () => {
  const orders = [orderRow(1), orderRow(2, { status: "cancelled" }), orderRow(3, { status: "completed" })];
  const [card] = cards(boardOf([seated(1, 11)], orders));
  assert.equal(card.total, 2000);
  assert.deepEqual([card.orders.map(({ id }) => id), card.done.map(({ id }) => id)], [[1], [3, 2]]);
});

test("a card is as old as its oldest order under way", () => {
  const of = (...orders) => cards(boardOf([seated(1, 11)], orders))[0].age;
  assert.equal(of(orderRow(1, { minutes: 4 })), "");
  assert.equal(of(orderRow(1, { minutes: 5 }), orderRow(2)), "warn");
  assert.equal(of(orderRow(1, { minutes: 10 }), orderRow(2, { minutes: 6 })), "late");
  assert.equal(of(orderRow(1, { minutes: 30, status: "completed" })), "");
  assert.equal(ageOf(orderRow(1, { minutes: -3 }), NOW), "");
});

test("new is what nobody has acknowledged", () => {
  const board = boardOf([seated(1, 11)], [
    orderRow(3), orderRow(1), orderRow(2, { seen_at: "x" }), orderRow(4, { status: "cancelled" }),
  ]);
  assert.deepEqual(newOrders(board).map(({ id }) => id), [1, 3]);
  assert.equal(countsOf(board).new, 2);
  assert.equal(countsOf(board).all, 3);
  assert.equal(countsOf(board).pending, 3);
});

test("filters leave the tables and orders that they name", () => {
  const board = boardOf(
    [seated(1, 11, { label: "창가" }), seated(12, 22), tableRow(3)],
    [orderRow(1, { status: "ready", version: 2 }), orderRow(2), orderRow(34, { table: 12, session: 22 })],
  );
  assert.deepEqual(view(board), [[1, [2, 1]], [12, [34]]]);
  assert.deepEqual(view(board, { status: "ready" }), [[1, [1]]]);
  assert.deepEqual(view(board, { query: "12" }), [[12, [34]]]);
  assert.deepEqual(view(board, { query: " 창가" }), [[1, [2, 1]]]);
  assert.deepEqual(view(board, { query: "034" }), [[12, [34]]]);
  assert.deepEqual(viewOf(board, { ...ALL, query: "3" }, NOW).free.map(({ id }) => id), [3]);
});

test("tables can be sorted by who waits longest", () => {
  const board = boardOf(
    [seated(1, 11), seated(2, 22), seated(3, 33)],
    [orderRow(1, { minutes: 1 }), orderRow(2, { table: 3, session: 33, minutes: 9 })],
  );
  assert.deepEqual(view(board, { byWaiting: true }), [[3, [2]], [1, [1]], [2, []]]);
});

test("each flow has its next step, also from a step that it leaves out", () => {
  const walk = (flow) => ["pending", "confirmed", "preparing", "ready", "completed", "cancelled"]
    .map((status) => nextStatus(status, flow));
  assert.deepEqual(walk("full"), ["confirmed", "preparing", "ready", "completed", null, null]);
  assert.deepEqual(walk("short"), ["preparing", "preparing", "completed", "completed", null, null]);
});

test("a burst of orders told twice over is there once", () => {
  const board = boardOf([seated(1, 11)]);
  for (let round = 0; round < 2; round += 1) {
    for (let id = 1; id <= 20; id += 1) board.apply("order_created", { order: orderRow(id) }, 100 + id);
  }
  assert.equal(idsOf(board).length, 20);
  assert.equal(board.seq, 120);
});

test("a session that is told again has its new code", () => {
  const board = boardOf([tableRow(1)]);
  const told = (code) => ({ session: { id: 11, table: { id: 1, number: 1 }, opened_at: "x", code } });
  board.apply("session_opened", told("1111"));
  board.apply("session_opened", told("2222"));
  board.apply("order_created", { order: orderRow(1) });
  assert.equal(board.tables[1].session.code, "2222");
});

const callRow = (id, { table = 1, session = 11, minutes = 0, ...more } = {}) => ({
  id, table: { id: table, number: table }, session_id: session, reason: "water", name: { ko: "물" }, status: "open",
  created_at: new Date(NOW - minutes * 60_000).toISOString(), acknowledged_at: null, done_at: null, ...more,
});
const callIds = (board) => callsOf(board).map(({ id }) => id);

test("the last word on a call holds: a finished one may wait again", () => {
  const board = boardOf([seated(1, 11)]);
  board.apply("call_created", { call: callRow(1) });
  board.apply("call_updated", { call: callRow(1, { status: "acknowledged" }) });
  assert.equal(board.calls[1].status, "acknowledged");
  assert.deepEqual(newCalls(board), []);
  board.apply("call_updated", { call: callRow(1, { status: "done" }) });
  assert.deepEqual(callIds(board), []);
  board.apply("call_updated", { call: callRow(1) });
  assert.deepEqual(callIds(board), [1]);
});

test("one's own answer is news only while the call stands behind it", () => {
  assert.ok(isAhead(callRow(1, { status: "done" }), callRow(1)));
  assert.ok(!isAhead(callRow(1, { status: "acknowledged" }), callRow(1, { status: "acknowledged" })));
  assert.ok(!isAhead(callRow(1, { status: "acknowledged" }), undefined));
});

test("a snapshot holds the calls, the oldest first, and what comes meanwhile", () => {
  const board = makeBoard({ tables: [seated(1, 11)], orders: [], calls: [callRow(2), callRow(1)], seq: 1 });
  assert.deepEqual(callIds(board), [1, 2]);
  board.expectSnapshot();
  board.apply("call_updated", { call: callRow(1, { status: "done" }) });
  board.rebuild({ tables: [seated(1, 11)], orders: [], calls: [callRow(1), callRow(3)], seq: 2 });
  assert.deepEqual(callIds(board), [3]);
});

test("a party that leaves takes its calls along", () => {
  const board = boardOf([seated(1, 11), seated(2, 12)]);
  for (const call of [callRow(1), callRow(2, { table: 2, session: 12 })]) board.apply("call_created", { call });
  board.apply("session_closed", { session: { id: 11 } });
  board.apply("call_updated", { call: callRow(1) });
  assert.deepEqual(callIds(board), [2]);
  assert.deepEqual(callsAt(board, 2).map(({ id }) => id), [2]);
  assert.deepEqual(callsAt(board, 1), []);
});

test("a call that waits is pointed out after two minutes, and urgent after five", () => {
  const ages = [0, 1, 2, 4, 5, 60].map((minutes) => callAge(callRow(1, { minutes }), NOW));
  assert.deepEqual(ages, ["", "", "warn", "warn", "late", "late"]);
});

const party = (id, table, more = {}) => ({ id, table: { id: table, number: table }, opened_at: "x", ...more });
const places = (board) =>
  Object.fromEntries(Object.values(board.tables).filter(({ session }) => session).map(({ id, session }) => [id, session.id]));

test("a party that moves takes its orders along, whatever tells of it first", () => {
  const orders = [orderRow(1), orderRow(2, { table: 2, session: 12 })];
  const moved = ["session_moved", { session: party(11, 3, { from: { id: 1, number: 1 }, code: "1234" }) }];
  const updated = ["order_updated", { order: orderRow(1, { table: 3, version: 2 }) }];
  for (const told of [[moved, updated], [updated, moved], [moved, updated, moved, updated]]) {
    const board = boardOf([seated(1, 11), seated(2, 12), tableRow(3)], orders);
    told.forEach(([name, data]) => board.apply(name, data));
    assert.deepEqual(places(board), { 2: 12, 3: 11 });
    assert.deepEqual(view(board), [[2, [2]], [3, [1]]]);
    assert.equal(board.tables[3].session.opened_at, "x");
  }
});

test("a moved party may sit down after a later one has left", () => {
  const board = boardOf([seated(1, 11), seated(2, 22)]);
  board.apply("session_closed", { session: { id: 22, merged_into: null } });
  board.apply("session_moved", { session: party(11, 2) });
  board.apply("session_opened", { session: party(33, 1) });
  board.apply("order_created", { order: orderRow(5, { table: 2 }) });
  assert.deepEqual(places(board), { 1: 33, 2: 11 });
  assert.deepEqual(view(board), [[1, []], [2, [5]]]);
});

test("a merged party is gone, and its orders are the other's", () => {
  const board = boardOf([seated(1, 11), seated(2, 12)], [orderRow(1), orderRow(2, { table: 2, session: 12 })]);
  board.apply("order_updated", { order: orderRow(1, { table: 2, session: 12, version: 2 }) });
  for (const _ of [1, 2]) board.apply("session_closed", { session: party(11, 1, { merged_into: 12 }) });
  board.apply("order_updated", { order: orderRow(1, { status: "confirmed" }) });
  assert.deepEqual(places(board), { 2: 12 });
  assert.deepEqual(view(board), [[2, [2, 1]]]);
  assert.equal(cards(board)[0].total, 2000);
});

test("a merge that is undone parts them again, and only the stream can tell", () => {
  const board = boardOf([seated(1, 11), seated(2, 12)], [orderRow(1), orderRow(2, { table: 2, session: 12 })]);
  board.apply("order_updated", { order: orderRow(1, { table: 2, session: 12, version: 2 }) }, 101);
  board.apply("session_closed", { session: party(11, 1, { merged_into: 12 }) }, 102);
  board.apply("session_opened", { session: party(11, 1) });
  assert.deepEqual(places(board), { 2: 12 }, "an answer that was given before the merge");
  board.apply("session_opened", { session: party(11, 1) }, 103);
  board.apply("order_updated", { order: orderRow(1, { version: 3 }) }, 104);
  board.apply("session_moved", { session: party(11, 1, { from: { id: 2, number: 2 } }) }, 105);
  assert.deepEqual(places(board), { 1: 11, 2: 12 });
  assert.deepEqual(view(board), [[1, [1]], [2, [2]]]);
});

test("a party that was closed never comes back", () => {
  const board = boardOf([seated(1, 11)]);
  board.apply("session_closed", { session: party(11, 1, { merged_into: null }) }, 101);
  board.apply("session_opened", { session: party(11, 1) }, 102);
  board.apply("session_moved", { session: party(11, 2) }, 103);
  assert.deepEqual(places(board), {});
});

test("a single order that goes to another party leaves its own", () => {
  const board = boardOf([seated(1, 11), seated(2, 12)], [orderRow(1), orderRow(2)]);
  board.apply("order_updated", { order: orderRow(2, { table: 2, session: 12, version: 2 }) });
  assert.deepEqual(view(board), [[1, [1]], [2, [2]]]);
});

test("what the snapshot holds is not told again", () => {
  const board = boardOf([seated(1, 11), seated(2, 12)], [], 100);
  board.apply("session_moved", { session: party(11, 2) }, 99);
  assert.deepEqual(places(board), { 1: 11, 2: 12 });
  board.expectSnapshot();
  board.apply("session_closed", { session: party(12, 2, { merged_into: 11 }) }, 101);
  board.apply("session_opened", { session: party(12, 2) }, 102);
  board.apply("session_moved", { session: party(11, 3) }, 103);
  board.rebuild({ tables: [seated(1, 11), seated(2, 12), tableRow(3)], orders: [], seq: 102 });
  assert.deepEqual(places(board), { 2: 12, 3: 11 });
});

test("a deleted table leaves the board", () => {
  const board = boardOf([tableRow(1), tableRow(2)]);
  board.apply("table_updated", { table: { id: 2, number: 2, deleted: true } });
  assert.deepEqual(viewOf(board, ALL, NOW).free.map(({ id }) => id), [1]);
});
