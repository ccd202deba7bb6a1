import assert from "node:assert/strict";
import { test } from "node:test";

import { makeApprover } from "../../tableorder/static/js/components/approval.js";
import { ApiError, NetworkError } from "../../tableorder/static/js/lib/api.js";
import { makeApproval } from "../../tableorder/static/js/stores/approval.js";

const refusal = (code) => new ApiError(403, { code, message: code, details: { action: "close_unfinished" } });
const CREW = [{ id: 7, username: "minji" }, { id: 8, username: "jun" }];

/** What the dialog shows, and a server that wants one of these PINs. */
function scene({ crew = CREW, answers = [] } = {}) {
  const state = makeApproval();
  const sent = [];
  const layer = { isOpen: false, open: () => { layer.isOpen = true; }, close: () => { layer.isOpen = false; } };
  const api = { get: async () => { if (crew instanceof Error) throw crew; return { crew }; } };
  const approver = makeApprover({ api, state: () => state, layer });
  const ask = async (approval) => {
    sent.push(approval);
    if (!approval) throw refusal("PIN_REQUIRED");
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const type = (pin) => [...pin].forEach((digit) => state.press(digit));
  return { state, sent, layer, approver, type, asked: approver.withApproval(ask).catch((error) => error) };
}

const settle = () => new Promise((resolve) => { setTimeout(resolve); });

test("what needs no PIN opens no dialog", async () => {
  const { approver, layer } = scene();
  await settle();
  layer.isOpen = false;
  assert.equal(await approver.withApproval(async () => "done"), "done");
  assert.equal(layer.isOpen, false);
  await assert.rejects(approver.withApproval(async () => { throw refusal("FORBIDDEN"); }), { code: "FORBIDDEN" });
});

test("the same is asked again with the chosen person's PIN", async () => {
  const { state, sent, layer, approver, type, asked } = scene({ answers: ["closed"] });
  await settle();
  assert.equal(layer.isOpen, true);
  assert.equal(state.action, "close_unfinished");
  state.choose(8);
  type("2580");
  await approver.submit();
  assert.equal(await asked, "closed");
  assert.deepEqual(sent, [undefined, { account_id: 8, pin: "2580" }]);
  assert.equal(layer.isOpen, false);
  assert.equal(state.pin, "");
});

test("nothing is sent without a person and four digits, and no more than six are taken", async () => {
  const { state, sent, approver, type } = scene();
  await settle();
  type("258");
  state.choose(7);
  assert.equal(state.pin, "");
  type("258");
  await approver.submit();
  assert.equal(sent.length, 1);
  type("01234");
  assert.equal(state.pin, "258012");
  state.erase();
  assert.equal(state.pin, "25801");
});

test("a wrong PIN, a delay and a lost answer can be tried again", async () => {
  const faults = [refusal("WRONG_PIN"), refusal("TOO_MANY_REQUESTS"), new NetworkError()];
  const { state, layer, approver, type, asked } = scene({ answers: [...faults, "done"] });
  await settle();
  state.choose(7);
  for (const fault of faults) {
    type("0000");
    await approver.submit();
    assert.equal(state.fault, fault.message);
    assert.equal(state.pin, "");
    assert.equal(layer.isOpen, true);
  }
  type("2580");
  await approver.submit();
  assert.equal(await asked, "done");
});

test("another refusal closes the dialog and is told as any other", async () => {
  const { state, layer, approver, type, asked } = scene({ answers: [new ApiError(409, { code: "STALE" })] });
  await settle();
  state.choose(7);
  type("2580");
  await approver.submit();
  assert.equal((await asked).code, "STALE");
  assert.equal(layer.isOpen, false);
});

test("whoever turns away gets the first refusal, once", async () => {
  const { approver, asked, layer } = scene();
  await settle();
  approver.cancel();
  approver.cancel();
  assert.equal((await asked).code, "PIN_REQUIRED");
  assert.equal(layer.isOpen, false);
});

test("who alone has a PIN need not choose, and nobody can be told apart from not yet known", async () => {
  const one = scene({ crew: [CREW[0]] });
  assert.equal(one.state.people, null);
  await settle();
  assert.equal(one.state.personId, 7);
  const none = scene({ crew: [] });
  await settle();
  assert.deepEqual(none.state.people, []);
  const cut = scene({ crew: new NetworkError() });
  assert.equal((await cut.asked).name, "NetworkError");
});
