/** Cookies that scripts may read or write: never those that sign somebody in. */

/**
 * @param {string} name
 * @param {string} [jar] defaults to the document's
 * @returns {string} "" when there is none
 */
export function readCookie(name, jar = document.cookie) {
  const found = jar.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/**
 * Keep a preference for a year.
 * @param {string} name
 * @param {string} value
 */
export function keepCookie(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
