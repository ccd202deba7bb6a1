/**
 * What both guest pages share: their session, the cart, the order on its way, and the stream that keeps them true.
 * A page adds what it shows; everything else about being a guest stands here once. Staff who order for a table use the
 * same menu page: `page.table` is there then, and they act as themselves.
 */
import { store } from "../../lib/alpine.js";
import { makeApi } from "../../lib/api.js";
import { showConnection } from "../../lib/connection.js";
import { pageData, t } from "../../lib/i18n.js";
import { randomId } from "../../lib/ids.js";
import { storage } from "../../lib/storage.js";
import { openStream } from "../../lib/stream.js";
import { clock } from "../../lib/time.js";
import { CART_KEY, makeCart } from "../../stores/cart.js";
import { makeSending } from "../../stores/sending.js";

export const page = pageData();
/** Staff order for this table; null: a guest does, for the own one. @type {{id: number, number: number} | null} */
export const byHand = page.table ?? null;
const as = byHand ? "staff" : "table";
export const api = makeApi(as);
/** A party's cart is never another's, also where staff fill it. */
const ownerOf = (/** @type {number | null} */ party) => `${page.store.code}:${party}`;
const owner = ownerOf(page.session_id);
/** What staff sent for a table that was free may have opened it: it is asked for again under the table's name. */
const sender = byHand ? `${page.store.code}:table:${byHand.id}` : owner;
/** Sessions that became this one: what was kept for them is ours. */
const kin = (page.kin ?? []).map(ownerOf);
const keptAt = (/** @type {number} */ tableId) => storage.part(`staff:${tableId}`);
const kept = byHand ? keptAt(byHand.id) : storage;
const newId = () => randomId(8);

/** What the guest's visit has come to. */
export const visit = () => store("visit");
/** @returns {ReturnType<typeof makeCart>} */
export const cart = () => store("cart");
/** @returns {ReturnType<typeof makeSending>} */
export const sending = () => store("sending");

/**
 * What a table at which guests order nothing for the time being tells them, or null.
 * @param {{is_paused: boolean, pause_message: string} | undefined} table
 * @returns {{note: string} | null}
 */
const pauseOf = (table) => (table?.is_paused ? { note: table.pause_message } : null);

/** The guests' table is paused, or goes on. @param {{is_paused: boolean, pause_message: string}} table */
function showPause(table) {
  visit().pause = pauseOf(table);
  if (!visit().pause && sending().phase === "paused") sending().reset();
}

/** Register the stores; every component reads them through Alpine, so that a change shows. */
export function registerStores() {
  store("visit", { state: "open", isElsewhere: false, party: null, pause: pauseOf(page.own) });
  store("cart", makeCart({ owner, kin, storage: kept, newId }));
  store("sending", makeSending({
    owner: sender, kin, storage: kept, post: api.post, newKey: () => randomId(16), onAccepted: () => cart().clear(),
  }));
  cart().load();
  // What is on its way may still come back as it was sent.
  cart().isLocked = sending().isPending;
  addEventListener("storage", ({ key }) => key === kept.keyOf(CART_KEY) && !sending().isBusy && cart().load());
  addEventListener("online", () => sending().retryNow());
  if (!byHand) tellUse();
}

/** How often a busy page says so, in ms; the server notes no more. */
const TELL_EVERY = 120_000;

/** Say that somebody is here: who fills a cart for long asks for nothing, and the table would count as left. */
function tellUse() {
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told < TELL_EVERY || visit().state !== "open") return;
    told = Date.now();
    api.post("/api/session/use").catch(() => {});
  };
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, tell, { passive: true });
}

/** Send the cart, or ask again for what was on its way. @param {() => Promise<void>} deliver */
export async function deliver(deliver) {
  cart().isLocked = true;
  await deliver();
  cart().isLocked = sending().isPending;
  if (sending().phase === "closed") await (byHand ? checkSession() : endVisit());
  else if (visit().isElsewhere && sending().phase !== "accepted") reload();
}

/** Load the page anew once there is a network: without one the browser would show its own error, and stay there. */
export function reload() {
  if (navigator.onLine) location.reload();
  else addEventListener("online", () => location.reload(), { once: true });
}

export function endVisit() {
  visit().state = "closed";
  live?.close();
}

/** @type {ReturnType<typeof openStream> | undefined} */
let live;

/**
 * Follow the store's events for this session.
 * @param {{onEvent: (name: string, data: any) => void, onReset: () => void}} handlers
 */
export function followSession({ onEvent, onReset }) {
  /** @type {Record<string, (data: any) => void>} */
  const common = {
    ping: ({ now }) => clock.sync(now),
    reset() {
      checkSession();
      onReset();
    },
    table_updated: ({ table }) => table.id === page.own?.id && showPause(table),
    store_updated(data) {
      checkSession();
      onEvent("store_updated", data);
    },
    session_opened: ({ session }) => isOurs(session) && checkSession(),
    session_closed: ({ session }) => isOurs(session) && (session.merged_into ? goOn() : endVisit()),
    session_moved: ({ session }) => isOurs(session) && goOn(),
  };
  live = openStream({
    as,
    since: page.seq,
    onEvent: (name, data) => (common[name] ?? ((told) => onEvent(name, told)))(data),
    onState(state) {
      showConnection(state);
      if (state.status === "ended") checkSession();
    },
  });
}

/**
 * Whether this is our party. What a guest hears of another means that parties were merged or parted: look where we are.
 * @param {{id: number}} session
 */
function isOurs({ id }) {
  if (id !== page.session_id && !byHand) checkSession();
  return id === page.session_id;
}

/** The party is elsewhere, and a phone with it. What was on its way is decided first, and its number read. */
function goOn() {
  if (byHand) return checkSession();
  visit().isElsewhere = sending().isBusy || sending().phase === "accepted";
  if (visit().isElsewhere) sending().retryNow();
  else reload();
}

/** The code that lets further phones in, where the store asks for one. @param {string | null} code */
function showCode(code) {
  for (const place of document.querySelectorAll("[data-session-code]")) {
    const isPlain = place.getAttribute("data-session-code") === "plain";
    place.textContent = !code || isPlain ? code : t("Code %(code)s", { code });
    place.toggleAttribute("hidden", !code);
  }
}

/** Where to ask for our party; at a free table there is none yet. */
function whereabouts() {
  if (!byHand) return "/api/session";
  return page.session_id ? `/api/sessions/${page.session_id}` : "/api/tables";
}

/** Staff are told where the party sits now that they order for, unless it is here. @param {any} party */
function showParty(party) {
  const isHere = party.id === page.session_id && party.table.id === byHand?.id;
  visit().party = isHere ? null : party;
}

/** Go on where the party sits now, with what was taken down for it. */
export function followParty() {
  const { id, table } = visit().party;
  cart().pourInto(makeCart({ owner: ownerOf(id), storage: keptAt(table.id), newId }));
  location.assign(`/tables/${table.id}/order`);
}

/** Find out whether the party is still here, or what it is now: the news may have been missed. */
export async function checkSession() {
  if (visit().state !== "open") return;
  const answer = await api.get(whereabouts()).catch((error) => error);
  if (byHand && answer.session) showParty(answer.session);
  const hasLeft = !byHand && answer.session !== undefined && answer.session?.id !== page.session_id;
  if (answer.session) showCode(answer.session.code);
  if (answer.table) showPause(answer.table);
  if (hasLeft && answer.session && page.device === "phone") goOn();
  else if (hasLeft || answer.status === 410) endVisit();
  if (answer.status === 401 || answer.status === 403) visit().state = "signed_out";
}
