// Knows what to do with faults that the map library reports; no style and no data.

let leaving = false;
addEventListener("beforeunload", () => (leaving = true));

/**
 * Write a fault to the console, unless the reader is going elsewhere: then the browser breaks off what is still fetched.
 *
 * @param {any} event MapLibre's error event.
 */
export function faultTold(event) {
  if (!leaving) console.error(event.error?.message ?? event);
}
