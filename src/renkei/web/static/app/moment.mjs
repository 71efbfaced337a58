// Knows how a moment inside a sentence is said: hours from H-hour, or a date-time group; the same as the node says it.

export const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)$/;
const MINUTE = 60_000;

/** @type {number|null} */
let anchor = null;

/** Sets H-hour, in milliseconds since 1970. @param {number} moment */
export function anchorAt(moment) {
  anchor = moment;
}

/** @param {string} text */
export const isMoment = (text) => ISO.test(text);

/** @param {number} value */
export const two = (value) => String(value).padStart(2, "0");

/** Whole minutes from H-hour. @param {string|number|Date} moment */
export const minutes = (moment) => Math.round((new Date(moment).getTime() - (anchor ?? 0)) / MINUTE);

/**
 * Offset from H-hour: `H+28`, `H+7:42`, `H-4`.
 * @param {string|number|Date} moment
 */
export function hOffset(moment) {
  const total = minutes(moment);
  const size = Math.abs(total);
  const rest = size % 60;
  return `H${total < 0 ? "-" : "+"}${Math.floor(size / 60)}${rest ? `:${two(rest)}` : ""}`;
}

/**
 * Date-time group in Zulu: `101530Z FEB 26`.
 * @param {string|number|Date} moment
 */
export function zulu(moment) {
  const d = new Date(moment);
  const year = two(d.getUTCFullYear() % 100);
  return `${two(d.getUTCDate())}${two(d.getUTCHours())}${two(d.getUTCMinutes())}Z ${MONTHS[d.getUTCMonth()]} ${year}`;
}

/** @param {string} iso */
export const spokenMoment = (iso) => (anchor === null ? zulu(iso) : hOffset(iso));
