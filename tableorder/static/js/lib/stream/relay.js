/**
 * One source for many tabs: hands its events on, remembers the last ones, and brings a tab that joins up to date.
 * Used by the shared worker, and by the tab that leads where there is no such worker.
 */
import { missing, remember, withEvent } from "./memory.js";
import { openSource } from "./source.js";

/**
 * @param {import("./source.js").Wish} wish
 * @param {(message: object) => void} tellAll
 * @param {object} [world] for openSource
 */
export function openRelay(wish, tellAll, world) {
  let memory = remember(wish.since ?? null);
  let source = open(wish);

  /** @param {import("./source.js").Wish} how */
  function open(how) {
    return openSource({ ...how, onEvent, onState: (state) => tellAll({ kind: "state", state }) }, world);
  }

  /** @type {import("./source.js").Listener["onEvent"]} */
  function onEvent(name, data, seq) {
    if (seq !== null) memory = withEvent(memory, { name, data, seq });
    tellAll({ kind: "event", name, data, seq });
  }

  /** @param {import("./source.js").Wish} how */
  function revive(how) {
    source.close();
    memory = remember(how.since ?? null);
    source = open(how);
  }

  return {
    /**
     * Answer a tab that says hello; one that comes after the end (signed in again) starts the source anew.
     * @param {import("./source.js").Wish} how
     * @param {(message: object) => void} tell
     */
    welcome(how, tell) {
      if (source.state().status === "ended") revive(how);
      source.hurry(how.heartbeat);
      const lacking = missing(memory, how.since ?? null);
      if (lacking === null) tell({ kind: "event", name: "reset", data: {}, seq: source.seq() });
      for (const event of lacking ?? []) tell({ kind: "event", ...event });
      tell({ kind: "state", state: source.state() });
    },
    /** Tell the tabs that we are still here. */
    beat: () => tellAll({ kind: "state", state: source.state() }),
    wake: () => source.wake(),
    online: () => source.online(),
    offline: () => source.offline(),
    close: () => source.close(),
  };
}
