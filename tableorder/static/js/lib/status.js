/** The words and icons of an order's status; the same as in templates/components/labels.html. */
import { iconHref } from "./icons.js";
import { t } from "./i18n.js";

/** @type {Record<string, () => string>} */
const WORDS = {
  pending: () => t("Received"),
  confirmed: () => t("Accepted"),
  preparing: () => t("Cooking"),
  ready: () => t("Ready"),
  completed: () => t("Served"),
  cancelled: () => t("Cancelled"),
};

/** @type {Record<string, string>} */
const ICONS = {
  pending: "clock",
  confirmed: "check",
  preparing: "chef-hat",
  ready: "concierge-bell",
  completed: "check-check",
  cancelled: "circle-x",
};

/** @param {string} status */
export const statusWord = (status) => WORDS[status]?.() ?? status;

/** @param {string} status */
export const statusIcon = (status) => iconHref(ICONS[status] ?? "circle-help");
