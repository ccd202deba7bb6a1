/** Calling staff: a button that is always there, and a sheet with what can be asked for and how far each call is. */
import { store } from "../../lib/alpine.js";
import { ApiError } from "../../lib/api.js";
import { watchConnection } from "../../lib/connection.js";
import { pageJson, t, text } from "../../lib/i18n.js";
import { isOpen } from "../../lib/layer.js";
import { reasonIcon } from "../../lib/reasons.js";
import { announce, toast } from "../../lib/toast.js";
import { makeCalls } from "../../stores/calls.js";
import { api, checkSession, page } from "./guest.js";

const SHEET = "call-staff";

/** @returns {ReturnType<typeof makeCalls>} */
const calls = () => store("calls");

export function registerCalls() {
  store("calls", makeCalls(page.session_id, pageJson("calls-data", { reasons: [], calls: [] })));
}

/** Take an event; say so when somebody has seen a call. @param {string} name @param {any} data */
export function followCalls(name, data) {
  const change = calls().apply(name, data);
  const isSeen = change?.call.status === "acknowledged" && change.before?.status !== "acknowledged";
  if (!change || !isSeen) return;
  const words = t("Our staff have seen it: %(name)s", { name: text(change.call.name) });
  if (isOpen(SHEET)) announce(words);
  else toast(words, { tone: "ok", seconds: 6 });
}

/** Read all calls again, since news of some may have been lost. */
export async function fetchCalls() {
  const answer = await api.get("/api/calls").catch(() => null);
  if (answer) calls().load(answer.calls);
}

/** @type {Record<string, () => string>} */
const STATES = {
  open: () => t("Asked"),
  acknowledged: () => t("Seen by staff"),
};

/** @param {import("../../stores/calls.js").Reason} reason @param {string[]} asking what is being asked right now */
function reasonView({ key, name }, asking) {
  const call = calls().waiting[key];
  const words = text(name);
  return {
    key,
    name: words,
    icon: reasonIcon(key),
    isAsked: call !== undefined,
    isSeen: call?.status === "acknowledged",
    isWaiting: call?.status === "open",
    isBusy: asking.includes(key),
    state: asking.includes(key) ? t("One moment…") : call ? STATES[call.status]() : "",
    takeBackLabel: t("Take back: %(name)s", { name: words }),
  };
}

export const callButton = () => ({
  get count() { return calls().count; },
  get hasCalls() { return this.count > 0; },
});

export const callSheet = () => ({
  /** @type {string[]} what waits for the server: who needs two things taps one after the other */
  asking: [],
  /** What the last tap came to: something to know, or what stands against it. */
  said: "",
  failure: "",
  isCut: false,
  stop: () => {},

  init() {
    this.stop = watchConnection(({ status }) => { this.isCut = status === "stale" || status === "offline"; });
  },
  destroy() { this.stop(); },

  get reasons() { return calls().reasons.map((reason) => reasonView(reason, this.asking)); },
  closed() { Object.assign(this, { said: "", failure: "" }); },

  /** @param {string} key */
  async ask(key) {
    if (this.asking.includes(key)) return;
    if (calls().waiting[key]) {
      Object.assign(this, { failure: "", said: t("You have asked for this already. Our staff will be with you soon.") });
      return;
    }
    await this.send(key, () => api.post("/api/calls", { reason: key, session_id: page.session_id }), t("Our staff know. They will be with you soon."));
  },

  /** @param {string} key */
  async takeBack(key) {
    const call = calls().waiting[key];
    if (call && !this.asking.includes(key)) await this.send(key, () => api.patch(`/api/calls/${call.id}`, { status: "done" }), t("All right, this was taken back."));
  },

  /** Nothing is shown as done before the server said so. */
  async send(key, request, words) {
    Object.assign(this, { asking: [...this.asking, key], said: "", failure: "" });
    try {
      calls().put(await request());
      this.said = words;
    } catch (error) {
      this.failure = await this.explain(error);
    }
    this.asking = this.asking.filter((one) => one !== key);
  },

  /** @param {any} error */
  async explain(error) {
    if (!(error instanceof ApiError)) return t("There is no connection, so nobody has been told. Please speak to our staff.");
    if (error.status === 410 || error.status === 401 || error.status === 403) await checkSession();
    else await fetchCalls();
    return error.message;
  },
});
