/** Random ids without a secure context: `randomUUID` is missing on plain HTTP in a restaurant's network. */

/**
 * @param {number} [bytes] of randomness
 * @returns {string} twice as many hexadecimal digits
 */
export function randomId(bytes = 16) {
  const numbers = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(numbers, (number) => number.toString(16).padStart(2, "0")).join("");
}
