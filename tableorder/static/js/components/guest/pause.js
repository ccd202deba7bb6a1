/** Tells guests that their table orders nothing for the time being, and why. */
import { t } from "../../lib/i18n.js";
import { visit } from "./guest.js";

export const tablePause = () => ({
  get isPaused() { return visit().pause !== null; },
  get words() { return visit().pause?.note || t("This table cannot order right now. Please ask our staff."); },
});
