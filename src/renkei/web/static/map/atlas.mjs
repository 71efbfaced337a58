// Knows how symbols become cells of one picture for the graphics card; the picture grows when new symbols come.
import { AFFILIATIONS, MARKS, affiliationOf } from "./affiliation.mjs";

/** Edge of a cell in CSS pixels: a 2525 frame with its echelon and modifiers at `SYMBOL_SIZE`. */
export const CELL_PX = 48;
/** Size that the symbol library is asked for, in CSS pixels; a friendly frame comes out 32 by 21. */
const SYMBOL_SIZE = 21;
/** Widest picture in pixels: every WebGL 2 implementation takes at least this. */
const WIDTH_MAX = 2048;
/** Tallest picture: 3,570 symbols on a plain screen, 882 on one of double density; a busy theatre uses about a hundred. */
const HEIGHT_MAX = 4096;

export const EMPTY_CELL = 0;
/** First of the small marks; the hollow ones for stale tracks follow `AFFILIATIONS.length` cells later. */
const MARKS_FROM = 1;
export const HOLLOW_AFTER = AFFILIATIONS.length;
export const STALE_CELL = MARKS_FROM + 2 * HOLLOW_AFTER;
export const SHARED_CELL = STALE_CELL + 1;
const SYMBOLS_FROM = SHARED_CELL + 1;

const INK = "#0b1219";
const PAPER = "#ffffff";

/** One growing picture of square cells. */
export class Atlas {
  /**
   * @param {any} library the symbol library
   * @param {number} ratio device pixels in a CSS pixel
   */
  constructor(library, ratio) {
    this.library = library;
    this.ratio = ratio;
    this.cell = Math.ceil(CELL_PX * ratio);
    this.columns = Math.floor(WIDTH_MAX / this.cell);
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.columns * this.cell;
    this.canvas.height = 4 * this.cell;
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    /** @type {Map<string, number>} */
    this.cells = new Map();
    /** Symbols that found no room and are drawn as their mark. @type {Set<string>} */
    this.refused = new Set();
    this.next = SYMBOLS_FROM;
    /** Rises when the picture gets another size: it must be uploaded whole. */
    this.generation = 1;
    /** Cells drawn since the last upload. @type {number[]} */
    this.fresh = [];
    this.#drawOwn();
  }

  get rows() {
    return Math.round(this.canvas.height / this.cell);
  }

  /** Cell of the small mark of the side that a symbol code states. @param {string} sidc */
  mark(sidc) {
    return MARKS_FROM + AFFILIATIONS.indexOf(affiliationOf(sidc));
  }

  /** Cell of the full symbol, drawn now if it is new; the mark where the picture is full. @param {string} sidc */
  full(sidc) {
    const known = this.cells.get(sidc);
    if (known !== undefined) return known;
    if (!this.#room()) {
      this.refused.add(sidc);
      return this.mark(sidc);
    }
    const cell = this.next++;
    this.cells.set(sidc, cell);
    this.#draw(cell, () => this.#symbol(sidc));
    return cell;
  }

  /** A symbol as a picture of its own, for lists and legends. @param {string} sidc @param {number} size CSS pixels */
  picture(sidc, size) {
    return new this.library.Symbol(sidc, { size: size * this.ratio, ...this.#look() }).asCanvas();
  }

  /** A small mark as a picture of its own. @param {string} sidc @param {boolean} stale */
  markPicture(sidc, stale) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 24 * this.ratio;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.translate(canvas.width / 2, canvas.height / 2);
    drawMark(context, affiliationOf(sidc), 6.5 * this.ratio, stale);
    return canvas;
  }

  /** @param {number} cell */
  place(cell) {
    return { x: (cell % this.columns) * this.cell, y: Math.floor(cell / this.columns) * this.cell };
  }

  /** Colours are those of the side, also for civilians, so that mark and symbol agree. */
  #look() {
    return { civilianColor: false, outlineColor: "rgba(6,12,18,0.85)", outlineWidth: 4 };
  }

  #symbol(/** @type {string} */ sidc) {
    const symbol = new this.library.Symbol(sidc, { size: SYMBOL_SIZE * this.ratio, ...this.#look() });
    const picture = symbol.asCanvas();
    const anchor = symbol.getAnchor();
    const reach = Math.max(anchor.x, picture.width - anchor.x, anchor.y, picture.height - anchor.y);
    const scale = Math.min(1, (this.cell / 2 - 1) / reach);
    this.context.scale(scale, scale);
    this.context.drawImage(picture, -anchor.x, -anchor.y);
  }

  /** Draws the cells that are not standard symbols. */
  #drawOwn() {
    const size = 6.5 * this.ratio;
    for (const stale of [false, true]) {
      AFFILIATIONS.forEach((side, i) => {
        const cell = MARKS_FROM + i + (stale ? HOLLOW_AFTER : 0);
        this.#draw(cell, () => drawMark(this.context, side, size, stale));
      });
    }
    this.#draw(STALE_CELL, () => drawClock(this.context, this.cell * 0.4));
    this.#draw(SHARED_CELL, () => drawPair(this.context, this.cell * 0.4));
  }

  /**
   * @param {number} cell
   * @param {() => void} paint draws round the origin
   */
  #draw(cell, paint) {
    const { x, y } = this.place(cell);
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, this.cell, this.cell);
    this.context.clip();
    this.context.translate(x + this.cell / 2, y + this.cell / 2);
    paint();
    this.context.restore();
    this.fresh.push(cell);
  }

  /** Makes room for one more cell; false when the picture has its largest size. */
  #room() {
    if (this.next < this.columns * this.rows) return true;
    const height = Math.min(this.rows * 2, Math.floor(HEIGHT_MAX / this.cell)) * this.cell;
    if (height === this.canvas.height) return false;
    const before = document.createElement("canvas");
    before.width = this.canvas.width;
    before.height = this.canvas.height;
    /** @type {CanvasRenderingContext2D} */ (before.getContext("2d")).drawImage(this.canvas, 0, 0);
    this.canvas.height = height;
    this.context.drawImage(before, 0, 0);
    this.generation += 1;
    return true;
  }
}

/** Outline of each shape with radius 1. @type {Record<string, (context: CanvasRenderingContext2D, r: number) => void>} */
const SHAPES = {
  bar: (context, r) => context.rect(-r * 1.25, -r * 0.8, r * 2.5, r * 1.6),
  square: (context, r) => context.rect(-r * 0.95, -r * 0.95, r * 1.9, r * 1.9),
  diamond: (context, r) => {
    context.moveTo(0, -r * 1.3);
    context.lineTo(r * 1.3, 0);
    context.lineTo(0, r * 1.3);
    context.lineTo(-r * 1.3, 0);
    context.closePath();
  },
  clover: (context, r) => {
    const k = r * 0.62;
    context.moveTo(k, -k);
    context.arc(k, 0, k, -Math.PI / 2, Math.PI / 2);
    context.arc(0, k, k, 0, Math.PI);
    context.arc(-k, 0, k, Math.PI / 2, -Math.PI / 2);
    context.arc(0, -k, k, Math.PI, 0);
    context.closePath();
  },
};

/**
 * Draws a side's mark round the origin: filled when current, hollow when stale, dashed where the side is assumed.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./affiliation.mjs").Affiliation} side
 * @param {number} r
 * @param {boolean} stale
 */
export function drawMark(context, side, r, stale) {
  const mark = MARKS[side];
  context.lineJoin = "round";
  context.beginPath();
  SHAPES[mark.shape](context, r);
  context.strokeStyle = INK;
  context.lineWidth = stale ? r * 0.75 : r * 0.5;
  context.stroke();
  if (stale) {
    context.fillStyle = "rgba(11,18,25,0.55)";
    context.fill();
    context.strokeStyle = mark.fill;
    context.lineWidth = r * 0.36;
    context.stroke();
    return;
  }
  context.fillStyle = mark.fill;
  context.fill();
  if (!mark.dashed) return;
  context.setLineDash([r * 0.5, r * 0.4]);
  context.strokeStyle = INK;
  context.lineWidth = r * 0.4;
  context.stroke();
}

/**
 * The sign of age: a clock face.
 * @param {CanvasRenderingContext2D} context
 * @param {number} r
 */
function drawClock(context, r) {
  context.beginPath();
  context.arc(0, 0, r, 0, 2 * Math.PI);
  context.fillStyle = "#ffb454";
  context.fill();
  context.strokeStyle = INK;
  context.lineWidth = r * 0.3;
  context.stroke();
  context.beginPath();
  context.moveTo(0, -r * 0.6);
  context.lineTo(0, 0);
  context.lineTo(r * 0.45, r * 0.25);
  context.stroke();
}

/**
 * The sign of two nations' reports: two discs, one over the other.
 * @param {CanvasRenderingContext2D} context
 * @param {number} r
 */
function drawPair(context, r) {
  context.strokeStyle = INK;
  context.lineWidth = r * 0.26;
  for (const [x, fill] of /** @type {[number, string][]} */ ([[-0.36, PAPER], [0.36, "#6cb8ff"]])) {
    context.beginPath();
    context.arc(x * r, 0, r * 0.56, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.stroke();
  }
}
