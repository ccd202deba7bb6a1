import assert from "node:assert/strict";
import { test } from "node:test";

import { approvalDialog, makeApprover } from "../../tableorder/static/js/components/approval.js";
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
  const dialog = approvalDialog({ state: () => state, approver })();
  const key = (key) => {
    const event = { key, isTaken: false, preventDefault() { this.isTaken = true; } };
    dialog.type(event);
    return event.isTaken;
  };
  const ask = async (approval) => {
    sent.push(approval);
    if (!approval) throw refusal("PIN_REQUIRED");
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const type = (pin) => [...pin].forEach((digit) => state.press(digit));
  return { state, sent, layer, approver, key, type, asked: approver.withApproval(ask).catch((error) => error) };
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
  type("2580");
  await approver.submit();
  state.choose(7);
  state.erase();
  await approver.submit();
  assert.equal(sent.length, 1);
  type("01234");
  assert.equal(state.pin, "258012");
  state.erase();
  assert.equal(state.pin, "25801");
  state.choose(8);
  assert.equal(state.pin, "");
});

test("who types before the people are known loses no key", async () => {
  const alone = scene({ crew: [CREW[0]], answers: ["done"] });
  await Promise.resolve();
  assert.equal(alone.state.isLoading, true);
  assert.equal(alone.key("Enter"), false, "without a digit it is for the button that has the focus");
  for (const key of ["2", "5", "8", "0", "Enter", "Enter"]) assert.equal(alone.key(key), true);
  assert.equal(await alone.asked, "done");
  assert.deepEqual(alone.sent, [undefined, { account_id: 7, pin: "2580" }]);

  const two = scene({ answers: ["done"] });
  await Promise.resolve();
  for (const key of ["2", "5", "8", "0", "Enter"]) two.key(key);
  await settle();
  assert.equal(two.sent.length, 1);
  two.state.choose(8);
  two.key("Enter");
  assert.equal(await two.asked, "done");
  assert.deepEqual(two.sent[1], { account_id: 8, pin: "2580" });
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
