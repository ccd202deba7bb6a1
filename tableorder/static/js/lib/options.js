/** Chosen options in words: "Large, Egg ×2, Fries (Ketchup)", whatever they were priced at. */
import { text } from "./i18n.js";

/** @typedef {{name: string, times: number, options: Named[]}} Named */

/** @param {Named[]} options @returns {string} */
export function optionsInWords(options) {
  /** @type {Map<string, number>} what is free of a choice stands apart from what is paid, but is the same to read */
  const counted = new Map();
  for (const { name, times, options: own } of options) {
    const words = own.length ? `${name} (${optionsInWords(own)})` : name;
    counted.set(words, (counted.get(words) ?? 0) + times);
  }
  return [...counted].map(([words, times]) => (times === 1 ? words : `${words} ×${times}`)).join(", ");
}

/** @param {any} option of an order @returns {Named} */
const named = ({ choice, quantity, options }) => ({ name: text(choice), times: quantity, options: options.map(named) });

/** Say the options of an order's line. @param {any[]} options */
export const orderedOptions = (options) => optionsInWords(options.map(named));
