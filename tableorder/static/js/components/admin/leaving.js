/** Whoever would leave a page with something unsaved is asked first: in a dialog of ours where it is a link, by the browser else. */
import { openLayer } from "../../lib/layer.js";

/** @param {MouseEvent} event @returns {HTMLAnchorElement | null} the link that would leave the page */
function leavingLink({ target, button, ctrlKey, metaKey, shiftKey }) {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || button || ctrlKey || metaKey || shiftKey || link.target) return null;
  return link.hash && link.pathname === location.pathname ? null : link;
}

/**
 * Guard a page that holds the dialog `leave`.
 * @param {() => boolean} isUnsaved
 * @returns {() => void} lifts the guard
 */
export function guard(isUnsaved) {
  let isLifted = false;
  let wanted = "";
  const isHeld = () => !isLifted && isUnsaved();
  const lift = () => { isLifted = true; };
  addEventListener("beforeunload", (event) => { if (isHeld()) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = leavingLink(event);
    if (!link || !isHeld()) return;
    event.preventDefault();
    wanted = link.href;
    openLayer("leave");
  }, true);
  addEventListener("form-leave", () => {
    lift();
    location.assign(wanted);
  });
  return lift;
}

/** The dialog that asks before a page is left. */
export const leaveDialog = () => ({
  leave() { dispatchEvent(new Event("form-leave")); },
});
