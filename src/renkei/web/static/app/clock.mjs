// Knows exercise time between two readings of the node's clock; never decides what time it is.
import { computed, signal } from "./libraries.mjs";
import { get } from "./api.mjs";
import { lookingAt } from "./address.mjs";

/** @type {import("./libraries.mjs").Signal<import("./types.mjs").ClockState|null>} */
export const clock = signal(null);
/** Time for decisions in milliseconds since 1970 (exercise time in an exercise), moved on while the clock runs. */
export const now = signal(0);
/** The machine's time in milliseconds since 1970, moved on every second: links and recording go by it, exercise or not. */
export const recorded = signal(0);
/** Moment that every view shows: the one looked at, otherwise now. */
export const shownMoment = computed(() => (lookingAt.value ? Date.parse(lookingAt.value) : now.value));

let readAt = 0;

function advance() {
  const state = clock.value;
  if (!state) return;
  const passed = performance.now() - readAt;
  now.value = Date.parse(state.now) + (state.running ? passed * state.speed : 0);
  recorded.value = Date.parse(state.recorded) + passed;
}

export async function readClock() {
  clock.value = await get("/api/clock");
  readAt = performance.now();
  advance();
}

/** Moves both clocks on. */
export const followClock = () => setInterval(advance, 1000);
