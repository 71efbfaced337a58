// Knows what the matrix page holds beside the node's plan: moves under way, ghosts being written, an option looked at, jobs.
import { signal } from "../app/libraries.mjs";

/** Own tasks moved here and not yet answered by the node. @type {import("../app/libraries.mjs").Signal<Map<string, {start: number, end: number}>>} */
export const pending = signal(new Map());
/** Proposals being written now. @type {import("../app/libraries.mjs").Signal<{task: string, start: number, end: number}[]>} */
export const drafts = signal([]);
/** Moves of the option looked at. @type {import("../app/libraries.mjs").Signal<import("../app/types.mjs").Move[]>} */
export const optionMoves = signal([]);
/** Shared place whose use is shown below the matrix. @type {import("../app/libraries.mjs").Signal<string|null>} */
export const openPlace = signal(null);
/** @typedef {"task"|"conflicts"|"repair"|"chance"|"changes"} Tab */
/** @type {import("../app/libraries.mjs").Signal<Tab>} */
export const tab = signal("task");
/** The drawn matrix, while there is one. @type {{current: import("./view.mjs").MatrixView|null}} */
export const view = { current: null };

/** Moves and proposals that were sketched on screen are forgotten. */
export function forgetSketches() {
  drafts.value = [];
  optionMoves.value = [];
}
