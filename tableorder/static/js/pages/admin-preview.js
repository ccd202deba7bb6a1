/**
 * The guests' menu within a form, drawn anew from each draft that the form sends. It follows no stream and keeps its cart
 * in memory: nothing that is done here is ordered or kept.
 */
import { component, start, store } from "../lib/alpine.js";
import { randomId } from "../lib/ids.js";
import { makeStorage } from "../lib/storage.js";
import { dishSheet, followCards } from "../components/guest/dishSheet.js";
import { swap } from "../components/guest/menu.js";
import { makeCart } from "../stores/cart.js";
import { itemsOf, makeMenu } from "../stores/menu.js";

/** No storage of the browser: it stays in memory. @returns {Storage} */
const nowhere = () => {
  throw new Error("a preview keeps nothing");
};

const read = (/** @type {Document} */ page) => JSON.parse(page.getElementById("menu-data")?.textContent ?? "{}");

store("menu", makeMenu(read(document)));
store("cart", makeCart({ owner: "preview", newId: () => randomId(8), storage: makeStorage(nowhere) }));
component("dishSheet", dishSheet);
start();
followCards();

/** The dish that was looked at last: only another one is brought into view. @type {number | null} */
let shown = null;

/**
 * Show a picture that was chosen for a dish and is not on the server yet.
 * @param {Document} page
 * @param {import("../stores/menu.js").Tree} tree
 * @param {number | null} dish
 * @param {string} picture
 */
function dress(page, tree, dish, picture) {
  const item = itemsOf(tree.categories).find(({ id }) => id === dish);
  const image = page.createElement("img");
  if (!item || !picture) return;
  item.image = { small: picture, medium: picture, large: picture, width: 1280, height: 960, placeholder: null };
  image.src = picture;
  page.querySelector(`#dish-${dish} .dish-photo`)?.replaceChildren(image);
}

/** @param {{html: string, dish: number | null, theme: string, picture: string}} draft */
function draw({ html, dish, theme, picture }) {
  document.documentElement.dataset.theme = theme;
  const page = new DOMParser().parseFromString(`<div id="menu-dishes">${html}</div>`, "text/html");
  const tree = read(page);
  dress(page, tree, dish, picture);
  store("menu").load(tree);
  swap(document.getElementById("menu-dishes"), page.getElementById("menu-dishes"));
  if (dish === shown) return;
  shown = dish;
  document.getElementById(`dish-${dish}`)?.scrollIntoView({ block: "center" });
}

addEventListener("message", ({ origin, source, data }) => {
  const isDraft = typeof data?.html === "string";
  if (isDraft && origin === location.origin && source === parent) draw(data);
});
parent.postMessage("ready", location.origin);
