// Knows which bar an arrow key leads to; pure, moves no focus.

/** @typedef {import("./model.mjs").Item} Item */
/** @typedef {import("./layout.mjs").Row} Row */

/** Lanes that Page Up and Page Down pass over. */
const PAGE_LANES = 8;

/** @param {Item} item */
const centre = (item) => (item.start + item.end) / 2;

/**
 * @param {Row[]} rows
 * @param {number} from index of the row
 * @param {number} step 1 down, -1 up
 * @param {number} [count] lanes with bars to go
 * @returns {Row|null}
 */
function laneFrom(rows, from, step, count = 1) {
  let found = null;
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (!rows[index].lane?.items.length) continue;
    found = rows[index];
    if (--count <= 0) break;
  }
  return found;
}

/**
 * @param {Row|null} row
 * @param {Item} to
 * @returns {Item|null}
 */
function nearest(row, to) {
  const items = row?.lane?.items ?? [];
  return items.reduce(
    (/** @type {Item|null} */ best, item) => (!best || Math.abs(centre(item) - centre(to)) < Math.abs(centre(best) - centre(to)) ? item : best),
    null,
  );
}

/**
 * The bar that a key leads to from another, or null when it leads nowhere.
 * @param {Row[]} rows
 * @param {Map<string, number>} rowOf
 * @param {Item} at
 * @param {string} key
 * @returns {Item|null}
 */
export function nextItem(rows, rowOf, at, key) {
  const index = rowOf.get(at.lane) ?? 0;
  const items = rows[index]?.lane?.items ?? [];
  const place = items.findIndex((item) => item.key === at.key);
  switch (key) {
    case "ArrowRight":
      return items[place + 1] ?? nearestFirst(laneFrom(rows, index, 1));
    case "ArrowLeft":
      return items[place - 1] ?? laneFrom(rows, index, -1)?.lane?.items.at(-1) ?? null;
    case "ArrowDown":
      return nearest(laneFrom(rows, index, 1), at);
    case "ArrowUp":
      return nearest(laneFrom(rows, index, -1), at);
    case "PageDown":
      return nearest(laneFrom(rows, index, 1, PAGE_LANES), at);
    case "PageUp":
      return nearest(laneFrom(rows, index, -1, PAGE_LANES), at);
    case "Home":
      return items[0] ?? null;
    case "End":
      return items.at(-1) ?? null;
    default:
      return null;
  }
}

/** @param {Row|null} row */
const nearestFirst = (row) => row?.lane?.items[0] ?? null;

/**
 * Tasks in conflict in the order of the rows, then of time.
 * @param {Row[]} rows
 */
export const conflicting = (rows) => rows.flatMap((row) => row.lane?.items.filter((item) => item.kind === "task" && item.bar.conflict) ?? []);

/**
 * The conflict after (or before) the one at hand, around the end.
 * @param {Row[]} rows
 * @param {string|null} at
 * @param {1|-1} step
 * @returns {Item|null}
 */
export function nextConflict(rows, at, step) {
  const all = conflicting(rows);
  if (!all.length) return null;
  const place = all.findIndex((item) => item.key === at);
  return all[(place + (place < 0 && step < 0 ? 0 : step) + all.length) % all.length];
}
