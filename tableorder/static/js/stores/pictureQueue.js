/**
 * Pictures that wait to be sent, and the dishes they are for: found by the names of the files, and to be corrected.
 * Pure: holds no file's content and sends nothing.
 */

/** @typedef {{id: number, names: string[]}} Dish */
/** @typedef {"waiting" | "sending" | "done" | "failed"} State */
/** @typedef {{key: number, name: string, dishId: number, state: State, share: number, message: string}} Entry */

/** A name without what files add to it: "01_김치 찌개 (2).JPG" is "김치찌개". @param {string} name */
export function bare(name) {
  const stem = name.normalize("NFC").toLowerCase().replace(/\.[a-z0-9]{2,5}$/, "");
  const words = stem.replace(/\(\d+\)/g, " ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const letters = words.replace(/^\d+\s+|\s+\d+$/g, "");
  return (letters || words).replace(/\s+/g, "");
}

/**
 * Find the dish that a file is named for: by its whole name, else by the longest that one holds of the other.
 * @param {string} fileName
 * @param {Dish[]} dishes
 * @returns {number} its id, or 0 when none or several fit as well
 */
export function matchDish(fileName, dishes) {
  const wanted = bare(fileName);
  if (!wanted) return 0;
  const scored = dishes.map(({ id, names }) => ({ id, score: Math.max(0, ...names.map((name) => likeness(wanted, bare(name)))) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const fitting = scored.filter(({ score }) => score === best);
  return best > 0 && fitting.length === 1 ? fitting[0].id : 0;
}

/** @param {string} one @param {string} other */
function likeness(one, other) {
  if (!other) return 0;
  if (one === other) return 1000;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 2 && long.includes(short) ? short.length : 0;
}

/** @param {Dish[]} dishes */
export function makeQueue(dishes) {
  let last = 0;
  return {
    /** @type {Entry[]} */
    entries: [],

    /** Put files in, each with the dish that its name tells. @param {{name: string}[]} files @param {number} [dishId] */
    add(files, dishId = 0) {
      const fresh = files.map(({ name }) => ({
        key: ++last, name, dishId: dishId || matchDish(name, dishes), state: /** @type {State} */ ("waiting"), share: 0, message: "",
      }));
      this.entries.push(...fresh);
      return fresh.map(({ key }) => key);
    },
    /** @param {number} key */
    find(key) { return this.entries.find((entry) => entry.key === key); },
    /** @param {number} key @param {number} dishId */
    assign(key, dishId) {
      const entry = this.find(key);
      if (entry) Object.assign(entry, { dishId, state: "waiting", message: "" });
    },
    /** @param {number} key */
    remove(key) { this.entries = this.entries.filter((entry) => entry.key !== key); },
    /** @param {number} key @param {Partial<Entry>} change */
    note(key, change) { Object.assign(this.find(key) ?? {}, change); },

    /** Dishes to which two pictures would go. */
    get clashes() {
      const open = this.entries.filter(({ state, dishId }) => state !== "done" && dishId);
      return new Set(open.map(({ dishId }) => dishId).filter((id, index, ids) => ids.indexOf(id) !== index));
    },
    get ready() { return this.entries.filter(({ state, dishId }) => dishId && (state === "waiting" || state === "failed")); },
    get canSend() { return this.ready.length > 0 && this.clashes.size === 0; },
    get isUnsaved() { return this.entries.some(({ state }) => state !== "done"); },
    get isSending() { return this.entries.some(({ state }) => state === "sending"); },
  };
}
