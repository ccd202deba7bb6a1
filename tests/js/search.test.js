import assert from "node:assert/strict";
import { test } from "node:test";

import { matches } from "../../tableorder/static/js/stores/search.js";

const FOUND = [
  ["돌솥비빔밥", "비빔밥"],
  ["돌솥비빔밥", "비빔 밥"],
  ["소 불고기", "소불고기"],
  ["비빔밥", "ㅂㅂㅂ"],
  ["돌솥비빔밥", "ㅂㅂ"],
  ["비빔밥", "ㅂ ㅂ"],
  ["비빔밥", "빕"],
  ["비빔밥", "비비"],
  ["과일", "고"],
  ["닭강정", "달"],
  ["Café Latte", "LATTE"],
  ["石焼きビビンバ", "ビビンバ"],
  ["떡볶이", "ㄸㅂㅇ"],
  ["anything", ""],
  ["anything", "  "],
];

for (const [name, query] of FOUND) test(`"${query}" finds ${name}`, () => assert.ok(matches(name, query)));

const MISSED = [["비빔밥", "ㅂㅁ"], ["비빔밥", "밥비"], ["떡볶이", "ㄷㅂㅇ"], ["비빔밥", "비빔면"], ["Latte", "tea"]];

for (const [name, query] of MISSED) test(`"${query}" does not find ${name}`, () => assert.ok(!matches(name, query)));

test("letters decomposed by a Mac's keyboard are the same letters", () => {
  assert.ok(matches("비빔밥", "비빔".normalize("NFD")));
});
