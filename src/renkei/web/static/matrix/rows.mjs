// Knows which rows and bars exist in the page now: only the visible ones, the focused one always; asks others how they look.
import { nationName, nationTag, t } from "../app/i18n.mjs";
import { nationClass } from "../app/store.mjs";
import { drawBar, newBar } from "./bar.mjs";
import { TEXT_FROM_PPH, rowAt, subTop } from "./layout.mjs";
import { itemsBetween } from "./model.mjs";
import { laneName, orNation } from "./words.mjs";

/** @typedef {import("./bar.mjs").BarElement} BarElement */
/** @typedef {import("./layout.mjs").Row} Row */
/**
 * @typedef {object} Window what is visible, in content pixels and minutes
 * @property {number} top
 * @property {number} bottom
 * @property {number} from
 * @property {number} to
 * @property {(minute: number) => number} x pixels in the lane
 * @property {number} pph
 * @property {number} now
 */
/** @typedef {{element: HTMLElement, head: HTMLElement, cell: HTMLElement, drawn: string}} RowElement */

export class Rows {
  /**
   * @param {HTMLElement} place
   * @param {(task: string) => void} onTimeless
   */
  constructor(place, onTimeless) {
    this.place = place;
    this.onTimeless = onTimeless;
    /** @type {Map<string, RowElement>} */
    this.rows = new Map();
    /** @type {Map<string, BarElement>} */
    this.bars = new Map();
    /** @type {BarElement[]} */
    this.free = [];
    this.active = "";
    this.selected = "";
  }

  /**
   * @param {Row[]} rows
   * @param {Window} window
   */
  draw(rows, window) {
    const kept = new Set();
    const keptRows = new Set();
    const focused = /** @type {Partial<BarElement>} */ (document.activeElement);
    const focusedLane = this.place.contains(document.activeElement) ? focused.item?.lane : undefined;
    for (let index = rows.length ? rowAt(rows, window.top) : 0; index < rows.length; index++) {
      const row = rows[index];
      if (row.top > window.bottom) break;
      this.#row(row, index, window, kept, keptRows);
    }
    if (focusedLane) {
      const index = rows.findIndex((row) => row.lane?.lane.id === focusedLane);
      if (index >= 0) this.#row(rows[index], index, window, kept, keptRows);
    }
    this.#recycle(kept, keptRows);
  }

  /**
   * @param {Row} row
   * @param {number} index
   * @param {Window} window
   * @param {Set<string>} kept
   * @param {Set<string>} keptRows
   */
  #row(row, index, window, kept, keptRows) {
    const key = row.lane ? `lane ${row.lane.lane.id}` : `group ${row.group?.id}`;
    if (keptRows.has(key)) return;
    keptRows.add(key);
    const made = this.rows.get(key) ?? this.#newRow(key);
    made.element.style.top = `${row.top}px`;
    made.element.style.height = `${row.height}px`;
    made.element.setAttribute("aria-rowindex", String(index + 2));
    const few = window.pph < TEXT_FROM_PPH;
    const drawn = JSON.stringify([row.group ?? [row.lane?.lane, row.lane?.conflicts, row.lane?.items.length, row.lane?.timeless], few, t("web-matrix-hint")]);
    if (made.drawn !== drawn) {
      made.drawn = drawn;
      if (row.group) this.#groupHead(made, row.group);
      else if (row.lane) this.#laneHead(made, row.lane, few);
    }
    if (row.lane) this.#bars(row.lane, made.cell, window, kept);
  }

  /** @param {string} key */
  #newRow(key) {
    const element = document.createElement("div");
    element.className = key.startsWith("group") ? "row group" : "row";
    element.setAttribute("role", "row");
    const head = document.createElement("div");
    head.className = "row-head";
    head.setAttribute("role", "rowheader");
    const cell = document.createElement("div");
    cell.className = "row-cell";
    cell.setAttribute("role", "gridcell");
    element.append(head, cell);
    this.place.append(element);
    const made = { element, head, cell, drawn: "" };
    this.rows.set(key, made);
    return made;
  }

  /**
   * @param {RowElement} made
   * @param {NonNullable<Row["group"]>} group
   */
  #groupHead(made, group) {
    const counts = text("row-count", t("web-count-tasks", { n: group.tasks }));
    const parts = [tag(group.nation), text("row-name", orNation(group.name, group.nation)), counts];
    if (group.conflicts) parts.push(text("row-count bad", t("web-count-conflicts", { n: group.conflicts })));
    made.head.replaceChildren(...parts);
  }

  /**
   * @param {RowElement} made
   * @param {import("./model.mjs").LaneModel} lane
   * @param {boolean} few
   */
  #laneHead(made, lane, few) {
    const { nation, own } = lane.lane;
    made.element.classList.toggle("partner", !own);
    const label = text("row-name", laneName(lane.lane));
    label.title = `${laneName(lane.lane)} · ${nationName(nation)}`;
    const parts = [tag(nation), label];
    const tasks = lane.items.filter((item) => item.kind === "task").length;
    if (few && tasks) parts.push(text("row-count", t("web-count-tasks", { n: tasks })));
    if (few && lane.conflicts) parts.push(text("row-count bad", t("web-count-conflicts", { n: lane.conflicts })));
    for (const bar of lane.timeless) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "timeless";
      button.textContent = t("web-timeless", { task: bar.task });
      button.addEventListener("click", () => this.onTimeless(bar.task));
      parts.push(button);
    }
    made.head.replaceChildren(...parts);
  }

  /**
   * @param {import("./model.mjs").LaneModel} lane
   * @param {HTMLElement} cell
   * @param {Window} window
   * @param {Set<string>} kept
   */
  #bars(lane, cell, window, kept) {
    const found = itemsBetween(lane, window.from, window.to);
    const active = lane.items.find((item) => item.key === this.active);
    if (active && !found.includes(active)) found.push(active);
    for (const item of found) {
      kept.add(item.key);
      const bar = this.bars.get(item.key) ?? this.free.pop() ?? newBar();
      this.bars.set(item.key, bar);
      const left = window.x(item.start);
      const width = window.x(item.end) - left - 1;
      const room = window.x(Math.min(item.next, item.end + 60_000)) - left - width;
      const look = { left, top: subTop(item.sub), width, room, text: window.pph >= TEXT_FROM_PPH, now: window.now, lane: lane.lane };
      drawBar(bar, item, look);
      bar.classList.toggle("selected", item.key === this.selected);
      bar.tabIndex = item.key === this.active ? 0 : -1;
      if (bar.parentNode !== cell) place(bar, cell);
    }
  }

  /**
   * @param {Set<string>} kept
   * @param {Set<string>} keptRows
   */
  #recycle(kept, keptRows) {
    for (const [key, bar] of this.bars) {
      if (kept.has(key)) continue;
      bar.remove();
      bar.drawn = "";
      bar.classList.remove("selected");
      this.bars.delete(key);
      this.free.push(bar);
    }
    for (const [key, row] of this.rows) {
      if (keptRows.has(key)) continue;
      row.element.remove();
      this.rows.delete(key);
    }
  }
}

/**
 * Moves a bar to its row without losing the focus.
 * @param {BarElement} bar
 * @param {HTMLElement} cell
 */
function place(bar, cell) {
  const focused = document.activeElement === bar;
  cell.append(bar);
  if (focused) bar.focus({ preventScroll: true });
}

/**
 * @param {string} name
 * @param {string} words
 */
function text(name, words) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = words;
  return element;
}

/** @param {string} nation */
const tag = (nation) => text(`nation-tag ${nationClass(nation)}`, nationTag(nation));
