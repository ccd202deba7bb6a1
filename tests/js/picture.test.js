import assert from "node:assert/strict";
import { test } from "node:test";
import { fit } from "../../tableorder/static/js/lib/picture.js";

test("a large photo is fitted into 2560 px and keeps its shape", () => {
  assert.deepEqual(fit({ width: 4032, height: 3024 }), { width: 2560, height: 1920 });
  assert.deepEqual(fit({ width: 3024, height: 4032 }), { width: 1920, height: 2560 });
});

test("a small picture is never enlarged", () => {
  assert.deepEqual(fit({ width: 800, height: 600 }), { width: 800, height: 600 });
});

test("a line stays at least a pixel wide", () => {
  assert.deepEqual(fit({ width: 100000, height: 1 }), { width: 2560, height: 1 });
});
