import assert from "node:assert/strict";
import { test } from "node:test";

import { makeOrders, stepsOf } from "../../tableorder/static/js/stores/orders.js";

const order = (id, more = {}) => (
  { id, number: `00${id}`, session_id: 1, status: "pending", version: 1, deleted: false, total: 1000 * id, items: [], ...more }
);

function table(...orders) {
  const store = makeOrders(1);
  store.load(orders);
  return store;
}

test("the newest order stands first, whichever way it came", () => {
  const orders = table(order(1), order(3));
  orders.apply("order_created", { order: order(2) });
  assert.deepEqual(orders.list.map(({ id }) => id), [3, 2, 1]);
});

test("an event applied twice, or late, changes nothing", () => {
  const orders = table(order(1));
  const ready = { order: order(1, { status: "ready", version: 4 }) };
  assert.equal(orders.apply("order_updated", ready)?.before?.status, "pending");
  assert.equal(orders.apply("order_updated", ready), null);
  assert.equal(orders.apply("order_updated", { order: order(1, { status: "confirmed", version: 2 }) }), null);
  assert.equal(orders.list[0].status, "ready");
});

test("another session's orders and other events are not ours", () => {
  const orders = table();
  orders.apply("order_created", { order: order(1, { session_id: 2 }) });
  orders.apply("menu_updated", { version: 3 });
  assert.equal(orders.isEmpty, true);
});

test("what was cancelled or withdrawn is shown, and not counted", () => {
  const orders = table(order(1), order(2), order(3));
  orders.apply("order_updated", { order: order(1, { status: "cancelled", version: 2 }) });
  orders.apply("order_deleted", { order: order(2, { deleted: true, version: 2 }) });
  assert.deepEqual([orders.list.length, orders.total], [3, 3000]);
});

const path = (status, flow) => stepsOf(status, flow).map((step) => `${step.status}:${step.state}`).join(" ");

test("steps of the full and of the short way", () => {
  assert.equal(path("preparing", "full"), "pending:done confirmed:done preparing:now ready:todo completed:todo");
  assert.equal(path("pending", "short"), "pending:now preparing:todo completed:todo");
  assert.equal(path("completed", "short"), "pending:done preparing:done completed:now");
});

test("an order that stands on a step which the way has lost still shows it", () => {
  assert.equal(path("ready", "short"), "pending:done preparing:done ready:now completed:todo");
});

test("an order that went to another session is gone, and comes back with it", () => {
  const orders = table(order(1), order(2));
  assert.equal(orders.put(order(2, { session_id: 9, version: 2 })), null);
  assert.deepEqual(orders.list.map(({ id }) => id), [1]);
  orders.put(order(2, { version: 3 }));
  assert.deepEqual(orders.list.map(({ id }) => id), [2, 1]);
});
