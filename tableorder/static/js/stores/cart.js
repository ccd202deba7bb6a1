/**
 * The cart of one table session, kept in the browser over reloads and crashes. It knows nothing of the server: what a
 * shared cart would need is to replace `read` and `write`.
 */
import { NOTHING, optionsText, tidy, troubleOf, unitPrice } from "./line.js";
import { oneLine } from "./note.js";

/**
 * @typedef {import("./line.js").Part} Part
 * @typedef {{id: string, menuId: number, name: string, options: string, choiceIds: number[], parts: Part[],
 *   note: string, quantity: number, price: number}} Line `price` is what the guest was shown for one; `name` and
 *   `options` are for dishes that have left the menu
 * @typedef {{item: Item, picks?: import("./line.js").Picks, note?: string, quantity?: number}} Wish
 * @typedef {import("./menu.js").Item} Item
 * @typedef {{version: number, find: (id: number) => Item | null, isPaused: boolean}} Menu
 * @typedef {{code: string, message: string}} Fault the server's words against a line
 */

export const MOST_LINES = 100;
export const MOST_EACH = 99;
export const CART_KEY = "to-cart";

/** Faults of what the guest wrote: the same will be refused again. */
const WRITTEN = new Set(["note", "field"]);

/** What no guest can mend but by taking the line out. */
const LOST = new Set(["ITEM_NOT_FOUND", "ITEM_SOLD_OUT", "ITEM_NOT_SOLD_NOW"]);

/** @param {number} quantity */
const inRange = (quantity) => Math.min(MOST_EACH, Math.max(1, Math.trunc(quantity)));

/** @param {Line} line */
const likeness = ({ menuId, choiceIds, parts, note }) => JSON.stringify([menuId, choiceIds, parts, note]);

/** @param {any} line */
const isLine = (line) =>
  typeof line?.id === "string" && Number.isInteger(line.menuId) && Number.isInteger(line.quantity) &&
  Number.isInteger(line.price) && Array.isArray(line.choiceIds) && Array.isArray(line.parts ?? []);

/**
 * @param {{
 *   owner: string, kin?: string[], newId: () => string,
 *   storage: {get: (key: string) => any, set: (key: string, value: any) => any, remove: (key: string) => void},
 * }} world `owner` names store and table session, `kin` sessions that became this one: another party's cart is never read
 */
export function makeCart({ owner, kin = [], newId, storage }) {
  const read = () => {
    const kept = storage.get(CART_KEY);
    const isOurs = kept?.owner === owner || kin.includes(kept?.owner);
    return isOurs && Array.isArray(kept.lines) ? kept : { lines: [], note: "", owner };
  };
  /** @param {Line[]} lines @param {string} note */
  const write = (lines, note) => storage.set(CART_KEY, { owner, lines, note });

  return {
    lines: /** @type {Line[]} */ ([]),
    note: "",
    isLocked: false,
    faults: /** @type {Record<string, Fault>} */ ({}),
    /** The version of the menu up to which an order was refused; no one knows what the server says by a newer one. */
    refusedAt: Infinity,
    /** The server's words against the note. */
    noteFault: "",

    /** Read what is kept, also after another tab changed it. */
    load() {
      const kept = read();
      this.lines = kept.lines.filter(isLine).map((line) => ({ parts: [], ...line, note: oneLine(line.note).trim() }));
      this.note = oneLine(kept.note);
      if (kept.owner !== owner) this.save();
    },

    save() {
      write(this.lines, this.note);
    },

    /**
     * Put a dish in; the same dish with the same options and note only counts up.
     * @param {Wish} wish
     * @returns {"added" | "merged" | "full" | "most" | "locked"}
     */
    add(wish) {
      if (this.isLocked) return "locked";
      const line = lineOf(newId(), wish);
      const twin = this.twinOf(line);
      if (twin) return this.merge(twin, line);
      if (this.lines.length >= MOST_LINES) return "full";
      this.lines = [...this.lines, line];
      this.save();
      return "added";
    },

    /**
     * Give a line other options, note or quantity.
     * @param {string} id
     * @param {Wish} wish
     */
    replace(id, wish) {
      if (this.isLocked) return;
      const line = lineOf(id, wish);
      const twin = this.twinOf(line);
      this.forget(id);
      if (twin) {
        this.lines = this.lines.filter((other) => other.id !== id);
        this.merge(twin, line);
        return;
      }
      this.lines = this.lines.map((other) => (other.id === id ? line : other));
      this.save();
    },

    /** @param {Line} line @returns {Line | undefined} another line of the same dish, options and note */
    twinOf(line) {
      return this.lines.find((other) => other.id !== line.id && likeness(other) === likeness(line));
    },

    /** @param {Line} twin @param {Line} line @returns {"merged" | "most"} */
    merge(twin, line) {
      const wanted = twin.quantity + line.quantity;
      const merged = { ...twin, quantity: inRange(wanted), price: line.price, name: line.name, options: line.options };
      this.lines = this.lines.map((other) => (other.id === twin.id ? merged : other));
      this.forget(twin.id);
      this.save();
      return wanted > MOST_EACH ? "most" : "merged";
    },

    /** @param {string} id @param {number} quantity 1–99 */
    setQuantity(id, quantity) {
      if (this.isLocked) return;
      this.lines = this.lines.map((line) => (line.id === id ? { ...line, quantity: inRange(quantity) } : line));
      this.forget(id);
      this.save();
    },

    /**
     * Take a line out.
     * @param {string} id
     * @returns {{line: Line, place: number} | null} for `putBack`
     */
    remove(id) {
      const place = this.lines.findIndex((line) => line.id === id);
      if (this.isLocked || place < 0) return null;
      const line = this.lines[place];
      this.lines = this.lines.filter((other) => other.id !== id);
      this.forget(id);
      this.save();
      return { line, place };
    },

    /** Undo a removal. @param {{line: Line, place: number}} removed */
    putBack({ line, place }) {
      if (this.isLocked || this.lines.length >= MOST_LINES) return;
      const twin = this.twinOf(line);
      if (twin) {
        this.merge(twin, line);
        return;
      }
      this.lines = [...this.lines.slice(0, place), line, ...this.lines.slice(place)];
      this.save();
    },

    /** @param {string} note */
    setNote(note) {
      if (this.isLocked) return;
      this.note = oneLine(note);
      this.noteFault = "";
      this.save();
    },

    /**
     * Let all of it join another cart: that of the same party, elsewhere.
     * @param {any} other
     */
    pourInto(other) {
      other.load();
      for (const line of this.lines) {
        const twin = other.twinOf(line);
        if (twin) other.merge(twin, line);
        else other.lines = [...other.lines, line].slice(0, MOST_LINES);
      }
      other.note ||= this.note;
      other.save();
      this.clear();
    },

    /** Empty it: by the guest's wish, or since its order was accepted. */
    clear() {
      this.lines = [];
      this.note = "";
      this.noteFault = "";
      this.faults = {};
      storage.remove(CART_KEY);
    },

    /**
     * Keep what the server said against lines of an order that it refused.
     * @param {{index: number, code: string, message: string}[]} refused by place in the order sent
     */
    blame(refused) {
      const known = refused.filter(({ index }) => this.lines[index]);
      this.refusedAt = Infinity;
      this.faults = Object.fromEntries(known.map(({ index, code, message }) => [this.lines[index].id, { code, message }]));
    },

    /**
     * Keep what the server said against single fields: at the line that it is of, or at the note.
     * @param {{path: string, message: string}[]} fields
     */
    blameFields(fields) {
      this.noteFault = fields.find(({ path }) => path === "note")?.message ?? "";
      this.blame(fields.flatMap(({ path, message }) => {
        const [list, index, field] = path.split(".");
        return list === "items" && field ? [{ index: Number(index), code: field === "note" ? "note" : "field", message }] : [];
      }));
    },

    /** @param {string} id */
    forget(id) {
      this.faults = Object.fromEntries(Object.entries(this.faults).filter(([key]) => key !== id));
    },

    /** The menu has been read after the refusal. @param {Menu} menu */
    refusedUnder({ version }) {
      this.refusedAt = version;
    },

    /**
     * What stands against a line now: the menu as it is, else what the server said of the order.
     * @param {Line} line
     * @param {Menu} menu
     * @returns {import("./line.js").Trouble | null}
     */
    troubleWith(line, menu) {
      const trouble = troubleOf(line, menu.find(line.menuId), menu.isPaused);
      return trouble && trouble.code !== "price" ? trouble : this.faultOf(line, menu) ?? trouble;
    },

    /** @param {Line} line @param {Menu} menu @returns {Fault | null} what the server said, as long as it may still hold */
    faultOf({ id }, { version }) {
      const fault = this.faults[id] ?? null;
      return fault && (WRITTEN.has(fault.code) || version <= this.refusedAt) ? fault : null;
    },

    /** @param {Menu} menu lines that can't be had any more */
    lost(menu) {
      return this.lines.filter((line) => LOST.has(this.troubleWith(line, menu)?.code ?? ""));
    },

    /**
     * Whether anything has to be mended before it can be sent. What the menu does not show, such as counts, only the
     * server knows: what it refused for that may be sent again, and it decides anew.
     * @param {Menu} menu
     */
    isBlocked(menu) {
      return this.noteFault !== "" || this.lines.some((line) => (
        WRITTEN.has(this.faults[line.id]?.code) || (codeOf(line, menu) ?? "price") !== "price"
      ));
    },

    /** @param {Menu} menu */
    hasNewPrices(menu) {
      return this.lines.some((line) => codeOf(line, menu) === "price");
    },

    /** @param {Menu} menu */
    removeLost(menu) {
      if (this.isLocked) return;
      const gone = new Set(this.lost(menu).map(({ id }) => id));
      this.lines = this.lines.filter(({ id }) => !gone.has(id));
      for (const id of gone) this.forget(id);
      this.save();
    },

    /** The guest has seen the menu's present prices. @param {Menu} menu */
    acceptPrices(menu) {
      if (this.isLocked) return;
      this.lines = this.lines.map((line) => {
        const item = menu.find(line.menuId);
        return item ? { ...line, price: unitPrice(item, line) } : line;
      });
      this.save();
    },

    get isEmpty() {
      return this.lines.length === 0;
    },

    get count() {
      return this.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    },

    /** What it costs by the menu as shown; a lost line by what it was. @param {Menu} menu */
    total(menu) {
      return this.lines.reduce((sum, line) => sum + line.quantity * priceNow(line, menu), 0);
    },

    /**
     * The order that would be sent.
     * @param {Menu} menu
     * @param {number} sessionId
     */
    order(menu, sessionId) {
      return {
        items: this.lines.map(({ menuId, quantity, choiceIds, parts, note }) => ({
          menu_id: menuId, quantity, choice_ids: [...choiceIds], note, ...(parts.length && { parts: parts.map(sentPart) }),
        })),
        note: this.note.trim(),
        expected_total: this.total(menu),
        session_id: sessionId,
      };
    },
  };
}

/** @param {Line} line @param {Menu} menu what the menu as shown has against a line */
const codeOf = (line, menu) => troubleOf(line, menu.find(line.menuId), menu.isPaused)?.code;

/**
 * What one of a line costs now.
 * @param {Line} line
 * @param {Menu} menu
 */
export function priceNow(line, menu) {
  const item = menu.find(line.menuId);
  return item ? unitPrice(item, line) : line.price;
}

/** @param {Part} part */
const sentPart = ({ choiceId, choiceIds }) => ({ choice_id: choiceId, choice_ids: [...choiceIds] });

/** @param {string} id @param {Wish} wish @returns {Line} */
function lineOf(id, { item, picks = NOTHING, note = "", quantity = 1 }) {
  return {
    id,
    menuId: item.id,
    name: item.name,
    options: optionsText(item, picks),
    ...tidy(picks),
    note: oneLine(note).trim(),
    quantity: inRange(quantity),
    price: unitPrice(item, picks),
  };
}
