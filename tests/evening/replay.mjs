/** The real board under Node: what boards began with and what came after it in, what they show out. */
import { readFileSync } from "node:fs";

import { makeBoard } from "../../tableorder/static/js/stores/board.js";

const { boards } = JSON.parse(readFileSync(0, "utf8"));
const shown = boards.map(({ snapshot, news }) => {
  const board = makeBoard(snapshot);
  for (const [name, data, seq] of news) board.apply(name, data, seq);
  const { orders, voided, calls, tables, seq } = board;
  return { orders, voided, calls, tables, seq };
});
process.stdout.write(JSON.stringify(shown));
