// The page of table tents: a button that prints, where scripts run.
import { start } from "../lib/alpine.js";

const button = document.querySelector("[data-print]");
if (button instanceof HTMLElement) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

start();
