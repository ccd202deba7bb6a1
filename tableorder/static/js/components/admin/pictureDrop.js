/** Many pictures at once: dropped or chosen, each for the dish that its name tells or a person says. */
import { t, text } from "../../lib/i18n.js";
import { shrink } from "../../lib/picture.js";
import { toast } from "../../lib/toast.js";
import { upload } from "../../lib/upload.js";
import { makeQueue } from "../../stores/pictureQueue.js";
import { cropPicture } from "./cropper.js";
import { guard } from "./leaving.js";

/** Files and their pictures on the screen, by the keys of their entries. @type {Map<number, File>} */
const files = new Map();
/** @type {Map<number, string>} */
const thumbs = new Map();

/** @param {number} key @param {File} file */
function keep(key, file) {
  forget(key);
  files.set(key, file);
  thumbs.set(key, URL.createObjectURL(file));
}

/** @param {number} key */
function forget(key) {
  if (thumbs.has(key)) URL.revokeObjectURL(thumbs.get(key) ?? "");
  files.delete(key);
  thumbs.delete(key);
}

/**
 * @param {{dishes: {id: number, name: Record<string, string>}[], largest_file: number}} page
 * @param {() => Promise<void>} saved called after pictures were sent
 */
export const pictureDrop = (page, saved) => () => ({
  dishes: page.dishes.map(({ id, name }) => ({ id, label: text(name) })),
  queue: makeQueue(page.dishes.map(({ id, name }) => ({ id, names: Object.values(name) }))),
  isOver: false,

  init() { guard(() => this.queue.isUnsaved); },

  get hasRows() { return this.queue.entries.length > 0; },
  get rows() {
    const { clashes } = this.queue;
    return this.queue.entries.map((entry) => ({
      ...entry,
      thumb: thumbs.get(entry.key),
      selectId: `dish-of-${entry.key}`,
      selectLabel: t("Dish for %(name)s", { name: entry.name }),
      isOpen: entry.state === "waiting" || entry.state === "failed",
      isSending: entry.state === "sending",
      isDone: entry.state === "done",
      hint: this.hintOf(entry, clashes),
    }));
  },
  hintOf({ state, dishId, message }, clashes) {
    if (message) return message;
    if (state === "done") return "";
    if (!dishId) return t("Which dish is this?");
    return clashes.has(dishId) ? t("Another picture is for this dish too.") : "";
  },
  get canSend() { return this.queue.canSend && !this.queue.isSending; },
  get cannotSend() { return !this.canSend; },
  get sendText() { return t("Save %(count)s pictures", { count: this.queue.ready.length }); },

  choose(event) {
    this.add([...event.target.files]);
    event.target.value = "";
  },
  over(event) { this.isOver = event.dataTransfer.types.includes("Files"); },
  left() { this.isOver = false; },
  drop(event) {
    this.isOver = false;
    const dish = event.target.closest("[data-dish-id]");
    this.add([...event.dataTransfer.files], Number(dish?.dataset.dishId ?? 0));
  },
  /** @param {File[]} chosen @param {number} [dishId] */
  add(chosen, dishId = 0) {
    const keys = this.queue.add(chosen, dishId);
    keys.forEach((key, index) => keep(key, chosen[index]));
    this.refresh();
    if (chosen.length) this.$nextTick(() => this.$refs.rows.scrollIntoView({ block: "nearest" }));
  },
  /** Pictures are not reactive: a new list of the same entries draws them. */
  refresh() { this.queue.entries = [...this.queue.entries]; },

  assign(key, event) { this.queue.assign(key, Number(event.target.value)); },
  remove(key) {
    forget(key);
    this.queue.remove(key);
  },
  async crop(key) {
    const file = files.get(key);
    const part = file && (await cropPicture(file));
    if (!part) return;
    keep(key, part);
    this.refresh();
  },

  async sendAll() {
    for (const { key } of this.queue.ready) await this.send(key);
    const failed = this.queue.entries.filter(({ state }) => state === "failed").length;
    if (!failed) toast(t("Saved. Guests see it now."), { tone: "ok" });
    await saved();
  },
  async send(key) {
    const { dishId } = this.queue.find(key);
    this.queue.note(key, { state: "sending", share: 0, message: "" });
    try {
      const file = await shrink(files.get(key), page.largest_file);
      const progress = (share) => this.queue.note(key, { share });
      const { image } = await upload(`/api/menus/${dishId}/image`, "image", file, progress);
      this.queue.note(key, { state: "done", share: 1 });
      this.showOn(dishId, image.small);
    } catch (error) {
      this.queue.note(key, { state: "failed", message: error.message });
    }
  },
  /** Show the new picture among the dishes. */
  showOn(dishId, url) {
    const card = this.$root.querySelector(`[data-dish-id="${dishId}"]`);
    const image = card?.querySelector("img");
    if (!image) return;
    Object.assign(image, { src: url, hidden: false });
    card.querySelector("[data-none]").hidden = true;
  },
});
