/** The script of pages that have none of their own: the frame alone. */
import { start } from "./alpine.js";

start();
