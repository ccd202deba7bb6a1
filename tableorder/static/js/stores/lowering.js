/**
 * Fewer of an order than was sent: how many of each line shall remain, and what that comes to. Wanting more is a new
 * order. Pure: the server decides.
 */

/**
 * @typedef {{id: number, quantity: number, subtotal: number, status: string}} Line
 * @typedef {Record<number, number>} Wanted line id → quantity that shall remain; a line that is not in here stays
 */

/** What can still be lowered. @template {Line} T @param {T[]} items @returns {T[]} */
export const changeable = (items) => items.filter(({ status }) => status !== "cancelled");

/** @param {Line} line @param {Wanted} wanted */
export const remaining = (line, wanted) => wanted[line.id] ?? line.quantity;

/**
 * One less or one more of a line; never below none, never above what was ordered.
 * @param {Line} line
 * @param {Wanted} wanted
 * @param {number} step
 * @returns {Wanted}
 */
export const stepped = (line, wanted, step) => ({
  ...wanted,
  [line.id]: Math.min(line.quantity, Math.max(0, remaining(line, wanted) + step)),
});

/** What to ask of the server: the lines that change. @param {Line[]} items @param {Wanted} wanted */
export const changesOf = (items, wanted) =>
  changeable(items)
    .filter((line) => remaining(line, wanted) !== line.quantity)
    .map((line) => ({ id: line.id, quantity: remaining(line, wanted) }));

/** What the order would come to. @param {Line[]} items @param {Wanted} wanted */
export const totalOf = (items, wanted) =>
  changeable(items).reduce((sum, line) => sum + (line.subtotal / line.quantity) * remaining(line, wanted), 0);

/** Whether nothing would be left of the order. @param {Line[]} items @param {Wanted} wanted */
export const isEmptied = (items, wanted) => changeable(items).every((line) => remaining(line, wanted) === 0);
