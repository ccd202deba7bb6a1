/** The forms of a category and an option group. */
import { component, start } from "../lib/alpine.js";
import { choiceRow, formRows } from "../components/admin/formRows.js";

component("choiceRow", choiceRow);
component("formRows", formRows);
start();
