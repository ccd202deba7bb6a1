import assert from "node:assert/strict";
import { test } from "node:test";

import { makeAlarm, REPEAT, soundFor, titleFor } from "../../tableorder/static/js/components/live/alarm.js";
import { makeSounds, TUNES } from "../../tableorder/static/js/lib/sound.js";

const line = (id, more = {}) => ({ id, quantity: 2, status: "waiting", ...more });
const order = (more = {}) => ({
  id: 5, version: 1, status: "preparing", table: { id: 1, number: 1 }, items: [line(1), line(2)], held: false,
  is_rush: false, deleted: false, ...more,
});
const changed = (more, before = {}) => soundFor("order_updated", { order: order({ version: 2, ...more }) }, order(before));

test("what is new is told by its own sound, once", () => {
  assert.equal(soundFor("order_created", { order: order() }, null), "newOrder");
  assert.equal(soundFor("order_created", { order: order() }, order()), null);
  assert.equal(soundFor("call_created", { call: { id: 1 } }, null), "call");
  assert.equal(soundFor("call_created", { call: { id: 1 } }, { id: 1 }), null);
  assert.equal(soundFor("call_updated", { call: { id: 1 } }, { id: 1 }), null);
  assert.equal(soundFor("table_updated", { table: {} }, null), null);
});

/** @type {[string, object, object, string | null][]} what has changed, in what, and how that sounds */
const CHANGES = [
  ["a step forward", { status: "ready" }, {}, null],
  ["somebody has seen it", { seen_at: "x" }, {}, null],
  ["a line is done", { items: [line(1, { status: "done" }), line(2)] }, {}, null],
  ["it was accepted", { held: false }, { held: true }, null],
  ["the order is cancelled", { status: "cancelled" }, {}, "void"],
  ["a line is cancelled", { items: [line(1), line(2, { status: "cancelled" })] }, {}, "void"],
  ["a line is lowered", { items: [line(1, { quantity: 1 }), line(2)] }, {}, "void"],
  ["one is lowered and one raised", { items: [line(1, { quantity: 1 }), line(2, { quantity: 3 })] }, {}, "void"],
  ["it was cancelled before", { status: "cancelled" }, { status: "cancelled" }, null],
  ["a line is raised", { items: [line(1), line(2, { quantity: 3 })] }, {}, "changed"],
  ["a line comes on top", { items: [line(1), line(2), line(3)] }, {}, "changed"],
  ["a line went to another order", { items: [line(1)] }, {}, "changed"],
  ["the party moved", { table: { id: 2, number: 2 } }, {}, "changed"],
  ["it is urgent", { is_rush: true }, {}, "changed"],
  ["it is urgent no more", { is_rush: false }, { is_rush: true }, null],
  ["a line is wanted once more", {}, { items: [line(1, { status: "done" }), line(2)] }, "changed"],
];

for (const [name, more, before, sound] of CHANGES) {
  test(`${name}: ${sound ?? "no sound"}`, () => assert.equal(changed(more, before), sound));
}

test("a deleted order stops whoever makes it, and nobody else", () => {
  const gone = { order: order({ version: 2, deleted: true }) };
  assert.equal(soundFor("order_deleted", gone, order()), "void");
  assert.equal(soundFor("order_deleted", gone, order({ status: "completed" })), null);
  assert.equal(soundFor("order_deleted", gone, null), null);
});

test("news that is known already is not heard again", () => {
  assert.equal(soundFor("order_updated", { order: order({ status: "cancelled" }) }, order()), null);
  assert.equal(soundFor("order_updated", { order: order({ version: 2 }) }, null), null);
});

/** An alarm whose sounds are written down. */
function kitchen() {
  const heard = [];
  const world = { now: 0, isHeard: true };
  const alarm = makeAlarm({
    play: (sound) => { if (world.isHeard) heard.push(sound); return world.isHeard; },
    now: () => world.now,
  });
  const after = (seconds, waiting) => {
    world.now += seconds * 1000;
    alarm.look(waiting);
    return heard.splice(0);
  };
  return { alarm, world, heard, after };
}

test("what waits rings at once, then every few seconds until somebody acknowledges it", () => {
  const { alarm, after } = kitchen();
  assert.deepEqual(after(0, { newOrder: 0, call: 0 }), []);
  alarm.ring("newOrder");
  assert.deepEqual(after(0, { newOrder: 1, call: 0 }), ["newOrder"]);
  assert.deepEqual(after(1, { newOrder: 1, call: 1 }), ["call"]);
  assert.deepEqual(after(REPEAT / 1000 - 1, { newOrder: 1, call: 1 }), ["newOrder"]);
  assert.deepEqual(after(1, { newOrder: 1, call: 1 }), ["call"]);
  assert.deepEqual(after(60, { newOrder: 0, call: 0 }), []);
  assert.deepEqual(after(1, { newOrder: 1, call: 0 }), ["newOrder"]);
});

test("a second one rings beside the first that waits", () => {
  const { alarm, after } = kitchen();
  assert.deepEqual(after(0, { newOrder: 1 }), ["newOrder"]);
  alarm.ring("newOrder");
  assert.deepEqual(after(1, { newOrder: 2 }), ["newOrder"]);
});

test("what could not be heard is tried again", () => {
  const { world, after } = kitchen();
  world.isHeard = false;
  assert.deepEqual(after(0, { call: 1 }), []);
  world.isHeard = true;
  assert.deepEqual(after(1, { call: 1 }), ["call"]);
});

test("the title counts what waits", () => {
  assert.equal(titleFor("Board", 0), "Board");
  assert.equal(titleFor("Board", 3), "(3) Board");
});

test("no two sounds share their timbre or their melody, and none is long", () => {
  const tunes = Object.values(TUNES);
  assert.deepEqual(Object.keys(TUNES), ["newOrder", "changed", "void", "call"]);
  assert.equal(new Set(tunes.map(({ timbre }) => JSON.stringify(timbre))).size, 4);
  assert.equal(new Set(tunes.map(({ notes }) => JSON.stringify(notes.map(({ frequency }) => frequency)))).size, 4);
  for (const { notes } of tunes) assert.ok(Math.max(...notes.map(({ at, seconds }) => at + seconds)) < 2);
});

/** An audio context that plays to nobody: it knows when tones begin. */
function fakeAudio() {
  const starts = [];
  const param = () => ({ value: 0, setValueAtTime() {}, exponentialRampToValueAtTime() {} });
  const node = () => ({
    gain: param(), frequency: param(), threshold: param(), ratio: param(), attack: param(), type: "",
    connect: (next) => next, start: (at) => starts.push(at), stop() {},
  });
  class Context {
    state = "suspended";
    currentTime = 10;
    destination = node();
    createGain = node;
    createOscillator = node;
    createDynamicsCompressor = node;
    async resume() { this.state = "running"; this.onstatechange?.(); }
  }
  return { Context, starts };
}

test("sounds come one after the other, and what waits too long is left out", () => {
  const { Context, starts } = fakeAudio();
  const states = [];
  const sounds = makeSounds({ AudioContext: Context, onChange: (state) => states.push(state) });
  assert.equal(sounds.play("call"), false);
  sounds.unlock();
  assert.equal(states.at(-1), "ready");
  assert.equal(sounds.play("changed"), true);
  const [first] = starts;
  assert.equal(sounds.play("call"), true);
  assert.equal(first, 10);
  assert.ok(starts.at(-1) > 10.5);
  const more = Array.from({ length: 10 }, () => sounds.play("void"));
  assert.deepEqual([more[0], more.at(-1)], [true, false]);
});

test("a browser without sound says so", () => {
  const sounds = makeSounds({ AudioContext: null });
  sounds.unlock();
  assert.equal(sounds.state(), "unsupported");
  assert.equal(sounds.play("call"), false);
});
