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
  const bitmap = await read(file);
  if (!bitmap) return file;
  const size = fit(bitmap);
  const isSmall = size.width === bitmap.width && size.height === bitmap.height && file.size <= limit;
  const blob = isSmall ? null : await draw(bitmap, size);
  bitmap.close();
  return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
}

async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function draw(bitmap, { width, height }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (!context) return null;
  // JPEG has no transparency: what shines through becomes white, not black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
