/**
 * The menu on the page: kept true while it changes. The data is fetched as JSON (a 304 when nothing is new); only when
 * it differs are the cards fetched as the server draws them, and those that stayed the same stay in place.
 */
import { store } from "../../lib/alpine.js";
import { contentLanguage, pageJson } from "../../lib/i18n.js";
import { makeMenu } from "../../stores/menu.js";
import { api } from "./guest.js";

const PARTS = ["menu-chips", "menu-dishes"];
/** Hours begin and end without an event, so the menu is looked at now and then. */
const LOOK_AGAIN = 120_000;

const query = () => `lang=${encodeURIComponent(contentLanguage())}`;

export function registerMenu() {
  store("menu", makeMenu(pageJson("menu-data", { version: 0, currency: "KRW", categories: [] })));
  setInterval(() => document.visibilityState === "visible" && refreshMenu(), LOOK_AGAIN);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshMenu());
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
  }
}

async function redraw() {
  const response = await fetch(`${location.pathname}?${query()}`, { headers: { Accept: "text/html" } }).catch(() => null);
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
function swap(here, fresh) {
  if (!here || !fresh) return;
  const focused = document.activeElement?.id;
  for (const card of fresh.querySelectorAll("[data-dish]")) {
    const known = document.getElementById(card.id);
    if (known?.isEqualNode(card)) card.replaceWith(known);
  }
  here.replaceChildren(...fresh.childNodes);
  if (focused && here.contains(document.getElementById(focused))) document.getElementById(focused)?.focus({ preventScroll: true });
}
