import assert from "node:assert/strict";
import { test } from "node:test";

import { Declined, makeConsent, withConsent } from "../../tableorder/static/js/stores/consent.js";

const refusal = (...keys) =>
  Object.assign(new Error("refused"), { code: "WOULD_BREAK", details: { findings: keys.map((key) => ({ key, message: `${key}!` })) } });

/** A server that refuses until all of what it names was seen; each list is what one request would break. */
function server(...harms) {
  const sent = [];
  const send = async (path, body) => {
    sent.push([path, body]);
    const harm = harms[Math.min(sent.length, harms.length) - 1];
    if (harm.some((key) => !body.anyway.includes(key))) throw refusal(...harm);
    return { done: true };
  };
  return { send, sent };
}

test("what does no harm is asked of nobody", async () => {
  const { send, sent } = server([]);
  const answer = await withConsent(send, () => assert.fail("asked"))("/x", { ids: [1] });
  assert.deepEqual(answer, { done: true });
  assert.deepEqual(sent, [["/x", { ids: [1], anyway: [] }]]);
});

test("what does harm is done once somebody has seen all of it, also what came meanwhile", async () => {
  const { send, sent } = server(["a"], ["a", "b"]);
  const asked = [];
  const ask = async (findings) => asked.push(findings.map(({ key }) => key)) > 0;
  assert.deepEqual(await withConsent(send, ask)("/x", {}), { done: true });
  assert.deepEqual(asked, [["a"], ["a", "b"]]);
  assert.deepEqual(sent.map(([, { anyway }]) => anyway), [[], ["a"], ["a", "b"]]);
});

test("what is left is not sent again, and other refusals are asked of nobody", async () => {
  const { send, sent } = server(["a"]);
  await assert.rejects(withConsent(send, async () => false)("/x", {}), Declined);
  assert.equal(sent.length, 1);
  const other = Object.assign(new Error("outdated"), { code: "ARRANGEMENT_OUTDATED" });
  await assert.rejects(withConsent(() => Promise.reject(other), () => assert.fail("asked"))("/x", {}), other);
});

test("the dialog's first answer counts; closing it leaves all as it is", async () => {
  const said = [];
  const layer = { open: () => said.push("open"), close: () => { said.push("close"); consent.settle(false); } };
  const consent = makeConsent(layer);
  for (const isMeant of [true, false]) {
    const asked = consent.ask([{ key: "a", message: "a!" }]);
    assert.equal(consent.findings.length, 1);
    consent.settle(isMeant);
    assert.equal(await asked, isMeant);
  }
  assert.deepEqual(said, ["open", "close", "open", "close"]);
});
