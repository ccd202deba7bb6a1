/** Forms of settings: a station, taking orders, the store, a table. */
import { component, start } from "../lib/alpine.js";
import { editorForm } from "../components/admin/editorForm.js";
import { leaveDialog } from "../components/admin/leaving.js";

component("leaveDialog", leaveDialog);
component("editorForm", editorForm);
start();
