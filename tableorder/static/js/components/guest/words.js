/** What the guests' pages say of dishes and of the cart, in one place. */
import { t } from "../../lib/i18n.js";

/**
 * How many of a group's choices may be taken.
 * @param {{min_select: number, max_select: number, free_quantity: number}} group
 */
export function ruleText({ min_select: min, max_select: max, free_quantity: free }) {
  const rule = min === max ? t("Required, choose %(count)s", { count: min })
    : min > 0 ? t("Required, choose %(min)s to %(max)s", { min, max }) : t("Choose up to %(count)s", { count: max });
  return free > 0 ? t("%(rule)s · %(count)s of them free", { rule, count: free }) : rule;
}

/** What a choice adds to the price, and how often it is free. @param {{extra: string, times: number, free: number}} choice */
export function extraText({ extra, times, free }) {
  if (free === 0) return extra;
  return free === times ? t("Free") : t("%(extra)s, %(count)s free", { extra, count: free });
}

/** @param {{name: string, min_select: number}} group */
export const unmetText = ({ name, min_select: count }) => t("Please choose %(count)s of %(group)s", { count, group: name });

/** @param {string | null} reason */
export function offText(reason, { isStorePaused = true, note = "" } = {}) {
  if (reason === "sold_out") return t("Sold out. Please choose something else.");
  if (reason === "hours") return t("Not sold at this hour. Please choose something else.");
  if (reason === "paused" && !isStorePaused) return note || t("This dish cannot be ordered at the moment.");
  if (reason === "paused") return t("We are not taking orders right now. Please ask our staff.");
  return t("This dish is no longer on the menu.");
}

/** @param {string} result of `cart.add` @param {string} name */
export function addedText(result, name) {
  /** @type {Record<string, () => string>} */
  const words = {
    added: () => t("%(name)s is in the cart", { name }),
    merged: () => t("%(name)s is in the cart", { name }),
    most: () => t("There are 99 of %(name)s in the cart, which is the most", { name }),
    full: () => t("The cart is full. Please order what is in it first."),
    locked: () => t("Your order is being sent. Please wait a moment."),
  };
  return words[result]();
}

/** @param {string} fault the server's words against a field */
export const faultText = (fault) => t("%(fault)s Please change it.", { fault });

/**
 * What is wrong with a line of the cart, and what to do.
 * @param {import("../../stores/line.js").Trouble | null} trouble
 */
export function troubleText(trouble) {
  if (!trouble) return "";
  const { code, message: fault } = trouble;
  if (code === "note") return t("Request for the kitchen: %(fault)s Please change it.", { fault });
  if (code === "field") return t("%(fault)s Please change or remove it.", { fault });
  if (fault) return fault;
  /** @type {Record<string, () => string>} */
  const words = {
    ITEM_NOT_FOUND: () => t("No longer on the menu. Please remove it."),
    ITEM_SOLD_OUT: () => t("Sold out. Please remove it."),
    ITEM_NOT_SOLD_NOW: () => (
      trouble.reason === "paused" ? t("Cannot be ordered at the moment. Please remove it, or wait.") : t("Not sold at this hour. Please remove it.")
    ),
    CHOICE_SOLD_OUT: () => t("%(choice)s is not available. Please change the options.", { choice: trouble.choice }),
    CHOICE_INVALID: () => t("The options have changed. Please choose them again."),
    GROUP_TOO_FEW: () => t("%(group)s: please choose at least %(count)s.", { group: trouble.group, count: trouble.count }),
    GROUP_TOO_MANY: () => t("%(group)s: please choose at most %(count)s.", { group: trouble.group, count: trouble.count }),
    price: () => t("The price has changed."),
  };
  return words[trouble.code]?.() ?? "";
}

/** @typedef {{words: string, tone: "plain" | "ok" | "bad"}} Told */

/**
 * Tell what became of an order, or nothing when it is not worth a word.
 * @param {{order: import("../../stores/orders.js").Order, before: import("../../stores/orders.js").Order | null} | null} change
 * @returns {Told | null}
 */
export function newsText(change) {
  if (!change) return null;
  const { order, before } = change;
  const { number } = order;
  if (order.deleted) return { words: t("Order %(number)s was withdrawn by our staff", { number }), tone: "bad" };
  if (before?.status !== order.status && order.status !== "pending") return progressText(order);
  const isSeen = order.status === "pending" && order.seen_at && !before?.seen_at;
  return isSeen ? { words: t("The kitchen has seen order %(number)s", { number }), tone: "ok" } : null;
}

/** @param {{number: string, status: string}} order @returns {Told | null} */
function progressText({ number, status }) {
  /** @type {Record<string, () => Told>} */
  const words = {
    confirmed: () => ({ words: t("Order %(number)s was accepted", { number }), tone: "plain" }),
    preparing: () => ({ words: t("Order %(number)s is being cooked", { number }), tone: "plain" }),
    ready: () => ({ words: t("Order %(number)s is ready", { number }), tone: "ok" }),
    completed: () => ({ words: t("Order %(number)s has been served", { number }), tone: "ok" }),
    cancelled: () => ({ words: t("Order %(number)s was cancelled", { number }), tone: "bad" }),
  };
  return words[status]?.() ?? null;
}
