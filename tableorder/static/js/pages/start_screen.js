/** A tablet's start screen: goes on by itself when staff opened the table or unpaired the tablet. */
import { start } from "../lib/alpine.js";
import { pageData } from "../lib/i18n.js";
import { openStream } from "../lib/stream.js";

const MOVES = new Set(["session_opened", "session_moved", "reset"]);

const lookAgain = () => location.replace("/");

openStream({
  as: "table",
  since: pageData().seq,
  onEvent: (name) => MOVES.has(name) && lookAgain(),
  onState: ({ status }) => status === "ended" && lookAgain(),
});
start();
