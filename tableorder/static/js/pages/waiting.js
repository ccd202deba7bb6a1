/** A phone that waits to be admitted: asks every few seconds, and goes on by itself. */
import { start } from "../lib/alpine.js";
import { ApiError, makeApi } from "../lib/api.js";

/** Between two questions, in ms. */
const PAUSE = 2500;

const api = makeApi("table");

function showRefused() {
  document.getElementById("waiting")?.toggleAttribute("hidden", true);
  document.getElementById("refused")?.toggleAttribute("hidden", false);
}

async function ask() {
  const answer = await api.get("/api/session").catch((error) => error);
  if (answer instanceof ApiError && answer.status === 401) return showRefused();
  const isDecided = answer.device?.is_admitted || (answer instanceof ApiError && answer.status === 410);
  if (isDecided) return location.replace("/");
  return void setTimeout(ask, PAUSE);
}

start();
setTimeout(ask, PAUSE);
