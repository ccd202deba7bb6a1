/** The form of a dish: its picture is cropped and sent here. */
import { component, start } from "../lib/alpine.js";
import { cropper } from "../components/admin/cropper.js";
import { formRows } from "../components/admin/formRows.js";
import { editorForm } from "../components/admin/editorForm.js";
import { leaveDialog } from "../components/admin/leaving.js";
import { menuPreview } from "../components/admin/menuPreview.js";
import { itemPicture } from "../components/admin/itemPicture.js";

component("cropper", cropper);
component("leaveDialog", leaveDialog);
component("editorForm", editorForm);
component("menuPreview", menuPreview);
component("formRows", formRows);
component("itemPicture", itemPicture);
start();
