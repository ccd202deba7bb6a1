/** What a screen of the staff says about itself: is it live, and can it be heard. */
import { clockText } from "../../lib/time.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{connection: {status: string, lastContact: number | null}, isBehind: boolean, sound: string,
 *   isMuted: boolean}} Desk
 */

/** @param {{desk: () => Desk, unlock: () => void, wake: () => void}} world */
export const boardBanners = ({ desk, unlock, wake }) => () => ({
  get isCut() { return ["stale", "offline"].includes(desk().connection.status); },
  get isEnded() { return desk().connection.status === "ended"; },
  get isBehind() { return desk().isBehind && !this.isCut && !this.isEnded; },
  get isSilent() { return desk().sound === "blocked" && !desk().isMuted; },
  get contact() {
    const { lastContact } = desk().connection;
    return lastContact ? t("Last contact at %(time)s.", { time: clockText(lastContact, { seconds: true }) }) : "";
  },
  unlock,
  wake,
});

/** @param {{desk: () => Desk, unlock: () => void, mute: (isMuted: boolean) => void}} world */
export const soundButton = ({ desk, unlock, mute }) => () => ({
  get isHeard() { return desk().sound === "ready" && !desk().isMuted; },
  get isSilent() { return !this.isHeard; },
  press() {
    const isHeard = this.isHeard;
    mute(isHeard);
    if (!isHeard) unlock();
  },
});
