/** Pictures for many dishes at once. */
import { component, start } from "../lib/alpine.js";
import { pageData } from "../lib/i18n.js";
import { cropper } from "../components/admin/cropper.js";
import { leaveDialog } from "../components/admin/leaving.js";
import { pictureDrop } from "../components/admin/pictureDrop.js";

component("cropper", cropper);
component("leaveDialog", leaveDialog);
component("pictureDrop", pictureDrop(pageData()));
start();
