import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import {
  allDayOf, doneOf, heldOf, partFor, readyOf, RECALLABLE, stationOf, ticketsOf,
} from "../../tableorder/static/js/stores/kitchen.js";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const GRILL = { id: 1, name: "Grill", warn_after: 5, late_after: 10 };
const BAR = { id: 2, name: "Bar", warn_after: 2, late_after: 4 };

const ago = (minutes) => new Date(NOW - minutes * 60_000).toISOString();

const lineRow = (id, station_id = 1, more = {}) => ({
  id, menu_id: id, name: `dish ${id}`, options: [], quantity: 1, subtotal: 0, note: "", status: "waiting", station_id,
  done_at: null, void_quantity: 0, ...more,
});
const done = (id, station_id, minutes = 0) => lineRow(id, station_id, { status: "done", done_at: ago(minutes) });
const voided = (id, station_id, status = "cancelled") => lineRow(id, station_id, { status, void_quantity: 1 });

const orderRow = (id, items, { table = 1, session = 10 + table, minutes = 0, ...more } = {}) => ({
  id, number: String(id).padStart(3, "0"), status: "preparing", version: 1, table: { id: table, number: table },
  session_id: session, items, note: "", total: 0, held: false, is_rush: false, seen_at: ago(0), deleted: false,
  created_at: ago(minutes), updated_at: "", ...more,
});

const kitchen = (...orders) => makeBoard({ tables: [], orders, stations: [GRILL, BAR], seq: 1 });
const tickets = (board, which) => ticketsOf(board, which, NOW);
const ids = (list) => list.map(({ order }) => order.id);
const lineIds = ({ parts }) => parts.map(({ lines }) => lines.map(({ id }) => id));

test("a line goes to its station, else to the first, else to the one kitchen", () => {
  const names = (stations) => [1, 2, null, 9].map((id) => stationOf(lineRow(1, id), stations).id);
  assert.deepEqual(names([GRILL, BAR]), [1, 2, 1, 1]);
  assert.deepEqual(names([]), [0, 0, 0, 0]);
});

test("each station sees its own lines, done ones until the ticket is done", () => {
  const board = kitchen(orderRow(1, [lineRow(1, 1), done(2, 1), lineRow(3, 2), lineRow(4, null)]));
  assert.deepEqual(tickets(board, 1).map(lineIds), [[[1, 2, 4]]]);
  assert.deepEqual(tickets(board, 2).map(lineIds), [[[3]]]);
  assert.deepEqual(tickets(board, "all").map(lineIds), [[[1, 2, 3, 4]]]);
});

test("the pass sees each station's part until all are ready", () => {
  const board = kitchen(orderRow(1, [done(1, 1), lineRow(2, 2)]), orderRow(2, [done(3, 1)], { status: "ready" }));
  const [ticket] = tickets(board, "pass");
  const parts = ticket.parts.map(({ station, waiting }) => [station.name, waiting.length]);
  assert.deepEqual(parts, [["Grill", 0], ["Bar", 1]]);
  assert.deepEqual([tickets(board, "pass").length, tickets(board, 1).length], [1, 0]);
  assert.deepEqual(readyOf(board).map(({ id }) => id), [2]);
});

test("what waits longest at the pass is served first", () => {
  const ready = (id, minutes) => orderRow(id, [done(id, 1, minutes)], { status: "ready" });
  assert.deepEqual(readyOf(kitchen(ready(1, 2), ready(2, 5), ready(3, 3))).map(({ id }) => id), [2, 3, 1]);
});

test("the oldest stands first, those in a rush before all", () => {
  const board = kitchen(
    orderRow(1, [lineRow(1)], { minutes: 9 }),
    orderRow(2, [lineRow(2)], { minutes: 5 }),
    orderRow(3, [lineRow(3)], { minutes: 2, is_rush: true }),
    orderRow(4, [lineRow(4)], { minutes: 5, table: 2 }),
  );
  assert.deepEqual(ids(tickets(board, 1)), [3, 1, 2, 4]);
});

test("what is recalled stands where it stood", () => {
  const board = kitchen(...[1, 2, 3].map((id) => orderRow(id, [lineRow(id)], { minutes: 9 - id })));
  const put = (version, line) => board.apply("order_updated", { order: orderRow(2, [line], { minutes: 7, version }) });
  put(2, done(2, 1));
  assert.deepEqual(ids(tickets(board, 1)), [1, 3]);
  assert.deepEqual(ids(doneOf(board, 1)), [2]);
  put(3, lineRow(2));
  assert.deepEqual(ids(tickets(board, 1)), [1, 2, 3]);
  assert.deepEqual(ids(doneOf(board, 1)), []);
});

test("a ticket ages by the limits of the stations where it still waits", () => {
  const aged = (minutes, ...items) => tickets(kitchen(orderRow(1, items, { minutes })), "all")[0].age;
  const cases = [[1, 1, ""], [4.9, 1, ""], [5, 1, "warn"], [10, 1, "late"], [2, 2, "warn"], [4, 2, "late"]];
  for (const [minutes, station, age] of cases) assert.equal(aged(minutes, lineRow(1, station)), age);
  assert.equal(aged(4, lineRow(1, 1), done(2, 2)), "");
  assert.equal(aged(4, lineRow(1, 1), lineRow(2, 2)), "late");
  assert.equal(aged(60, voided(1, 1)), "");
});

test("a later order of the same party is told as such; what was cancelled does not count", () => {
  const board = kitchen(
    orderRow(1, [lineRow(1)], { minutes: 9 }),
    orderRow(2, [voided(2, 1)], { minutes: 8, status: "cancelled" }),
    orderRow(3, [lineRow(3)], { minutes: 7, table: 2 }),
    orderRow(4, [lineRow(4)], { minutes: 6 }),
  );
  assert.deepEqual(tickets(board, 1).map(({ order, nth }) => [order.id, nth]), [[1, 1], [2, 1], [3, 1], [4, 2]]);
});

test("what was taken away stays until it is acknowledged, also of orders that are gone", () => {
  const lowered = lineRow(1, 1, { quantity: 2, void_quantity: 1 });
  const board = kitchen(
    orderRow(1, [lowered, lineRow(9, 1, { status: "cancelled" })]),
    orderRow(2, [voided(2, 1), lineRow(3, 1)], { status: "cancelled" }),
    orderRow(3, [voided(4, 1, "waiting"), voided(5, 2)], { deleted: true }),
    orderRow(4, [lineRow(6, 1)], { status: "cancelled" }),
  );
  assert.deepEqual(tickets(board, 1).map((one) => [one.order.id, one.isGone, lineIds(one)[0], one.waiting.length]), [
    [1, false, [1], 1], [2, true, [2], 0], [3, true, [4], 0],
  ]);
  assert.deepEqual(tickets(board, 2).map(lineIds), [[[5]]]);
  board.apply("order_deleted", { order: orderRow(3, [lineRow(4), voided(5, 2)], { deleted: true, version: 2 }) });
  assert.deepEqual(ids(tickets(board, 1)), [1, 2]);
});

test("what was taken away stays when the party leaves, and nothing else of the order does", () => {
  const board = kitchen(
    orderRow(1, [voided(1, 1), lineRow(2, 2)], { status: "cancelled" }),
    orderRow(2, [done(3, 1), { ...done(4, 1), void_quantity: 1 }], { status: "completed" }),
    orderRow(3, [done(5, 1)], { status: "ready" }),
  );
  board.apply("session_closed", { session: { id: 11 } });
  assert.deepEqual(tickets(board, 1).map((one) => [one.order.id, one.isGone, lineIds(one)[0], one.waiting.length]), [
    [1, true, [1], 0],
  ]);
  assert.deepEqual(tickets(board, "pass").map(lineIds), [[[1]], [[4]]]);
  assert.deepEqual([tickets(board, 2), readyOf(board), doneOf(board, 1)], [[], [], []]);
});

test("what was made and must not be served belongs to the pass, and to the kitchen that is one", () => {
  const away = { ...done(1, 1), void_quantity: 1 };
  const orders = [
    orderRow(1, [away, voided(2, 1)], { status: "cancelled" }),
    orderRow(2, [away, lineRow(3, 1)]),
    orderRow(3, [away], { deleted: true }),
  ];
  const board = kitchen(...orders);
  const shown = (which) => tickets(board, which).map((one) => one.parts.flatMap(({ voids }) => voids.map(({ id }) => id)));
  assert.deepEqual([shown(1), shown("pass"), shown("all")], [[[2], []], [[1, 2], [1], [1]], [[1, 2], [1], [1]]]);
  assert.deepEqual(lineIds(tickets(board, 1)[1]), [[1, 3]]);
  assert.deepEqual(orders.map((order) => partFor(order, 1, [GRILL, BAR])?.items.length ?? null), [1, 2, null]);
  board.apply("store_updated", { store: { stations: [GRILL] } });
  assert.deepEqual(shown(1), [[1, 2], [1], [1]]);
});

test("a held order is not to be cooked", () => {
  const board = kitchen(orderRow(1, [lineRow(1, 2)], { held: true, status: "pending" }));
  assert.deepEqual([tickets(board, 2), tickets(board, "pass")], [[], []]);
  assert.deepEqual([heldOf(board, 2).length, heldOf(board, 1).length, heldOf(board, "all").length], [1, 0, 1]);
});

test("the recall list holds the last that were done here, newest first, with their done lines", () => {
  const board = kitchen(
    orderRow(1, [done(1, 1, 5), lineRow(2, 2)]),
    orderRow(2, [done(3, 1, 9), done(4, 1, 1), done(5, 2, 0)], { status: "completed" }),
    orderRow(3, [done(6, 1, 3), lineRow(7, 1)]),
    orderRow(4, [done(8, 1, 2)], { status: "cancelled" }),
  );
  const list = doneOf(board, 1).map(({ order, lines, at, isElsewhere }) => [order.id, lines.length, at, isElsewhere]);
  assert.deepEqual(list, [[2, 2, ago(1), true], [1, 1, ago(5), false]]);
  assert.deepEqual(ids(doneOf(board, "all")), [2]);
  const many = Array.from({ length: 60 }, (_, index) => orderRow(index + 1, [done(index + 1, 1, index)]));
  assert.deepEqual(ids(doneOf(kitchen(...many), 1)), many.slice(0, RECALLABLE).map(({ id }) => id));
});

test("the all-day list adds up what waits, by dish and options", () => {
  const option = (choice_id, quantity = 1, options = []) => ({ choice_id, quantity, options });
  const dish = (id, more) => lineRow(id, 1, { menu_id: 7, ...more });
  const board = kitchen(
    orderRow(1, [dish(1, { quantity: 2, note: "no onions" }), dish(2, { options: [option(3)] }), done(3, 1)]),
    orderRow(2, [dish(4), dish(5, { options: [option(3, 2)] }), dish(6, { options: [option(3, 1, [option(4)])] })]),
    orderRow(4, [lineRow(20, 1, { quantity: 9 })]),
    orderRow(3, [dish(8, { options: [option(3)], quantity: 5 }), lineRow(9, 2)], { held: false }),
  );
  const sums = allDayOf(tickets(board, 1)).map(({ line, quantity, noted }) => [line.id, quantity, noted]);
  assert.deepEqual(sums, [[20, 9, 0], [2, 6, 0], [1, 3, 2], [5, 1, 0], [6, 1, 0]]);
});

test("a deleted station's lines go to the first one", () => {
  const board = kitchen(orderRow(1, [lineRow(1, 2)]));
  board.apply("store_updated", { store: { stations: [GRILL] } });
  assert.deepEqual(tickets(board, 1).map(lineIds), [[[1]]]);
});
