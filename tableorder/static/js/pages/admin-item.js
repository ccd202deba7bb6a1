/** The dish form: shows the chosen picture at once, and sends a large one smaller. */
import { start } from "../lib/alpine.js";
import { shrink } from "../lib/picture.js";

const box = document.querySelector("[data-picture]");
const input = box?.querySelector("[data-picture-input]");
const preview = box?.querySelector("[data-picture-preview]");
const none = box?.querySelector("[data-picture-none]");

/** Put `file` in the place of what was chosen, where the browser allows it. */
function replaceFile(file) {
  const holder = new DataTransfer();
  holder.items.add(file);
  input.files = holder.files;
}

async function choose() {
  const [chosen] = input.files;
  if (!chosen) return;
  const file = await shrink(chosen, Number(box.dataset.limit));
  if (file !== chosen) replaceFile(file);
  if (preview.src.startsWith("blob:")) URL.revokeObjectURL(preview.src);
  preview.src = URL.createObjectURL(file);
  preview.hidden = false;
  none.hidden = true;
}

input?.addEventListener("change", choose);
start();
