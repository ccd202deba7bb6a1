/** Sounds of the board, synthesised: no files to load. Browsers allow none before somebody touched the page. */

/** @typedef {{at: number, frequency: number, seconds: number, loudness: number}} Note times in seconds */

/** @type {Record<string, Note[]>} a falling chime like a shop door's, twice, to carry over a kitchen's noise */
export const TUNES = {
  newOrder: [0, 0.75].flatMap((start) => [
    { at: start, frequency: 1046.5, seconds: 0.5, loudness: 0.5 },
    { at: start + 0.16, frequency: 1318.5, seconds: 0.5, loudness: 0.5 },
    { at: start + 0.32, frequency: 1568, seconds: 0.7, loudness: 0.55 },
  ]),
};

/**
 * @param {AudioContext} context
 * @param {Note} note
 * @param {number} start
 */
function strike(context, note, start) {
  const gain = context.createGain();
  const begin = start + note.at;
  gain.gain.setValueAtTime(0.0001, begin);
  gain.gain.exponentialRampToValueAtTime(note.loudness, begin + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, begin + note.seconds);
  gain.connect(context.destination);
  for (const [type, ratio] of /** @type {const} */ ([["sine", 1], ["triangle", 2.01]])) {
    const tone = context.createOscillator();
    tone.type = type;
    tone.frequency.value = note.frequency * ratio;
    tone.connect(gain);
    tone.start(begin);
    tone.stop(begin + note.seconds + 0.05);
  }
}

/**
 * @param {{AudioContext?: typeof AudioContext, onChange?: (state: string) => void}} [world]
 */
export function makeSounds({ AudioContext = globalThis.AudioContext, onChange = () => {} } = {}) {
  /** @type {AudioContext | undefined} */
  let context;

  /** @returns {"ready" | "blocked" | "unsupported"} */
  const state = () => {
    if (!AudioContext) return "unsupported";
    return context?.state === "running" ? "ready" : "blocked";
  };

  /** Allow sound: call it from a tap or a key. */
  async function unlock() {
    if (!AudioContext) return state();
    if (!context) {
      context = new AudioContext();
      context.onstatechange = () => onChange(state());
    }
    await context.resume().catch(() => {});
    onChange(state());
    return state();
  }

  return {
    state,
    unlock,
    /**
     * Play a tune.
     * @param {string} name of TUNES
     * @returns {boolean} whether it could be heard
     */
    play(name) {
      if (!context || state() !== "ready") return false;
      for (const note of TUNES[name]) strike(context, note, context.currentTime);
      return true;
    },
    /** Let the first tap or key anywhere on the page allow sound. */
    unlockOnFirstTap() {
      for (const type of ["pointerdown", "keydown"]) addEventListener(type, unlock, { once: true });
    },
  };
}
