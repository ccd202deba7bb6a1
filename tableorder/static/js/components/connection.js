/** The connection indicator of the page's header: an icon and words for each state. */
import { watchConnection } from "../lib/connection.js";
import { t } from "../lib/i18n.js";
import { clockText } from "../lib/time.js";

export const connectionIndicator = () => ({
  state: "connecting",
  contact: /** @type {number | null} */ (null),
  stop: () => {},

  init() {
    this.stop = watchConnection(({ status, lastContact }) => {
      this.state = status;
      this.contact = lastContact;
    });
  },
  destroy() {
    this.stop();
  },

  get isConnecting() { return this.state === "connecting"; },
  get isLive() { return this.state === "live"; },
  get isStale() { return this.state === "stale"; },
  get isOffline() { return this.state === "offline"; },
  get isEnded() { return this.state === "ended"; },
  get lastContact() {
    return this.contact ? t("last contact %(time)s", { time: clockText(this.contact, { seconds: true }) }) : "";
  },
});
