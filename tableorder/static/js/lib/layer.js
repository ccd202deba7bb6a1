/** Dialogs and bottom sheets: native <dialog>, which keeps focus inside, closes on Esc and returns focus by itself. */
import { makeBack } from "./back.js";

/** @param {string | HTMLElement} layer its id, or itself */
const find = (layer) =>
  /** @type {HTMLDialogElement} */ (typeof layer === "string" ? document.getElementById(layer) : layer);

/** Those that Back closes; one with `data-stays` has to be answered first. @returns {NodeListOf<HTMLDialogElement>} */
const openLayers = () => document.querySelectorAll("dialog[open]:not([data-stays])");

/** A page within another one leaves Back to that. */
const history = globalThis.parent === globalThis ? globalThis.history : { state: null, pushState() {}, back() {} };

const back = makeBack({
  history,
  isOpen: () => openLayers().length > 0,
  closeTop: () => [...openLayers()].at(-1)?.close(),
});

/** @param {string | HTMLElement} layer */
export function openLayer(layer) {
  const dialog = find(layer);
  if (!dialog.open) dialog.showModal();
  back.opened();
  dialog.querySelector(".sheet-body")?.scrollTo(0, 0);
}

/** @param {string | HTMLElement} layer */
export const isOpen = (layer) => find(layer)?.open ?? false;

/** @param {string | HTMLElement} layer */
export function closeLayer(layer) {
  const dialog = find(layer);
  if (dialog.open) dialog.close();
}

/** Make close buttons, openers (`data-open-layer="id"`) and taps on the veil work, for all dialogs of the page. */
export function startLayers() {
  document.addEventListener("close", back.closed, true);
  addEventListener("popstate", back.moved);
  back.closed();
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const opener = target.closest("[data-open-layer]");
    if (opener instanceof HTMLElement) openLayer(opener.dataset.openLayer ?? "");
    const closing = target.matches("dialog") || target.closest("[data-close-layer]");
    if (closing) target.closest("dialog")?.close();
  });
}
