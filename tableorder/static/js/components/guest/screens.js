/** The screens that stand before everything else: an order on its way, its number, the end of the visit. */
import { plainMoney } from "../../lib/money.js";
import { t } from "../../lib/i18n.js";
import { closeLayer, openLayer } from "../../lib/layer.js";
import { byHand, cart, followParty, page, reload, sending, visit } from "./guest.js";

const BACK_AFTER = byHand ? 3 : 5;
const LEAVE_AFTER = 20;

/** Seconds of waiting before the words admit that something is slow. */
const SLOW = 3;

export const screens = () => ({
  left: 0,
  timer: /** @type {any} */ (null),

  init() {
    this.$watch("isShown", (isShown) => this.show(isShown));
    this.$watch("isAccepted", (isAccepted) => isAccepted && this.countDown(BACK_AFTER, () => this.backToMenu()));
    this.$watch("isClosed", (isClosed) => isClosed && page.device === "tablet" && this.countDown(LEAVE_AFTER, leave));
    this.show(this.isShown);
  },

  get isClosed() { return visit().state === "closed"; },
  get isSignedOut() { return !this.isClosed && (visit().state === "signed_out" || sending().phase === "signed_out"); },
  get isTableClosed() { return this.isClosed && Boolean(byHand); },
  get isVisitOver() { return this.isClosed && !byHand; },
  get isStaffOut() { return this.isSignedOut && Boolean(byHand); },
  get isDeviceOut() { return this.isSignedOut && !byHand; },
  get isGuest() { return !byHand; },
  get isTableOrder() { return Boolean(byHand); },
  get signInHref() { return `/login?next=${encodeURIComponent(location.pathname)}`; },
  get isEnded() { return this.isClosed || this.isSignedOut; },
  get isBusy() { return !this.isEnded && sending().isBusy; },
  get isWaiting() { return sending().phase === "waiting"; },
  get isAccepted() { return !this.isEnded && sending().phase === "accepted"; },
  /** The party that staff order for sits at another table now, or with another party. */
  get isPartyElsewhere() { return !this.isEnded && !this.isBusy && !this.isAccepted && visit().party !== null; },
  get elsewhereTitle() { return this.isPartyElsewhere ? t("This party sits at table %(number)s now", { number: visit().party.table.number }) : ""; },
  get followText() { return this.isPartyElsewhere ? t("Go on at table %(number)s", { number: visit().party.table.number }) : ""; },
  get isShown() { return this.isEnded || this.isBusy || this.isAccepted || this.isPartyElsewhere; },
  get tone() { return this.isAccepted ? "ok" : "plain"; },

  get busyTitle() {
    return sending().isResumed ? t("Checking your order…") : t("Sending your order…");
  },
  get busyText() {
    if (!this.isWaiting && sending().attempts === 0) return t("Please wait a moment.");
    if (sending().attempts < SLOW) return t("The connection is slow. We keep trying; it will not be ordered twice.");
    return t("There is no connection right now. We keep trying; it will not be ordered twice. You may also tell our staff.");
  },

  get order() { return sending().order ?? { number: "", items: [], total: 0, held: false }; },
  get number() { return this.order.number; },
  get isHeld() { return this.order.held; },
  get summary() {
    const count = this.order.items.reduce((sum, { quantity }) => sum + quantity, 0);
    return t("%(count)s in all, %(total)s", { count, total: plainMoney(this.order.total) });
  },
  get backText() {
    if (byHand) return this.left > 0 ? t("Back to the board in %(seconds)s s", { seconds: this.left }) : t("Back to the board");
    return this.left > 0 ? t("Back to the menu in %(seconds)s s", { seconds: this.left }) : t("Back to the menu");
  },
  get leaveText() {
    return this.left > 0 ? t("Back to the start in %(seconds)s s", { seconds: this.left }) : t("Back to the start");
  },
  get hasUnsent() { return !cart().isEmpty; },

  show(isShown) {
    if (!isShown) return closeLayer(this.$root);
    for (const dialog of document.querySelectorAll("dialog[open]")) {
      if (dialog !== this.$root) dialog.close();
    }
    openLayer(this.$root);
    this.$nextTick(() => this.$root.querySelector("#screen-title")?.focus());
  },

  /** Esc and the like don't close what must be read. */
  stay() {},
  closed() {
    if (this.isShown) this.show(true);
  },

  countDown(seconds, then) {
    clearInterval(this.timer);
    this.left = seconds;
    this.timer = setInterval(() => {
      this.left -= 1;
      if (this.left > 0) return;
      clearInterval(this.timer);
      then();
    }, 1000);
  },

  backToMenu() {
    this.orderMore();
    if (byHand) location.assign("/board");
    else if (location.pathname !== "/menu") location.assign("/menu");
  },

  orderMore() {
    clearInterval(this.timer);
    sending().reset();
    if (visit().isElsewhere) return reload();
    window.scrollTo(0, 0);
  },

  retryNow() { sending().retryNow(); },
  follow: followParty,
  reload,
});

const leave = () => location.assign("/");

