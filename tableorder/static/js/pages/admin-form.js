/** The forms of a category and an option group. */
import { component, start } from "../lib/alpine.js";
import { editorForm } from "../components/admin/editorForm.js";
import { leaveDialog } from "../components/admin/leaving.js";
import { menuPreview } from "../components/admin/menuPreview.js";
import { choiceRow, formRows } from "../components/admin/formRows.js";

component("leaveDialog", leaveDialog);
component("editorForm", editorForm);
component("menuPreview", menuPreview);
component("choiceRow", choiceRow);
component("formRows", formRows);
start();
