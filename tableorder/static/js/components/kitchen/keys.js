/** A keyboard as a bump bar: what each key asks for. Pure. */

/** @type {Record<string, string>} */
const COMMANDS = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Enter: "bump",
  " ": "line",
  Backspace: "recall",
  r: "recall",
  a: "sums",
  "?": "help",
};

/**
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @returns {{name: string, place?: number} | null} `place` counts from 1
 */
export function commandOf({ key, code = "", ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null;
  if (/^[1-9]$/.test(key)) return { name: "place", place: Number(key) };
  // With Korean input switched on a letter's key gives a syllable: the key itself is meant.
  const letter = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase();
  const name = COMMANDS[key] ?? COMMANDS[key.toLowerCase()] ?? COMMANDS[letter ?? ""];
  return name ? { name } : null;
}

/**
 * The nearest ticket in a direction, by where they stand on the screen; columns are read from top to bottom.
 * @param {{id: number, left: number, top: number}[]} places in reading order
 * @param {number | null} from
 * @param {string} direction
 * @returns {number | null} its id
 */
export function neighbour(places, from, direction) {
  const index = places.findIndex(({ id }) => id === from);
  if (index < 0) return places[0]?.id ?? null;
  if (direction === "up") return places[index - 1]?.id ?? from;
  if (direction === "down") return places[index + 1]?.id ?? from;
  const here = places[index];
  const side = places.filter(({ left }) => (direction === "left" ? left < here.left - 1 : left > here.left + 1));
  if (side.length === 0) return from;
  const edges = side.map(({ left }) => left);
  const column = direction === "left" ? Math.max(...edges) : Math.min(...edges);
  const nearest = side
    .filter(({ left }) => Math.abs(left - column) < 1)
    .sort((one, other) => Math.abs(one.top - here.top) - Math.abs(other.top - here.top));
  return nearest[0].id;
}
