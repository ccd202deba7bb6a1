import assert from "node:assert/strict";
import { test } from "node:test";

import { snapshot } from "../../tableorder/static/js/stores/formState.js";

test("rows are told by their places, whatever their numbers, and empty ones not at all", () => {
  const before = [["name.ko", "밥"], ["hours.0.days", "1"], ["hours.0.from", "10:00"], ["hours.4.from", "12:00"]];
  const renumbered = [["name.ko", " 밥 "], ["hours.3.days", "1"], ["hours.3.from", "10:00"], ["hours.8.from", ""], ["hours.5.from", "12:00"]];
  assert.equal(snapshot(before), snapshot(renumbered));
});

test("another order of rows, another text and a row that went are changes", () => {
  const rows = [["choices.0.id", "7"], ["choices.1.id", "8"]];
  const same = snapshot(rows);
  assert.notEqual(snapshot([...rows].reverse()), same);
  assert.notEqual(snapshot(rows.slice(1)), same);
  assert.notEqual(snapshot([["choices.0.id", "7"], ["choices.1.id", "9"]]), same);
  assert.notEqual(snapshot([...rows, ["is_visible", "on"]]), same);
});

test("a chosen file is a change, an empty file field is none", () => {
  const none = new File([], "");
  const photo = new File(["x"], "a.jpg", { lastModified: 1 });
  assert.equal(snapshot([["image", none]]), snapshot([]));
  assert.notEqual(snapshot([["image", photo]]), snapshot([]));
});
