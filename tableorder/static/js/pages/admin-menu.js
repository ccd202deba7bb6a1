/** The menu's list: dishes are found and chosen, changed in one go, and put in order. */
import { component, start, store } from "../lib/alpine.js";
import { makeApi } from "../lib/api.js";
import { pageData } from "../lib/i18n.js";
import { closeLayer, openLayer } from "../lib/layer.js";
import { toast } from "../lib/toast.js";
import { makeConsent, withConsent } from "../stores/consent.js";
import { makeList } from "../stores/menuList.js";
import { arranging } from "../components/admin/arranging.js";
import { bulk } from "../components/admin/bulk.js";
import { consentDialog } from "../components/admin/consentDialog.js";
import { menuList } from "../components/admin/menuList.js";
import { refreshUndoBar, startUndoBar } from "../components/admin/undoBar.js";

const page = pageData();
const api = makeApi("staff");
const asked = new URLSearchParams(location.search);
store("list", makeList(page.items, { query: asked.get("q") ?? "", filter: asked.get("only") ?? "" }));
const list = store("list");

store("consent", makeConsent({ open: () => openLayer("consent"), close: () => closeLayer("consent") }));
const consent = store("consent");
const putSeen = withConsent(api.put, (findings) => consent.ask(findings));

component("consentDialog", consentDialog({ consent }));
component("arranging", arranging({ putSeen, list, toast, mark: page.mark, saved: () => refreshUndoBar(api) }));
component("menuList", menuList({ list }));
component("bulk", bulk({ api, putSeen, list, toast }));
startUndoBar(page.change);
start();
