/** How a person says by how much prices change, read into what the server takes. Money in the currency's smallest unit. */

/**
 * @param {string} text a number as it is typed: "1,000", "2.5"
 * @param {number} digits that it may have after its point
 * @returns {number | null} the whole number of the smallest parts
 */
export function readNumber(text, digits) {
  const [, whole, , part = ""] = /^(\d{1,9})(\.(\d+))?$/.exec(text.replaceAll(",", "").trim()) ?? [];
  if (whole === undefined || part.length > digits) return null;
  return Number(whole + part.padEnd(digits, "0"));
}

/**
 * @param {{unit: "amount" | "percent", isLower: boolean, text: string, step: number}} wish
 * @param {number} digits of the currency
 * @returns {{amount?: number, basis_points?: number, step: number} | null} nothing while it cannot be read
 */
export function readChange({ unit, isLower, text, step }, digits) {
  const size = readNumber(text, unit === "percent" ? 2 : digits);
  if (size === null) return null;
  const signed = isLower ? -size : size;
  return unit === "percent" ? { basis_points: signed, step } : { amount: signed, step };
}

/** Steps to which prices are rounded, the first of which is none. @param {number} digits of the currency */
export const stepsFor = (digits) => (digits ? [1, 5, 10, 50, 100] : [1, 10, 50, 100, 500, 1000]);
