/** The real board under Node: what boards began with and what came after it in, what they and the kitchen show out. */
import { readFileSync } from "node:fs";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";
import { allDayOf, doneOf, heldOf, readyOf, ticketsOf } from "../../tableorder/static/js/stores/kitchen.js";

const { boards, now } = JSON.parse(readFileSync(0, "utf8"));
const idsOf = (list) => list.map(({ id }) => id);

/** What each screen of the kitchen shows. */
function kitchenOf(board) {
  const screens = ["all", "pass", ...idsOf(board.stations)].map((which) => {
    const tickets = ticketsOf(board, which, Date.parse(now));
    const beside = {
      held: idsOf(heldOf(board, which)),
      ready: idsOf(readyOf(board)),
      done: doneOf(board, which).map(({ order, lines }) => [order.id, idsOf(lines)]),
      sums: allDayOf(tickets).map(({ key, quantity }) => [key, quantity]),
    };
    const shown = tickets.map(({ order, parts, isGone, nth, age }) => ({
      id: order.id, isGone, nth, age,
      parts: parts.map(({ station, lines, waiting }) => [station.id, idsOf(lines), idsOf(waiting)]),
      lines: parts.flatMap(({ lines }) => idsOf(lines)),
    }));
    return [which, { tickets: shown, ...beside }];
  });
  return Object.fromEntries(screens);
}

const shown = boards.map(({ snapshot, news }) => {
  const board = makeBoard(snapshot);
  for (const [name, data, seq] of news) board.apply(name, data, seq);
  const { orders, voided, calls, tables, seq } = board;
  return { orders, voided, calls, tables, seq, kitchen: kitchenOf(board) };
});
process.stdout.write(JSON.stringify(shown));
