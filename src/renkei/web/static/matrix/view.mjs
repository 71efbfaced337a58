// Knows the matrix as one scrolling element: sizes, scale, what is drawn when; leaves what an act means to its host.
import { t } from "../app/i18n.mjs";
import { hHour, minutes } from "../app/time.mjs";
import { Axis, flags } from "./axis.mjs";
import { paint, sharp } from "./canvas.mjs";
import { followPointer } from "./drag.mjs";
import { buildFrame } from "./frame.mjs";
import { nextConflict, nextItem } from "./keyboard.mjs";
import { measureIn } from "./labels.mjs";
import { PPH_MAX, PPH_MIN, layRows, subTop } from "./layout.mjs";
import { chainOf } from "./model.mjs";
import { Rows } from "./rows.mjs";
import { Tip } from "./tip.mjs";

/** Empty hours before and after the plan, so that its ends can be read and moved. */
const MARGIN_MIN = 3 * 60;
const ZOOM_STEP = 1.25;
const NARROW_PX = 900;
/** Zooming out ends when the plan fills this part of the width. */
const SMALLEST_PART = 0.5;

/** @typedef {import("./model.mjs").Item} Item */
/**
 * @typedef {object} Host
 * @property {(item: Item) => void} chosen
 * @property {(item: Item, start: number) => void} dropped
 * @property {(item: Item, steps: number) => void} nudged
 * @property {(item: Item, at: {x: number, y: number}) => void} menu
 * @property {() => void} opened
 * @property {(iso: string) => void} looked
 * @property {(hours: number, pph: number) => void} viewed
 * @property {(left: number) => void} scrolled
 * @property {(task: string) => void} timeless
 */

export class MatrixView {
  /**
   * @param {HTMLElement} place
   * @param {Host} host
   */
  constructor(place, host) {
    this.host = host;
    this.pph = 6;
    this.origin = -MARGIN_MIN;
    this.now = 0;
    /** @type {string|null} */
    this.looking = null;
    /** @type {import("./model.mjs").Model|null} */
    this.model = null;
    this.layout = { rows: /** @type {import("./layout.mjs").Row[]} */ ([]), height: 0, rowOf: new Map() };
    this.chain = new Set();
    this.frame = 0;
    /** Width of a sheet of paper in pixels while the whole plan is laid out for print. @type {number|null} */
    this.paper = null;
    const parts = buildFrame(place);
    this.scroller = parts.scroller;
    this.sizer = parts.sizer;
    this.canvas = parts.canvas;
    this.corner = parts.corner;
    this.head = parts.head;
    this.body = parts.body;
    this.lines = parts.lines;
    this.axis = new Axis(this.head, this.corner, (iso) => host.looked(iso));
    this.rows = new Rows(this.body, (task) => host.timeless(task));
    this.tip = new Tip(place, (key) => this.model?.items.get(key) ?? null, (lane) => this.#laneOf(lane));
    this.#listen();
    this.sized = new ResizeObserver(() => this.#resized());
    this.sized.observe(this.scroller);
  }

  #listen() {
    const redraw = () => this.draw();
    this.scroller.addEventListener("scroll", redraw, { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.body.addEventListener("keydown", (event) => this.#key(event));
    this.body.addEventListener("click", (event) => this.#click(event));
    this.body.addEventListener("contextmenu", (event) => this.#menu(event));
    this.body.addEventListener("focusin", (event) => {
      const item = /** @type {any} */ (event.target).item;
      if (item) this.activate(item, false);
    });
    this.head.addEventListener("dblclick", (event) => {
      const x = event.clientX - this.head.getBoundingClientRect().left;
      this.host.looked(new Date(hHour() + Math.round(this.origin + (x / this.pph) * 60) * 60_000).toISOString().replace(".000Z", "Z"));
    });
    followPointer(this.scroller, {
      scroller: this.scroller,
      pph: () => this.pph,
      mayDrag: (item) => item.kind === "task" && !["done", "cancelled"].includes(item.bar.status),
      dropped: (item, start) => this.host.dropped(item, start),
    });
  }

  /** @param {string} lane */
  #laneOf(lane) {
    return this.layout.rows[this.layout.rowOf.get(lane) ?? -1]?.lane?.lane ?? null;
  }

  get labelWidth() {
    return (this.paper ?? this.scroller.clientWidth) < NARROW_PX ? 176 : 236;
  }

  get headHeight() {
    return this.head.offsetHeight;
  }

  /** Width in pixels that time has on the screen. */
  get timeWidth() {
    return Math.max(50, (this.paper ?? this.scroller.clientWidth) - this.labelWidth);
  }

  /** @param {import("./model.mjs").Model} model */
  setModel(model) {
    const before = this.origin;
    this.model = model;
    this.layout = layRows(model);
    this.origin = model.span[0] - MARGIN_MIN;
    const last = model.items.get(this.rows.active) ? this.rows.active : "";
    this.rows.active = last || this.#firstKey();
    this.chain = chainOf(model, this.#selectedTask());
    this.#size();
    if (before !== this.origin) this.scroller.scrollLeft += ((before - this.origin) / 60) * this.pph;
    this.draw();
  }

  #firstKey() {
    for (const row of this.layout.rows) if (row.lane?.items.length) return row.lane.items[0].key;
    return "";
  }

  #selectedTask() {
    const item = this.model?.items.get(this.rows.selected);
    return item ? item.bar.task : this.rows.selected || null;
  }

  #size() {
    const hours = this.model ? (this.model.span[1] + MARGIN_MIN - this.origin) / 60 : 0;
    this.sizer.style.setProperty("--label-width", `${this.labelWidth}px`);
    this.scroller.parentElement?.parentElement?.style.setProperty("--strip-label", `${this.labelWidth}px`);
    this.sizer.style.width = `${Math.max(this.labelWidth + hours * this.pph, this.paper ?? this.scroller.clientWidth)}px`;
    this.sizer.style.height = `${this.headHeight + this.layout.height + 8}px`;
    this.sizer.setAttribute("aria-label", t("web-matrix-label"));
    this.sizer.setAttribute("aria-rowcount", String(this.layout.rows.length + 1));
    this.head.setAttribute("aria-label", t("web-axis-label"));
    const style = getComputedStyle(this.sizer);
    measureIn(`${style.fontWeight} ${style.getPropertyValue("--bar-font-size") || "12px"} ${style.fontFamily}`);
  }

  #resized() {
    if (this.paper !== null) return;
    this.#size();
    this.draw();
  }

  draw() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.#paint());
  }

  /** The visible part of the content in pixels: the window, or all of it on paper. */
  extent() {
    if (this.paper === null) return this.scroller;
    return { scrollLeft: 0, scrollTop: 0, clientWidth: this.paper, clientHeight: this.headHeight + this.layout.height };
  }

  /**
   * Lays the whole plan out for paper of a width, at once, and returns how to go back to the screen.
   * @param {number} width
   */
  layOut(width) {
    const { pph } = this;
    const { scrollLeft, scrollTop } = this.scroller;
    this.paper = width;
    this.pph = this.#fitting();
    this.#size();
    this.#paint();
    return () => {
      this.paper = null;
      this.pph = pph;
      this.#size();
      this.scroller.scrollTo(scrollLeft, scrollTop);
      this.draw();
    };
  }

  /** What is visible now. @returns {import("./rows.mjs").Window} */
  window() {
    const { scrollLeft, scrollTop, clientHeight } = this.extent();
    const from = this.origin + (scrollLeft / this.pph) * 60;
    return {
      top: scrollTop,
      bottom: scrollTop + clientHeight - this.headHeight,
      from,
      to: from + (this.timeWidth / this.pph) * 60,
      x: (minute) => ((minute - this.origin) / 60) * this.pph,
      pph: this.pph,
      now: this.now,
    };
  }

  #paint() {
    this.frame = 0;
    if (!this.model) return;
    const window = this.window();
    this.axis.draw(this.model.state, window, this.looking);
    this.rows.draw(this.layout.rows, window);
    this.#drawLines(window);
    const { clientWidth, clientHeight, scrollLeft } = this.extent();
    const pen = sharp(this.canvas, clientWidth, clientHeight);
    const frame = { width: clientWidth, height: clientHeight, left: this.labelWidth - scrollLeft, head: this.headHeight, chain: this.chain };
    paint(pen, this.model, this.layout.rows, this.layout.rowOf, window, frame);
    this.host.scrolled(scrollLeft);
    this.host.viewed(Math.round(window.from / 6) / 10, Math.round(this.pph * 100) / 100);
  }

  /** @param {import("./rows.mjs").Window} window */
  #drawLines(window) {
    const wanted = flags(window, this.looking);
    while (this.lines.children.length < wanted.length) this.lines.append(document.createElement("div"));
    while (this.lines.children.length > wanted.length) this.lines.lastElementChild?.remove();
    wanted.forEach((flag, index) => {
      const line = /** @type {HTMLElement} */ (this.lines.children[index]);
      line.className = `line ${flag.kind}`;
      line.style.left = `${window.x(flag.minute)}px`;
      line.hidden = flag.minute < window.from;
    });
  }

  /**
   * @param {number} factor
   * @param {number} [at] pixels from the left edge of the time
   */
  zoom(factor, at = this.timeWidth / 2) {
    const minute = this.window().from + (at / this.pph) * 60;
    const pph = this.#bounded(this.pph * factor);
    this.scale(pph, minute - (at / pph) * 60);
  }

  /** A scale between a quarter of an hour across the screen and the plan on a part of it. @param {number} pph */
  #bounded(pph) {
    const least = this.model ? Math.max(PPH_MIN, this.#fitting() * SMALLEST_PART) : PPH_MIN;
    return Math.min(PPH_MAX, Math.max(least, pph));
  }

  /** Pixels an hour at which the whole plan fits. */
  #fitting() {
    const [first, last] = this.model?.span ?? [0, 60];
    return this.timeWidth / ((last - first + 2 * MARGIN_MIN) / 60);
  }

  /**
   * @param {number} pph
   * @param {number} from first visible minute
   */
  scale(pph, from) {
    this.pph = this.#bounded(pph);
    this.#size();
    this.scroller.scrollLeft = ((from - this.origin) / 60) * this.pph;
    this.draw();
  }

  fit() {
    if (!this.model) return;
    this.scale(this.#fitting(), this.origin);
  }

  zoomIn() {
    this.zoom(ZOOM_STEP);
  }

  zoomOut() {
    this.zoom(1 / ZOOM_STEP);
  }

  /** Brings a moment to the left third. @param {string} iso */
  showMoment(iso) {
    this.scroller.scrollLeft = ((minutes(iso) - this.origin) / 60) * this.pph - this.timeWidth / 3;
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? this.scroller.clientHeight : 1;
    event.preventDefault();
    if (event.ctrlKey || event.altKey) {
      const x = event.clientX - this.scroller.getBoundingClientRect().left - this.labelWidth;
      this.zoom(event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP, Math.max(0, x));
    } else if (event.shiftKey) this.scroller.scrollLeft += (event.deltaX || event.deltaY) * unit;
    else this.scroller.scrollBy(event.deltaX * unit, event.deltaY * unit);
  }

  /**
   * Makes a bar the one that Tab reaches, focuses it if asked, and brings it into view.
   * @param {Item} item
   * @param {boolean} [focus]
   */
  activate(item, focus = true) {
    this.rows.active = item.key;
    if (focus) this.reveal(item);
    this.#paint();
    if (focus) this.rows.bars.get(item.key)?.focus({ preventScroll: true });
  }

  /** @param {Item} item */
  reveal(item) {
    const row = this.layout.rows[this.layout.rowOf.get(item.lane) ?? -1];
    if (!row) return;
    const window = this.window();
    const top = row.top + subTop(item.sub);
    if (top < window.top) this.scroller.scrollTop = top - 34;
    else if (top + 30 > window.bottom) this.scroller.scrollTop = top + 60 - (window.bottom - window.top);
    const [left, right] = [window.x(item.start), window.x(item.end)];
    const edge = this.scroller.scrollLeft;
    if (left < edge + 8 || (right > edge + this.timeWidth && left > edge + this.timeWidth * 0.7)) {
      this.scroller.scrollLeft = left - this.timeWidth * 0.2;
    }
  }

  /** Marks the chosen task and lights its chain. @param {string|null} task */
  select(task) {
    if (this.rows.selected === (task ?? "")) return;
    this.rows.selected = task ?? "";
    if (this.model) this.chain = chainOf(this.model, this.#selectedTask());
    this.draw();
  }

  /**
   * @param {string|null} at
   * @param {1|-1} step
   */
  toConflict(at, step) {
    const item = nextConflict(this.layout.rows, at, step);
    if (item) {
      this.activate(item);
      this.host.chosen(item);
    }
    return item;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const item = /** @type {Item|undefined} */ (/** @type {any} */ (event.target).item);
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.shiftKey && side && item.kind === "task") this.host.nudged(item, side);
    else if (event.shiftKey && event.key === "F10") this.#openMenu(item, /** @type {HTMLElement} */ (event.target));
    else if (event.key === "Enter") this.host.opened();
    else if (event.shiftKey || !this.#walk(item, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {Item} item
   * @param {string} key
   */
  #walk(item, key) {
    const next = nextItem(this.layout.rows, this.layout.rowOf, item, key);
    if (!next) return key.startsWith("Arrow");
    this.activate(next);
    this.host.chosen(next);
    return true;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const bar = /** @type {import("./bar.mjs").BarElement|null} */ (/** @type {HTMLElement} */ (event.target).closest(".bar"));
    if (!bar?.item) return;
    this.activate(bar.item, false);
    bar.focus({ preventScroll: true });
    this.host.chosen(bar.item);
  }

  /** @param {MouseEvent} event */
  #menu(event) {
    const bar = /** @type {import("./bar.mjs").BarElement|null} */ (/** @type {HTMLElement} */ (event.target).closest(".bar"));
    if (!bar?.item) return;
    event.preventDefault();
    this.host.chosen(bar.item);
    this.host.menu(bar.item, { x: event.clientX, y: event.clientY });
  }

  /**
   * @param {Item} item
   * @param {HTMLElement} bar
   */
  #openMenu(item, bar) {
    const box = bar.getBoundingClientRect();
    this.host.menu(item, { x: box.left, y: box.bottom });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.sized.disconnect();
    this.tip.destroy();
  }
}
