// Knows what of the picture is shown: filters, order of the lists, and things as the chart draws them; pure.
import { affiliationOf } from "./affiliation.mjs";
import { keyOf } from "./selection.mjs";
import { CONFLICTING, PLACE_KINDS, STATES } from "./signs.mjs";

/** More rows than this nobody reads; the filter narrows them. */
export const ROWS_MAX = 200;

/**
 * @typedef {object} Choice
 * @property {string} text
 * @property {string} side an affiliation, or empty for all
 * @property {string} from "own", "partner", "both", or empty
 * @property {string} age "current", "stale", or empty
 * @property {string[]} hidden of "tracks", "units", "places"
 */

/** @typedef {import("./source.mjs").HeardTrack} Track */
/** @typedef {import("./source.mjs").Place} Place */
/** @typedef {import("./source.mjs").Unit} Unit */

/** Letters of any width and case compare equal. @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** @param {string} wanted @param {(string|null|undefined)[]} texts */
const says = (wanted, texts) => !wanted || texts.some((text) => text && plain(text).includes(wanted));

/** Whose reports make a track: "own", "partner" or "both". @param {Track} track */
export function reporters(track) {
  const own = track.nation_sources.some((source) => source.own);
  const partner = track.nation_sources.some((source) => !source.own);
  return own && partner ? "both" : own ? "own" : "partner";
}

/** @param {Track} track @param {Choice} choice */
export function trackWanted(track, choice) {
  if (choice.side && affiliationOf(track.sidc) !== choice.side) return false;
  if (choice.from && reporters(track) !== choice.from) return false;
  if (choice.age && (choice.age === "stale") !== track.stale) return false;
  return says(plain(choice.text), [track.track, track.name, track.kind, ...track.nation_sources.map((source) => source.id)]);
}

/** @param {Unit|Place} each @param {Choice} choice */
export const named = (each, choice) => says(plain(choice.text), [each.id, each.name.en, each.name.ja]);

/** @typedef {"name"|"motion"|"age"} Order */

/**
 * @param {Track[]} tracks
 * @param {Order} order
 * @param {(track: Track) => number} age
 */
export function sorted(tracks, order, age) {
  const byName = (/** @type {Track} */ a, /** @type {Track} */ b) => (a.name || a.track).localeCompare(b.name || b.track);
  if (order === "age") return [...tracks].sort((a, b) => age(b) - age(a) || byName(a, b));
  if (order === "motion") return [...tracks].sort((a, b) => (b.sog_kn ?? -1) - (a.sog_kn ?? -1) || byName(a, b));
  return [...tracks].sort(byName);
}

/** The state that the map shows for a place: contradiction goes before any one report. @param {Place} place */
export function stateOf(place) {
  if (!place.status) return null;
  if (place.conflicting.length) return CONFLICTING;
  return STATES.includes(place.status.value) ? place.status.value : "unknown";
}

/** Places with something to say go first, then by name. @param {Place[]} places @param {(place: Place) => string} name */
export const placesInOrder = (places, name) =>
  [...places].sort((a, b) => Number(!a.status) - Number(!b.status) || name(a).localeCompare(name(b)));

/** @param {{lat: number|null, lon: number|null}} each */
export const placed = (each) => each.lat !== null && each.lon !== null && each.lat !== undefined && each.lon !== undefined;

/**
 * What the chart draws of a track or unit.
 * @typedef {object} Thing
 * @property {number} lon
 * @property {number} lat
 * @property {string} sidc
 * @property {number|null} cog_deg
 * @property {number|null} sog_kn
 * @property {boolean} stale
 * @property {boolean} shared both nations report it
 * @property {number} stack
 * @property {string} text
 * @property {boolean} unit
 */

/** Whether two things look the same, so that one need not be drawn again. @param {any} a @param {any} b */
export const alike = (a, b) => Boolean(a) && Object.keys(b).every((key) => a[key] === b[key]);

/** @param {Track} track @returns {Thing} */
const trackThing = (track) => ({
  lon: track.lon,
  lat: track.lat,
  sidc: track.sidc,
  cog_deg: track.cog_deg,
  sog_kn: track.sog_kn,
  stale: track.stale,
  shared: reporters(track) === "both",
  stack: 0,
  text: track.name || track.track,
  unit: false,
});

/**
 * @param {any} unit with a position
 * @param {number} stack
 * @param {string} text
 * @returns {Thing}
 */
const unitThing = (unit, stack, text) => ({
  lon: unit.lon,
  lat: unit.lat,
  sidc: unit.sidc,
  cog_deg: null,
  sog_kn: null,
  stale: false,
  shared: false,
  stack,
  text,
  unit: true,
});

/**
 * Everything the symbol layer draws; units at one place are piled up.
 * @param {{tracks: Track[], units: Unit[]}} shown
 * @param {(name: any) => string} name
 * @returns {Map<string, Thing>}
 */
export function things({ tracks, units }, name) {
  /** @type {Map<string, number>} */
  const piles = new Map();
  /** @type {Map<string, Thing>} */
  const drawn = new Map();
  for (const unit of units.filter(placed)) {
    const where = `${unit.lon} ${unit.lat}`;
    const stack = (piles.get(where) ?? 0) + 1;
    piles.set(where, stack);
    drawn.set(keyOf({ kind: "unit", id: unit.id }), unitThing(unit, stack, name(unit.name)));
  }
  for (const track of tracks) drawn.set(keyOf({ kind: "track", id: track.track }), trackThing(track));
  return drawn;
}

/** Places as the chart draws them. @param {Place[]} places */
export const placeMarks = (places) =>
  places.filter(placed).map((place) => ({ ...place, state: stateOf(place), sign: PLACE_KINDS.includes(place.kind) ? place.kind : "place" }));
