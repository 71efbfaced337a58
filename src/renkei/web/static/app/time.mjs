// Knows how one moment is written: H-hour, date-time group Zulu, local time; knows no clock.
import { language } from "./preferences.mjs";
import { MONTHS, anchorAt, hOffset, zulu } from "./moment.mjs";

export { hOffset, minutes, zulu } from "./moment.mjs";
import { t } from "./i18n.mjs";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Short name and military letter of the time zones in use; others are named by their offset. */
const ZONES = /** @type {Record<string, [string, string]>} */ ({
  "Asia/Tokyo": ["JST", "I"],
  "Asia/Seoul": ["KST", "I"],
  "Asia/Manila": ["PST", "H"],
  UTC: ["UTC", "Z"],
});

let anchor = 0;
let zone = "Asia/Tokyo";

/**
 * Sets H-hour and the local time zone of this headquarters.
 * @param {string} t0
 * @param {string} tz
 */
export function anchorTime(t0, tz) {
  anchorAt(Date.parse(t0));
  anchor = Date.parse(t0);
  zone = tz;
}

/** H-hour in milliseconds since 1970. */
export const hHour = () => anchor;

/** @typedef {string|number|Date} Moment */
/** @param {Moment} moment */
export const ms = (moment) => (typeof moment === "number" ? moment : new Date(moment).getTime());

/** @param {number} minute */
export const momentOf = (minute) => new Date(anchor + minute * MINUTE).toISOString().replace(".000Z", "Z");

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/**
 * @param {string} key
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(key, options) {
  const name = `${key} ${language.value} ${zone}`;
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(language.value === "ja" ? "ja-JP" : "en-GB", { timeZone: zone, ...options });
    formats.set(name, found);
  }
  return found;
}

/** @type {Map<string, string>} */
const zoneNames = new Map();
/** Short name of the local time zone: `JST`. */
export function zoneName() {
  if (ZONES[zone]) return ZONES[zone][0];
  const key = `${language.value} ${zone}`;
  const known = zoneNames.get(key);
  if (known) return known;
  const parts = format("zone", { timeZoneName: "shortOffset" }).formatToParts(0);
  const said = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  zoneNames.set(key, said);
  return said;
}

/**
 * Local day, month and time in the words of the language: `10 Feb 14:30`, `2月10日 14:30`.
 * @param {Moment} moment
 */
export const local = (moment) =>
  format("local", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    .format(ms(moment))
    .replace(",", "");

/**
 * Local time with the name of its zone.
 * @param {Moment} moment
 */
export const localNamed = (moment) => `${local(moment)} ${zoneName()}`;

/** Local time alone. @param {Moment} moment */
export const localTime = (moment) =>
  format("time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms(moment));

/** Zulu day and time without month, for axis ticks: `100330Z`. @param {Moment} moment */
export const zuluShort = (moment) => zulu(moment).slice(0, 7);

/**
 * Local day and time for axis ticks: `10 12:30`.
 * @param {Moment} moment
 */
export function localShort(moment) {
  const parts = format("short", { day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(ms(moment));
  const get = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  return `${get("day")} ${get("hour")}:${get("minute")}`;
}

/**
 * A moment in full: H-hour, local, Zulu.
 * @param {Moment} moment
 */
export const fully = (moment) => `${hOffset(moment)} · ${localNamed(moment)} · ${zulu(moment)}`;

/**
 * A window in H-hour: `H+28 to H+76`.
 * @param {Moment} from
 * @param {Moment} to
 */
export const windowText = (from, to) => t("web-window", { from: hOffset(from), to: hOffset(to) });

/**
 * A length of time in words: `4 h`, `1 h 30 min`.
 * @param {number} minute
 */
export function lengthText(minute) {
  const size = Math.abs(Math.round(minute));
  const hours = Math.floor(size / 60);
  const rest = size % 60;
  if (!hours) return t("web-length-minutes", { minutes: rest });
  return rest ? t("web-length-both", { hours, minutes: rest }) : t("web-length-hours", { hours });
}

/**
 * How long ago, in the coarsest plain unit.
 * @param {number} seconds
 */
export function ageText(seconds) {
  if (seconds < 90) return t("web-age-seconds", { n: Math.max(0, Math.round(seconds)) });
  if (seconds < 90 * 60) return t("web-age-minutes", { n: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return t("web-age-hours", { n: Math.round(seconds / 3600) });
  return t("web-age-days", { n: Math.round(seconds / 86400) });
}

/**
 * Minutes that local time is ahead of UTC.
 * @param {number} moment
 */
function offsetMinutes(moment) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(moment);
  const get = (/** @type {string} */ type) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"));
  return Math.round((wall - moment) / MINUTE);
}

/**
 * Reads a moment a person typed: `H+28`, `H+7:30`, `h-4`; a date-time group `101530Z FEB 26`, or with `I` in place of `Z`
 * for local time; or local time `2026-02-11 09:30`.
 * @param {string} text
 * @returns {string|null} ISO Zulu, or null when it is none of these
 */
export function parseMoment(text) {
  const offset = /^\s*H?\s*([+\-−])\s*(\d{1,4})(?::([0-5]\d))?\s*$/i.exec(text);
  if (offset) {
    const size = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return momentOf(offset[1] === "+" ? size : -size);
  }
  const group = /^\s*(\d{2})(\d{2})(\d{2})([A-Z])\s+([A-Z]{3})\s+(\d{2})\s*$/i.exec(text);
  if (group) {
    const [, day, hour, minute, letter, month, year] = group;
    const zulu = letter.toUpperCase() === "Z";
    if (!zulu && letter.toUpperCase() !== ZONES[zone]?.[1]) return null;
    return wallTime(2000 + Number(year), MONTHS.indexOf(month.toUpperCase()), Number(day), Number(hour), Number(minute), zulu);
  }
  const plain = /^\s*(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})\s*$/.exec(text);
  if (!plain) return null;
  const [year, month, day, hour, minute] = plain.slice(1).map(Number);
  return wallTime(year, month - 1, day, hour, minute, false);
}

/**
 * @param {number} year
 * @param {number} month from 0
 * @param {number} day
 * @param {number} hour
 * @param {number} minute
 * @param {boolean} zulu
 */
function wallTime(year, month, day, hour, minute, zulu) {
  const wall = Date.UTC(year, month, day, hour, minute);
  const sane = month >= 0 && new Date(wall).getUTCDate() === day && hour < 24 && minute < 60;
  if (!sane) return null;
  const moment = zulu ? wall : wall - offsetMinutes(wall - offsetMinutes(wall) * MINUTE) * MINUTE;
  return new Date(moment).toISOString().replace(".000Z", "Z");
}
