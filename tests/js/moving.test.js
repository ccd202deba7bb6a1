import assert from "node:assert/strict";
import { test } from "node:test";

import { makeActions } from "../../tableorder/static/js/components/board/actions.js";
import { makeUndos } from "../../tableorder/static/js/components/live/undo.js";
import { ApiError } from "../../tableorder/static/js/lib/api.js";
import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import { movableAt, portionsOf, targetsOf } from "../../tableorder/static/js/stores/moving.js";

const line = (id, quantity, more = {}) => ({ id, quantity, subtotal: 1000 * quantity, status: "waiting", void_quantity: 0, ...more });
const order = (id, table, items, more = {}) => ({
  id, number: String(id), status: "pending", version: 1, table: { id: table, number: table }, session_id: 10 + table, items,
  total: 1000, held: false, seen_at: null, deleted: false, created_at: "x", ...more,
});
const table = (id, session = null) => ({ id, number: id, label: "", zone: "", session: session && { id: session, opened_at: "x" } });
const room = (...orders) => makeBoard({ tables: [table(3), table(2, 12), table(1, 11), table(4, 14)], orders, seq: 1 });

test("a party moves to a vacant table, joins another one, and sends dishes anywhere", () => {
  const board = room(order(1, 1, []), order(2, 2, []));
  const shown = targetsOf(board, 1, "move").map((one) => [one.table.id, one.state, one.total]);
  assert.deepEqual(shown, [[2, "ordering", 1000], [3, "free", 0], [4, "seated", 0]]);
  const fit = (way) => targetsOf(board, 1, way).filter(({ fits }) => fits).map((one) => one.table.id);
  assert.deepEqual([fit("move"), fit("merge"), fit("lines")], [[3], [2, 4], [2, 3, 4]]);
});

test("what was cancelled does not go", () => {
  const board = room(
    order(1, 1, [line(11, 2), line(12, 1, { status: "cancelled" })]),
    order(2, 1, [line(21, 1, { status: "cancelled" })]),
    order(3, 1, [line(31, 1)], { status: "cancelled" }),
    order(4, 1, [line(41, 3, { status: "done" })], { status: "completed" }),
  );
  const orders = movableAt(board, 1);
  assert.deepEqual(orders.map(({ id }) => id), [1, 4]);
  assert.deepEqual(portionsOf(orders, {}), []);
  const chosen = portionsOf(orders, { 11: 0, 12: 0, 41: 1, 99: 0 });
  assert.deepEqual(chosen, [{ item_id: 11, quantity: 2 }, { item_id: 41, quantity: 2 }]);
});

test("what is asked of the server, and that its refusal is spoken", async () => {
  const asked = [];
  const told = [];
  const busy = {};
  const board = room();
  let answer = { tables: [] };
  const post = async (path, body) => {
    asked.push([path, body]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const actions = makeActions({ api: { post }, board, busy: () => busy, tell: (words) => told.push(words) });
  await actions.move({ id: 1 }, { id: 3 }, 7);
  await actions.merge({ id: 1 }, { id: 2 });
  await actions.unmerge({ id: 1 });
  await actions.moveLines({ id: 1 }, { id: 2 }, [{ item_id: 5, quantity: 1 }]);
  assert.deepEqual(asked, [
    ["/api/tables/1/move", { to: 3, session_id: 7 }],
    ["/api/tables/1/merge", { into: 2 }],
    ["/api/tables/1/unmerge", undefined],
    ["/api/tables/1/move-lines", { to: 2, lines: [{ item_id: 5, quantity: 1 }] }],
  ]);
  assert.equal(board.tables[1].session.id, 11, "the stream tells who sits where");
  answer = new ApiError(409, { code: "TABLE_OCCUPIED", message: "occupied", details: {} });
  assert.equal(await actions.move({ id: 1 }, { id: 2 }), false);
  assert.deepEqual([told, busy], [["occupied"], {}]);
});

test("what can be taken back counts down, and is taken once", () => {
  const list = [];
  const taken = [];
  let now = 0;
  const undoing = makeUndos({ list: () => list, now: () => now });
  undoing.offer("one", 30, () => taken.push("one"));
  now = 10_400;
  undoing.tick();
  undoing.offer("two", 30, () => taken.push("two"));
  assert.deepEqual(list.map(({ words, left }) => [words, left]), [["one", 20], ["two", 30]]);
  const [first] = list;
  undoing.take(first.id);
  undoing.take(first.id);
  assert.deepEqual([taken, list.length], [["one"], 1]);
  now = 40_400;
  undoing.tick();
  assert.deepEqual([taken, list], [["one"], []]);
});
