/** A guest's request: one line of what can be read, no longer than the server takes it. */

/** Characters as the server counts them: a picture letter is one, however many units it takes here. */
export const MOST_NOTE = 200;

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** What nobody sees, but for the joiners that scripts and emoji need. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Co}]/gu;

/** @param {unknown} text */
export const oneLine = (text) =>
  [...String(text ?? "").replace(BREAKS, " ").replace(HIDDEN, "")].slice(0, MOST_NOTE).join("");
