/** JSON values kept over reloads where the browser allows it; in memory where it is full or forbids it. */

/**
 * @param {() => Storage} open gives the browser's storage, or throws
 */
export function makeStorage(open) {
  /** @type {Map<string, string>} */
  const memory = new Map();
  /** @param {(storage: Storage) => any} use */
  const attempt = (use) => {
    try {
      return use(open());
    } catch {
      return undefined;
    }
  };

  const whole = {
    /** The key under which the browser keeps it. @param {string} key */
    keyOf: (key) => key,

    /**
     * @param {string} key
     * @param {any} [absent] the answer where there is none, or none that can be read
     */
    get(key, absent = null) {
      const raw = memory.get(key) ?? attempt((storage) => storage.getItem(key));
      try {
        return raw == null ? absent : JSON.parse(raw);
      } catch {
        return absent;
      }
    },

    /**
     * @param {string} key
     * @param {any} value
     * @returns {boolean} whether it will survive a reload
     */
    set(key, value) {
      const raw = JSON.stringify(value);
      const kept = attempt((storage) => {
        storage.setItem(key, raw);
        return true;
      });
      if (kept) memory.delete(key);
      else memory.set(key, raw);
      return Boolean(kept);
    },

    /** @param {string} key */
    remove(key) {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key));
    },

    /** A part of it whose keys clash with no other part's. @param {string} name */
    part(name) {
      const keyOf = (/** @type {string} */ key) => `${key}:${name}`;
      return {
        keyOf,
        get: (/** @type {string} */ key, /** @type {any} */ absent = null) => whole.get(keyOf(key), absent),
        set: (/** @type {string} */ key, /** @type {any} */ value) => whole.set(keyOf(key), value),
        remove: (/** @type {string} */ key) => whole.remove(keyOf(key)),
      };
    },
  };
  return whole;
}

export const storage = makeStorage(() => globalThis.localStorage);
