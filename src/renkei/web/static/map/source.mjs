// Knows where the map's facts come from and what it writes back: the screen's one selection, filter and address.
import { filter, panel, selection, setPanel } from "../app/address.mjs";
import { now } from "../app/clock.mjs";
import { nationName, nationTag } from "../app/i18n.mjs";
import { labelsShown } from "../app/marking.mjs";
import { theme } from "../app/preferences.mjs";
import { computed, effect, signal, untracked } from "./libraries.mjs";
import { symbolOfUnit } from "./unit_symbols.mjs";

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
/**
 * @typedef {object} PlaceReport
 * @property {string} value
 * @property {string} source
 * @property {string} at
 * @property {string} origin nation
 * @property {Name} [note]
 * @property {string|null} [reopens]
 * @property {string[]} [rel_to] nations that may have it
 */
/**
 * @typedef {object} Place
 * @property {string} id
 * @property {Name} name
 * @property {string} kind
 * @property {number|null} lat
 * @property {number|null} lon
 * @property {string|null} owner
 * @property {boolean} approximate
 * @property {PlaceReport|null} status the report that stands
 * @property {PlaceReport[]} conflicting reports that say otherwise
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
 * @property {string} sidc the source's code, else the one of its type
 * @property {number|null} delay_min
 * @property {string[]} [rel_to] nations that may have all of this
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
    this.nationTag = nationTag;
    /** @type {import("../app/libraries.mjs").Signal<Map<string, HeardTrack>>} */
    this.tracks = signal(new Map());
    this.places = store.resources.places;
    this.units = store.resources.units;
    this.picture = store.resources.picture;
    /** @type {import("../app/libraries.mjs").Signal<Place[]>} */
    this.placeList = computed(() => this.places.value.value ?? []);
    /** @type {import("../app/libraries.mjs").Signal<Unit[]>} */
    this.unitList = computed(() => (this.units.value.value ?? []).map(withSymbol));
    /** For each thing on the map the nations that may have it: every track, unit and report of a place. */
    this.labels = computed(() => [...this.tracks.value.values(), ...this.unitList.value, ...this.placeList.value.flatMap(reportsOf)].map(holders));
    this.endings = [this.places, this.units, this.picture].map((answer) => answer.hold());
    this.endings.push(this.#follow(this.picture.value, (board) => this.#hear(board.tracks)));
    this.endings.push(this.#follow(store.tracks, (frame) => this.#hear(frame)));
    this.endings.push(effect(() => void (labelsShown.value = this.labels.value)));
    void this.picture.load();
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

  /** Both the answer and the frames of the stream are whole pictures: a track they do not name is gone. @param {Track[]} heard */
  #hear(heard) {
    const at = this.now.value;
    this.tracks.value = new Map(heard.map((track) => [track.track, { ...track, at }]));
  }
}

/** @param {Place} place @returns {PlaceReport[]} */
const reportsOf = (place) => (place.status ? [place.status, ...place.conflicting] : place.conflicting);

/** Who may have a track, a unit or a report; without a word about it, this nation alone. @param {any} thing @returns {string[]} */
const holders = (thing) => thing.rel_to ?? thing.label?.rel_to ?? [];

/** @param {any} unit @returns {Unit} */
const withSymbol = (unit) => (unit.sidc ? unit : { ...unit, sidc: symbolOfUnit(unit.type) });
