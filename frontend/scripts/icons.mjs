// Draws tableorder/static/img/icons.svg: one <symbol> for each Lucide icon that the pages name.
import { readFile, writeFile } from "node:fs/promises";

const NAMES = [
  "armchair", "arrow-left", "arrow-right", "arrow-right-left", "badge-check", "ban", "bell", "bell-off", "bell-ring", "calendar", "camera",
  "check", "check-check", "chef-hat", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle-alert",
  "circle-check", "circle-help", "circle-pause", "circle-x", "clock", "combine", "concierge-bell", "copy", "crop", "delete", "download", "ellipsis", "eye", "eye-off",
  "filter", "flame", "glass-water", "globe", "grip-vertical", "hand", "hand-platter", "hash", "history", "house", "image", "image-plus", "info",
  "key-round", "languages", "layers", "layout-grid", "leaf", "list", "loader-circle", "lock", "log-in", "log-out", "maximize", "menu",
  "message-square", "minus", "monitor", "moon", "package", "pencil", "play", "plus", "printer", "qr-code", "receipt-text", "refresh-cw", "rotate-cw",
  "save", "search", "send", "settings", "shopping-bag", "smartphone", "soup", "sparkles", "split", "sprout", "square-pen", "star",
  "store", "sun-moon", "tablet-smartphone", "tag", "timer", "trash-2", "triangle-alert", "undo-2", "upload", "user",
  "users", "utensils", "utensils-crossed", "volume-2", "volume-x", "wifi", "wifi-off", "x",
];

const SOURCE = new URL("../node_modules/lucide-static/icons/", import.meta.url);
const TARGET = new URL("../../tableorder/static/img/icons.svg", import.meta.url);

async function symbol(name) {
  const svg = await readFile(new URL(`${name}.svg`, SOURCE), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
}

const symbols = await Promise.all(NAMES.map(symbol));
const licence = "<!-- Icons from Lucide, ISC licence: see vendor/licences/lucide-static.txt -->";
await writeFile(TARGET, `<svg xmlns="http://www.w3.org/2000/svg">\n${licence}\n${symbols.join("\n")}\n</svg>\n`);
