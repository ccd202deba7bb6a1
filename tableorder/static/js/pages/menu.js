/** The guest's menu: cards, dish sheet, cart, sending. */
import { component, start, store } from "../lib/alpine.js";
import { toast } from "../lib/toast.js";
import { makeOrders } from "../stores/orders.js";
import { cartBar, cartSheet, showRefusal } from "../components/guest/cart.js";
import { followScroll, menuSearch } from "../components/guest/chips.js";
import { dishSheet } from "../components/guest/dishSheet.js";
import { deliver, followSession, page, registerStores, sending } from "../components/guest/guest.js";
import { refreshMenu, registerMenu } from "../components/guest/menu.js";
import { tablePause } from "../components/guest/pause.js";
import { screens } from "../components/guest/screens.js";
import { progressText } from "../components/guest/words.js";

registerStores();
registerMenu();
store("orders", makeOrders(page.session_id));
for (const [name, factory] of Object.entries({ cartBar, cartSheet, dishSheet, menuSearch, screens, tablePause })) component(name, factory);
start();
followScroll();

document.addEventListener("click", ({ target }) => {
  const card = target instanceof Element ? target.closest("[data-dish]") : null;
  if (!(card instanceof HTMLElement)) return;
  dispatchEvent(new CustomEvent("dish-open", { detail: { menuId: Number(card.dataset.dish) } }));
});

/** Say what became of an order, once for each step. @param {string} name @param {any} data */
function followOrder(name, data) {
  const change = store("orders").apply(name, data);
  const isStep = change?.before?.status !== change?.order.status || change?.order.deleted;
  const told = change && isStep ? progressText(change.order) : null;
  if (told) toast(told.words, { tone: told.tone, seconds: 6 });
}

followSession({
  onEvent(name, data) {
    if (name === "menu_updated" || name === "store_updated") refreshMenu();
    else followOrder(name, data);
  },
  onReset: refreshMenu,
});

if (sending().isPending) deliver(() => sending().resume()).then(showRefusal);
