// Knows what is painted under the bars: phases, grid, dependencies, due times; reads colours from the theme.
import { minutes } from "../app/time.mjs";
import { BAR_PX, subTop } from "./layout.mjs";
import { itemsBetween } from "./model.mjs";
import { ticks } from "./axis.mjs";

const ARROW_PX = 5;
const BEND_PX = 8;
/** More arrows than this on one screen say nothing; the selected chain is always painted. */
const ARROWS_MAX = 1500;

/** @typedef {import("./rows.mjs").Window} Window */
/** @typedef {import("./layout.mjs").Row} Row */
/** @typedef {import("./model.mjs").Item} Item */
/** @typedef {{item: Item, row: Row}} Placed */

/** @type {{theme: string, colours: Record<string, string>}} */
let palette = { theme: "", colours: {} };

/** @param {string} name */
export function colour(name) {
  const theme = document.documentElement.dataset.theme ?? "night";
  if (palette.theme !== theme) palette = { theme, colours: {} };
  return (palette.colours[name] ??= getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
}

/**
 * Makes a canvas as sharp as the screen and returns its pen, cleared.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sharp(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./model.mjs").Model} model
 * @param {Row[]} rows
 * @param {Map<string, number>} rowOf
 * @param {Window} window
 * @param {{width: number, height: number, left: number, head: number, chain: Set<string>}} frame
 */
export function paint(pen, model, rows, rowOf, window, frame) {
  const x = (/** @type {number} */ minute) => window.x(minute) + frame.left;
  const y = (/** @type {number} */ content) => content - window.top + frame.head;
  paintPhases(pen, model, x, frame);
  pen.fillStyle = colour("grid");
  for (const minute of ticks(window.from, window.to, window.pph)) pen.fillRect(Math.round(x(minute)), frame.head, 1, frame.height);
  const place = placer(model, rows, rowOf);
  const visible = visibleItems(rows, window);
  paintArrows(pen, model, visible, place, { x, y, chain: frame.chain });
  for (const placed of visible) if (placed.item.kind === "task") paintDue(pen, placed, x, y, frame.chain);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./model.mjs").Model} model
 * @param {(minute: number) => number} x
 * @param {{height: number, head: number}} frame
 */
function paintPhases(pen, model, x, frame) {
  model.state.phases.forEach((phase, index) => {
    if (!phase.from || !phase.to) return;
    pen.fillStyle = colour(index % 2 ? "phase-b" : "phase-a");
    const from = x(minutes(phase.from));
    pen.fillRect(from, frame.head, x(minutes(phase.to)) - from, frame.height);
  });
}

/**
 * @param {import("./model.mjs").Model} model
 * @param {Row[]} rows
 * @param {Map<string, number>} rowOf
 * @returns {(task: string) => Placed|null}
 */
function placer(model, rows, rowOf) {
  return (task) => {
    const item = model.items.get(task);
    const row = item && rows[rowOf.get(item.lane) ?? -1];
    return item && row ? { item, row } : null;
  };
}

/**
 * @param {Row[]} rows
 * @param {Window} window
 */
function visibleItems(rows, window) {
  /** @type {Placed[]} */
  const out = [];
  for (const row of rows) {
    if (row.top + row.height < window.top) continue;
    if (row.top > window.bottom) break;
    if (row.lane) for (const item of itemsBetween(row.lane, window.from, window.to)) out.push({ item, row });
  }
  return out;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./model.mjs").Model} model
 * @param {Placed[]} visible
 * @param {(task: string) => Placed|null} place
 * @param {{x: (m: number) => number, y: (c: number) => number, chain: Set<string>}} map
 */
function paintArrows(pen, model, visible, place, map) {
  /** @type {Map<string, [Placed, Placed]>} */
  const dim = new Map();
  /** @type {Map<string, [Placed, Placed]>} */
  const lit = new Map();
  const add = (/** @type {string} */ from, /** @type {string} */ to) => {
    const key = `${from}>${to}`;
    if (dim.has(key) || lit.has(key)) return;
    const ends = [place(from), place(to)];
    if (!ends[0] || !ends[1]) return;
    const both = map.chain.has(from) && map.chain.has(to);
    if (both || dim.size < ARROWS_MAX) (both ? lit : dim).set(key, /** @type {[Placed, Placed]} */ (ends));
  };
  for (const { item } of visible) {
    if (item.kind !== "task") continue;
    for (const before of item.bar.after ?? []) add(before, item.key);
    for (const later of model.followers.get(item.key) ?? []) add(item.key, later);
  }
  stroke(pen, dim.values(), colour("arrow"), 1.25, map);
  stroke(pen, lit.values(), colour("arrow-lit"), 2.25, map);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Iterable<[Placed, Placed]>} pairs
 * @param {string} ink
 * @param {number} width
 * @param {{x: (m: number) => number, y: (c: number) => number}} map
 */
function stroke(pen, pairs, ink, width, map) {
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = width;
  pen.lineJoin = "round";
  pen.beginPath();
  /** @type {[number, number][]} */
  const heads = [];
  for (const [from, to] of pairs) heads.push(elbow(pen, from, to, map));
  pen.stroke();
  pen.beginPath();
  for (const [x, y] of heads) {
    pen.moveTo(x, y);
    pen.lineTo(x - ARROW_PX - 1, y - ARROW_PX);
    pen.lineTo(x - ARROW_PX - 1, y + ARROW_PX);
  }
  pen.fill();
}

/** @param {Placed} placed @param {(c: number) => number} y */
const middle = ({ item, row }, y) => y(row.top + subTop(item.sub) + BAR_PX / 2);

/**
 * Adds an angled line from the end of one task to the start of another; returns where its head is.
 * @param {CanvasRenderingContext2D} pen
 * @param {Placed} from
 * @param {Placed} to
 * @param {{x: (m: number) => number, y: (c: number) => number}} map
 * @returns {[number, number]}
 */
function elbow(pen, from, to, map) {
  const [x1, y1] = [map.x(from.item.end) - 1, middle(from, map.y)];
  const [x2, y2] = [map.x(to.item.start), middle(to, map.y)];
  pen.moveTo(x1, y1);
  if (x2 - x1 >= 2 * BEND_PX || (y1 === y2 && x2 >= x1)) {
    const bend = x2 - BEND_PX - 2;
    pen.lineTo(bend, y1);
    pen.lineTo(bend, y2);
  } else {
    const between = y2 - Math.sign(y2 - y1 || 1) * (BAR_PX / 2 + 3);
    pen.lineTo(x1 + BEND_PX, y1);
    pen.lineTo(x1 + BEND_PX, between);
    pen.lineTo(x2 - BEND_PX, between);
    pen.lineTo(x2 - BEND_PX, y2);
  }
  pen.lineTo(x2 - 2, y2);
  return [x2, y2];
}

/**
 * The due time of a task that is chosen, late or in conflict: a bracket, and a line from it to the late end.
 * @param {CanvasRenderingContext2D} pen
 * @param {Placed} placed
 * @param {(minute: number) => number} x
 * @param {(content: number) => number} y
 * @param {Set<string>} chain
 */
function paintDue(pen, { item, row }, x, y, chain) {
  const { bar } = item;
  if (!bar.due || bar.due === "withheld" || !(bar.late_min > 0 || bar.conflict || chain.has(bar.task))) return;
  const at = x(minutes(bar.due));
  const top = y(row.top + subTop(item.sub)) - 2;
  pen.fillStyle = colour(bar.late_min > 0 || bar.conflict ? "bad" : "dim");
  pen.fillRect(at - 1, top, 2, BAR_PX + 4);
  pen.fillRect(at - 7, top, 6, 2);
  pen.fillRect(at - 7, top + BAR_PX + 2, 6, 2);
  const end = x(item.end);
  if (end > at) pen.fillRect(at, top + BAR_PX + 2, end - at, 2);
}
