/** The icons of what guests call for; a reason that a store made up has a bell. */
import { iconHref } from "./icons.js";

/** @type {Record<string, string>} */
const ICONS = { water: "glass-water", cutlery: "utensils", bill: "receipt-text", help: "hand" };

/** @param {string} reason its key */
export const reasonIcon = (reason) => iconHref(ICONS[reason] ?? "bell");
