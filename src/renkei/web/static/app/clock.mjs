// Knows exercise time between two readings of the node's clock; never decides what time it is.
import { computed, effect, signal } from "./libraries.mjs";
import { get } from "./api.mjs";
import { lookingAt } from "./address.mjs";

/** @type {import("./libraries.mjs").Signal<import("./types.mjs").ClockState|null>} */
export const clock = signal(null);
/** Exercise time in milliseconds since 1970, moved on every second while the clock runs. */
export const now = signal(0);
/** Moment that every view shows: the one looked at, otherwise now. */
export const shownMoment = computed(() => (lookingAt.value ? Date.parse(lookingAt.value) : now.value));

let readAt = 0;

function advance() {
  const state = clock.value;
  if (!state) return;
  const passed = state.running ? (performance.now() - readAt) * state.speed : 0;
  now.value = Date.parse(state.now) + passed;
}

export async function readClock() {
  clock.value = await get("/api/clock");
  readAt = performance.now();
  advance();
}

/** Moves `now` while the clock runs. */
export function followClock() {
  let timer = 0;
  effect(() => {
    clearInterval(timer);
    if (clock.value?.running) timer = setInterval(advance, 1000);
  });
}
