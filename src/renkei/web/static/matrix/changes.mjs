// Knows what changed between two versions of the plan that this browser saw; keeps the last few and compares them.
import { signal } from "../app/libraries.mjs";

/** Versions kept for comparison: a shift's worth of changes, a few hundred kilobytes. */
const KEPT_MAX = 40;

/** @typedef {import("../app/types.mjs").MatrixState} MatrixState */
/** @typedef {{position: number, now: string, state: MatrixState}} Version */
/** @typedef {{task: string, before: import("../app/types.mjs").Bar|null, after: import("../app/types.mjs").Bar|null, fields: string[]}} Difference */

/** Oldest first. @type {import("../app/libraries.mjs").Signal<Version[]>} */
export const versions = signal([]);

/** Fields that a person calls a change; marks that follow from others are not. */
const FIELDS = ["name", "lane", "start", "end", "duration_min", "earliest", "due", "status", "uses", "after", "answers", "needs_grant", "grant", "rel_to"];

/** @param {MatrixState} state */
export function remember(state) {
  const last = versions.value.at(-1);
  if (last && (last.position === state.position || !compare(last.state, state).length)) return;
  const version = { position: state.position, now: state.now, state };
  versions.value = [...versions.value, version].slice(-KEPT_MAX);
}

/**
 * Tasks that differ, by identifier.
 * @param {MatrixState} before
 * @param {MatrixState} after
 * @returns {Difference[]}
 */
export function compare(before, after) {
  const old = new Map(before.bars.map((bar) => [bar.task, bar]));
  const young = new Map(after.bars.map((bar) => [bar.task, bar]));
  const out = [];
  for (const task of [...new Set([...old.keys(), ...young.keys()])].sort()) {
    const [a, b] = [old.get(task) ?? null, young.get(task) ?? null];
    const fields = a && b ? FIELDS.filter((field) => text(a, field) !== text(b, field)) : ["task"];
    if (fields.length) out.push({ task, before: a, after: b, fields });
  }
  return out;
}

/**
 * @param {any} bar
 * @param {string} field
 */
const text = (bar, field) => JSON.stringify(bar[field]) ?? "not released";
