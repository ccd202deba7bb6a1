import assert from "node:assert/strict";
import { test } from "node:test";

import { openRelay } from "../../tableorder/static/js/lib/stream/relay.js";

/** A browser whose streams are played by the test. */
function world({ status = 200 } = {}) {
  const links = [];
  class EventSource {
    constructor(address) {
      this.address = address;
      this.readyState = 0;
      this.listeners = {};
      links.push(this);
    }
    addEventListener(name, listener) {
      this.listeners[name] = listener;
    }
    close() {
      this.readyState = 2;
    }
    open() {
      this.readyState = 1;
      this.onopen();
    }
    send(name, data, id = "") {
      this.listeners[name]?.({ data: JSON.stringify(data), lastEventId: id });
    }
    refuse() {
      this.readyState = 2;
      this.onerror();
    }
  }
  const asked = [];
  const fetch = async (path) => {
    asked.push(path);
    return { status };
  };
  return { EventSource, fetch, links, asked, random: () => 0 };
}

function relay(browser, wish = {}) {
  const told = [];
  const opened = openRelay({ as: "staff", since: 10, heartbeat: 4, ...wish }, (message) => told.push(message), browser);
  const events = (messages = told) =>
    messages.filter(({ kind }) => kind === "event").map(({ name, seq }) => `${name} ${seq}`);
  const states = () => told.filter(({ kind }) => kind === "state").map(({ state }) => state.status);
  return { ...opened, told, events, states };
}

test("it asks for what followed the page's data and hands it on", (context) => {
  const browser = world();
  const board = relay(browser);
  context.after(board.close);
  const [link] = browser.links;
  assert.equal(link.address, "/api/sse/orders?as=staff&heartbeat=4&last_event_id=10");
  link.open();
  link.send("order_created", { order: { id: 1 } }, "11");
  link.send("ping", { now: "2026-11-23T09:00:00Z", seq: 11 });
  link.send("something_new", {}, "12");
  assert.deepEqual(board.events(), ["order_created 11", "ping null"]);
  assert.equal(board.states().at(-1), "live");
});

test("a second tab gets what it lacks and the present state", (context) => {
  const browser = world();
  const board = relay(browser);
  context.after(board.close);
  browser.links[0].open();
  for (const seq of ["11", "12"]) browser.links[0].send("order_created", {}, seq);
  const answers = [];
  board.welcome({ as: "staff", since: 11, heartbeat: 4 }, (message) => answers.push(message));
  assert.deepEqual(board.events(answers), ["order_created 12"]);
  assert.equal(answers.at(-1).state.status, "live");
  board.welcome({ as: "staff", since: 3, heartbeat: 4 }, (message) => answers.push(message));
  assert.equal(board.events(answers).at(-1), "reset 12");
  assert.equal(browser.links.length, 1);
});

test("a refused stream asks why, ends, and lives again for whoever signs in anew", async (context) => {
  const browser = world({ status: 401 });
  const board = relay(browser);
  context.after(board.close);
  browser.links[0].refuse();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(browser.asked, ["/api/orders?status=ready"]);
  assert.equal(board.states().at(-1), "ended");
  board.welcome({ as: "staff", since: 20, heartbeat: 4 }, () => {});
  assert.match(browser.links.at(-1).address, /last_event_id=20$/);
});

test("words of a link that was given up are not heard", (context) => {
  const browser = world();
  const board = relay(browser);
  context.after(board.close);
  const [old] = browser.links;
  old.open();
  old.refuse();
  old.send("order_created", {}, "11");
  assert.deepEqual(board.events(), []);
});
