/** What a screen of the staff says about itself: is it live, and can it be heard. */
import { iconHref } from "../../lib/icons.js";
import { clockText } from "../../lib/time.js";
import { t } from "../../lib/i18n.js";

/**
 * @typedef {{connection: {status: string, lastContact: number | null}, isBehind: boolean, sound: string,
 *   isMuted: boolean, volume: number, pause: {note: string} | null}} Desk
 */

/** @param {import("../../stores/board.js").Station} station */
const pausedWords = ({ name, pause_message: note }) => [t("Paused: %(name)s", { name }), note].filter(Boolean).join(", ");

/**
 * @param {{desk: () => Desk, unlock: () => void, wake: () => void,
 *   stations: () => import("../../stores/board.js").Station[]}} world
 */
export const boardBanners = ({ desk, unlock, wake, stations }) => () => ({
  get isPaused() { return desk().pause !== null; },
  get pauses() {
    const { pause } = desk();
    const ofStore = pause ? [[t("Guests cannot order now"), pause.note].filter(Boolean).join(": ")] : [];
    return [...ofStore, ...stations().filter((station) => station.is_paused).map(pausedWords)].join(" · ");
  },
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

/** @type {Record<string, () => string>} what can be heard, by its sound */
const SOUNDS = {
  newOrder: () => t("New order"),
  changed: () => t("Changed order"),
  void: () => t("Cancelled or less"),
  call: () => t("Guest calls"),
};

/**
 * How loud this device is, and what each sound means.
 * @param {{desk: () => Desk, attention: ReturnType<typeof import("./attention.js").makeAttention>}} world
 */
export const soundSettings = ({ desk, attention }) => () => ({
  sounds: Object.entries(SOUNDS).map(([name, word]) => ({ name, word: word() })),

  get isHeard() { return desk().sound === "ready" && !desk().isMuted; },
  get isSilent() { return !this.isHeard; },
  get stateWord() { return this.isHeard ? t("Sound on") : t("Sound off"); },
  get stateIcon() { return iconHref(this.isHeard ? "volume-2" : "volume-x"); },
  get isOn() { return !desk().isMuted; },
  get volume() { return Math.round(desk().volume * 100); },
  get volumeWord() { return `${this.volume} %`; },

  /** @param {Event} event */
  turn({ target }) {
    attention.mute(!(/** @type {HTMLInputElement} */ (target).checked));
    attention.unlock();
  },
  /** @param {Event} event */
  setVolume({ target }) { attention.setVolume(Number(/** @type {HTMLInputElement} */ (target).value) / 100); },
  /** @param {string} name */
  test(name) { attention.test(name); },
});
