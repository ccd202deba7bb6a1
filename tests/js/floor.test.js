import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import { spotOf } from "../../tableorder/static/js/stores/floorView.js";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const ago = (minutes) => new Date(NOW - minutes * 60_000).toISOString();
const table = (more = {}) => ({ id: 1, number: 1, label: "", zone: "", session: { id: 7, opened_at: ago(60) }, ...more });
const order = (id, minutes, more = {}) => ({
  id, number: `00${id}`, status: "pending", version: 1, table: { id: 1, number: 1 }, session_id: 7, items: [], note: "",
  total: 5000, held: false, seen_at: null, deleted: false, created_at: ago(minutes), updated_at: ago(minutes), ...more,
});
const call = (more = {}) => ({ id: 3, session_id: 7, table: { id: 1, number: 1 }, status: "open", reason: "water", ...more });
const floor = ({ tables = [table()], orders = [], calls = [] }) => makeBoard({ tables, orders, calls, seq: 1 });
const spot = (state) => spotOf(floor(state), 1, NOW);

test("a table without a party is free, one with a party seated, with an order ordering", () => {
  assert.equal(spot({ tables: [table({ session: null })] }).state, "free");
  assert.equal(spot({}).state, "seated");
  assert.equal(spot({ orders: [order(1, 2)] }).state, "ordering");
});

test("the oldest unfinished order says how long the table waits", () => {
  const orders = [order(1, 30, { status: "completed" }), order(2, 11), order(3, 1)];
  assert.deepEqual([spot({ orders }).state, spot({ orders }).waitsSince], ["late", ago(11)]);
  assert.equal(spot({ orders: [order(1, 6)] }).age, "warn");
  assert.equal(spot({ orders: orders.slice(0, 1) }).waitsSince, null);
});

test("a call comes before everything", () => {
  const calling = spot({ orders: [order(1, 30)], calls: [call()] });
  assert.deepEqual([calling.state, calling.calls], ["calling", 1]);
  assert.equal(spot({ calls: [call({ session_id: 6 })] }).calls, 0);
});

test("a pause stands beside the state, whatever it is", () => {
  const paused = spot({ tables: [table({ is_paused: true, pause_message: "soon" })], orders: [order(1, 1)] });
  assert.deepEqual([paused.state, paused.pause], ["ordering", { note: "soon" }]);
  assert.equal(spot({}).pause, null);
});

test("it follows what happens, and knows when a table is gone", () => {
  const board = floor({});
  board.apply("order_created", { order: order(1, 0) }, 2);
  board.apply("call_created", { call: call() }, 3);
  assert.deepEqual([spotOf(board, 1, NOW).state, spotOf(board, 1, NOW).total], ["calling", 5000]);
  board.apply("table_updated", { table: table({ is_paused: true, pause_message: "" }) }, 4);
  assert.deepEqual(spotOf(board, 1, NOW).pause, { note: "" });
  board.apply("session_closed", { session: { id: 7, table: { id: 1, number: 1 } } }, 5);
  assert.deepEqual([spotOf(board, 1, NOW).state, spotOf(board, 1, NOW).total], ["free", null]);
  board.apply("table_updated", { table: { id: 1, number: 1, deleted: true } }, 6);
  assert.equal(spotOf(board, 1, NOW), null);
});
