/** Pictures for many dishes at once. */
import { component, start } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { pageData } from "../lib/i18n.js";
import { cropper } from "../components/admin/cropper.js";
import { leaveDialog } from "../components/admin/leaving.js";
import { pictureDrop } from "../components/admin/pictureDrop.js";
import { refreshUndoBar, startUndoBar } from "../components/admin/undoBar.js";

const page = pageData();
const api = makeApi("staff");
component("cropper", cropper);
component("leaveDialog", leaveDialog);
component("pictureDrop", pictureDrop(page, () => refreshUndoBar(api)));
startUndoBar(page.change);
start();
