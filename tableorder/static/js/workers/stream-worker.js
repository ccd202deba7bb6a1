/** The stream that all tabs of one browser share: one relay for each identity, closed when its last tab has left. */
import { openRelay } from "../lib/stream/relay.js";

/** A tab that has not been heard of for so long is gone, in ms: hidden tabs speak once a minute, frozen ones never. */
const PATIENCE = 10 * 60_000;
const BEAT = 2000;

/** @typedef {{relay: ReturnType<typeof openRelay>, ports: Map<MessagePort, number>}} Room ports with the time of their last word */

/** @type {Map<string, Room>} */
const rooms = new Map();

/**
 * @param {string} key
 * @param {any} wish
 */
function roomFor(key, wish) {
  const found = rooms.get(key);
  if (found) return found;
  /** @type {Room["ports"]} */
  const ports = new Map();
  const relay = openRelay(wish, (message) => ports.forEach((_, port) => port.postMessage(message)));
  const room = { relay, ports };
  rooms.set(key, room);
  return room;
}

/**
 * @param {string} key
 * @param {MessagePort} port
 */
function leave(key, port) {
  const room = rooms.get(key);
  if (!room) return;
  room.ports.delete(port);
  if (room.ports.size > 0) return;
  room.relay.close();
  rooms.delete(key);
}

/**
 * @param {MessagePort} port
 * @param {{kind: string, identity: string, wish: any}} message
 */
function onMessage(port, { kind, identity, wish }) {
  const key = `${wish.as}:${identity}`;
  if (kind === "bye") return leave(key, port);
  const room = roomFor(key, wish);
  const isNew = !room.ports.has(port);
  if (kind === "hello") {
    if (!isNew) room.relay.wake();
    room.relay.welcome(wish, (answer) => port.postMessage(answer));
  }
  if (kind === "online") room.relay.online();
  if (kind === "offline") room.relay.offline();
  room.ports.set(port, Date.now());
}

setInterval(() => {
  for (const [key, room] of rooms) {
    for (const [port, heard] of room.ports) if (Date.now() - heard > PATIENCE) leave(key, port);
    if (rooms.has(key)) room.relay.beat();
  }
}, BEAT);

/** @type {any} */ (globalThis).onconnect = (/** @type {MessageEvent} */ { ports: [port] }) => {
  port.onmessage = ({ data }) => onMessage(port, data);
};
