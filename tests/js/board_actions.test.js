import assert from "node:assert/strict";
import { test } from "node:test";

import { makeActions } from "../../tableorder/static/js/components/board/actions.js";
import { makeLive } from "../../tableorder/static/js/components/live/live.js";
import { presentOrder } from "../../tableorder/static/js/components/board/present.js";
import { share } from "../../tableorder/static/js/lib/share.js";
import { ApiError, NetworkError } from "../../tableorder/static/js/lib/api.js";
import { makeBoard } from "../../tableorder/static/js/stores/board.js";

const table = { id: 1, number: 1, label: "", zone: "", session: { id: 11, opened_at: "x" } };
const orderRow = (more = {}) => ({
  id: 5, number: "005", status: "pending", version: 1, table: { id: 1, number: 1 }, session_id: 11, items: [],
  note: "", total: 0, held: false, seen_at: null, deleted: false, created_at: "", updated_at: "", ...more,
});
const refusal = (status, code, details = {}) => new ApiError(status, { code, message: code, details });

/** A counter whose server answers what the test says, by method. */
function counter(answers) {
  const board = makeBoard({ tables: [table], orders: [orderRow()], seq: 1 });
  const busy = {};
  const told = [];
  const asked = [];
  const call = (method) => async (path, body) => {
    asked.push([method, path, body]);
    const answer = await answers[method](body);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const api = { get: call("get"), post: call("post"), patch: call("patch"), delete: call("delete") };
  const actions = makeActions({ api, board, busy: () => busy, tell: (words) => told.push(words) });
  return { board, busy, told, asked, actions, order: () => board.orders[5] };
}

test("a step is shown when the server has said so, and asked for once", async () => {
  const desk = counter({ patch: () => orderRow({ status: "confirmed", version: 2 }) });
  const first = desk.actions.advance(desk.order(), "confirmed");
  assert.equal(await desk.actions.advance(desk.order(), "confirmed"), false);
  assert.equal(desk.order().status, "pending");
  assert.deepEqual(desk.busy, { "order 5": true });
  assert.equal(await first, true);
  assert.equal(desk.order().status, "confirmed");
  assert.deepEqual([desk.busy, desk.asked.length], [{}, 1]);
});

test("a lost answer leaves the order where it was", async () => {
  const desk = counter({ patch: () => new NetworkError() });
  assert.equal(await desk.actions.advance(desk.order(), "confirmed"), false);
  assert.equal(desk.order().status, "pending");
  assert.equal(desk.told.length, 1);
});

test("who was slower sees the order as it stands", async () => {
  const stands = orderRow({ status: "preparing", version: 3 });
  for (const patch of [refusal(409, "STALE", { order: stands }), refusal(409, "INVALID_TRANSITION")]) {
    const desk = counter({ patch: () => patch, get: () => stands });
    assert.equal(await desk.actions.advance(desk.order(), "confirmed"), false);
    assert.equal(desk.order().status, "preparing");
    assert.match(desk.told[0], /Cooking/);
  }
});

test("an order that was deleted meanwhile leaves the board", async () => {
  const desk = counter({ patch: () => refusal(404, "NOT_FOUND"), get: () => orderRow({ version: 2, deleted: true }) });
  await desk.actions.advance(desk.order(), "confirmed");
  assert.equal(desk.order(), undefined);
});

test("a step that follows an acknowledgement on its way names the version that this makes", async () => {
  const desk = counter({
    post: () => orderRow({ version: 2, seen_at: "x" }),
    patch: ({ version }) => orderRow({ status: "confirmed", version: version + 1 }),
  });
  desk.actions.acknowledge(desk.order());
  await desk.actions.advance(desk.order(), "confirmed");
  assert.deepEqual(desk.asked[1][2], { status: "confirmed", version: 2 });
  assert.equal(desk.order().version, 3);
});

test("orders that come in while a table is closed are on the board before it is asked again", async () => {
  const late = orderRow({ id: 6, number: "006" });
  const desk = counter({ post: () => refusal(409, "UNFINISHED_ORDERS", { orders: [late] }) });
  let isUndecided = false;
  await desk.actions.close(desk.board.tables[1], { 5: "complete" }, () => { isUndecided = true; });
  assert.ok(isUndecided);
  assert.ok(desk.board.orders[6]);
  assert.ok(desk.board.tables[1].session);
});

test("a closed table is free with nothing on it", async () => {
  const desk = counter({ post: () => ({}) });
  assert.equal(await desk.actions.close(desk.board.tables[1], { 5: "cancel" }, () => {}), true);
  assert.deepEqual([desk.board.tables[1].session, Object.keys(desk.board.orders)], [null, []]);
});

const callRow = (more = {}) => ({
  id: 3, table: { id: 1, number: 1 }, session_id: 11, reason: "water", name: "Water", status: "open", created_at: "",
  acknowledged_at: null, done_at: null, ...more,
});

test("a call is answered when the server has said so", async () => {
  const desk = counter({ patch: ({ status }) => callRow({ status }) });
  desk.board.apply("call_created", { call: callRow() });
  const first = desk.actions.answerCall(3, "acknowledged");
  assert.equal(desk.board.calls[3].status, "open");
  assert.equal(await first, true);
  assert.equal(desk.board.calls[3].status, "acknowledged");
  assert.equal(await desk.actions.answerCall(3, "done"), true);
  assert.deepEqual(Object.keys(desk.board.calls), []);
});

test("a call that others have finished is finished here too", async () => {
  const desk = counter({ patch: () => refusal(409, "INVALID_TRANSITION") });
  desk.board.apply("call_created", { call: callRow() });
  await desk.actions.answerCall(3, "acknowledged");
  assert.deepEqual([Object.keys(desk.board.calls), desk.told], [[], []]);
});

test("a call that cannot be answered stays", async () => {
  const desk = counter({ patch: () => new NetworkError() });
  desk.board.apply("call_created", { call: callRow() });
  assert.equal(await desk.actions.answerCall(3, "done"), false);
  assert.deepEqual([desk.board.calls[3].status, desk.told.length], ["open", 1]);
});

const grill = { id: 1, name: "Grill", warn_after: 5, late_after: 10 };

/** A board that follows; `answers` are those of GET, in order. */
function follower(answers) {
  const board = makeBoard({ tables: [table], orders: [orderRow()], seq: 10 });
  const behind = [];
  const live = makeLive({
    api: { get: async () => { const next = answers.shift(); if (next instanceof Error) throw next; return next; } },
    board,
    clock: { sync: () => {} },
    onBehind: (isBehind) => behind.push(isBehind),
    onChange: () => {},
    wait: async () => {},
  });
  const settled = () => new Promise((resolve) => { setTimeout(resolve, 5); });
  return { board, live, behind, settled };
}

const snapshot = (seq, ...orders) => [{ tables: [table], seq }, { orders, seq }, { calls: [] }, { stations: [grill] }];

test("a reset fetches everything again, until it worked", async () => {
  const { board, live, behind, settled } = follower([
    new NetworkError(), ...snapshot(20, orderRow({ id: 8 })),
  ]);
  live.onEvent("reset", {}, 20);
  await settled();
  assert.deepEqual(Object.keys(board.orders), ["8"]);
  assert.deepEqual(board.stations, [grill]);
  assert.deepEqual(behind, [true, false]);
});

test("a ping that names more than is here fetches everything again", async () => {
  const { board, live, settled } = follower(snapshot(12, orderRow(), orderRow({ id: 9 })));
  live.onEvent("ping", { now: "", seq: 10 }, null);
  await settled();
  assert.deepEqual(Object.keys(board.orders), ["5"]);
  live.onEvent("ping", { now: "", seq: 12 }, null);
  await settled();
  assert.deepEqual(Object.keys(board.orders), ["5", "9"]);
});

test("who was signed out stops asking", async () => {
  const { live, behind, settled } = follower([refusal(401, "NOT_SIGNED_IN")]);
  live.refresh();
  await settled();
  assert.deepEqual(behind, [true, false]);
});

test("sharing keeps what is equal, wherever it stands, and only that", () => {
  const before = { cards: [{ id: 1, lines: ["a"] }, { id: 2, lines: [] }], isEmpty: false };
  assert.equal(share(before, structuredClone(before)), before);
  const after = share(before, { cards: [{ id: 2, lines: [] }, { id: 1, lines: ["b"] }], isEmpty: false });
  assert.equal(after.cards[0], before.cards[1]);
  assert.deepEqual(after.cards[1], { id: 1, lines: ["b"] });
  assert.deepEqual(share(before, { cards: [], isEmpty: true }), { cards: [], isEmpty: true });
  assert.deepEqual(share(null, [1]), [1]);
});

test("a held order offers no step until it is accepted", async () => {
  const desk = counter({ post: () => orderRow({ version: 2, seen_at: "x" }) });
  const look = (order) => presentOrder(order, { now: 0, flow: "full", timeZone: "UTC", busy: {} });
  const shown = look(orderRow({ held: true }));
  assert.deepEqual([shown.isHeld, shown.step], [true, null]);
  assert.equal(look(orderRow({ held: true, status: "cancelled" })).isHeld, false);
  await desk.actions.accept(orderRow({ held: true }));
  assert.deepEqual(desk.asked[0].slice(0, 2), ["post", "/api/orders/5/accept"]);
  assert.deepEqual([look(desk.order()).isHeld, look(desk.order()).step], [false, "confirmed"]);
});
