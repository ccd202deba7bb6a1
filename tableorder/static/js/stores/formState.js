/** What a form says, so that it can be told whether it was changed: not how its rows are numbered, nor which are empty. */

/** @param {string | File} value */
const told = (value) => (typeof value === "string" ? value.trim() : value.size ? `${value.name} ${value.size} ${value.lastModified}` : "");

/**
 * Put what a form holds into one text.
 * @param {Iterable<[string, string | File]>} entries
 */
export function snapshot(entries) {
  /** @type {Map<string, number>} */
  const rows = new Map();
  const found = [];
  for (const [name, value] of entries) {
    const text = told(value);
    if (!text) continue;
    const [, list, number, field] = name.match(/^(hours|choices)\.(\d+)\.(.*)$/) ?? [];
    if (!list) {
      found.push([name, text]);
      continue;
    }
    const key = `${list}.${number}`;
    if (!rows.has(key)) rows.set(key, [...rows.keys()].filter((known) => known.startsWith(`${list}.`)).length);
    found.push([`${list}.${rows.get(key)}.${field}`, text]);
  }
  return JSON.stringify(found);
}
