/** Short words about what just happened, seen and read aloud. */

/** At most so many at once: the oldest gives way. */
const MOST = 3;

/** Bring the toasts above an open dialog, where the browser can. @param {HTMLElement} host */
function raise(host) {
  if (!host.showPopover) return;
  host.popover = "manual";
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
}

/**
 * @param {string} words
 * @param {{tone?: "plain" | "ok" | "bad", seconds?: number}} [options]
 */
export function toast(words, { tone = "plain", seconds = 4 } = {}) {
  const host = document.getElementById("toasts");
  if (!host) return;
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.tone = tone;
  element.textContent = words;
  raise(host);
  while (host.children.length >= MOST) host.firstElementChild?.remove();
  host.append(element);
  setTimeout(() => element.remove(), seconds * 1000);
}

/**
 * Say something to screen readers alone.
 * @param {string} words
 */
export function announce(words) {
  const region = document.getElementById("live-region");
  if (region) region.textContent = words;
}
