/** Forms of settings: a station, taking orders, the store, a table. */
import { component, start } from "../lib/alpine.js";
import { editorForm, leaveDialog } from "../components/admin/editorForm.js";

component("leaveDialog", leaveDialog);
component("editorForm", editorForm);
start();
