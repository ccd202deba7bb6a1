/**
 * A form of the menu: sent without leaving the page until it is saved, so that nothing that was typed or chosen is lost
 * by a refusal, a lost connection or a sign-in that ran out; whoever leaves a changed one is asked first.
 */
import { readCookie } from "../../lib/cookies.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toast.js";
import { snapshot } from "../../stores/formState.js";
import { guard } from "./leaving.js";

const ASIDE = ["csrf_token", "opened"];

/** What a form holds now. @param {HTMLFormElement} form */
const stateOf = (form) => snapshot([...new FormData(form)].filter(([name]) => !ASIDE.includes(name)));

export const editorForm = () => ({
  saved: "",
  isSending: false,
  findings: [],

  init() {
    const form = this.$root;
    // What a refusal without this script showed again was typed, but not saved.
    this.saved = form.dataset.refused === undefined ? stateOf(form) : "";
    this.go = guard(() => this.saved !== stateOf(form));
    addEventListener("draft-findings", ({ detail }) => (this.findings = detail));
    // Deleting has asked already.
    document.addEventListener("submit", ({ target }) => target.matches(".adm-delete-ask") && this.go());
  },
  get hints() {
    return this.findings.map(({ key, message, severity }) => ({ key, message, tone: severity === "blocks" ? "bad" : "wait" }));
  },
  openPreview() { dispatchEvent(new Event("preview-open")); },
  get hasHints() { return this.findings.length > 0; },
  get hintCount() { return this.findings.length; },

  async send(event) {
    if (this.isSending) return;
    const body = new FormData(this.$root, event.submitter);
    body.set("csrf_token", readCookie("to_staff_csrf", document.cookie));
    this.isSending = true;
    const headers = { "X-Sent-By": "script" };
    const response = await fetch(this.$root.action, { method: "POST", body, headers }).catch(() => null);
    await this.take(response);
    this.isSending = false;
  },
  /** @param {Response | null} response */
  async take(response) {
    const next = response?.headers.get("Location");
    if (response?.status === 204 && next) {
      this.go();
      location.assign(next);
      return;
    }
    if (response?.redirected) return toast(t("You are signed out. Sign in again in another tab, then save here."), { tone: "bad", seconds: 12 });
    const text = response ? await response.text().catch(() => "") : "";
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".adm-form");
    if (fresh) this.show(fresh);
    else if (response?.status === 404) toast(t("Somebody else deleted this meanwhile."), { tone: "bad", seconds: 8 });
    else toast(t("This could not be saved. Nothing is lost: please try again."), { tone: "bad", seconds: 8 });
  },
  /** Show the form as the server answers it; a picture that was chosen stays chosen. @param {Element} fresh */
  show(fresh) {
    const kept = this.$root.querySelector("#image");
    const field = fresh.querySelector("#image");
    if (kept && field && !field.hasAttribute("aria-invalid")) field.files = kept.files;
    this.$root.action = fresh.action; // what was deleted meanwhile is sent as new
    this.$root.replaceChildren(...fresh.childNodes);
    this.$nextTick(() => {
      const place = this.$root.querySelector("[aria-invalid=true]:not(:disabled), .adm-told button, .adm-told") ?? this.$root;
      place.scrollIntoView({ block: "center" });
      place.focus({ preventScroll: true });
      this.$root.dispatchEvent(new Event("input", { bubbles: true }));
    });
  },
});
