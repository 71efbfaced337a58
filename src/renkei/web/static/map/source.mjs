// Knows where the map's facts come from and what it writes back: the screen's one selection, filter and address.
import { filter, panel, selection, setPanel } from "../app/address.mjs";
import { now } from "../app/clock.mjs";
import { nationName } from "../app/i18n.mjs";
import { theme } from "../app/preferences.mjs";
import { effect, signal, untracked } from "./libraries.mjs";

/** Tracks that vanish are noticed at the latest after this time by reading the whole picture again. */
const REREAD_MS = 60_000;

/** @typedef {{nation: string, source: string, id: string, age_s: number, own: boolean}} TrackSource */
/** @typedef {{key: string, facts?: Record<string, any>}} Message */
/** @typedef {{en: string, ja: string}} Name */
/**
 * @typedef {object} Track
 * @property {string} track
 * @property {string} name
 * @property {number} lat
 * @property {number} lon
 * @property {number|null} cog_deg
 * @property {number|null} sog_kn
 * @property {string} sidc
 * @property {string} kind
 * @property {boolean} stale
 * @property {number} age_s
 * @property {TrackSource[]} nation_sources
 * @property {boolean} merged
 * @property {Message|null} reason
 * @property {{originators?: string[], rel_to: string[]}|null} label
 */
/** A track with the exercise time at which this browser heard of it. @typedef {Track & {at: number}} HeardTrack */
/** @typedef {{value: string, source: string, at: string}} PlaceReport */
/**
 * @typedef {object} Place
 * @property {string} id
 * @property {Name} name
 * @property {string} kind
 * @property {number|null} lat
 * @property {number|null} lon
 * @property {string|null} owner
 * @property {(PlaceReport & {conflicting: PlaceReport[]})|null} status
 */
/**
 * @typedef {object} Unit
 * @property {string} id
 * @property {Name} name
 * @property {string} owner
 * @property {string} type
 * @property {number} count
 * @property {string|null} place
 * @property {number|null} lat
 * @property {number|null} lon
 * @property {string} sidc
 * @property {number|null} delay_min
 */

/** Everything the map reads and the little it writes. */
export class Source {
  /**
   * @param {any} store the screen's store: session, resources {picture, places, units}, tracks, streamState, nationClass
   */
  constructor(store) {
    this.selection = selection;
    this.filter = filter;
    this.settings = panel;
    this.theme = theme;
    this.now = now;
    this.session = store.session;
    this.streamState = store.streamState;
    this.nationClass = store.nationClass;
    this.nationName = nationName;
    /** @type {import("../app/libraries.mjs").Signal<Map<string, HeardTrack>>} */
    this.tracks = signal(new Map());
    this.places = store.resources.places;
    this.units = store.resources.units;
    this.picture = store.resources.picture;
    this.endings = [this.places, this.units, this.picture].map((answer) => answer.hold());
    this.endings.push(this.#follow(this.picture.value, (board) => this.#hear(new Map(), board.tracks)));
    this.endings.push(this.#follow(store.tracks, (frame) => this.#hear(new Map(this.tracks.value), frame)));
    void this.picture.load();
    const timer = setInterval(() => void this.picture.load(), REREAD_MS);
    this.endings.push(() => clearInterval(timer));
  }

  /** Reads everything again. */
  again() {
    for (const answer of [this.picture, this.places, this.units]) void answer.load();
  }

  /** Writes one of the page's own settings. @param {string} key @param {string|null} value */
  set(key, value) {
    setPanel({ [key]: value });
  }

  /** Seconds since a track was last reported, now. @param {HeardTrack} track */
  ageOf(track) {
    return track.age_s + Math.max(0, (this.now.value - track.at) / 1000);
  }

  close() {
    for (const end of this.endings) end();
  }

  /**
   * Takes what comes from now on: what lay there when the page opened may be of any age.
   * @param {import("../app/libraries.mjs").Signal<any>} heard
   * @param {(value: any) => void} take
   * @returns {() => void}
   */
  #follow(heard, take) {
    const before = heard.peek();
    return effect(() => {
      const value = heard.value;
      if (value && value !== before) untracked(() => take(value));
    });
  }

  /**
   * A whole picture starts from nothing, so that tracks it does not name are gone; a frame names what changed.
   * @param {Map<string, HeardTrack>} known
   * @param {Track[]} heard
   */
  #hear(known, heard) {
    const at = this.now.value;
    for (const track of heard) known.set(track.track, { ...track, at });
    this.tracks.value = known;
  }
}
