/** The guest's orders, live. */
import { component, start, store } from "../lib/alpine.js";
import { announce } from "../lib/toast.js";
import { callButton, callSheet, fetchCalls, followCalls, registerCalls } from "../components/guest/calls.js";
import { followSession, page, registerStores, sending } from "../components/guest/guest.js";
import { fetchOrders, orderList } from "../components/guest/orderList.js";
import { screens } from "../components/guest/screens.js";
import { newsText } from "../components/guest/words.js";
import { makeOrders } from "../stores/orders.js";

registerStores();
// What is on its way is followed in one place, where its refusal can be mended.
if (sending().isPending) location.replace("/menu");

const orders = store("orders", makeOrders(page.session_id));
orders.load(page.orders);
registerCalls();
for (const [name, factory] of Object.entries({ callButton, callSheet, orderList, screens })) component(name, factory);
start();

followSession({
  onEvent(name, data) {
    followCalls(name, data);
    const told = newsText(store("orders").apply(name, data));
    if (told) announce(told.words);
  },
  onReset() {
    fetchCalls();
    fetchOrders();
  },
});
