/** The connection's state as the page shows it; fed by `openStream({onState: showConnection})`. */

/** @typedef {{status: string, lastContact: number | null}} StreamState */

/** @type {StreamState} */
let current = { status: "connecting", lastContact: null };
/** @type {Set<(state: StreamState) => void>} */
const watchers = new Set();

/** @param {StreamState} state */
export function showConnection(state) {
  current = state;
  for (const watch of watchers) watch(state);
}

/**
 * Call `watch` now and at every change.
 * @param {(state: StreamState) => void} watch
 * @returns {() => void} stops it
 */
export function watchConnection(watch) {
  watchers.add(watch);
  watch(current);
  return () => watchers.delete(watch);
}
