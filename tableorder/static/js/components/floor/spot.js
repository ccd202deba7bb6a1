/** One table of the floor, in words. It decides nothing. */
import { iconHref } from "../../lib/icons.js";
import { t } from "../../lib/i18n.js";
import { plainMoney } from "../../lib/money.js";
import { clockText, waitingText } from "../../lib/time.js";
import { spotOf } from "../../stores/floorView.js";

/** @type {Record<string, {word: () => string, icon: string}>} as templates/staff/_floor_parts.html names them */
const STATES = {
  free: { word: () => t("Vacant"), icon: "circle-check" },
  seated: { word: () => t("Seated"), icon: "armchair" },
  ordering: { word: () => t("Ordering"), icon: "utensils" },
  calling: { word: () => t("Calling"), icon: "bell-ring" },
  late: { word: () => t("Waiting too long"), icon: "triangle-alert" },
};

/** @typedef {{now: number, timeZone: string}} Hall */

/** @param {{board: () => import("../../stores/board.js").Board, hall: () => Hall}} world */
export const spot = ({ board, hall }) => () => ({
  id: 0,

  init() { this.id = Number(this.$root.dataset.table); },

  get spot() { return spotOf(board(), this.id, hall().now); },
  get isThere() { return this.spot !== null; },
  get state() { return this.spot?.state ?? "free"; },
  get stateWord() { return STATES[this.state].word(); },
  get stateIcon() { return iconHref(STATES[this.state].icon); },
  get age() { return this.spot?.age ?? ""; },
  get total() { return this.spot && this.spot.total !== null ? plainMoney(this.spot.total) : ""; },
  get since() {
    const opened = this.spot?.openedAt;
    return opened ? t("since %(time)s", { time: clockText(opened, { timeZone: hall().timeZone }) }) : "";
  },
  get waits() {
    const since = this.spot?.waitsSince;
    return since ? t("waiting: %(time)s", { time: waitingText(since, hall().now) }) : "";
  },
  get calls() { return this.spot?.calls ? t("Calls: %(count)s", { count: this.spot.calls }) : ""; },
  get isPaused() { return Boolean(this.spot?.pause); },
  get isRunning() { return !this.isPaused; },
  get pauseMessage() { return this.spot?.pause?.note ?? ""; },
});
