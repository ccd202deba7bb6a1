/**
 * The state of the order board: tables, the orders of the parties that sit there, and their calls. Whatever changes it, an event
 * of the stream or the answer to one's own tap, comes through `apply`: harmless to repeat, and blind to what is older
 * than what is known. Pure: no page, no network, no clock.
 */

/**
 * @typedef {import("../lib/i18n.js").LanguageMap | string} Words
 * @typedef {{choice_id: number, group: Words, choice: Words, price_delta: number, quantity: number,
 *   options: Option[]}} Option
 * @typedef {{id: number, menu_id: number, name: Words, options: Option[], quantity: number, subtotal: number,
 *   note: string, status: string, station_id: number | null, done_at: string | null, void_quantity: number}} Line
 * @typedef {{id: number, number: string, status: string, version: number, table: {id: number, number: number},
 *   session_id: number, items: Line[], note: string, total: number, held: boolean, is_rush: boolean,
 *   seen_at: string | null, deleted: boolean, closed: boolean, created_at: string, updated_at: string}} Order
 *   `closed`: its party has left
 * @typedef {{id: number, table: {id: number, number: number}, session_id: number, reason: string, name: Words,
 *   status: string, created_at: string, acknowledged_at: string | null, done_at: string | null}} Call
 * @typedef {{id: number, opened_at: string | null, code?: string,
 *   waiting?: {id: number, since: string}[]}} Party
 * @typedef {{id: number, number: number, label: string, zone: string, seats: number | null, session: Party | null,
 *   is_paused: boolean, pause_message: string}} Table
 * @typedef {{id: number, name: string, warn_after: number, late_after: number,
 *   is_paused: boolean, pause_message: string}} Station in minutes; guests cannot order what a paused one cooks
 * @typedef {{tables: any[], orders: Order[], calls?: Call[], stations?: Station[], seq: number}} Snapshot `seq` was
 *   read before the rows
 * @typedef {ReturnType<typeof makeBoard>} Board
 */

/** @param {Partial<Table> & {id: number, number: number}} table @returns {Table} */
const tableOf = ({
  id, number, label = "", zone = "", seats = null, session = null, is_paused = false, pause_message = "",
}) => ({ id, number, label, zone, seats, session, is_paused, pause_message });

/**
 * The table, made known when it was not: it may be younger than our snapshot.
 * @param {Board} board
 * @param {{id: number, number: number}} named
 */
function knownTable(board, named) {
  board.tables[named.id] ??= tableOf(named);
  return board.tables[named.id];
}

/** @param {Board} board @param {number} id a party's @returns {Table | undefined} where it sits */
const tableWith = (board, id) => Object.values(board.tables).find(({ session }) => session?.id === id);

/**
 * A party sits at this table and at no other; what was known of it stays known.
 * @param {Board} board
 * @param {{id: number, number: number}} named
 * @param {Party} party
 */
function place(board, named, party) {
  const table = knownTable(board, named);
  const before = tableWith(board, party.id);
  const known = before?.session;
  if (before) before.session = null;
  table.session = { ...known, ...party };
}

/**
 * A party sits at the table, unless that is old news: it has left, or a later one sits there.
 * @param {Board} board
 * @param {{id: number, number: number}} named
 * @param {Party} party
 * @returns {boolean} whether this party is the one that sits there now
 */
function seat(board, named, party) {
  if (board.closed[party.id] || (board.tables[named.id]?.session?.id ?? 0) > party.id) return false;
  place(board, named, party);
  return true;
}

/**
 * A party was seated. One that was merged with another may be parted from it again, which the stream alone tells.
 * @param {Board} board
 * @param {any} session
 * @param {number | null} seq
 */
function openParty(board, { table, ...party }, seq) {
  if (board.closed[party.id] === "merged" && seq !== null) delete board.closed[party.id];
  seat(board, table, party);
}

/**
 * A party went to another table, where nobody else sits.
 * @param {Board} board
 * @param {any} session
 */
function moveParty(board, { table, from: _, ...party }) {
  if (!board.closed[party.id]) place(board, table, party);
}

/**
 * Of an order that left the board, keep what the kitchen has not acknowledged yet.
 * @param {Board} board
 * @param {Order} order
 */
function retire(board, order) {
  delete board.orders[order.id];
  if (order.items.some((line) => line.void_quantity > 0)) board.voided[order.id] = order;
  else delete board.voided[order.id];
}

/**
 * A party has left, or is a part of another now. Its orders are history, and nothing that arrives late brings them
 * back; what the kitchen need not make of them it still has to be told.
 * @param {Board} board
 * @param {any} session
 */
function endParty(board, { id, merged_into = null }) {
  board.closed[id] = merged_into ? "merged" : "left";
  for (const order of [...Object.values(board.orders), ...Object.values(board.voided)]) {
    if (order.session_id !== id) continue;
    // What a merged party had is the other's now, which says so itself.
    retire(board, merged_into ? { ...order, items: [] } : { ...order, closed: true });
  }
  for (const call of Object.values(board.calls)) if (call.session_id === id) delete board.calls[call.id];
  const table = tableWith(board, id);
  if (table) table.session = null;
}

/**
 * @param {Board} board
 * @param {Order} order
 */
function putOrder(board, order) {
  if (order.version <= (board.versions[order.id] ?? 0)) return;
  const id = order.session_id;
  const end = board.closed[id];
  if (end === "merged") return;
  board.versions[order.id] = order.version;
  if (end || order.closed) return retire(board, { ...order, closed: true });
  if (order.deleted) return retire(board, order);
  const party = tableWith(board, id)?.session ?? { id, opened_at: order.created_at };
  if (seat(board, order.table, party)) board.orders[order.id] = order;
}

/**
 * The last word holds: a call that was finished may wait again, when parties part that were merged.
 * @param {Board} board
 * @param {Call} call
 */
function putCall(board, call) {
  if (call.status === "done" || board.closed[call.session_id]) delete board.calls[call.id];
  else board.calls[call.id] = call;
}

/**
 * @param {Board} board
 * @param {any} table
 */
function putTable(board, table) {
  if (table.deleted) {
    delete board.tables[table.id];
    return;
  }
  const { session } = knownTable(board, table);
  board.tables[table.id] = { ...tableOf(table), session };
  if (table.session) seat(board, table, table.session);
}

/** @type {Record<string, (board: Board, data: any, seq: number | null) => void>} others are not the board's */
const HANDLERS = {
  order_created: (board, { order }) => putOrder(board, order),
  order_updated: (board, { order }) => putOrder(board, order),
  order_deleted: (board, { order }) => putOrder(board, order),
  session_opened: (board, { session }, seq) => openParty(board, session, seq),
  session_moved: (board, { session }) => moveParty(board, session),
  session_closed: (board, { session }) => endParty(board, session),
  table_updated: (board, { table }) => putTable(board, table),
  store_updated: (board, { store }) => { if (store.stations) board.stations = store.stations; },
  call_created: (board, { call }) => putCall(board, call),
  call_updated: (board, { call }) => putCall(board, call),
};

/** @param {Snapshot} snapshot */
export function makeBoard(snapshot) {
  const board = {
    /** @type {Record<number, Table>} */
    tables: {},
    /** @type {Record<number, Order>} */
    orders: {},
    /** @type {Record<number, Order>} off the board, but the kitchen has not acknowledged yet what it need not cook */
    voided: {},
    /** @type {Station[]} the kitchen's, the first of which cooks what no other does */
    stations: [],
    /** @type {Record<number, number>} the newest version known of each order, deleted ones too */
    versions: {},
    /** @type {Record<number, Call>} those that wait */
    calls: {},
    /** @type {Record<number, "left" | "merged">} parties that have left, or joined another */
    closed: {},
    /** The number of the newest event in here. */
    seq: 0,
    /** @type {[string, any, number | null][] | null} what happens while a new snapshot is on its way */
    recorded: null,

    /**
     * Take in an event, or the answer to one's own act in an event's clothes. What the snapshot held is not told again.
     * @param {string} name
     * @param {any} data
     * @param {number | null} [seq]
     */
    apply(name, data, seq = null) {
      this.recorded?.push([name, data, seq]);
      if (seq !== null && seq <= this.seq) return;
      HANDLERS[name]?.(/** @type {Board} */ (this), data, seq);
      if (seq !== null) this.seq = seq;
    },

    /** A new snapshot was asked for: what happens until it is here may be missing in it. */
    expectSnapshot() {
      this.recorded = [];
    },

    /** The snapshot did not come. */
    forgetSnapshot() {
      this.recorded = null;
    },

    /**
     * Begin anew from a snapshot, then take in what happened while it was on its way.
     * @param {Snapshot} fresh
     */
    rebuild({ tables, orders, calls = [], stations = this.stations, seq }) {
      const recorded = this.recorded ?? [];
      this.recorded = null;
      this.tables = Object.fromEntries(tables.map((table) => [table.id, tableOf(table)]));
      this.orders = {};
      this.voided = {};
      this.stations = stations;
      this.versions = {};
      this.calls = {};
      this.closed = {};
      this.seq = seq;
      for (const order of orders) this.apply("order_created", { order });
      for (const call of calls) this.apply("call_created", { call });
      for (const [name, data, at] of recorded) this.apply(name, data, at);
    },
  };
  board.rebuild(snapshot);
  return board;
}
