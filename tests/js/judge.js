/**
 * Answers for a Python test what the pages' scripts make of a menu: a line of JSON in, a line of JSON out.
 * `cart` is what a cart says of given lines; `walk` is what a guest gets who taps at random.
 */
import { createInterface } from "node:readline";

import { makeCart } from "../../tableorder/static/js/stores/cart.js";
import { troubleOf, unitPrice } from "../../tableorder/static/js/stores/line.js";
import { makeMenu } from "../../tableorder/static/js/stores/menu.js";
import { defaultsOf, firstUnmet, less, more, toggle, withPart, within } from "../../tableorder/static/js/stores/picking.js";
import { memory } from "./guest.fixture.js";

const picksOf = ({ choice_ids: choiceIds, parts }) => (
  { choiceIds, parts: parts.map((part) => ({ choiceId: part.choice_id, choiceIds: part.choice_ids })) }
);

function judgeCart(menu, lines) {
  let ids = 0;
  const cart = makeCart({ owner: "test", storage: memory(), newId: () => String((ids += 1)) });
  const judged = lines.map((line) => {
    const item = menu.find(line.menu_id);
    if (!item) return { trouble: troubleOf({ ...picksOf(line), price: 0 }, null) };
    cart.clear();
    cart.add({ item, picks: picksOf(line), quantity: line.quantity });
    return { trouble: cart.troubleWith(cart.lines[0], menu), total: cart.total(menu), order: cart.order(menu, 1).items[0] };
  });
  return judged;
}

/** Tap as the numbers say: which group, which choice, which step. */
function walk(item, taps) {
  let picks = defaultsOf(item.option_groups);
  for (const [where, which, step] of taps) {
    const places = [-1, ...picks.parts.keys()];
    const place = places[where % places.length];
    const choices = item.option_groups.flatMap((group) => group.choices);
    const groups = place < 0 ? item.option_groups : choices.find(({ id }) => id === picks.parts[place].choiceId).option_groups;
    const all = groups.flatMap((group) => group.choices.map((choice) => ({ group, choice }))).filter(({ choice }) => choice.is_available);
    if (!all.length) continue;
    const { group, choice } = all[which % all.length];
    const before = place < 0 ? picks : within(picks, place);
    const after = [toggle(group, before, choice.id), more(group, before, choice.id), less(before, choice.id)][step];
    picks = place < 0 ? after : withPart(picks, place, after);
  }
  if (firstUnmet(item.option_groups, picks)) return null;
  const parts = picks.parts.map(({ choiceId, choiceIds }) => ({ choice_id: choiceId, choice_ids: choiceIds }));
  return { choice_ids: picks.choiceIds, parts, price: unitPrice(item, picks) };
}

for await (const text of createInterface({ input: process.stdin })) {
  const { tree, lines, menu_id: menuId, taps } = JSON.parse(text);
  const menu = makeMenu(tree);
  const answer = lines ? judgeCart(menu, lines) : walk(menu.find(menuId), taps);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
