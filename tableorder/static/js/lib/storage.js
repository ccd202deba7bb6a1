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

  return {
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
  };
}

export const storage = makeStorage(() => globalThis.localStorage);
