import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnSize, frame, move, MOST_ZOOM, RATIO, start, zoomTo } from "../../tableorder/static/js/stores/crop.js";

const SIZES = [{ width: 4000, height: 3000 }, { width: 3000, height: 4000 }, { width: 900, height: 100 }, { width: 1, height: 1 }];

/** @param {import("../../tableorder/static/js/stores/crop.js").Crop} crop */
function isInside(crop) {
  const { x, y, width, height } = frame(crop);
  const near = 1e-6;
  return x >= -near && y >= -near && x + width <= crop.width + near && y + height <= crop.height + near;
}

test("it begins with the largest window of the card's shape, in the middle", () => {
  assert.deepEqual(frame(start({ width: 4000, height: 3000 })), { x: 0, y: 0, width: 4000, height: 3000 });
  const tall = frame(start({ width: 3000, height: 4000 }));
  assert.deepEqual([tall.x, tall.y, tall.width, tall.height], [0, 875, 3000, 2250]);
});

test("however it is moved and zoomed, the window stays inside and keeps its shape", () => {
  for (const size of SIZES) {
    let crop = start(size);
    for (const [right, down, zoom] of [[9, 9, 2], [-9, 0, 9], [0.1, -0.1, 3], [-50, 50, 1.5], [0.5, 0.5, 0]]) {
      crop = zoomTo(move(crop, right, down), zoom);
      assert.ok(isInside(crop));
      assert.ok(Math.abs(frame(crop).width / frame(crop).height - RATIO) < 1e-9);
      assert.ok(crop.zoom >= 1 && crop.zoom <= MOST_ZOOM);
    }
  }
});

test("a share of the window is a share of what is seen, at every zoom", () => {
  const near = zoomTo(start({ width: 4000, height: 3000 }), 4);
  assert.equal(frame(move(near, 0.5, 0)).x - frame(near).x, 500);
});

test("what is drawn is never enlarged, and no larger than asked", () => {
  assert.deepEqual(drawnSize(start({ width: 4000, height: 3000 }), 1600), { width: 1600, height: 1200 });
  assert.deepEqual(drawnSize(zoomTo(start({ width: 800, height: 600 }), 2), 1600), { width: 400, height: 300 });
  assert.deepEqual(drawnSize(start({ width: 1, height: 1 }), 1600), { width: 1, height: 1 });
});
