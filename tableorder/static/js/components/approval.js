/**
 * Where a shared screen may not do a thing alone, a dialog asks who stands behind it, and the same is asked for again
 * with that person's PIN. Pages wrap what they ask the server in `withApproval`, and include components/approval.html.
 */
import { ApiError, NetworkError } from "../lib/api.js";
import { closeLayer, openLayer } from "../lib/layer.js";
import { t } from "../lib/i18n.js";

const LAYER = "approval";

/** The person may try again. */
const MENDABLE = new Set(["WRONG_PIN", "TOO_MANY_REQUESTS"]);

/** @type {Record<string, () => string>} */
const ACTIONS = {
  void_after_cooking: () => t("This is being cooked already. Who takes it away?"),
  mark_sold_out: () => t("Who changes what guests can order?"),
  close_unfinished: () => t("Not everything is finished. Who closes the table?"),
};

/**
 * @typedef {{account_id: number | null, pin: string}} Approval
 * @typedef {ReturnType<typeof import("../stores/approval.js").makeApproval>} State
 * @typedef {{resolve: (answer: any) => void, reject: (error: unknown) => void,
 *   ask: (approval?: Approval) => Promise<any>, refusal: ApiError}} Pending
 */

/**
 * @param {{api: {get: (path: string) => Promise<any>}, state: () => State,
 *   layer?: {open: () => void, close: () => void}}} world
 */
export function makeApprover({ api, state, layer = { open: () => openLayer(LAYER), close: () => closeLayer(LAYER) } }) {
  /** @type {Pending | null} what waits for somebody's PIN */
  let pending = null;
  /** Settles once it is known who has a PIN. */
  let people = Promise.resolve();

  /** @param {(waiting: Pending) => void} answer */
  function settle(answer) {
    if (!pending) return;
    const waiting = pending;
    pending = null;
    answer(waiting);
    state().end();
    layer.close();
  }

  async function loadPeople() {
    try {
      const { crew } = await api.get("/api/crew");
      state().offer(crew);
    } catch (error) {
      settle(({ reject }) => reject(error));
    }
  }

  return {
    /**
     * Ask the server; when a person must stand behind it, ask again with what the dialog answers. Rejects with the
     * first refusal when nobody does.
     * @template T
     * @param {(approval?: Approval) => Promise<T>} ask
     * @returns {Promise<T>}
     */
    async withApproval(ask) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "PIN_REQUIRED") throw error;
        return new Promise((resolve, reject) => {
          pending = { resolve, reject, ask, refusal: error };
          state().begin(error.details.action);
          layer.open();
          people = loadPeople();
        });
      }
    },

    /** Send it with the PIN that was typed; whoever was quicker than the list of people waits for it. */
    async submit() {
      const waiting = pending;
      await people;
      if (!waiting || pending !== waiting || !state().isReady) return;
      state().isBusy = true;
      try {
        const answer = await waiting.ask(state().answer);
        settle(({ resolve }) => resolve(answer));
      } catch (error) {
        const isMendable = error instanceof NetworkError || (error instanceof ApiError && MENDABLE.has(error.code));
        if (isMendable && pending === waiting) state().refuse(/** @type {Error} */ (error).message);
        else settle(({ reject }) => reject(error));
      }
    },

    /** Nobody approves. */
    cancel: () => settle(({ reject, refusal }) => reject(refusal)),
  };
}

/** The dialog. @param {{state: () => State, approver: ReturnType<typeof makeApprover>}} world */
export const approvalDialog = ({ state, approver }) => () => ({
  get what() { return ACTIONS[state().action]?.() ?? t("Please confirm this with your PIN."); },
  get people() {
    return (state().people ?? []).map(({ id, username }) => ({ id, username, isChosen: id === state().personId }));
  },
  get isLoading() { return state().isLoading; },
  get isNobody() { return state().people?.length === 0; },
  get canType() { return state().personId !== null; },
  get isEmpty() { return state().pin === ""; },
  get dots() { return "●".repeat(state().pin.length); },
  get typed() { return t("Digits typed: %(count)s", { count: state().pin.length }); },
  get fault() { return state().fault; },
  get isBusy() { return state().isBusy; },
  get isUnready() { return !state().isReady; },

  /** @param {number} id */
  choose(id) { state().choose(id); },
  /** @param {number} digit */
  press(digit) { state().press(String(digit)); },
  erase() { state().erase(); },
  submit() { approver.submit(); },
  closed() { approver.cancel(); },

  /** A keyboard may type it too, also before the names are there. @param {KeyboardEvent} event */
  type(event) {
    const isTypedAhead = this.isLoading && !this.isEmpty;
    if (/^\d$/.test(event.key)) state().press(event.key);
    else if (event.key === "Backspace") state().erase();
    else if (event.key === "Enter" && (isTypedAhead || state().isReady)) approver.submit();
    else return;
    event.preventDefault();
  },
});
