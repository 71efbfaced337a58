// Knows what the newest simulation says of the plan as it stands: chances of phases and due times, and chances in words.
import { computed, signal } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { jobs } from "./jobs.mjs";
import { planVersion } from "./known.mjs";

/** @typedef {import("../app/types.mjs").Chance} Chance */

/** Version of the plan that was played last. */
export const played = signal("");

/** The newest simulation of the plan as it stands, or null. */
export const simulation = computed(() => {
  const result = jobs.value.simulate?.result;
  return result && played.value === planVersion() ? result : null;
});

/** @param {string} kind @param {(chance: Chance) => string} key */
const byKey = (kind, key) =>
  computed(() => new Map(/** @type {Chance[]} */ (simulation.value?.chances ?? []).filter((each) => each.kind === kind && each.chance !== null).map((each) => [key(each), Number(each.chance)])));

/** Chance of each phase, by its identifier. */
export const phaseChances = byKey("phase", (chance) => chance.key.replace(/^phase:/, ""));
/** Chance of each due time, by its task. */
export const dueChances = byKey("due", (chance) => chance.tasks[0] ?? "");

/** A chance in words; what can still fail is never called certain. @param {number} chance */
export function chanceText(chance) {
  const whole = Math.round(chance * 100);
  if (chance > 0 && whole === 0) return t("web-chance-under");
  if (chance < 1 && whole === 100) return t("web-chance-over");
  return t("web-chance-percent", { n: whole });
}
