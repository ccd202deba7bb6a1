/** The keys of a kitchen screen: a plain keyboard, or a bump bar that types like one. */
import { commandOf, neighbour } from "./keys.js";

/** What takes Enter and Space itself when it has the focus, and what takes every key. */
const CONTROLS = "button, a, summary";
const FIELDS = "input, select, textarea";

/** Whom a key is for. A dialog that was closed just now keeps the focus until the page is drawn. @param {KeyboardEvent} event */
const targetOf = ({ target }) => (target instanceof Element && !target.closest("dialog") ? target : document.body);

/**
 * Methods of the component that holds the tickets.
 * @param {{screen: () => ReturnType<typeof import("./screen.js").makeScreen>,
 *   undos: ReturnType<typeof import("../live/undo.js").makeUndos>}} world
 */
export const keyboard = ({ screen, undos }) => ({
  /** @param {KeyboardEvent} event */
  press(event) {
    const command = commandOf(event);
    const target = targetOf(event);
    if (!command || event.repeat || target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
    if (["bump", "line"].includes(command.name) && target.closest(CONTROLS)) return;
    event.preventDefault();
    this.obey(command);
  },
  /** @param {{name: string, place?: number}} command */
  obey({ name, place = 0 }) {
    const chosen = this.view.tickets.find(({ id }) => id === screen().chosen);
    if (name === "sums") return this.toggleSums();
    if (name === "help") return this.openHelp();
    if (name === "recall") return undos.take() || this.openRecall();
    if (name === "place") return this.pick(this.view.tickets[place - 1]);
    if (name === "bump" && chosen) return void this.bump(chosen.id);
    if (name === "line" && chosen) return this.finishFirst(chosen);
    return this.choose(neighbour(this.places(), screen().chosen, name));
  },
  /** A key chooses a ticket, and pressed again bumps it. @param {{id: number} | undefined} ticket */
  pick(ticket) {
    if (!ticket) return;
    if (ticket.id === screen().chosen) this.bump(ticket.id);
    else this.choose(ticket.id);
  },
  /** @param {number | null} id */
  choose(id) {
    screen().chosen = id;
    if (id === null) return;
    this.notice(id);
    this.$nextTick(() => this.element(id)?.focus());
  },
  /** @param {any} ticket */
  finishFirst(ticket) {
    for (const part of ticket.parts) {
      const row = part.rows.find((/** @type {any} */ one) => one.isVoid || one.state === "waiting");
      if (row) return this.tapLine(ticket.id, row);
    }
  },
  /** @param {number} id @returns {HTMLElement | null} */
  element(id) { return this.$refs.strip.querySelector(`[data-order="${id}"]`); },
  places() {
    return this.view.tickets.map(({ id }) => {
      const { left = 0, top = 0 } = this.element(id)?.getBoundingClientRect() ?? {};
      return { id, left, top };
    });
  },
});
