/** What every page's frame does: the colour theme, pop-up lists, dialogs. */
import { keepCookie } from "./cookies.js";
import { startLayers } from "./layer.js";

const isNight = () => {
  const forced = document.documentElement.dataset.theme;
  return forced ? forced === "night" : matchMedia("(prefers-color-scheme: dark)").matches;
};

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(isNight()));
  }
}

function switchTheme() {
  const theme = isNight() ? "paper" : "night";
  document.documentElement.dataset.theme = theme;
  keepCookie("to_theme", theme);
  showTheme();
}

/** @param {Element | null} [keep] the list that stays open */
function closePops(keep = null) {
  for (const pop of document.querySelectorAll("details[data-pop][open]")) {
    if (pop !== keep) pop.removeAttribute("open");
  }
}

/** Bars that do not fit are scrolled to where the reader is. */
function showPlaces() {
  for (const place of document.querySelectorAll("nav a[aria-current]")) {
    const bar = /** @type {HTMLElement} */ (place.parentElement);
    bar.scrollLeft += place.getBoundingClientRect().left - bar.getBoundingClientRect().left - (bar.clientWidth - place.clientWidth) / 2;
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "Escape") return;
  const pop = document.querySelector("details[data-pop][open]");
  closePops();
  pop?.querySelector("summary")?.focus();
}

export function startChrome() {
  startLayers();
  showTheme();
  showPlaces();
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    closePops(target.closest("details[data-pop]"));
    if (target.closest("[data-theme-toggle]")) switchTheme();
  });
}
