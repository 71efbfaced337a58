// Knows where rows lie and how wide an hour is; knows no element.

export const BAR_PX = 24;
const GAP_PX = 4;
const GROUP_PX = 28;
/** Below this many pixels an hour bars carry no text and lanes count instead. */
export const TEXT_FROM_PPH = 3;
export const PPH_MIN = 0.5;
export const PPH_MAX = 120;

/**
 * @typedef {object} Row
 * @property {"group"|"lane"} kind
 * @property {number} top
 * @property {number} height
 * @property {import("./model.mjs").LaneModel|null} lane
 * @property {{id: string, name: import("../app/types.mjs").Name, nation: string, tasks: number, conflicts: number}|null} group
 */

/**
 * Rows from top to bottom: a heading for each group, then its lanes.
 * @param {import("./model.mjs").Model} model
 * @returns {{rows: Row[], height: number, rowOf: Map<string, number>}}
 */
export function layRows(model) {
  /** @type {Row[]} */
  const rows = [];
  const rowOf = new Map();
  let top = 0;
  let group = "";
  for (const lane of model.lanes) {
    const id = `${lane.lane.nation}/${lane.lane.group.id}`;
    if (id !== group) {
      group = id;
      rows.push({ kind: "group", top, height: GROUP_PX, lane: null, group: groupRow(model, lane, id) });
      top += GROUP_PX;
    }
    const height = lane.subs * (BAR_PX + GAP_PX) + GAP_PX;
    rowOf.set(lane.lane.id, rows.length);
    rows.push({ kind: "lane", top, height, lane, group: null });
    top += height;
  }
  return { rows, height: top, rowOf };
}

/**
 * @param {import("./model.mjs").Model} model
 * @param {import("./model.mjs").LaneModel} first
 * @param {string} id
 */
function groupRow(model, first, id) {
  const lanes = model.lanes.filter((lane) => `${lane.lane.nation}/${lane.lane.group.id}` === id);
  return {
    id,
    name: first.lane.group.name,
    nation: first.lane.nation,
    tasks: lanes.reduce((n, lane) => n + lane.items.filter((each) => each.kind === "task").length + lane.timeless.length, 0),
    conflicts: lanes.reduce((n, lane) => n + lane.conflicts, 0),
  };
}

/** Top of a sub-lane inside its row. @param {number} sub */
export const subTop = (sub) => GAP_PX + sub * (BAR_PX + GAP_PX);

/**
 * Index of the row at a height, by halving.
 * @param {Row[]} rows
 * @param {number} y
 */
export function rowAt(rows, y) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (rows[mid].top <= y) low = mid;
    else high = mid - 1;
  }
  return low;
}

/** Steps of an axis in hours. */
const STEPS = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672];

/**
 * Hours between labelled ticks at a scale.
 * @param {number} pph pixels an hour
 * @param {number} labelPx room that one label needs
 */
export const tickStep = (pph, labelPx) => STEPS.find((step) => step * pph >= labelPx) ?? 1344;
