/** The bar that undoes the last change: it follows what this page changes, and stays in sight while that is fresh. */

const FRESH = 15_000;

/** @typedef {{id: number, message: string, at: string}} Change */

/** @param {HTMLElement} bar */
function keepInSight(bar) {
  bar.dataset.fresh = "";
  setTimeout(() => delete bar.dataset.fresh, FRESH);
}

/** @param {Change | null} change as it came with the page, whose clock may differ from the server's a little */
export function startUndoBar(change) {
  const bar = document.getElementById("undo");
  if (bar && change && Math.abs(Date.now() - Date.parse(change.at)) < FRESH) keepInSight(bar);
}

/** Let the bar undo the newest change; without a connection it stays as it is. @param {{get: (path: string) => Promise<any>}} api */
export async function refreshUndoBar(api) {
  const bar = /** @type {HTMLFormElement | null} */ (document.getElementById("undo"));
  const { change } = await api.get("/api/menus/change").catch(() => ({ change: null }));
  if (!bar || !change) return;
  /** @type {HTMLInputElement} */ (bar.elements.namedItem("change_id")).value = String(change.id);
  bar.querySelector("#undo-words").textContent = change.message;
  bar.hidden = false;
  keepInSight(bar);
}
