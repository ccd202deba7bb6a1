/**
 * Finding dishes as people type in Korean: spaces do not count, lone consonants stand for the first sound of a
 * syllable (ㅂㅂ finds 비빔밥), and a syllable that is still being typed finds what it may become.
 */

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const INITIALS = [..."ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"];
const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
const FINALS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");

/** @param {string} sign */
function soundsOf(sign) {
  const code = sign.charCodeAt(0);
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return [sign];
  const place = code - FIRST_SYLLABLE;
  const vowel = Math.floor((place % 588) / FINALS.length);
  return [INITIALS[Math.floor(place / 588)], VOWELS[vowel], FINALS[place % FINALS.length]];
}

/** @param {string} text */
const bare = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");

/** @param {string} text */
const spelled = (text) => [...text].flatMap(soundsOf).join("");

/** @param {string} text */
const initialsOf = (text) => [...text].map((sign) => soundsOf(sign)[0]).join("");

/** @param {string} text */
const areInitials = (text) => [...text].every((sign) => INITIALS.includes(sign));

/**
 * Tell whether a name answers a query; an empty query finds everything.
 * @param {string} name
 * @param {string} query
 */
export function matches(name, query) {
  const wanted = bare(query);
  const text = bare(name);
  return areInitials(wanted) ? initialsOf(text).includes(wanted) : spelled(text).includes(spelled(wanted));
}
