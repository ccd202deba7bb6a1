/** What was done here last, to be called back: it returns to the place where it stood. */
import { closeLayer } from "../../lib/layer.js";
import { doneOf } from "../../stores/kitchen.js";
import { presentDone } from "./present.js";

/** @param {import("./kitchenBoard.js").World} world */
export const recallList = ({ look, screen, actions }) => () => ({
  isOpen: false,

  init() {
    new MutationObserver(() => { this.isOpen = this.$root.hasAttribute("open"); })
      .observe(this.$root, { attributeFilter: ["open"] });
  },
  get found() { return this.isOpen ? doneOf(look(), screen().which) : []; },
  get entries() { return this.found.map((done) => presentDone(done, screen())); },
  get isEmpty() { return this.entries.length === 0; },

  /** What this screen had done of it. @param {number} id */
  recall(id) {
    const done = this.found.find(({ order }) => order.id === id);
    if (done) this.bring(id, done.lines.map((line) => line.id));
  },
  /** At all stations. @param {number} id */
  recallAll(id) { this.bring(id); },
  /** @param {number} id @param {number[]} [lines] */
  async bring(id, lines) {
    if (!(await actions.recall(look().orders[id], lines))) return;
    screen().chosen = id;
    closeLayer("recall-list");
  },
});
