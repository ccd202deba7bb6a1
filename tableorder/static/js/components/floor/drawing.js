/**
 * Keeps the cards those of the tables that there are: what was added, changed or removed on another device is fetched as
 * the server draws it. What goes on at a table the cards follow themselves.
 */

const PARTS = ["floor-head", "floor-zones"];

/** What stands on the cards and never changes by an order or a guest. @param {import("../../stores/board.js").Board} board */
const factsOf = ({ tables }) =>
  JSON.stringify(Object.values(tables).map(({ id, number, label, zone, seats }) => [id, number, label, zone, seats]));

/** Somebody has a card's list open, and may be writing a message there. */
const isInUse = () => document.querySelector(".floor details[open]") !== null;

/** @param {import("../../stores/board.js").Board} board */
export function makeDrawing(board) {
  let drawn = factsOf(board);
  let isDrawing = false;

  async function draw() {
    const facts = factsOf(board);
    const headers = { Accept: "text/html", "X-Acting-As": "staff" };
    const response = await fetch("/tables", { headers }).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (isInUse()) return;
    for (const id of PARTS) document.getElementById(id)?.replaceChildren(...page.getElementById(id)?.childNodes ?? []);
    drawn = facts;
  }

  return {
    /** Look whether the cards are still right; called again and again, so that a failure mends itself. */
    async follow() {
      if (isDrawing || isInUse() || factsOf(board) === drawn) return;
      isDrawing = true;
      await draw();
      isDrawing = false;
    },
  };
}
