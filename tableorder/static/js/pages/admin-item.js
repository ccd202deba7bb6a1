/** The dish form: its picture is cropped and sent here. */
import { component, start } from "../lib/alpine.js";
import { cropper } from "../components/admin/cropper.js";
import { itemPicture } from "../components/admin/itemPicture.js";

component("cropper", cropper);
component("itemPicture", itemPicture);
start();
