/** The menu's list: its order is changed here. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { pageData } from "../lib/i18n.js";
import { toast } from "../lib/toast.js";
import { arranging } from "../components/admin/arranging.js";

const page = pageData();
store("list", { mode: "order", isFolded: false });
component("arranging", arranging({ api: makeApi("staff"), list: store("list"), toast, mark: page.mark }));
start();
