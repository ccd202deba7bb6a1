/**
 * The picture of one dish: chosen, dropped or taken by camera, cropped, and sent at once with its progress. A dish that
 * is not there yet gets it with its form.
 */
import { makeApi } from "../../lib/api.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toast.js";
import { upload } from "../../lib/upload.js";
import { cropPicture } from "./cropper.js";

const api = makeApi("staff");

export const itemPicture = () => ({
  itemId: "",
  url: "",
  large: "",
  share: 0,
  isSending: false,
  isOver: false,
  fault: "",
  /** What the form's field holds. @type {File | null} */
  held: null,

  init() {
    const { itemId = "", picture = "", large = "" } = this.$root.dataset;
    Object.assign(this, { itemId, url: picture, large });
    // A form that is shown again after a refusal still holds what was chosen.
    const [file] = this.$refs.file.files;
    if (!file) return;
    this.held = file;
    this.show(URL.createObjectURL(file));
  },

  get hasPicture() { return Boolean(this.url); },
  get hasNone() { return !this.url; },
  get canSend() { return Boolean(this.itemId); },
  get canRemove() { return this.hasPicture && !this.isSending; },
  get canCrop() { return Boolean(this.large) && !this.isSending; },
  get hasFault() { return Boolean(this.fault); },

  choose(event) {
    const [file] = event.target.files;
    if (file) this.take(file);
  },
  over(event) { this.isOver = event.dataTransfer.types.includes("Files"); },
  left() { this.isOver = false; },
  drop(event) {
    this.isOver = false;
    const [file] = event.dataTransfer.files;
    if (file) this.take(file);
  },
  async cropAgain() {
    const blob = await fetch(this.large).then((response) => response.blob()).catch(() => null);
    if (blob) this.take(new File([blob], "photo.webp", { type: blob.type }));
  },

  async take(file) {
    this.fault = "";
    const part = await cropPicture(file);
    if (part && this.canSend) await this.send(part);
    else this.hold(part ?? this.held);
  },
  /** Put the picture into the form's own field, or empty that. @param {File | null} file */
  hold(file) {
    const holder = new DataTransfer();
    if (file) holder.items.add(file);
    this.$refs.file.files = holder.files;
    if (file && file !== this.held) this.show(URL.createObjectURL(file));
    this.held = file;
    this.$nextTick(() => this.tell());
  },
  /** The form shows another picture now. */
  tell() { this.$refs.file.dispatchEvent(new Event("input", { bubbles: true })); },
  show(url) {
    if (this.url.startsWith("blob:")) URL.revokeObjectURL(this.url);
    this.url = url;
  },

  async send(file) {
    Object.assign(this, { isSending: true, share: 0 });
    try {
      const { image } = await upload(`/api/menus/${this.itemId}/image`, "image", file, (share) => (this.share = share));
      this.large = image.large;
      this.show(image.medium);
      toast(t("Saved. Guests see it now."), { tone: "ok" });
    } catch (error) {
      this.fault = error.message;
    }
    this.isSending = false;
    this.hold(null);
  },
  async remove() {
    try {
      if (this.canSend) await api.delete(`/api/menus/${this.itemId}/image`);
      this.large = "";
      this.show("");
      this.hold(null);
      toast(t("The picture is gone."));
    } catch (error) {
      this.fault = error.message;
    }
  },
});
