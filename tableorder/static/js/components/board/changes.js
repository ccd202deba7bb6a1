/** An order's record in words: what each step of its life was, as templates/staff/_history_parts.html tells it too. */
import { t, text } from "../../lib/i18n.js";
import { statusWord } from "../../lib/status.js";
import { clockText } from "../../lib/time.js";

/** @param {{name: any, quantity: number}[]} items */
const itemWords = (items) =>
  items.map(({ name, quantity }) => (quantity > 1 ? `${text(name)} ×${quantity}` : text(name))).join(", ");

/** @param {...(string | undefined)} words what there is of them */
const joined = (...words) => words.filter(Boolean).join(" · ");

/** @param {string} words @param {{number: number}} from @param {{number: number}} to tables */
const placeWords = (words, from, to) =>
  `${words}: ${t("Table %(number)s", { number: from.number })} → ${t("Table %(number)s", { number: to.number })}`;

/** @type {Record<string, (detail: any) => string>} */
const WORDS = {
  created: () => t("Ordered"),
  accepted: () => t("Confirmed by staff"),
  seen: () => t("Seen by staff"),
  status: ({ to }) => statusWord(to),
  quantity: ({ name, from, to }) =>
    joined(name && text(name), to === 0 ? t("Cancelled") : t("Quantity changed from %(from)s to %(to)s", { from, to })),
  item: ({ name }) => t("Done: %(items)s", { items: text(name) }),
  bumped: ({ station, items }) => joined(station, t("Done: %(items)s", { items: itemWords(items) })),
  recalled: ({ items }) => t("Cooked again: %(items)s", { items: itemWords(items) }),
  void_seen: ({ station, items }) => joined(station, t("Void acknowledged: %(items)s", { items: itemWords(items) })),
  rush: ({ to }) => (to ? t("Marked as rush") : t("Rush mark removed")),
  moved: ({ from, to }) => placeWords(t("Table moved"), from, to),
  merged: ({ from, to }) => placeWords(t("Tables merged"), from, to),
  unmerged: ({ from, to }) => placeWords(t("Merge undone"), from, to),
  lines_moved: ({ from, to, order, lines = [] }) => joined(
    placeWords(t("Dishes moved"), from, to),
    itemWords(lines),
    order && t("Order %(number)s", { number: order }),
  ),
  deleted: () => t("Deleted"),
};

/**
 * @param {{at: string, actor: string, actor_name: string, kind: string, detail: any, reason: string}} change
 * @param {number} index
 * @param {string} timeZone
 */
export const presentChange = ({ at, actor, actor_name, kind, detail, reason }, index, timeZone) => ({
  key: index,
  time: clockText(at, { timeZone, seconds: true }),
  what: WORDS[kind]?.(detail) ?? kind,
  who: actor.startsWith("device") ? t("Table %(number)s", { number: actor_name }) : actor_name,
  reason,
});
