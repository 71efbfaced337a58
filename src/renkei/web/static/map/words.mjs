// Knows how the map says things in the chosen language; holds no sentence itself.
import { fully } from "../app/time.mjs";
import { courseText } from "./geometry.mjs";

/** Kinds of track that have a word (`picture-kind-…`). */
const TRACK_KINDS = new Set([
  "cargo", "tanker", "passenger", "fishing", "patrol", "military", "tug", "pilot", "rescue", "sailing", "aid", "station",
  "aircraft", "land", "unknown",
]);
/** States of a place and sources of its reports that have a word (`forces-status-…`, `forces-source-…`). */
const STATES = new Set(["open", "closed", "flooded", "debris", "damaged", "unknown"]);
const SOURCES = new Set(["survey", "unit", "authority", "liaison", "press", "social_media"]);
/** Kinds of place that have a word (`map-place-…`). */
const PLACES = new Set(["airfield", "port", "base", "headquarters", "wide_area_base", "island", "cape", "beach", "prefecture"]);

/** @typedef {import("./source.mjs").Name} Name */
/** @typedef {(key: string, facts?: Record<string, any>) => string} Translate */

/** The words of one language at a time. */
export class Words {
  /**
   * @param {Translate} t
   * @param {() => "en"|"ja"} language
   */
  constructor(t, language) {
    this.t = t;
    this.language = language;
  }

  /** A bilingual name, or its original where nobody has written one yet. @param {Name|string|null|undefined} name */
  name(name) {
    if (!name || typeof name === "string") return name ?? "";
    return (this.language() === "ja" ? name.ja || name.en : name.en || name.ja) ?? "";
  }

  /** A message of the node. @param {import("./source.mjs").Message|null} message */
  say(message) {
    if (!message) return "";
    const facts = Object.entries(message.facts ?? {}).map(([key, fact]) => [key, typeof fact === "object" ? this.name(fact) : fact]);
    return this.t(message.key, Object.fromEntries(facts));
  }

  /** How long ago, in the coarsest plain unit. @param {number} seconds */
  age(seconds) {
    if (seconds < 90) return this.t("map-age-seconds", { n: Math.max(0, Math.round(seconds)) });
    if (seconds < 90 * 60) return this.t("map-age-minutes", { n: Math.round(seconds / 60) });
    if (seconds < 36 * 3600) return this.t("map-age-hours", { n: Math.round(seconds / 3600) });
    return this.t("map-age-days", { n: Math.round(seconds / 86400) });
  }

  /** @param {{cog_deg: number|null, sog_kn: number|null}} track */
  motion({ cog_deg, sog_kn }) {
    const course = cog_deg === null || cog_deg === undefined ? this.t("map-course-unknown") : courseText(cog_deg);
    if (sog_kn === null || sog_kn === undefined) return course;
    return this.t("map-motion", { course, speed: sog_kn.toFixed(1) });
  }

  /** @param {string} kind */
  trackKind(kind) {
    return TRACK_KINDS.has(kind) ? this.t(`picture-kind-${kind}`) : kind;
  }

  /** @param {string} state */
  state(state) {
    return STATES.has(state) ? this.t(`forces-status-${state}`) : state;
  }

  /** @param {string} source */
  reportedBy(source) {
    return SOURCES.has(source) ? this.t(`forces-source-${source}`) : source;
  }

  /** @param {string} kind */
  placeKind(kind) {
    return PLACES.has(kind) ? this.t(`map-place-${kind}`) : kind;
  }

  /** @param {import("./affiliation.mjs").Affiliation} side */
  side(side) {
    return this.t(`map-side-${side}`);
  }

  /** A moment as H-hour, local time and Zulu. @param {string} at */
  moment(at) {
    return fully(at);
  }

  /** @param {number} value */
  number(value) {
    return new Intl.NumberFormat(this.language()).format(value);
  }

  /** @param {string[]} words */
  list(words) {
    return new Intl.ListFormat(this.language(), { type: "conjunction" }).format(words);
  }
}
