/** The fields for requests: of one line, though they are high enough to show all of a long one. */
import { oneLine } from "../../stores/note.js";

/**
 * Read a request and mend what was pasted; what is still being composed (Hangul) is left alone until it is done.
 * @param {InputEvent} event
 * @returns {string | null} null: nothing to keep yet
 */
export function noteFrom({ target, isComposing }) {
  if (isComposing) return null;
  const field = /** @type {HTMLTextAreaElement} */ (target);
  const note = oneLine(field.value);
  if (note === field.value) return note;
  const place = oneLine(field.value.slice(0, field.selectionStart)).length;
  field.value = note;
  field.setSelectionRange(place, place);
  return note;
}

/** Enter ends the writing. @param {KeyboardEvent} event */
export function endNote(event) {
  if (event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.target).blur();
}
