/** How a screen of the staff is noticed: its sounds, as loud as this device wants them, and the page's title. */
import { makeSounds } from "../../lib/sound.js";
import { storage } from "../../lib/storage.js";
import { makeAlarm, soundFor, titleFor } from "./alarm.js";

const KEPT = "to-sound";

/**
 * @typedef {{sound: string, isMuted: boolean, volume: number, busy: Record<string, boolean>}} Desk
 * @typedef {import("../../stores/board.js").Board} Board
 */

/** How this device was set: what a screen's desk begins with. @returns {{sound: string, isMuted: boolean, volume: number}} */
export const keptSound = () => ({ sound: "blocked", isMuted: false, volume: 1, ...storage.get(KEPT, {}) });

/** What this screen has asked for itself needs no sound. @param {Desk} desk @param {any} order @param {any} before */
const isOwn = ({ busy }, order, before) =>
  Boolean(busy[`table ${order.table.id}`] || busy[`table ${before?.table.id}`]) ||
  Object.keys(busy).some((about) => about === `order ${order.id}` || about.startsWith(`order ${order.id} `));

/**
 * @param {{board: Board, desk: Desk, waiting: () => Record<string, number>, sees?: (about: any) => any,
 *   sounds?: ReturnType<typeof makeSounds>}} world `waiting`: what nobody has acknowledged, by the sound that asks for
 *   it; `sees`: what of an order or call this screen has to do with, null for nothing
 */
export function makeAttention({ board, desk, waiting, sees = (about) => about, sounds = soundsOf(desk) }) {
  const title = document.title;
  const alarm = makeAlarm({ play: (sound) => !desk.isMuted && sounds.play(sound) });
  const keep = () => storage.set(KEPT, { isMuted: desk.isMuted, volume: desk.volume });

  /** Once more for what waits; call it at every change and every second. */
  function look() {
    const found = waiting();
    alarm.look(found);
    document.title = titleFor(title, Object.values(found).reduce((sum, count) => sum + count, 0));
  }

  return {
    look,
    /** An event is here, and the board has not taken it in yet. @param {string} name @param {any} data */
    hear(name, data) {
      const kind = data?.order ? "order" : "call";
      const now = data?.[kind] && sees(data[kind]);
      if (!now) return;
      const known = (kind === "order" ? board.orders : board.calls)[now.id];
      const before = known ? sees(known) : null;
      // What was known and becomes this screen's affair is new here.
      const sound = soundFor(known && !before ? `${kind}_created` : name, { [kind]: now }, before);
      if (sound && !isOwn(desk, now, known)) alarm.ring(sound);
    },
    start() {
      sounds.unlockSoon();
      look();
      setInterval(look, 1000);
    },
    unlock: sounds.unlock,
    /** @param {boolean} isMuted */
    mute(isMuted) {
      desk.isMuted = isMuted;
      keep();
    },
    /** @param {number} volume 0–1 */
    setVolume(volume) {
      desk.volume = volume;
      sounds.setVolume(volume);
      keep();
    },
    /** Let it be heard how it would sound. @param {string} sound */
    test: (sound) => void sounds.play(sound),
  };
}

/** @param {Desk} desk */
const soundsOf = (desk) => makeSounds({ volume: desk.volume, onChange: (state) => { desk.sound = state; } });
