/** The bar of categories follows the scroll, and the search takes its place. */
import { announce } from "../../lib/toast.js";
import { t } from "../../lib/i18n.js";
import { matches } from "../../stores/search.js";

const bar = () => /** @type {HTMLElement} */ (document.getElementById("menu-chips"));
const sections = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section[data-category]")]);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {string} id of the section to name as the one in view */
function showCurrent(id) {
  for (const chip of bar().querySelectorAll("a")) {
    const isCurrent = chip.hash === `#${id}`;
    if (isCurrent === (chip.ariaCurrent === "true")) continue;
    if (!isCurrent) chip.removeAttribute("aria-current");
    else {
      chip.setAttribute("aria-current", "true");
      const left = chip.offsetLeft - (bar().clientWidth - chip.offsetWidth) / 2;
      bar().scrollTo({ left, behavior: calm() ? "auto" : "smooth" });
    }
  }
}

/** Mark the category that is being read. */
export function followScroll() {
  /** @type {Set<Element>} */
  const inView = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView[isIntersecting ? "add" : "delete"](target);
    show();
  }, { rootMargin: "-160px 0px -55% 0px" });

  function show() {
    const isEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const all = sections();
    const current = isEnd && scrollY > 0 ? all.at(-1) : all.find((section) => inView.has(section));
    if (current) showCurrent(current.id);
  }

  function observe() {
    observer.disconnect();
    inView.clear();
    for (const section of sections()) observer.observe(section);
  }

  addEventListener("menu-drawn", observe);
  addEventListener("scrollend", show);
  observe();
}

/** Hide what does not match and headings left without a dish. @param {string} query @returns {number} found */
function showMatching(query) {
  let found = 0;
  for (const card of document.querySelectorAll("[data-dish]")) {
    const isFound = matches(card.querySelector(".dish-name")?.textContent ?? "", query);
    /** @type {HTMLElement} */ (card.parentElement).hidden = !isFound;
    found += Number(isFound);
  }
  for (const part of document.querySelectorAll("[data-subcategory], section[data-category], .dish-grid")) {
    /** @type {HTMLElement} */ (part).hidden = !part.querySelector("li:not([hidden])");
  }
  /** @type {HTMLElement} */ (document.getElementById("menu-nothing")).hidden = found > 0;
  return found;
}

export const menuSearch = () => ({
  isOpen: false,
  query: "",

  init() {
    addEventListener("menu-drawn", () => this.query && showMatching(this.query));
  },
  get isClosed() { return !this.isOpen; },

  open() {
    this.isOpen = true;
    this.$nextTick(() => this.$refs.query.focus());
  },
  filter() {
    const found = showMatching(this.query);
    window.scrollTo(0, 0);
    if (this.query.trim()) announce(t("%(count)s found", { count: found }));
  },
  close() {
    this.isOpen = false;
    this.query = "";
    showMatching("");
  },
});
