import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, makeQueue, matchDish } from "../../tableorder/static/js/stores/pictureQueue.js";

const DISHES = [
  { id: 1, names: ["김치찌개", "Kimchi stew"] },
  { id: 2, names: ["돌솥비빔밥", "Stone-pot bibimbap"] },
  { id: 3, names: ["비빔밥", "Bibimbap"] },
  { id: 4, names: ["콜라", "Cola"] },
  { id: 5, names: ["제로 콜라", "Zero cola"] },
];

for (const [file, id] of [
  ["김치찌개.jpg", 1],
  ["김치찌개.jpg".normalize("NFD"), 1],
  ["01_김치 찌개 (2).JPG", 1],
  ["kimchi-stew_final.webp", 1],
  ["비빔밥.png", 3],
  ["돌솥 비빔밥 2.heic", 2],
  ["제로콜라.jpg", 5],
  ["IMG_2041.jpg", 0],
  ["2024.jpg", 0],
  ["../../x.py", 0],
  ["", 0],
]) {
  test(`“${file}” is for dish ${id}`, () => assert.equal(matchDish(file, DISHES), id));
}

test("what fits two dishes as well fits none", () => {
  assert.equal(matchDish("kimchi.jpg", [{ id: 1, names: ["kimchi stew"] }, { id: 2, names: ["kimchi rice"] }]), 0);
});

test("a name of numbers alone is a name", () => assert.equal(bare("2024.jpg"), "2024"));

test("files wait with the dishes that their names tell, and are corrected", () => {
  const queue = makeQueue(DISHES);
  const [stew, photo] = queue.add([{ name: "김치찌개.jpg" }, { name: "IMG_1.jpg" }]);
  assert.deepEqual(queue.ready.map(({ key }) => key), [stew]);
  queue.assign(photo, 1);
  assert.deepEqual([...queue.clashes], [1]);
  assert.equal(queue.canSend, false);
  queue.assign(photo, 4);
  assert.equal(queue.canSend, true);
  queue.note(stew, { state: "done", share: 1 });
  queue.assign(photo, 1);
  assert.equal(queue.clashes.size, 0);
  queue.remove(photo);
  assert.equal(queue.canSend, false);
});

test("a file dropped on a dish is for that dish, whatever its name", () => {
  const queue = makeQueue(DISHES);
  const [key] = queue.add([{ name: "콜라.jpg" }], 2);
  assert.equal(queue.find(key)?.dishId, 2);
});

test("what failed may be sent again", () => {
  const queue = makeQueue(DISHES);
  const [key] = queue.add([{ name: "콜라.jpg" }]);
  queue.note(key, { state: "sending" });
  assert.equal(queue.isSending, true);
  assert.equal(queue.isUnsaved, true);
  assert.equal(queue.canSend, false);
  queue.note(key, { state: "failed", message: "x" });
  assert.equal(queue.canSend, true);
  assert.equal(queue.isUnsaved, true);
  queue.note(key, { state: "done" });
  assert.equal(queue.isUnsaved, false);
});
