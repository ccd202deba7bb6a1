/**
 * A picture that a person chose, made small enough to send: phone photos are larger than the server
 * takes. What this browser cannot read goes on as it is; the server decides.
 */

const LONGEST = 2560;
const QUALITY = 0.88;

/**
 * Fit a size into a square without enlarging it.
 * @param {{width: number, height: number}} size
 * @param {number} longest
 */
export function fit({ width, height }, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Return `file`, or a smaller JPEG of it when it is larger than `limit` bytes or 2560 px.
 * @param {File} file
 * @param {number} limit
 * @returns {Promise<File>}
 */
export async function shrink(file, limit) {
  const bitmap = await readPicture(file);
  if (!bitmap) return file;
  const size = fit(bitmap);
  const isSmall = size.width === bitmap.width && size.height === bitmap.height && file.size <= limit;
  const small = isSmall ? null : await drawn(bitmap, { x: 0, y: 0, width: bitmap.width, height: bitmap.height }, size);
  bitmap.close();
  return small ?? file;
}

/**
 * Read a picture, upright; null for what this browser cannot read.
 * @param {Blob} file
 * @returns {Promise<ImageBitmap | null>}
 */
export async function readPicture(file) {
  return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
}

/**
 * Draw a part of a picture as a JPEG of this size; null where the browser cannot.
 * @param {CanvasImageSource} picture
 * @param {{x: number, y: number, width: number, height: number}} part
 * @param {{width: number, height: number}} size
 * @returns {Promise<File | null>}
 */
export async function drawn(picture, part, size) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, size);
  const context = canvas.getContext("2d");
  if (!context) return null;
  // JPEG has no transparency: what shines through becomes white, not black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, size.width, size.height);
  context.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, size.width, size.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return blob && new File([blob], "photo.jpg", { type: "image/jpeg" });
}

/**
 * Turn a picture a quarter to the right.
 * @param {ImageBitmap} picture
 */
export async function turned(picture) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: picture.height, height: picture.width });
  const context = canvas.getContext("2d");
  context?.translate(picture.height, 0);
  context?.rotate(Math.PI / 2);
  context?.drawImage(picture, 0, 0);
  return createImageBitmap(canvas);
}
