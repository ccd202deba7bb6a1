import assert from "node:assert/strict";
import { test } from "node:test";

import { presentChange } from "../../tableorder/static/js/components/board/changes.js";

const dish = (name, quantity = 1) => ({ id: 1, name, quantity });
const told = (kind, detail = {}, more = {}) =>
  presentChange({ at: "2026-05-01T11:00:00.000Z", actor: "account:1", actor_name: "kim", kind, detail, reason: "", ...more }, 0, "Asia/Seoul");

test("a record says which lines a step was about", () => {
  const said = [
    ["item", { name: "galbi", from: "waiting", to: "done" }, "Done: galbi"],
    ["bumped", { items: [dish("galbi", 2), dish("beer")] }, "Done: galbi ×2, beer"],
    ["bumped", { station: "Bar", items: [dish("beer")] }, "Bar · Done: beer"],
    ["recalled", { from: "ready", to: "preparing", items: [dish("galbi", 2)] }, "Cooked again: galbi ×2"],
    ["void_seen", { station: "Grill", items: [dish("galbi")] }, "Grill · Void acknowledged: galbi"],
    ["quantity", { name: "galbi", from: 3, to: 1 }, "galbi · Quantity changed from 3 to 1"],
    ["quantity", { name: "galbi", from: 3, to: 0 }, "galbi · Cancelled"],
    ["quantity", { from: 3, to: 1 }, "Quantity changed from 3 to 1"],
    ["rush", { to: true }, "Marked as rush"],
    ["rush", { to: false }, "Rush mark removed"],
    ["status", { from: "pending", to: "confirmed" }, "Accepted"],
  ];
  for (const [kind, detail, words] of said) assert.equal(told(kind, detail).what, words);
});

test("a record says who it was: a person, a screen, or a table", () => {
  assert.equal(told("created").who, "kim");
  assert.equal(told("bumped", { items: [] }, { actor: "screen:4", actor_name: "Grill" }).who, "Grill");
  assert.equal(told("created", {}, { actor: "device:4", actor_name: "7" }).who, "Table 7");
});
