import assert from "node:assert/strict";
import { test } from "node:test";

import { makeCooking } from "../../tableorder/static/js/components/kitchen/cooking.js";
import { commandOf, neighbour } from "../../tableorder/static/js/components/kitchen/keys.js";
import { hiddenOf } from "../../tableorder/static/js/components/kitchen/offscreen.js";
import { makePresenter } from "../../tableorder/static/js/components/kitchen/present.js";
import { makeUndos } from "../../tableorder/static/js/components/live/undo.js";
import { ApiError, NetworkError } from "../../tableorder/static/js/lib/api.js";
import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import { ticketsOf } from "../../tableorder/static/js/stores/kitchen.js";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const AT = new Date(NOW).toISOString();
const GRILL = { id: 1, name: "Grill", warn_after: 5, late_after: 10 };

const lineRow = (id, more = {}) => ({
  id, menu_id: id, name: `dish ${id}`, options: [], quantity: 1, subtotal: 0, note: "", status: "waiting", station_id: 1,
  done_at: null, void_quantity: 0, ...more,
});
const orderRow = (id, items, more = {}) => ({
  id, number: String(id).padStart(3, "0"), status: "preparing", version: 1, table: { id, number: id },
  session_id: id, items, note: "", total: 0, held: false, is_rush: false, seen_at: AT, deleted: false, created_at: AT,
  updated_at: AT, ...more,
});

/** A cook whose server answers what the test says. */
function cook(answer, ...orders) {
  const board = makeBoard({ tables: [], orders, stations: [GRILL], seq: 1 });
  const busy = {};
  const told = [];
  const asked = [];
  const call = (method) => async (path, body) => {
    asked.push([method, path, body]);
    const found = await answer(path, body);
    if (found instanceof Error) throw found;
    return found;
  };
  const api = { get: call("GET"), post: call("POST"), patch: call("PATCH") };
  const actions = makeCooking({ api, board, busy: () => busy, tell: (words) => told.push(words) });
  return { board, busy, told, asked, actions };
}

test("a line is done when the server has said so, and each is asked for by itself", async () => {
  const order = orderRow(5, [lineRow(1), lineRow(2)]);
  const answers = {
    1: orderRow(5, [lineRow(1, { status: "done" }), lineRow(2)], { version: 2 }),
    2: orderRow(5, [lineRow(1, { status: "done" }), lineRow(2, { status: "done" })], { version: 3 }),
  };
  const { board, busy, asked, actions } = cook((path) => answers[path.at(-1)], order);
  const both = [actions.mark(order, order.items[0], "done"), actions.mark(order, order.items[1], "done")];
  assert.deepEqual(Object.keys(busy), ["order 5 line 1", "order 5 line 2"]);
  assert.equal(board.orders[5].items[0].status, "waiting");
  assert.deepEqual(await Promise.all(both), [true, true]);
  assert.deepEqual(asked, [
    ["PATCH", "/api/orders/5/items/1", { status: "done" }], ["PATCH", "/api/orders/5/items/2", { status: "done" }],
  ]);
  assert.equal(board.orders[5].version, 3);
});

test("a bump names its station, unless the kitchen has none", async () => {
  const order = orderRow(5, [lineRow(1)]);
  const { asked, actions } = cook(() => order, order);
  await actions.bump(order, 1);
  await actions.bump(order, 0);
  await actions.recall(order, [1]);
  await actions.recall(order);
  assert.deepEqual(asked.map(([, , body]) => body), [{ station_id: 1 }, {}, { item_ids: [1] }, {}]);
});

test("what was cancelled meanwhile is shown as it stands, and said", async () => {
  const order = orderRow(5, [lineRow(1)]);
  const away = lineRow(1, { status: "cancelled", void_quantity: 1 });
  const gone = orderRow(5, [away], { status: "cancelled", version: 2 });
  const refusal = new ApiError(409, { code: "INVALID_TRANSITION", message: "no" });
  const { board, told, actions } = cook((path) => (path.endsWith("/bump") ? refusal : gone), order);
  assert.equal(await actions.bump(order, 1), false);
  assert.equal(board.orders[5].status, "cancelled");
  assert.match(told[0], /Cancelled/);
});

test("a lost answer leaves the line waiting", async () => {
  const order = orderRow(5, [lineRow(1)]);
  const { board, busy, told, actions } = cook(() => new NetworkError(), order);
  assert.equal(await actions.mark(order, order.items[0], "done"), false);
  assert.deepEqual([board.orders[5].items[0].status, busy, told.length], ["waiting", {}, 1]);
});

test("what was done can be taken back while its time lasts, the newest first", () => {
  const list = [];
  const taken = [];
  let now = 0;
  const undos = makeUndos({ list: () => list, now: () => now });
  const offer = (words, seconds) => undos.offer(words, seconds, async () => taken.push(words));
  offer("one", 10);
  now = 5000;
  offer("two", 3);
  offer("three", 10);
  now = 8000;
  undos.tick();
  assert.deepEqual(list.map(({ words }) => words), ["one", "three"]);
  assert.deepEqual([undos.take(), undos.take(1), undos.take(), taken], [true, true, false, ["three", "one"]]);
  for (const words of "abcdef") offer(words, 10);
  assert.deepEqual(list.map(({ words }) => words), [..."abcdef"]);
});

test("who takes back sooner than the server answers is heard when it has", async () => {
  const list = [];
  const taken = [];
  const undos = makeUndos({ list: () => list, now: () => 0 });
  const ask = (words, more = {}) => {
    let say;
    const answer = new Promise((resolve) => { say = resolve; });
    const done = undos.after(answer, { words, seconds: 10, take: () => taken.push(words), ...more });
    return async (isDone) => { say(isDone); assert.equal(await done, isDone); };
  };
  undos.offer("before", 10, () => taken.push("before"));
  const [first, second, refused] = [ask("first"), ask("second"), ask("refused")];
  assert.deepEqual([undos.take(), undos.take(), undos.take(1), taken], [true, true, true, ["before"]]);
  await refused(false);
  await second(true);
  await first(true);
  assert.deepEqual([taken, list.map(({ words }) => words)], [["before", "second"], ["first"]]);
  await ask("nothing to offer", { isOffered: () => false })(true);
  assert.deepEqual(list.map(({ words }) => words), ["first"]);
});

test("keys of a bump bar, also with Korean input", () => {
  const name = (key, more) => commandOf({ key, ...more })?.name ?? null;
  assert.deepEqual(commandOf({ key: "3" }), { name: "place", place: 3 });
  assert.deepEqual(["Enter", " ", "r", "R", "Backspace", "a", "?", "0", "x", "Tab"].map((key) => name(key)), [
    "bump", "line", "recall", "recall", "recall", "sums", "help", null, null, null,
  ]);
  assert.deepEqual([name("ㄱ", { code: "KeyR" }), name("r", { ctrlKey: true })], ["recall", null]);
});

test("arrows go to the ticket that stands there", () => {
  // 1 3 5
  // 2 4
  const rail = [[1, 0, 0], [2, 0, 300], [3, 100, 0], [4, 100, 200], [5, 200, 0]];
  const places = rail.map(([id, left, top]) => ({ id, left, top }));
  const ways = { 1: [3, 1, 1, 2], 2: [4, 2, 1, 3], 4: [5, 2, 3, 5], 5: [5, 3, 4, 5] };
  for (const [from, to] of Object.entries(ways)) {
    assert.deepEqual(["right", "left", "up", "down"].map((way) => neighbour(places, Number(from), way)), to, from);
  }
  assert.deepEqual([neighbour(places, null, "down"), neighbour([], null, "down")], [1, null]);
});

test("what is not on the screen is counted, and what was never seen is new", () => {
  const ids = [1, 2, 3, 4, 5, 6];
  const hidden = (shown, visible, known, { voided = [], whole = visible } = {}) => {
    const eyes = { visible: new Set(visible), whole: new Set(whole), known: new Set(known) };
    const { before, after } = hiddenOf(shown, voided, eyes);
    return [before, after].map(({ count, fresh, voids }) => [count, fresh, voids]);
  };
  assert.deepEqual(hidden(ids, [3, 4], [1, 3, 4, 5]), [[2, 1, 0], [2, 1, 0]]);
  assert.deepEqual(hidden(ids, ids, ids), [[0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(hidden([], [], []), [[0, 0, 0], [0, 0, 0]]);
  assert.deepEqual(hidden(ids, [], []), [[0, 0, 0], [6, 6, 0]]);
  // What was taken away may stand in the part of a ticket that is cut off, at either edge.
  assert.deepEqual(hidden(ids, [2, 3, 4], ids, { voided: [1, 3, 6], whole: [2, 3] }), [[1, 0, 1], [2, 0, 1]]);
  assert.deepEqual(hidden(ids, [2, 3, 4], ids, { voided: [2, 3, 4], whole: [3] }), [[2, 0, 1], [3, 0, 1]]);
  assert.deepEqual(hidden([1], [1], [1], { voided: [1], whole: [] }), [[0, 0, 0], [1, 0, 1]]);
});

const BAR = { id: 2, name: "Bar", warn_after: 5, late_after: 10 };
const pass = (order, more = {}) => {
  const board = makeBoard({ tables: [], orders: [order], stations: [GRILL, BAR], seq: 1 });
  const screen = { which: "pass", now: NOW, timeZone: "UTC", chosen: null, busy: {}, asked: null, flow: "full", ...more };
  return makePresenter()(ticketsOf(board, "pass", NOW), board.stations, screen)[0];
};

test("the pass names who still cooks before it closes a ticket over their heads", () => {
  const order = orderRow(1, [lineRow(1), lineRow(2, { station_id: 2 }), lineRow(3, { station_id: 2, status: "done" })]);
  const words = (more) => pass(order, more).bumpWord;
  assert.deepEqual([words(), words({ flow: "short" }), words({ asked: { id: 9 } })], ["All ready", "Done", "All ready"]);
  assert.match(words({ asked: { id: 1 } }), /^Grill, Bar: still cooking/);
});

test("what was taken away is told by whether it had been made", () => {
  const word = (...lines) => pass(orderRow(1, lines, { status: "cancelled" })).bumpWord;
  const made = { status: "done", done_at: AT, void_quantity: 1 };
  assert.equal(word(lineRow(1, made), lineRow(2, { ...made, void_quantity: 0 })), "Seen, not to be served");
  assert.equal(word(lineRow(1, made), lineRow(2, { void_quantity: 1 })), "Seen, not to be made");
});

test("only what changes is presented anew", () => {
  const orders = [1, 2, 3].map((id) => orderRow(id, [lineRow(id)]));
  const board = makeBoard({ tables: [], orders, stations: [GRILL], seq: 1 });
  const present = makePresenter();
  const screen = { which: 1, now: NOW, timeZone: "UTC", chosen: null, busy: {} };
  const draw = (more = {}) => present(ticketsOf(board, 1, screen.now), board.stations, Object.assign(screen, more));
  const first = draw();
  const same = (next) => next.map((ticket) => first.includes(ticket));
  assert.deepEqual(same(draw()), [true, true, true]);
  assert.deepEqual(same(draw({ chosen: 2 })), [true, false, true]);
  assert.deepEqual(same(draw({ chosen: null, busy: { "order 3 line 3": true } })), [true, false, false]);
  board.apply("order_updated", { order: orderRow(1, [lineRow(1)], { version: 2, note: "quick" }) });
  assert.deepEqual(draw().map(({ note }) => note), ["quick", "", ""]);
  assert.deepEqual(draw({ now: NOW + 61_000 }).map(({ waiting }) => waiting), ["1 min", "1 min", "1 min"]);
});

test("a ticket tells what was taken away above what is left to make", () => {
  const lines = [lineRow(1, { quantity: 2, void_quantity: 1, note: "no onions" }), lineRow(2, { status: "done" })];
  const board = makeBoard({ tables: [], orders: [orderRow(1, lines)], stations: [GRILL], seq: 1 });
  const screen = { which: 1, now: NOW, timeZone: "UTC", chosen: null, busy: { "order 1 line 1": true } };
  const [ticket] = makePresenter()(ticketsOf(board, 1, NOW), board.stations, screen);
  assert.deepEqual(ticket.parts[0].rows.map(({ key, quantity, state }) => [key, quantity, state]), [
    ["void-1", 1, "void"], ["line-1", 2, "sending"], ["line-2", 1, "done"],
  ]);
});
