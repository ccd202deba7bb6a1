import assert from "node:assert/strict";
import { test } from "node:test";

import { makeSelling, saleWord } from "../../tableorder/static/js/components/live/sale.js";
import { makeSale } from "../../tableorder/static/js/stores/sale.js";

const entry = (id, name, more = {}) => ({ id, name, is_sold_out: false, until: null, stock: null, ...more });
const answer = (version = 1) => ({
  version,
  sections: [
    { kind: "items", name: "식사", entries: [entry(1, "비빔밥"), entry(2, "갈비탕", { is_sold_out: true, until: "tomorrow" })] },
    { kind: "choices", name: "맵기", entries: [entry(1, "아주 맵게", { is_sold_out: true })] },
  ],
});
const loaded = () => {
  const sale = makeSale();
  sale.load(answer());
  return sale;
};
const names = (sections) => sections.map(({ name, entries }) => [name, ...entries.map((one) => one.name)]);

test("dishes and choices are told apart, and counted together", () => {
  const sale = loaded();
  assert.equal(sale.find("items", 1).name, "비빔밥");
  assert.equal(sale.find("choices", 1).name, "아주 맵게");
  assert.equal(sale.find("items", 9), null);
  assert.equal(sale.soldOut, 2);
});

test("a query and the wish for what is sold out leave only sections with something in them", () => {
  const sale = loaded();
  assert.deepEqual(names(sale.shown("", false)), [["식사", "비빔밥", "갈비탕"], ["맵기", "아주 맵게"]]);
  assert.deepEqual(names(sale.shown("ㅂㅂ", false)), [["식사", "비빔밥"]]);
  assert.deepEqual(names(sale.shown("", true)), [["식사", "갈비탕"], ["맵기", "아주 맵게"]]);
  assert.deepEqual(sale.shown("비빔", true), []);
});

test("an older state that comes late is dropped", () => {
  const sale = loaded();
  sale.load({ version: 0, sections: [] });
  assert.equal(sale.sections.length, 2);
  sale.load({ version: 2, sections: [] });
  assert.equal(sale.soldOut, 0);
});

test("why something cannot be had, or how much is left, is said in a word", () => {
  assert.equal(saleWord(entry(1, "a")), "");
  assert.equal(saleWord(entry(1, "a", { stock: 3 })), "3 left");
  assert.equal(saleWord(entry(1, "a", { is_sold_out: true, stock: 0 })), "Sold out");
  assert.equal(saleWord(entry(1, "a", { is_sold_out: true, until: "tomorrow" })), "Sold out today");
});

test("each change of the menu is looked for, once at a time, and the last one is not missed", async () => {
  const sale = makeSale();
  const asked = [];
  const api = { get: (path) => new Promise((resolve, reject) => { asked.push({ path, resolve, reject }); }) };
  const selling = makeSelling({ api, board: {}, busy: () => ({}), tell: () => {}, sale: () => sale });
  selling.hear("order_created");
  assert.equal(asked.length, 0);
  selling.hear("menu_updated");
  selling.hear("menu_updated");
  const done = selling.refresh();
  assert.deepEqual(asked.map(({ path }) => path), ["/api/availability"]);
  asked[0].reject(new Error("no connection"));
  await new Promise((resolve) => { setTimeout(resolve); });
  assert.equal(asked.length, 2);
  asked[1].resolve(answer(5));
  await done;
  assert.equal(sale.version, 5);
  selling.hear("reset");
  assert.equal(asked.length, 3);
});
