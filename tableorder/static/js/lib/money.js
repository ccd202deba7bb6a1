/** Money: integer amounts in the currency's smallest unit, written as the server writes them. */
import { locale, t } from "./i18n.js";

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * @param {string} currency
 * @param {string} language
 */
function formatOf(currency, language) {
  const key = `${language} ${currency}`;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language, { style: "currency", currency }));
  return /** @type {Intl.NumberFormat} */ (formats.get(key));
}

const pageCurrency = () => globalThis.document?.documentElement.dataset.currency || "KRW";

/**
 * Write an amount, 0 as a number too: "₩3,000".
 * @param {number} amount in the smallest unit
 * @param {string} [currency] the store's, unless given
 * @param {string} [language] the interface's, unless given
 */
export function plainMoney(amount, currency = pageCurrency(), language = locale()) {
  const format = formatOf(currency, language);
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}

/**
 * Write a price; 0 is said in words.
 * @param {number} amount
 * @param {string} [currency]
 * @param {string} [language]
 */
export function money(amount, currency, language) {
  return amount === 0 ? t("Free") : plainMoney(amount, currency, language);
}

/**
 * Write what a choice adds: "+₩500", "-₩500", or nothing for 0.
 * @param {number} amount
 * @param {string} [currency]
 * @param {string} [language]
 */
export function moneyDelta(amount, currency, language) {
  if (amount === 0) return "";
  return (amount > 0 ? "+" : "") + plainMoney(amount, currency, language);
}
