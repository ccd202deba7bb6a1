import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, makeApi, NetworkError } from "../../tableorder/static/js/lib/api.js";

const answer = (status, body, headers = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });

const refusal = (status, code) => answer(status, { error: { code, message: "말", details: { lines: [1] } } });

/** A server that gives these answers in turn and remembers what it was asked. */
function server(...answers) {
  const asked = [];
  const fetch = async (path, options) => {
    asked.push({ path, ...options });
    const next = answers.shift();
    return typeof next === "function" ? next(options) : next;
  };
  return { fetch, asked };
}

const jar = () => "to_staff_csrf=staff-value; to_table_csrf=table-value";
const clientOf = (kind, { fetch }, timeout) => makeApi(kind, { fetch, jar, timeout });

test("a request carries JSON, its kind, and its kind's proof", async () => {
  const kitchen = server(answer(201, { id: 1 }));
  const order = await clientOf("table", kitchen).post("/api/orders", { note: "" }, { headers: { "Idempotency-Key": "k" } });
  const [{ method, body, headers }] = kitchen.asked;
  assert.deepEqual(order, { id: 1 });
  assert.deepEqual([method, body], ["POST", '{"note":""}']);
  assert.equal(headers["X-CSRF-TOKEN"], "table-value");
  assert.equal(headers["X-Acting-As"], "table");
  assert.equal(headers["Idempotency-Key"], "k");
});

test("reading sends no proof and no body", async () => {
  const kitchen = server(answer(200, { orders: [] }));
  await clientOf("staff", kitchen).get("/api/orders");
  assert.equal(kitchen.asked[0].headers["X-CSRF-TOKEN"], undefined);
  assert.equal(kitchen.asked[0].body, undefined);
});

test("a refusal keeps its status, code, sentence and details", async () => {
  const client = clientOf("table", server(refusal(422, "ORDER_REFUSED")));
  await assert.rejects(client.post("/api/orders"), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.message], [422, "ORDER_REFUSED", "말"]);
    assert.deepEqual(error.details, { lines: [1] });
    return true;
  });
});

test("a refusal for haste says how long to wait", async () => {
  const busy = answer(429, { error: { code: "TOO_MANY" } }, { "Retry-After": "7" });
  await assert.rejects(clientOf("table", server(busy)).get("/api/menus"), (error) => error.retryAfter === 7);
});

test("no answer, a proxy's page and half an answer are lost answers", async () => {
  const html = (status) => new Response("<h1>hello</h1>", { status, headers: { "Content-Type": "text/html" } });
  const half = new Response('{"id":', { status: 201, headers: { "Content-Type": "application/json" } });
  const cut = () => Promise.reject(new TypeError("network"));
  for (const lost of [html(502), html(200), half, cut]) {
    await assert.rejects(clientOf("table", server(lost)).post("/api/orders"), NetworkError);
  }
});

test("a server that never answers is given up", async () => {
  const silent = (options) =>
    new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(options.signal.reason)));
  await assert.rejects(clientOf("table", server(silent), 20).get("/api/menus"), NetworkError);
});

for (const [kind, page] of [["table", "/"], ["staff", "/screen"]]) {
  test(`a ${kind} device whose token ran out renews it and sends the same once more`, async () => {
    const kitchen = server(refusal(401, "NOT_SIGNED_IN"), answer(200, {}), answer(201, { id: 1 }));
    const options = { headers: { "Idempotency-Key": "k" } };
    assert.deepEqual(await clientOf(kind, kitchen).post("/api/orders", { a: 1 }, options), { id: 1 });
    assert.deepEqual(kitchen.asked.map(({ path }) => path), ["/api/orders", page, "/api/orders"]);
    assert.deepEqual(kitchen.asked[2].body, kitchen.asked[0].body);
    assert.equal(kitchen.asked[2].headers["Idempotency-Key"], "k");
  });

  test(`a ${kind} device that can't renew learns the refusal`, async () => {
    const cut = server(refusal(401, "NOT_SIGNED_IN"), answer(200, {}), refusal(401, "NOT_SIGNED_IN"));
    await assert.rejects(clientOf(kind, cut).get("/api/orders"), { code: "NOT_SIGNED_IN" });
    assert.equal(cut.asked.length, 3);
  });
}

test("an answer without content is null", async () => {
  assert.equal(await clientOf("staff", server(answer(204))).delete("/api/menus/3"), null);
});
