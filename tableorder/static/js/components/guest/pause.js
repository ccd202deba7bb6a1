/** Tells guests that their table orders nothing for the time being, and why, or soon nothing any more. */
import { store } from "../../lib/alpine.js";
import { t } from "../../lib/i18n.js";
import { clock, clockText } from "../../lib/time.js";
import { page, visit } from "./guest.js";

const LOOK_AGAIN = 10_000;

/** The last orders of the day have to be sent within ten minutes. */
export const lastCall = () => ({
  now: clock.now(),
  init() { setInterval(() => (this.now = clock.now()), LOOK_AGAIN); },
  get isShown() { return store("menu").isLastCall(this.now); },
  get words() {
    const time = clockText(store("menu").limits.lastOrderAt, { timeZone: page.store.timezone });
    return t("Last orders until %(time)s. Please send yours in time.", { time });
  },
});

export const tablePause = () => ({
  get isPaused() { return visit().pause !== null; },
  get words() { return visit().pause?.note || t("This table cannot order right now. Please ask our staff."); },
});
