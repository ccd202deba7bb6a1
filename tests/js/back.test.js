import assert from "node:assert/strict";
import { test } from "node:test";

import { makeBack } from "../../tableorder/static/js/lib/back.js";

/** A page with layers in a browser whose history answers when the test lets it. */
function page({ entries = [null] } = {}) {
  const layers = [];
  const waiting = [];
  let place = entries.length - 1;
  const history = {
    get state() { return entries[place]; },
    pushState(state) {
      entries.splice(place + 1, Infinity, state);
      place += 1;
    },
    back: () => waiting.push(() => go(-1)),
  };
  const back = makeBack({
    history, isOpen: () => layers.length > 0, closeTop: () => close(), later: (call) => waiting.push(call),
  });
  const settle = () => { while (waiting.length) waiting.shift()(); };
  const go = (step) => {
    place += step;
    assert.ok(place >= 0, "the page was left");
    back.moved();
  };
  const open = (name) => {
    layers.push(name);
    back.opened();
  };
  const close = () => {
    layers.pop();
    back.closed();
  };
  return { layers, entries, open, close, settle, back, go: (step) => { go(step); settle(); }, place: () => place };
}

test("Back closes the layer and stays on the page", () => {
  const { layers, open, go, place } = page();
  open("cart");
  go(-1);
  assert.deepEqual([layers, place()], [[], 0]);
});

test("closing it otherwise gives the entry back", () => {
  const { open, close, settle, place } = page();
  open("cart");
  close();
  settle();
  assert.equal(place(), 0);
});

test("a layer that gives way to another keeps the one entry", () => {
  const { open, close, settle, entries, place, layers } = page();
  open("cart");
  close();
  open("dish");
  settle();
  assert.deepEqual([layers, place(), entries.length], [["dish"], 1, 2]);
});

test("a layer that opens while the entry is given back has one of its own", () => {
  const { open, close, settle, layers, place, go } = page();
  open("cart");
  close();
  open("dish");
  close();
  settle();
  open("cart");
  settle();
  assert.deepEqual([layers, place()], [["cart"], 1]);
  go(-1);
  assert.deepEqual([layers, place()], [[], 0]);
});

test("of two layers Back closes the upper, then the lower", () => {
  const { open, go, layers } = page();
  open("cart");
  open("question");
  go(-1);
  assert.deepEqual(layers, ["cart"]);
  go(-1);
  assert.deepEqual(layers, []);
});

test("a reload closes every layer, and so does coming forward to one", () => {
  const { back, settle, place, go } = page({ entries: [null, { isLayer: true }] });
  back.closed();
  settle();
  assert.equal(place(), 0);
  go(1);
  assert.equal(place(), 0);
});
