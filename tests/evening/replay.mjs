/** The real board under Node: a snapshot and the events after it in, what the board shows out. */
import { readFileSync } from "node:fs";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";

const { boards } = JSON.parse(readFileSync(0, "utf8"));
const shown = boards.map(({ snapshot, events }) => {
  const board = makeBoard(snapshot);
  for (const [name, data, seq] of events) board.apply(name, data, seq);
  const { orders, tables, seq } = board;
  return { orders: Object.values(orders), tables: Object.values(tables), seq };
});
process.stdout.write(JSON.stringify(shown));
