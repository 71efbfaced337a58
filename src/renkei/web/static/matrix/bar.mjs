// Knows how one bar is drawn: a real button with marks, a fitted label, and its full name; knows no position of others.
import { language } from "../app/preferences.mjs";
import { nationClass } from "../app/store.mjs";
import { lengthText } from "../app/time.mjs";
import { iconElement } from "../ui/icons.mjs";
import { fitted, widthOf } from "./labels.mjs";
import { STATUS_MARK, itemName, labelText } from "./words.mjs";

/** Room of one mark with its gap, and of the padding on both sides, in pixels. */
const MARK_PX = 16;
const PADDING_PX = 12;
/** On hatch, marks and label stand on a plate that adds this much to each. */
const PLATE_PX = 6;
/** Bars narrower than this have half the padding. */
const NARROW_PX = 44;
/** In a bar narrower than this the identifier goes before further marks. */
const TIGHT_PX = 60;
/** Text beside a bar is no longer than this. */
const BESIDE_PX = 420;
/** The line of slack behind the selected bar is no longer than this: longer is off every screen. */
const SLACK_PX = 4000;
/** A bar is never drawn narrower than this. */
const NARROWEST_PX = 5;

/** @typedef {import("./model.mjs").Item} Item */
/** @typedef {HTMLButtonElement & {item: Item, drawn: string}} BarElement */

/**
 * @typedef {object} Look
 * @property {number} left pixels in the lane
 * @property {number} top
 * @property {number} width
 * @property {number} room pixels until the next bar in the same sub-lane
 * @property {boolean} text
 * @property {number} now minute
 * @property {import("../app/types.mjs").Lane} lane
 */

/** @returns {BarElement} */
export function newBar() {
  const button = /** @type {BarElement} */ (document.createElement("button"));
  button.type = "button";
  button.tabIndex = -1;
  return button;
}

/** @param {Item} item */
function classesOf(item) {
  const { bar, kind } = item;
  const state = kind === "task" ? `s-${bar.status}` : kind;
  const flags = [
    kind === "task" && bar.conflict && "conflict",
    kind === "task" && bar.late_min > 0 && "late",
    kind === "task" && bar.at_risk && "risk",
    item.unscheduled && "unscheduled",
    bar.own ? "own" : "partner",
  ];
  return ["bar", nationClass(bar.owner), state, ...flags].filter(Boolean).join(" ");
}

/** Marks before the label. @param {Item} item */
function marksOf(item) {
  if (item.kind !== "task") return ["ghost"];
  const { bar } = item;
  return [
    bar.conflict ? "clash" : null,
    bar.at_risk ? "risk" : null,
    STATUS_MARK[bar.status] ?? null,
    bar.needs_grant && bar.grant !== "granted" ? "wait" : null,
  ].filter((mark) => mark !== null);
}

/**
 * Draws a bar; does nothing when nothing changed.
 * @param {BarElement} button
 * @param {Item} item
 * @param {Look} look
 */
export function drawBar(button, item, look) {
  const { left, top, width, room, text, now } = look;
  const { bar } = item;
  const key = [left, top, width, room, text, language.value, item.kind, JSON.stringify(bar), item.start, item.end, bar.status === "executing" ? now : 0].join("|");
  button.item = item;
  if (button.drawn === key) return;
  button.drawn = key;
  const selected = button.classList.contains("selected");
  button.className = classesOf(item) + (selected ? " selected" : "");
  button.dataset.key = item.key;
  const shown = Math.max(NARROWEST_PX, width);
  const slack = item.kind === "task" && bar.slack_min && item.end > item.start ? (bar.slack_min * width) / (item.end - item.start) : 0;
  button.style.setProperty("--slack", `${Math.min(slack, SLACK_PX)}px`);
  button.style.left = `${left}px`;
  button.style.top = `${top}px`;
  button.style.width = `${shown}px`;
  button.setAttribute("aria-label", itemName(item, look.lane));
  button.replaceChildren(...contentOf(item, shown, room, text, now));
}

/**
 * @param {Item} item
 * @param {number} width
 * @param {number} room
 * @param {boolean} text
 * @param {number} now
 */
function contentOf(item, width, room, text, now) {
  /** @type {Node[]} */
  const out = [];
  const { bar } = item;
  if (item.kind === "task" && bar.status === "executing" && item.end > item.start) {
    const part = Math.min(1, Math.max(0, (now - item.start) / (item.end - item.start)));
    out.push(span("progress", "", `${part * 100}%`));
  }
  if (!text) return out;
  const late = item.kind === "task" && bar.late_min > 0 ? `+${lengthText(bar.late_min)}` : "";
  const marks = fittingMarks(item, width);
  const padding = width < NARROW_PX ? PADDING_PX / 2 : PADDING_PX;
  const plates = item.kind === "task" && bar.conflict ? PLATE_PX * (1 + marks.length) : 0;
  const free = width - padding - marks.length * MARK_PX - plates;
  const beside = Math.min(room, BESIDE_PX) - 14 - (late ? widthOf(late) + 14 : 0);
  const { inside, outside } = labels(item, free, beside);
  const body = document.createElement("span");
  body.className = width < NARROW_PX ? "bar-text narrow" : "bar-text";
  body.append(...marks.map(iconElement), span("label", inside));
  out.push(body);
  if (late || outside) {
    const tail = span("tail", " ");
    if (late) tail.append(badge(late));
    if (outside) tail.append(span("outside", outside));
    out.push(tail);
  }
  return out;
}

/**
 * As many marks as leave room for the identifier; the first one as soon as it fits at all.
 * @param {Item} item
 * @param {number} width
 */
function fittingMarks(item, width) {
  const marks = marksOf(item);
  const space = width - PADDING_PX / 2 - (width < TIGHT_PX ? widthOf(item.bar.task) : 0);
  const least = marks.length && width >= MARK_PX + 6 ? 1 : 0;
  return marks.slice(0, Math.max(least, Math.floor(space / MARK_PX)));
}

/**
 * The label inside a bar, or the identifier inside and the label to its right where more of it fits there.
 * @param {Item} item
 * @param {number} free pixels inside
 * @param {number} beside pixels to the next bar
 */
function labels(item, free, beside) {
  const name = labelText(item);
  const short = item.kind === "ghost" ? (item.ghost?.request ?? "") : item.bar.task;
  const inside = fitted(name, short, free, language.value);
  if (inside === name) return { inside, outside: "" };
  const outside = fitted(name, "", beside, language.value);
  if (outside.length <= inside.length) return { inside, outside: "" };
  return { inside: item.kind !== "ghost" && widthOf(short) <= free ? short : "", outside };
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [width]
 */
function span(name, text, width) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  if (width) element.style.width = width;
  return element;
}

/** How late a task is, drawn and not written: the bar's name says it in words. @param {string} late */
function badge(late) {
  const element = span("late-badge", "");
  element.dataset.late = late;
  return element;
}
