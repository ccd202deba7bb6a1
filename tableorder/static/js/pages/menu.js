/** The guest's menu: cards, dish sheet, cart, sending. */
import { component, start, store } from "../lib/alpine.js";
import { toast } from "../lib/toast.js";
import { makeOrders } from "../stores/orders.js";
import { callButton, callSheet, fetchCalls, followCalls, registerCalls } from "../components/guest/calls.js";
import { cartBar, cartSheet, showRefusal } from "../components/guest/cart.js";
import { followScroll, menuSearch } from "../components/guest/chips.js";
import { dishSheet, followCards } from "../components/guest/dishSheet.js";
import { byHand, deliver, followSession, page, registerStores, sending } from "../components/guest/guest.js";
import { refreshMenu, registerMenu } from "../components/guest/menu.js";
import { lastCall, tablePause } from "../components/guest/pause.js";
import { screens } from "../components/guest/screens.js";
import { newsText } from "../components/guest/words.js";

registerStores();
registerMenu();
if (!byHand) registerCalls();
store("orders", makeOrders(page.session_id));
const components = { callButton, callSheet, cartBar, cartSheet, dishSheet, lastCall, menuSearch, screens, tablePause };
for (const [name, factory] of Object.entries(components)) component(name, factory);
start();
followScroll();

followCards();

/** Say what became of an order, once for each step. @param {string} name @param {any} data */
function followOrder(name, data) {
  const told = newsText(store("orders").apply(name, data));
  if (told) toast(told.words, { tone: told.tone, seconds: 6 });
}

followSession({
  onEvent(name, data) {
    if (!byHand) followCalls(name, data);
    if (name === "menu_updated" || name === "store_updated") refreshMenu();
    else followOrder(name, data);
  },
  onReset() {
    if (!byHand) fetchCalls();
    refreshMenu();
  },
});

if (sending().isPending) deliver(() => sending().resume()).then(showRefusal);
