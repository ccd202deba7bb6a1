/**
 * Which part of a photograph is kept: a window of the card's shape that is moved, zoomed and turned over it. Pure:
 * numbers in, numbers out; all are pixels of the photograph as it stands turned.
 */

/** The shape of a dish's card. */
export const RATIO = 4 / 3;
export const MOST_ZOOM = 5;

/**
 * @typedef {{width: number, height: number, zoom: number, x: number, y: number}} Crop
 * `x`, `y`: the middle of the window; `zoom`: how often the largest window is wider than this one.
 */

/**
 * Begin with the largest window, in the middle.
 * @param {{width: number, height: number}} size
 * @returns {Crop}
 */
export function start({ width, height }) {
  return { width, height, zoom: 1, x: width / 2, y: height / 2 };
}

/** The window of a crop. @param {Crop} crop */
export function frame(crop) {
  const width = Math.min(crop.width, crop.height * RATIO) / crop.zoom;
  const height = width / RATIO;
  return { x: crop.x - width / 2, y: crop.y - height / 2, width, height };
}

/** Keep the window inside the photograph. @param {Crop} crop @returns {Crop} */
function settled(crop) {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, crop.zoom));
  const { width, height } = frame({ ...crop, zoom });
  const inside = (middle, size, whole) => Math.min(whole - size / 2, Math.max(size / 2, middle));
  return { ...crop, zoom, x: inside(crop.x, width, crop.width), y: inside(crop.y, height, crop.height) };
}

/**
 * Move the window by shares of its own size: 0.1 is a tenth of it to the right or down.
 * @param {Crop} crop @param {number} right @param {number} down
 */
export function move(crop, right, down) {
  const { width, height } = frame(crop);
  return settled({ ...crop, x: crop.x + right * width, y: crop.y + down * height });
}

/** @param {Crop} crop @param {number} zoom */
export function zoomTo(crop, zoom) {
  return settled({ ...crop, zoom });
}

/** The size in which a window is drawn: never enlarged, and no larger than needed. @param {Crop} crop @param {number} widest */
export function drawnSize(crop, widest) {
  const width = Math.max(1, Math.round(Math.min(widest, frame(crop).width)));
  return { width, height: Math.max(1, Math.round(width / RATIO)) };
}
