/**
 * Texts in the reader's language. Interface texts are English msgids, extracted by Babel from `t("…")` and handed
 * to the page as JSON; texts of the menu are maps from language to text.
 */

/** @typedef {Record<string, string>} LanguageMap */

/** @type {Record<string, string> | null} */
let messages = null;

/**
 * Read the JSON that the server put into the page.
 * @param {string} id of its <script type="application/json">
 * @param {any} [absent] the answer where there is none
 */
export function pageJson(id, absent = null) {
  const element = globalThis.document?.getElementById(id);
  return element ? JSON.parse(element.textContent || "null") : absent;
}

/** The data that the server put into the page for its script. */
export const pageData = () => pageJson("page-data", {});

/**
 * Replace the page's messages; for tests.
 * @param {Record<string, string> | null} replacement
 */
export function setMessages(replacement) {
  messages = replacement;
}

/**
 * Tell an interface text; `%(name)s` stands for a parameter, `%%` for a percent sign.
 * @param {string} msgid
 * @param {Record<string, unknown>} [params]
 */
export function t(msgid, params = {}) {
  messages ??= pageJson("messages", {});
  const text = messages?.[msgid] || msgid;
  return text.replace(/%\((\w+)\)s|%%/g, (hit, name) => (name ? String(params[name] ?? "") : "%"));
}

/** The language of the interface, such as "ko". */
export const locale = () => globalThis.document?.documentElement.lang || "ko";

/** The language in which the reader wants the menu; it may be one that the interface lacks. */
export const contentLanguage = () => globalThis.document?.documentElement.dataset.language || locale();

/**
 * Tell a text of the menu: a plain one as it is; of a map, the reader's, else the store's first language, else any.
 * @param {string | LanguageMap | null | undefined} value
 * @param {string[]} [wishes] languages, best first
 * @returns {string}
 */
export function text(value, wishes = [contentLanguage(), globalThis.document?.documentElement.dataset.fallback || "ko"]) {
  if (value == null || typeof value === "string") return value ?? "";
  const code = wishes.find((wish) => value[wish]);
  return code ? value[code] : Object.values(value).find(Boolean) ?? "";
}
