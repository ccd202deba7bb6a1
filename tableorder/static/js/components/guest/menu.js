/**
 * The menu on the page: kept true while it changes. The data is fetched as JSON (a 304 when nothing is new); only when
 * it differs are the cards fetched as the server draws them, and those that stayed the same stay in place.
 */
import { store } from "../../lib/alpine.js";
import { contentLanguage, pageJson } from "../../lib/i18n.js";
import { clock } from "../../lib/time.js";
import { makeMenu } from "../../stores/menu.js";
import { api, byHand } from "./guest.js";

const PARTS = ["menu-chips", "menu-dishes"];
/** Should all news fail, the menu is looked at now and then. */
const LOOK_AGAIN = 120_000;
/** A clock that is ahead of the server's must not ask without pause. */
const LATE = 5000;
/** Not all screens of a house ask at the same moment. */
const spread = () => 200 + Math.random() * 800;

const query = () => `lang=${encodeURIComponent(contentLanguage())}`;

export function registerMenu() {
  store("menu", makeMenu(pageJson("menu-data", { version: 0, currency: "KRW", categories: [] })));
  setInterval(() => document.visibilityState === "visible" && refreshMenu(), LOOK_AGAIN);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshMenu());
  lookAgainOnTime();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;

/** Hours begin and end without news: look again when the menu said that they do. */
function lookAgainOnTime() {
  clearTimeout(due);
  const { changesAt } = store("menu");
  if (!changesAt) return;
  const wait = Date.parse(changesAt) - clock.now();
  due = setTimeout(refreshMenu, wait > 0 ? wait + spread() : LATE);
}

/** @type {Promise<void> | null} */
let running = null;
let isWanted = false;

/** Bring the menu up to date; calls that come meanwhile make it look once more. */
export function refreshMenu() {
  isWanted = true;
  running ??= refreshWhileWanted().finally(() => (running = null));
  return running;
}

async function refreshWhileWanted() {
  while (isWanted) {
    isWanted = false;
    const tree = await api.get(`/api/menus?${query()}`).catch(() => null);
    if (tree && store("menu").load(tree)) await redraw();
    lookAgainOnTime();
  }
}

async function redraw() {
  const headers = { Accept: "text/html", "X-Acting-As": byHand ? "staff" : "table" };
  const response = await fetch(`${location.pathname}?${query()}`, { headers }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of PARTS) swap(document.getElementById(id), page.getElementById(id));
  dispatchEvent(new Event("menu-drawn"));
}

/**
 * Put new content in, but keep cards that are the same: their pictures are loaded and the focus may be on one.
 * @param {HTMLElement | null} here
 * @param {HTMLElement | null} fresh
 */
export function swap(here, fresh) {
  if (!here || !fresh) return;
  const focused = document.activeElement?.id;
  for (const card of fresh.querySelectorAll("[data-dish]")) {
    const known = document.getElementById(card.id);
    if (known?.isEqualNode(card)) card.replaceWith(known);
  }
  here.replaceChildren(...fresh.childNodes);
  if (focused && here.contains(document.getElementById(focused))) document.getElementById(focused)?.focus({ preventScroll: true });
}
