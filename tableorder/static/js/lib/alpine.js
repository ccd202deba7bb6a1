/**
 * Alpine, started once for a page. A page's script registers its components, then calls `start()`.
 * Must not hold a page's logic: that lives in stores and components, which run without a browser.
 */
import Alpine from "../../vendor/alpine-csp.js";
import collapse from "../../vendor/alpine-collapse.js";
import { connectionIndicator } from "../components/connection.js";
import { startChrome } from "./chrome.js";

let started = false;

/**
 * Register a component for `x-data="name"`.
 * @param {string} name
 * @param {(...args: any[]) => object} factory
 */
export function component(name, factory) {
  Alpine.data(name, factory);
}

/**
 * Register a state shared by the page's components as `$store.name`, and return it reactive.
 * @param {string} name
 * @param {object} [value]
 */
export function store(name, value) {
  if (value !== undefined) Alpine.store(name, value);
  return Alpine.store(name);
}

/** Start Alpine and the page's frame; a second call does nothing. */
export function start() {
  if (started) return;
  started = true;
  component("connectionIndicator", connectionIndicator);
  Alpine.plugin(collapse);
  startChrome();
  Alpine.start();
}
