// Knows the plan as the matrix shows it: lanes, bars, ghosts, dependencies, in minutes from H-hour; knows no pixel.
import { minutes } from "../app/time.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */
/** @typedef {import("../app/types.mjs").MatrixState} MatrixState */

/**
 * One thing drawn in a lane: a task, a proposal of somebody (ghost), or a possible new time (option).
 * @typedef {object} Item
 * @property {string} key
 * @property {"task"|"ghost"|"option"} kind
 * @property {number} start minutes from H-hour
 * @property {number} end
 * @property {Bar} bar
 * @property {import("../app/types.mjs").Ghost|null} ghost
 * @property {boolean} unscheduled
 * @property {number} sub sub-lane, from 0
 * @property {number} next start of what follows in the same sub-lane
 * @property {string} lane
 */
/**
 * @typedef {object} LaneModel
 * @property {import("../app/types.mjs").Lane} lane
 * @property {Item[]} items by start
 * @property {number} longest longest item in minutes, bounds the search for what is visible
 * @property {number} subs
 * @property {Bar[]} timeless tasks whose time was not released
 * @property {number} conflicts
 */
/**
 * @typedef {object} Model
 * @property {MatrixState} state
 * @property {Map<string, Bar>} tasks
 * @property {Map<string, Item>} items
 * @property {LaneModel[]} lanes
 * @property {Map<string, string[]>} followers
 * @property {[number, number]} span first and last minute
 */

const HOUR = 60;
/** Length drawn for a task whose duration was not released. */
const UNKNOWN_LENGTH = 4 * HOUR;

/**
 * Window of a task in minutes, or null when its time was not released.
 * @param {Bar} bar
 * @param {number} fallback where an unscheduled task is drawn
 * @returns {{start: number, end: number, unscheduled: boolean}|null}
 */
export function windowOf(bar, fallback) {
  if (bar.start) {
    const start = minutes(bar.start);
    const end = bar.end ? minutes(bar.end) : start + (bar.duration_min ?? UNKNOWN_LENGTH);
    return { start, end, unscheduled: false };
  }
  if (bar.start === undefined) return null;
  const start = bar.earliest && bar.earliest !== "withheld" ? minutes(bar.earliest) : fallback;
  return { start, end: start + (bar.duration_min ?? UNKNOWN_LENGTH), unscheduled: true };
}

/**
 * Whether a task, its lane or a thing it uses holds every word of the filter, in either language.
 * @param {Bar} bar
 * @param {import("../app/types.mjs").Lane|undefined} lane
 * @param {string[]} words
 */
function passes(bar, lane, words) {
  if (!words.length) return true;
  const uses = (bar.uses ?? []).map((use) => `${use.resource} ${use.name.en} ${use.name.ja}`).join(" ");
  const hay = `${bar.task} ${bar.name.en} ${bar.name.ja} ${bar.owner} ${bar.status} ${lane?.name.en} ${lane?.name.ja} ${uses}`;
  const low = hay.normalize("NFKC").toLowerCase();
  return words.every((word) => low.includes(word));
}

/** @param {string} filter */
export const filterWords = (filter) => filter.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Puts overlapping items into sub-lanes, first fit by start, and tells each what follows it there.
 * @param {Item[]} items sorted by start
 */
export function stack(items) {
  /** @type {Item[]} last item of each sub-lane */
  const last = [];
  for (const item of items) {
    let sub = last.findIndex((before) => before.end <= item.start);
    if (sub < 0) sub = last.length;
    if (last[sub]) last[sub].next = item.start;
    item.sub = sub;
    last[sub] = item;
  }
  return Math.max(1, last.length);
}

/** @param {Item} a @param {Item} b */
const byStart = (a, b) => a.start - b.start || b.end - b.start - (a.end - a.start) || (a.key < b.key ? -1 : 1);

/**
 * @param {MatrixState} state
 * @param {{filter?: string, options?: import("../app/types.mjs").Move[], drafts?: {task: string, start: number, end: number}[]}} view
 * @returns {Model}
 */
export function buildModel(state, { filter = "", options = [], drafts = [] }) {
  const words = filterWords(filter);
  const lanes = new Map(state.lanes.map((lane) => [lane.id, lane]));
  const tasks = new Map(state.bars.map((bar) => [bar.task, bar]));
  const now = minutes(state.now);
  /** @type {Map<string, Item[]>} */
  const found = new Map(state.lanes.map((lane) => [lane.id, []]));
  /** @type {Map<string, Bar[]>} */
  const timeless = new Map();
  const shown = new Set();
  for (const bar of state.bars) {
    if (bar.status === "cancelled" || !passes(bar, lanes.get(bar.lane), words)) continue;
    shown.add(bar.task);
    const window = windowOf(bar, now);
    if (window) found.get(bar.lane)?.push(item("task", bar.task, bar, window));
    else timeless.set(bar.lane, [...(timeless.get(bar.lane) ?? []), bar]);
  }
  const add = (/** @type {"ghost"|"option"} */ kind, /** @type {string} */ key, /** @type {string} */ task, /** @type {any} */ window, /** @type {any} */ ghost) => {
    const bar = tasks.get(task);
    if (bar && shown.has(task)) found.get(bar.lane)?.push(item(kind, key, bar, { ...window, unscheduled: false }, ghost));
  };
  for (const ghost of state.ghosts) {
    add("ghost", `ghost:${ghost.request}:${ghost.task}`, ghost.task, { start: minutes(ghost.start), end: minutes(ghost.end) }, ghost);
  }
  for (const draft of drafts) add("ghost", `draft:${draft.task}`, draft.task, draft, null);
  for (const move of options) {
    add("option", `option:${move.task}`, move.task, { start: minutes(move.to[0]), end: minutes(move.to[1]) }, null);
  }
  const models = state.lanes
    .map((lane) => laneModel(lane, found.get(lane.id) ?? [], timeless.get(lane.id) ?? []))
    .filter((lane) => !words.length || lane.items.length || lane.timeless.length);
  return {
    state,
    tasks,
    items: new Map(models.flatMap((lane) => lane.items.map((each) => [each.key, each]))),
    lanes: models,
    followers: followersOf(state.bars),
    span: spanOf(state, models),
  };
}

/**
 * @param {Item["kind"]} kind
 * @param {string} key
 * @param {Bar} bar
 * @param {{start: number, end: number, unscheduled: boolean}} window
 * @param {Item["ghost"]} [ghost]
 * @returns {Item}
 */
const item = (kind, key, bar, window, ghost = null) => ({ kind, key, bar, ghost, ...window, sub: 0, next: Infinity, lane: bar.lane });

/**
 * @param {import("../app/types.mjs").Lane} lane
 * @param {Item[]} items
 * @param {Bar[]} timeless
 * @returns {LaneModel}
 */
function laneModel(lane, items, timeless) {
  items.sort(byStart);
  const subs = stack(items);
  const longest = items.reduce((most, each) => Math.max(most, each.end - each.start), 0);
  const conflicts = items.filter((each) => each.kind === "task" && each.bar.conflict).length;
  return { lane, items, longest, subs, timeless, conflicts };
}

/** @param {Bar[]} bars */
function followersOf(bars) {
  /** @type {Map<string, string[]>} */
  const out = new Map();
  for (const bar of bars) {
    for (const before of bar.after ?? []) {
      const known = out.get(before);
      if (known) known.push(bar.task);
      else out.set(before, [bar.task]);
    }
  }
  return out;
}

/**
 * @param {MatrixState} state
 * @param {LaneModel[]} lanes
 * @returns {[number, number]}
 */
function spanOf(state, lanes) {
  let first = Math.min(minutes(state.horizon[0]), 0);
  let last = minutes(state.horizon[1]);
  for (const lane of lanes) {
    for (const each of lane.items) {
      first = Math.min(first, each.start);
      last = Math.max(last, each.end);
    }
  }
  return [first, last];
}

/**
 * A task with everything before and after it.
 * @param {Model} model
 * @param {string|null} task
 */
export function chainOf(model, task) {
  /** @type {Set<string>} */
  const chain = new Set();
  if (!task || !model.tasks.has(task)) return chain;
  for (const step of [(/** @type {string} */ id) => model.tasks.get(id)?.after ?? [], (/** @type {string} */ id) => model.followers.get(id) ?? []]) {
    /** @type {string[]} */
    const open = [task];
    const seen = new Set(open);
    while (open.length) {
      const id = /** @type {string} */ (open.pop());
      chain.add(id);
      for (const other of step(id)) {
        if (seen.has(other)) continue;
        seen.add(other);
        open.push(other);
      }
    }
  }
  return chain;
}

/**
 * Items of a lane that touch the minutes from `from` to `to`.
 * @param {LaneModel} lane
 * @param {number} from
 * @param {number} to
 */
export function itemsBetween(lane, from, to) {
  const { items, longest } = lane;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (items[mid].start < from - longest) low = mid + 1;
    else high = mid;
  }
  const out = [];
  for (let i = low; i < items.length && items[i].start <= to; i++) if (items[i].end >= from) out.push(items[i]);
  return out;
}
