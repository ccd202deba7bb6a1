/** Clocks and waiting times, told by the server's time: a tablet's own clock is often wrong. */
import { locale, t } from "./i18n.js";

/** @param {() => number} [now] the device's clock, in ms */
export function makeClock(now = Date.now) {
  let offset = 0;
  return {
    /**
     * Learn the server's time, for example from a ping's `now`.
     * @param {string | number} serverTime ISO 8601 or ms
     */
    sync(serverTime) {
      const told = typeof serverTime === "number" ? serverTime : Date.parse(serverTime);
      if (Number.isFinite(told)) offset = told - now();
    },
    now: () => now() + offset,
  };
}

/** The page's clock. */
export const clock = makeClock();

/**
 * Whole minutes from `since` to `now`, never negative.
 * @param {string | number} since ISO 8601 or ms
 * @param {number} [now]
 */
export function minutesSince(since, now = clock.now()) {
  const start = typeof since === "number" ? since : Date.parse(since);
  return Math.max(0, Math.floor((now - start) / 60_000));
}

/**
 * Say a waiting time: "just now", "12 min", "1 h 5 min".
 * @param {string | number} since
 * @param {number} [now]
 */
export function waitingText(since, now = clock.now()) {
  const minutes = minutesSince(since, now);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return t("%(minutes)s min", { minutes });
  return t("%(hours)s h %(minutes)s min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/**
 * Say the time of day: "18:05".
 * @param {string | number} when
 * @param {{timeZone?: string, seconds?: boolean}} [options] the store's zone, unless the device's will do
 */
export function clockText(when, { timeZone, seconds = false } = {}) {
  return new Intl.DateTimeFormat(locale(), {
    hour: "2-digit",
    minute: "2-digit",
    second: seconds ? "2-digit" : undefined,
    hourCycle: "h23",
    timeZone,
  }).format(new Date(when));
}
