/**
 * When to connect, what to believe, what to hand on: the stream's logic, with time and chance as arguments.
 * It does nothing itself. `step(model, input)` answers the next model and the effects for source.js to carry out.
 */

/**
 * @typedef {"connecting" | "live" | "stale" | "offline" | "ended"} Status
 * @typedef {{
 *   status: Status, lastContact: number | null, seq: number | null, heartbeat: number,
 *   attempt: number, link: "none" | "opening" | "open", linkAt: number, retryAt: number | null,
 * }} Model `lastContact`, `linkAt`, `retryAt` in ms; `heartbeat` in seconds
 * @typedef {{type: string, now: number, random?: number, name?: string, data?: any, seq?: number | null,
 *   refused?: boolean, gone?: boolean, heartbeat?: number}} Input
 * @typedef {{do: "connect"} | {do: "disconnect"} | {do: "check"}
 *   | {do: "deliver", name: string, data: any, seq: number | null}} Effect
 */

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

/** Silence of so many heartbeats is a dead connection: with one each four seconds, staff know within ten. */
export const PATIENCE = 2.2;

/**
 * @param {{since?: number | null, heartbeat: number, now: number}} options
 * @returns {Model}
 */
export function begin({ since = null, heartbeat, now }) {
  return {
    status: "connecting", lastContact: null, seq: since, heartbeat, attempt: 0, link: "none", linkAt: now, retryAt: now,
  };
}

/**
 * Half of the exponential delay is fixed and half is chance, so that not all tablets come back in one moment.
 * @param {number} attempt
 * @param {number} random 0–1
 */
export function retryDelay(attempt, random) {
  return Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt) * (0.5 + random / 2);
}

/** @type {(model: Model, now: number) => [Model, Effect[]]} */
const connect = (model, now) => [{ ...model, link: "opening", linkAt: now, retryAt: null }, [{ do: "connect" }]];

/** @type {(model: Model, now: number) => Model} */
const touched = (model, now) => ({ ...model, status: "live", lastContact: now, attempt: 0, link: "open" });

/** @type {(model: Model, now: number) => [Model, Effect[]]} */
const reconnect = (model, now) => {
  const [next, effects] = connect({ ...model, attempt: 0 }, now);
  return [next, model.link === "none" ? effects : [{ do: "disconnect" }, ...effects]];
};

/** A first failure may be a passing one: the page says "stale" at the second, or when patience ends. */
/** @type {(model: Model) => Status} */
const afterFailure = (model) => (model.status === "live" && model.attempt === 0 ? "live" : worse(model));

/** @type {(model: Model) => Status} */
const worse = (model) => (model.status === "offline" ? "offline" : "stale");

/** @type {(model: Model, input: Input) => [Model, Effect[]]} */
function failed(model, { now, random = 0.5, refused = false }) {
  const next = {
    ...model,
    status: model.lastContact === null && model.attempt === 0 ? model.status : afterFailure(model),
    attempt: model.attempt + 1,
    link: /** @type {const} */ ("none"),
    retryAt: now + retryDelay(model.attempt, random),
  };
  return [next, refused ? [{ do: "disconnect" }, { do: "check" }] : [{ do: "disconnect" }]];
}

/** @type {(model: Model, input: Input) => [Model, Effect[]]} */
function event(model, { now, name = "", data, seq = null }) {
  const next = touched(model, now);
  const known = seq !== null && model.seq !== null && seq <= model.seq;
  if (known && name !== "reset") return [next, []];
  return [{ ...next, seq: seq ?? model.seq }, [{ do: "deliver", name, data, seq }]];
}

/** @type {(model: Model, input: Input) => [Model, Effect[]]} */
function tick(model, { now, random }) {
  const patience = PATIENCE * model.heartbeat * 1000;
  const silent = model.lastContact !== null && now - model.lastContact > patience;
  const told = silent ? { ...model, status: worse(model) } : model;
  if (model.link === "none") return model.retryAt !== null && now >= model.retryAt ? connect(told, now) : [told, []];
  const waited = now - Math.max(model.linkAt, model.lastContact ?? 0);
  return waited > patience ? failed(told, { type: "failed", now, random }) : [told, []];
}

/** Sleep is noticed by the silence that it left; a connection that spoke a moment ago is kept. */
/** @type {(model: Model, input: Input) => [Model, Effect[]]} */
function wake(model, { now }) {
  const fresh = model.link === "open" && now - (model.lastContact ?? 0) < 1.25 * model.heartbeat * 1000;
  const opening = model.link === "opening" && now - model.linkAt < 1000;
  return fresh || opening ? [model, []] : reconnect(model, now);
}

/** @type {Record<string, (model: Model, input: Input) => [Model, Effect[]]>} */
const HANDLERS = {
  opened: (model, { now }) => [touched(model, now), []],
  ping: (model, { now, data }) => [touched(model, now), [{ do: "deliver", name: "ping", data, seq: null }]],
  event,
  failed,
  checked: (model, { gone = false }) =>
    gone ? [{ ...model, status: "ended", link: "none", retryAt: null }, [{ do: "disconnect" }]] : [model, []],
  tick,
  wake,
  online: (model, { now }) => reconnect({ ...model, status: model.lastContact ? "stale" : "connecting" }, now),
  offline: (model) => [{ ...model, status: "offline" }, []],
  heartbeat: (model, { now, heartbeat = model.heartbeat }) =>
    heartbeat < model.heartbeat ? reconnect({ ...model, heartbeat }, now) : [model, []],
};

/**
 * @param {Model} model
 * @param {Input} input
 * @returns {[Model, Effect[]]}
 */
export function step(model, input) {
  return model.status === "ended" ? [model, []] : HANDLERS[input.type](model, input);
}
