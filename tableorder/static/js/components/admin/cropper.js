/** The dialog in which a photograph is cropped to the card's shape: by finger, mouse or keys. */
import { closeLayer, openLayer } from "../../lib/layer.js";
import { drawn, readPicture, turned } from "../../lib/picture.js";
import { drawnSize, frame, move, start, zoomTo } from "../../stores/crop.js";

const WIDEST = 1600;
const STEP = 0.05;
const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/** The photograph, which must not become reactive. @type {ImageBitmap | null} */
let picture = null;
/** @type {((file: File | null) => void) | null} */
let answer = null;

/**
 * Let a person crop a picture; what this browser cannot read is returned as it is, for the server to decide.
 * @param {File} file
 * @returns {Promise<File | null>} null when they thought better of it
 */
export async function cropPicture(file) {
  const bitmap = await readPicture(file);
  if (!bitmap) return file;
  picture = bitmap;
  return new Promise((done) => {
    answer = done;
    dispatchEvent(new Event("crop-open"));
  });
}

/** @param {File | null} file */
function finish(file) {
  answer?.(file);
  answer = null;
  picture?.close();
  picture = null;
}

export const cropper = () => ({
  crop: start({ width: 4, height: 3 }),
  /** Pointers on the picture by id, as they were last. @type {Map<number, {x: number, y: number}>} */
  pointers: new Map(),

  init() { addEventListener("crop-open", () => this.open()); },
  open() {
    this.restart();
    openLayer(this.$root);
    this.$refs.canvas.focus();
  },
  restart() {
    if (!picture) return;
    this.crop = start(picture);
    this.draw();
  },
  closed() { finish(null); },

  get zoom() { return String(this.crop.zoom); },
  setZoom(event) { this.change(zoomTo(this.crop, Number(event.target.value))); },
  change(crop) {
    this.crop = crop;
    this.draw();
  },
  draw() {
    const { canvas } = this.$refs;
    const { x, y, width, height } = frame(this.crop);
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    canvas.getContext("2d").drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
  },

  onKey(event) {
    const step = KEYS[event.key];
    const factor = { "+": 1.1, "=": 1.1, "-": 1 / 1.1 }[event.key];
    if (!step && !factor) return;
    event.preventDefault();
    this.change(step ? move(this.crop, ...step) : zoomTo(this.crop, this.crop.zoom * factor));
  },
  onWheel(event) { this.change(zoomTo(this.crop, this.crop.zoom * Math.exp(-event.deltaY / 500))); },
  onDown(event) {
    this.$refs.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  },
  onUp(event) { this.pointers.delete(event.pointerId); },
  onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    const { clientWidth, clientHeight } = this.$refs.canvas;
    const fingers = this.pointers.size;
    const moved = move(this.crop, (before.x - now.x) / clientWidth / fingers, (before.y - now.y) / clientHeight / fingers);
    const spread = other ? distance(now, other) / Math.max(1, distance(before, other)) : 1;
    this.change(zoomTo(moved, moved.zoom * spread));
  },

  async turn() {
    if (!picture) return;
    const before = picture;
    picture = await turned(before);
    before.close();
    this.restart();
  },
  async apply() {
    if (!picture) return;
    const file = await drawn(picture, frame(this.crop), drawnSize(this.crop, WIDEST));
    finish(file);
    closeLayer(this.$root);
  },
});

/** @param {{x: number, y: number}} one @param {{x: number, y: number}} other */
const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
