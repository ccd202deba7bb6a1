/** The tickets of one screen of the kitchen, and what hands and keys do to them. */
import { clockText } from "../../lib/time.js";
import { t } from "../../lib/i18n.js";
import { openLayer } from "../../lib/layer.js";
import { share } from "../../lib/share.js";
import { announce } from "../../lib/toast.js";
import { allDayOf, hasVoids, heldOf, isOneOfMany, readyOf, ticketsOf } from "../../stores/kitchen.js";
import { keyboard } from "./keyboard.js";
import { hiddenOf, watchTickets } from "./offscreen.js";
import { cookingWords, makePresenter, presentReady, presentScreens, presentSide, presentSum } from "./present.js";

/**
 * @typedef {import("../../stores/board.js").Board} Board
 * @typedef {import("../../stores/board.js").Order} Order
 * @typedef {ReturnType<typeof import("./screen.js").makeScreen>} Screen
 * @typedef {{look: () => Board, screen: () => Screen, actions: ReturnType<typeof import("./cooking.js").makeCooking>,
 *   undos: ReturnType<typeof import("../live/undo.js").makeUndos>,
 *   selling: ReturnType<typeof import("../live/sale.js").makeSelling>, keep: (name: string, value: any) => void}} World
 */

/** So many tickets are drawn at first, some screens full; reading on brings as many again. */
const DRAWN = 24;

/** Two taps within so long are one double tap; a wet finger that bounces on a line is one tap. In ms. */
const DOUBLE = 450;
const BOUNCE = 350;

/** Seconds for which a bump, and a rush mark, can be taken back. */
const BUMP_SECONDS = 10;
const RUSH_SECONDS = 3;

/** How long the pass may be told that all is ready though somebody still cooks, in ms. */
const ASKING = 5000;

/** How much of a phone's screen a page turns. */
const PAGE = 0.7;

const SIZES = ["s", "m", "l"];

/** @param {World} world */
export const kitchenBoard = ({ look, screen, actions, selling, undos, keep }) => () => {
  /** @type {any} what is drawn, as plain data: read from the page, each drawing would be the cause of the next */
  let shown = null;
  const present = makePresenter();
  /** @type {import("./offscreen.js").Eyes} */
  let eyes = { visible: new Set(), whole: new Set(), known: new Set() };
  /** What is beyond the screen, as it was announced. */
  let told = { fresh: 0, voids: 0 };
  let head = { id: 0, at: 0 };
  let line = { id: 0, at: 0 };

  const tickets = () => ticketsOf(look(), screen().which, screen().now);
  const orderOf = (/** @type {number} */ id) => look().orders[id] ?? look().voided[id];
  /** For which station this screen acts, none for the whole kitchen. */
  const station = () => {
    const { which } = screen();
    return typeof which === "number" && isOneOfMany(which, look().stations) ? which : undefined;
  };

  /** How lines that are done are taken back. @param {Order} order @param {number[]} lines */
  const recallOf = ({ id, number }, lines) => ({
    words: t("Order %(number)s is done.", { number }),
    seconds: BUMP_SECONDS,
    take: () => look().orders[id] && actions.recall(look().orders[id], lines),
  });
  /** How a rush mark is. @param {Order} order */
  const unrushOf = ({ id, number }) => ({
    words: t("Order %(number)s goes first.", { number }),
    seconds: RUSH_SECONDS,
    take: () => look().orders[id] && actions.rush(look().orders[id], false),
  });

  return {
    ...keyboard({ screen, undos }),

    /** @type {{screens: any[], tickets: any[], ids: number[], voided: number[], held: any[], ready: any[], sums: any[],
     *   late: number}} */
    view: { screens: [], tickets: [], ids: [], voided: [], held: [], ready: [], sums: [], late: 0 },
    limit: DRAWN,
    hidden: { before: presentSide(), after: presentSide() },

    init() {
      const root = /** @type {HTMLElement} */ (this.$root);
      eyes = watchTickets(this.$refs.strip, () => this.read());
      // What a finger has pressed must not keep the focus: the bump bar's Enter would press it again.
      root.addEventListener("click", ({ detail }) => {
        const focused = document.activeElement;
        if (detail > 0 && focused instanceof HTMLElement && root.contains(focused)) focused.blur();
      });
      addEventListener("keydown", (event) => this.press(event));
    },

    /** Run once after each change: what is drawn anew is only what became another object. */
    redraw() {
      const board = look();
      const { which } = screen();
      const open = tickets();
      const before = shown;
      shown = share(shown, {
        screens: presentScreens(board.stations, which),
        tickets: present(open.slice(0, this.limit), board.stations, screen()),
        ids: open.map(({ order }) => order.id),
        voided: open.filter(hasVoids).map(({ order }) => order.id),
        held: heldOf(board, which).map((order) => presentReady(order, screen())),
        ready: which === "pass" ? readyOf(board).map((order) => presentReady(order, screen())) : [],
        sums: screen().hasSums ? allDayOf(open).map(presentSum) : [],
        late: open.filter(({ age }) => age === "late").length,
      });
      this.view = shown;
      if (shown.ids !== before?.ids || shown.voided !== before?.voided) this.$nextTick(() => this.read());
    },

    get time() { return clockText(screen().now, { timeZone: screen().timeZone }); },
    get count() { return this.view.ids.length; },
    get isEmpty() { return this.count === 0; },
    get hasLate() { return this.view.late > 0; },
    get hasHeld() { return this.view.held.length > 0; },
    get hasReady() { return this.view.ready.length > 0; },
    get hasSums() { return screen().hasSums; },
    get hasNoSums() { return this.view.sums.length === 0; },
    get size() { return screen().size; },
    /** The station was deleted while its screen was on. */
    get isGone() {
      const { which } = screen();
      return typeof which === "number" && !look().stations.some(({ id }) => id === which);
    },
    get screenName() { return this.view.screens.find(({ current }) => current)?.name ?? "–"; },
    get isHidden() { return this.hidden.before.isThere || this.hidden.after.isThere; },

    /** Say which tickets the reader does not see, and draw on before he comes to the end of what is drawn. */
    read() {
      const { ids, voided } = this.view;
      const { before, after } = hiddenOf(ids, voided, eyes);
      const [fresh, voids] = [before.fresh + after.fresh, before.voids + after.voids];
      if (fresh > told.fresh) announce(t("New tickets that are not on the screen: %(count)s", { count: fresh }));
      if (voids > told.voids) announce(t("Taken away where the screen does not show it: %(count)s", { count: voids }));
      told = { fresh, voids };
      this.hidden = share(this.hidden, { before: presentSide(before), after: presentSide(after) });
      const last = ids.findLastIndex((id) => eyes.visible.has(id));
      this.limit = Math.ceil((last + 1 + DRAWN / 2) / DRAWN) * DRAWN;
    },
    forth() { this.turn(1); },
    back() { this.turn(-1); },
    /** Turn a page, so that whole columns stand there again. @param {number} pages */
    turn(pages) {
      const strip = this.$refs.strip;
      const isWide = strip.scrollWidth > strip.clientWidth;
      const gap = parseFloat(getComputedStyle(strip).columnGap) || 0;
      if (isWide) strip.scrollBy({ left: pages * (strip.clientWidth - gap), behavior: "smooth" });
      else scrollBy({ top: pages * innerHeight * PAGE, behavior: "smooth" });
    },

    /** @param {number} id */
    tapHead(id) {
      const isSecond = head.id === id && Date.now() - head.at < DOUBLE;
      head = isSecond ? { id: 0, at: 0 } : { id, at: Date.now() };
      if (isSecond) return void this.bump(id);
      screen().chosen = id;
      return this.notice(id);
    },
    /** Whoever chooses a ticket has seen it. @param {number} id */
    notice(id) {
      const order = orderOf(id);
      if (order && order.status === "pending" && !order.seen_at) actions.acknowledge(order);
    },

    /**
     * @param {number} id the order's
     * @param {{lineId: number, isVoid: boolean, isDone: boolean}} row
     */
    tapLine(id, row) {
      if (line.id === row.lineId && Date.now() - line.at < BOUNCE) return;
      line = { id: row.lineId, at: Date.now() };
      const order = orderOf(id);
      if (!order) return;
      if (row.isVoid) this.seeVoids(order, row.lineId);
      else this.mark(order, row.lineId, row.isDone ? "waiting" : "done");
    },
    /** All that was taken away of the part in which the line stands. @param {Order} order @param {number} lineId */
    seeVoids(order, lineId) {
      const ticket = tickets().find((one) => one.order.id === order.id);
      const part = ticket?.parts.find(({ voids }) => voids.some(({ id }) => id === lineId));
      if (part) actions.seeVoids(order, part.voids, station());
    },
    /** @param {Order} order @param {number} lineId @param {"done" | "waiting"} status */
    mark(order, lineId, status) {
      const found = order.items.find((one) => one.id === lineId);
      if (!found) return;
      const answer = actions.mark(order, found, status);
      // With its last line a ticket leaves the screen, and nothing is left to tap again.
      const isOffered = () => !tickets().some((ticket) => ticket.order.id === order.id);
      if (status === "done") undos.after(answer, { ...recallOf(order, [lineId]), isOffered });
    },

    /** Everything here is done; of what is not to be made any more, that it was seen. @param {number} id */
    async bump(id) {
      const place = this.view.tickets.findIndex((ticket) => ticket.id === id);
      const ticket = tickets().find(({ order }) => order.id === id);
      if (!ticket || this.isAsking(ticket)) return;
      const lines = ticket.waiting.map((one) => one.id);
      const { order } = ticket;
      const isDone = lines.length > 0
        ? await undos.after(actions.bump(order, station()), recallOf(order, lines))
        : await actions.seeVoids(order, ticket.parts.flatMap(({ voids }) => voids), station());
      if (isDone && screen().chosen === id) screen().chosen = tickets()[place]?.order.id ?? null;
    },

    /**
     * The pass says who still cooks before it closes a ticket over their heads, and is told once more.
     * @param {import("../../stores/kitchen.js").Ticket} ticket
     */
    isAsking(ticket) {
      const { id } = ticket.order;
      const { asked, which } = screen();
      const words = which === "pass" ? cookingWords(ticket) : "";
      const since = asked?.id === id ? Date.now() - asked.at : null;
      if (!words || (since !== null && since >= DOUBLE)) {
        screen().asked = null;
        return false;
      }
      if (since === null) this.ask(id, words);
      return true;
    },
    /** @param {number} id @param {string} words */
    ask(id, words) {
      const at = Date.now();
      screen().asked = { id, at };
      announce(words);
      setTimeout(() => { if (screen().asked?.at === at) screen().asked = null; }, ASKING);
    },

    /** @param {number} id */
    rush(id) {
      const order = orderOf(id);
      if (!order) return;
      const answer = actions.rush(order, !order.is_rush);
      if (!order.is_rush) undos.after(answer, unrushOf(order));
    },
    /** @param {number} id */
    serve(id) {
      const order = orderOf(id);
      if (order) actions.serve(order);
    },

    toggleSums() {
      screen().hasSums = !screen().hasSums;
      keep("sums", screen().hasSums);
    },
    larger() { this.resize(1); },
    smaller() { this.resize(-1); },
    get isLargest() { return this.size === SIZES[SIZES.length - 1]; },
    get isSmallest() { return this.size === SIZES[0]; },
    /** @param {number} step */
    resize(step) {
      screen().size = SIZES[SIZES.indexOf(this.size) + step] ?? this.size;
      keep("size", screen().size);
    },
    fill() {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => {});
    },
    openRecall() { openLayer("recall-list"); },
    openSale() { selling.open(); },
    openHelp() { openLayer("kitchen-help"); },
  };
};
