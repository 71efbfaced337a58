// Knows which conflicts are explained now: those the node sends with the plan, or those of the newest check here.
import { computed, signal } from "../app/libraries.mjs";
import { resources } from "../app/store.mjs";

/** @typedef {import("../app/types.mjs").Explanation} Explanation */

/** What the newest check found, and for which version of the plan. @type {import("../app/libraries.mjs").Signal<{version: string, conflicts: Explanation[]}|null>} */
export const checked = signal(null);

/** Version of the plan as it is shown. */
export const planVersion = () => {
  const state = resources.matrix.value.value;
  return state?.version ?? String(state?.position ?? "");
};

/** Explained conflicts. */
export const conflicts = computed(() => resources.matrix.value.value?.conflicts ?? checked.value?.conflicts ?? []);

/** Whether the plan changed after the check that explained its conflicts. */
export const outdated = computed(() => {
  const state = resources.matrix.value.value;
  return Boolean(state && !state.conflicts && checked.value && checked.value.version !== planVersion());
});

/** Conflicts to be counted: the explained ones, otherwise one for all tasks whose times break a rule. */
export const conflictCount = computed(() => {
  const broken = resources.matrix.value.value?.bars.some((bar) => bar.conflict) ? 1 : 0;
  return Math.max(conflicts.value.length, outdated.value || !checked.value ? broken : 0);
});

/** Conflicts that name a task. @param {string} task */
export const conflictsOf = (task) => conflicts.value.filter((each) => each.items.some((item) => item.task === task));
