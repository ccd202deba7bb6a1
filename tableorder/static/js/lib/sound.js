/**
 * The sounds of the staff's screens, synthesised: no files to load. One is told from the other with the eyes on the
 * stove: by its timbre, its direction, its rhythm. Browsers allow none before somebody touched the page.
 */

/** @typedef {{at: number, frequency: number, seconds: number}} Note times in seconds */
/** @typedef {[OscillatorType, number, number]} Partial its wave, its frequency and loudness beside the note's own */
/** @typedef {{timbre: Partial[], notes: Note[], loudness: number}} Tune `loudness` 0–1 */

/** @type {Record<string, Partial[]>} */
const TIMBRES = {
  chime: [["sine", 1, 1], ["triangle", 2.01, 1]],
  wood: [["triangle", 1, 1], ["sine", 3.93, 0.6]],
  horn: [["sawtooth", 1, 0.5], ["square", 0.5, 0.3], ["sine", 1, 0.6]],
  bell: [["sine", 1, 1], ["sine", 2.76, 0.6], ["sine", 5.4, 0.3]],
};

/** Notes in a row. @param {number[]} frequencies @param {number} step @param {number} seconds @param {number} [start] @returns {Note[]} */
const row = (frequencies, step, seconds, start = 0) =>
  frequencies.map((frequency, place) => ({ at: start + place * step, frequency, seconds }));

/** @type {Record<string, Tune>} */
export const TUNES = {
  /** Rises like a shop's door, twice, to carry over a kitchen's noise. */
  newOrder: {
    timbre: TIMBRES.chime,
    loudness: 0.42,
    notes: [0, 0.75].flatMap((start) => row([1046.5, 1318.5, 1568], 0.16, 0.55, start)),
  },
  /** Knocks on wood: look again. */
  changed: { timbre: TIMBRES.wood, loudness: 0.6, notes: row([587.3, 587.3, 880, 587.3], 0.15, 0.22) },
  /** Falls, low and rough, twice: stop. */
  void: {
    timbre: TIMBRES.horn,
    loudness: 0.9,
    notes: [0, 0.85].flatMap((start) => row([466.2, 370, 277.2], 0.2, 0.34, start)),
  },
  /** A reception's bell, struck twice, that rings on. */
  call: { timbre: TIMBRES.bell, loudness: 0.55, notes: row([1975.5, 1975.5], 0.35, 1.3) },
};

/** How long a tune lasts, in seconds. @param {Tune} tune */
const lengthOf = ({ notes }) => Math.max(...notes.map(({ at, seconds }) => at + seconds));

/** What has to wait longer than this for its turn, in seconds, is left out: it would come when nobody asks any more. */
const LONGEST_QUEUE = 4;

/**
 * @param {BaseAudioContext} context
 * @param {AudioNode} output
 * @param {Tune} tune
 * @param {number} start
 */
export function schedule(context, output, { timbre, notes, loudness }, start) {
  for (const { at, frequency, seconds } of notes) {
    const begin = start + at;
    const envelope = context.createGain();
    envelope.gain.setValueAtTime(0.0001, begin);
    envelope.gain.exponentialRampToValueAtTime(loudness, begin + 0.012);
    envelope.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
    envelope.connect(output);
    for (const [type, ratio, share] of timbre) {
      const tone = context.createOscillator();
      const level = context.createGain();
      tone.type = type;
      tone.frequency.value = frequency * ratio;
      level.gain.value = share;
      tone.connect(level).connect(envelope);
      tone.start(begin);
      tone.stop(begin + seconds + 0.05);
    }
  }
}

/** The way out: the volume, and a limiter behind it, so that loud stays clean. @param {BaseAudioContext} context */
export function makeOutput(context) {
  const volume = context.createGain();
  const limiter = context.createDynamicsCompressor();
  limiter.threshold.value = -6;
  limiter.ratio.value = 12;
  limiter.attack.value = 0.002;
  volume.connect(limiter).connect(context.destination);
  return volume;
}

/**
 * @param {{AudioContext?: typeof AudioContext, onChange?: (state: string) => void, volume?: number}} [world]
 *   `volume` 0–1
 */
export function makeSounds({ AudioContext = globalThis.AudioContext, onChange = () => {}, volume = 1 } = {}) {
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {GainNode | undefined} */
  let output;
  /** Until when something is playing, by the context's clock. */
  let busyUntil = 0;

  /** @returns {"ready" | "blocked" | "unsupported"} */
  const state = () => {
    if (!AudioContext) return "unsupported";
    return context?.state === "running" ? "ready" : "blocked";
  };

  /** Allow sound: from a tap or a key it always works, otherwise where the browser trusts this page. */
  function unlock() {
    if (!AudioContext) return;
    if (!context) {
      context = new AudioContext();
      context.onstatechange = () => onChange(state());
      output = makeOutput(context);
      output.gain.value = volume;
    }
    context.resume().catch(() => {});
    onChange(state());
  }

  return {
    state,
    unlock,
    /** @param {number} level 0–1 */
    setVolume(level) {
      volume = level;
      if (output) output.gain.value = level;
    },
    /**
     * Play a tune, after the one that is playing.
     * @param {string} name of TUNES
     * @returns {boolean} whether it could be heard
     */
    play(name) {
      if (!context || !output || state() !== "ready") return false;
      const start = Math.max(context.currentTime, busyUntil);
      if (start - context.currentTime > LONGEST_QUEUE) return false;
      schedule(context, output, TUNES[name], start);
      busyUntil = start + lengthOf(TUNES[name]);
      return true;
    },
    /** Try at once, and let any tap or key on the page allow sound, also after the browser took it away again. */
    unlockSoon() {
      unlock();
      for (const type of ["pointerdown", "keydown"]) addEventListener(type, () => state() === "blocked" && unlock());
    },
  };
}
