/**
 * What a form makes of the guests' menu, beside it: after each change the server draws the draft and says what is wrong
 * with it. The frame shows the guests' own page; it is there only where it can be seen.
 */
import { makeApi } from "../../lib/api.js";

const api = makeApi("staff");
/** Typing goes on: wait for a short stop. */
const PAUSE = 80;
const WIDE = "(width >= 90rem)";
const ASIDE = ["image", "opened", "csrf_token"];

const isNight = () => {
  const forced = document.documentElement.dataset.theme;
  return forced ? forced === "night" : matchMedia("(prefers-color-scheme: dark)").matches;
};

export const menuPreview = () => ({
  device: "phone",
  language: "",
  isNight: false,
  isOpen: false,
  isHidden: false,

  init() {
    this.language = document.documentElement.dataset.language;
    this.isNight = isNight();
    this.form = () => document.querySelector(".adm-form");
    this.frame = () => this.$root.querySelector("iframe");
    this.draft = null;
    this.asked = 0;
    addEventListener("preview-open", () => this.open());
    addEventListener("message", (event) => this.hear(event));
    for (const kind of ["input", "change"]) this.form().addEventListener(kind, () => this.soon());
    const wide = matchMedia(WIDE);
    wide.addEventListener("change", () => this.load());
    this.load();
    this.draw();
  },
  get isTablet() { return this.device === "tablet"; },

  open() {
    this.isOpen = true;
    this.load();
    this.$nextTick(() => this.$refs.close.focus());
  },
  close() {
    this.isOpen = false;
    document.querySelector("[data-preview-opener]")?.focus();
  },
  load() {
    const address = `/admin/menu/preview?lang=${this.language}`;
    const isSeen = this.isOpen || matchMedia(WIDE).matches;
    if (isSeen && this.frame().getAttribute("src") !== address) this.frame().src = address;
  },
  setDevice(event) { this.device = event.target.value; },
  setLanguage(event) {
    this.language = event.target.value;
    this.draft = null;
    this.load();
    this.draw();
  },
  setNight(event) {
    this.isNight = event.target.checked;
    this.show();
  },

  soon() {
    clearTimeout(this.due);
    this.due = setTimeout(() => this.draw(), PAUSE);
  },
  async draw() {
    const body = new FormData(this.form());
    if (body.get("image")?.size) body.set("has_picture", "on");
    for (const name of ASIDE) body.delete(name);
    const turn = (this.asked = this.asked + 1);
    const answer = await api.post(`${this.$root.dataset.draft}?lang=${this.language}`, body).catch(() => null);
    if (!answer || turn !== this.asked) return;
    this.draft = answer;
    this.isHidden = answer.is_hidden;
    dispatchEvent(new CustomEvent("draft-findings", { detail: answer.findings }));
    this.show();
  },
  /** @param {MessageEvent} event */
  hear({ origin, source, data }) {
    if (origin === location.origin && source === this.frame().contentWindow && data === "ready") this.show();
  },
  show() {
    if (!this.draft) return;
    const { html, dish } = this.draft;
    const chosen = this.form().querySelector(".adm-picture-image[src^='blob:']");
    const draft = { html, dish, theme: this.isNight ? "night" : "paper", picture: chosen?.src ?? "" };
    this.frame().contentWindow?.postMessage(draft, location.origin);
  },
});
