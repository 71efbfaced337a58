// Knows where the map's facts come from: the shell's store, or this page's own reading of the node when there is none.
//
// What is read from a store, all optional, each a signal unless said otherwise:
//   selection {kind, id}|null · filter text · language · theme · now milliseconds of exercise time · session
//   streamState "opening"|"open"|"lost" · tracks last frame of live tracks
//   resources {picture, places, units} (no signal), each {value, error: signals, hold(), load()}
//   panel the page's own settings in the address, setPanel(settings) · nationName(code), nationClass(code) functions
import { effect, signal, untracked } from "./libraries.mjs";

/** Tracks that vanish are noticed at the latest after this time by reading the whole picture again. */
const REREAD_MS = 60_000;
/** Changes that arrive within this time make one reading. */
const GATHER_MS = 80;

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

/**
 * One answer of the node, kept fresh while the map is open.
 * @template T
 */
class Answer {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.value = signal(/** @type {T|null} */ (null));
    this.error = signal(/** @type {any} */ (null));
    this.timer = 0;
  }

  async load() {
    try {
      const answer = await fetch(this.path, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.value.value = await answer.json();
      this.error.value = null;
    } catch (error) {
      this.error.value = error;
    }
  }

  hold() {
    void this.load();
    return () => {};
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), GATHER_MS);
  }
}

/** @param {string} key @returns {any} */
function storedInAddress(key) {
  const text = new URLSearchParams(location.search).get(key) ?? "";
  if (key !== "select") return text;
  const cut = text.indexOf(":");
  return cut > 0 ? { kind: text.slice(0, cut), id: text.slice(cut + 1) } : null;
}

/** A store of the map's own, for a page without a shell. */
function ownStore() {
  const resources = {
    picture: /** @type {Answer<{tracks: Track[]}>} */ (new Answer("/api/picture")),
    places: /** @type {Answer<Place[]>} */ (new Answer("/api/places")),
    units: /** @type {Answer<Unit[]>} */ (new Answer("/api/units")),
  };
  const store = {
    resources,
    selection: signal(storedInAddress("select")),
    filter: signal(storedInAddress("filter")),
    theme: signal(document.documentElement.dataset.theme ?? "night"),
    now: signal(0),
    session: signal(/** @type {any} */ (null)),
    streamState: signal("opening"),
    tracks: signal(/** @type {Track[]|null} */ (null)),
    panel: signal(Object.fromEntries(new URLSearchParams(location.search))),
  };
  return { store, close: follow(store) };
}

/** Follows the node's stream and clock; returns how to stop. @param {any} store */
function follow(store) {
  const stream = new EventSource("/api/stream");
  const again = () => Object.values(store.resources).forEach((/** @type {any} */ answer) => answer.soon());
  stream.addEventListener("open", () => {
    if (store.streamState.value === "lost") again();
    store.streamState.value = "open";
  });
  stream.addEventListener("error", () => (store.streamState.value = "lost"));
  stream.addEventListener("picture", (event) => (store.tracks.value = JSON.parse(event.data).tracks));
  stream.addEventListener("changed", (event) => {
    for (const key of JSON.parse(event.data).keys) store.resources[key]?.soon();
  });
  const stop = followClock(store);
  void fetch("/api/session").then(async (answer) => {
    if (answer.ok) store.session.value = await answer.json();
  });
  return () => {
    stream.close();
    stop();
  };
}

/** Keeps `now` at exercise time. @param {any} store */
function followClock(store) {
  let clock = { now: new Date().toISOString(), running: true, speed: 1 };
  let read = performance.now();
  const advance = () => {
    store.now.value = Date.parse(clock.now) + (clock.running ? (performance.now() - read) * clock.speed : 0);
  };
  void fetch("/api/clock").then(async (answer) => {
    if (!answer.ok) return;
    clock = await answer.json();
    read = performance.now();
    advance();
  });
  const timer = setInterval(advance, 1000);
  return () => clearInterval(timer);
}

/** Everything the map reads and the little it writes (selection, filter, its own settings). */
export class Source {
  /** @param {any} given the shell's store, or nothing */
  constructor(given) {
    const own = given?.resources ? null : ownStore();
    const store = own?.store ?? given;
    /** @type {any} */
    this.store = store;
    this.selection = store.selection ?? signal(null);
    this.filter = store.filter ?? signal("");
    this.theme = store.theme ?? signal("night");
    this.now = store.now ?? signal(Date.now());
    this.session = store.session ?? signal(null);
    this.streamState = store.streamState ?? signal("open");
    this.settings = store.panel ?? signal({});
    /** @type {import("../app/libraries.mjs").Signal<Map<string, HeardTrack>>} */
    this.tracks = signal(new Map());
    this.places = store.resources.places;
    this.units = store.resources.units;
    this.picture = store.resources.picture;
    this.endings = [own?.close ?? (() => {}), ...[this.places, this.units, this.picture].map((answer) => answer.hold())];
    this.endings.push(this.#followPicture(), this.#followFrames());
    const timer = setInterval(() => void this.picture.load(), REREAD_MS);
    this.endings.push(() => clearInterval(timer));
  }

  /** Reads everything again. */
  again() {
    for (const answer of [this.picture, this.places, this.units]) void answer.load();
  }

  /** @param {string} key @param {string|null} value */
  set(key, value) {
    if (this.store.setPanel) this.store.setPanel({ [key]: value });
    else this.settings.value = { ...this.settings.value, [key]: value ?? "" };
  }

  /** @param {string} code */
  nationName(code) {
    return this.store.nationName?.(code) ?? code;
  }

  /** @param {string} code */
  nationClass(code) {
    if (this.store.nationClass) return this.store.nationClass(code);
    const known = [this.session.value?.nation, ...(this.session.value?.partners ?? []).map((/** @type {any} */ p) => p.nation)];
    return `nation-${Math.max(0, known.filter(Boolean).sort().indexOf(code)) % 4}`;
  }

  close() {
    for (const end of this.endings) end();
  }

  /** Seconds since a track was last reported, now. @param {HeardTrack} track */
  ageOf(track) {
    return track.age_s + Math.max(0, (this.now.value - track.at) / 1000);
  }

  /** The whole picture: tracks it does not name are gone. */
  #followPicture() {
    return effect(() => {
      const board = this.picture.value.value;
      if (board) untracked(() => this.#hear(new Map(), board.tracks));
    });
  }

  /** Frames of the stream: they name tracks that changed. */
  #followFrames() {
    if (!this.store.tracks) return () => {};
    return effect(() => {
      const frame = this.store.tracks.value;
      if (frame) untracked(() => this.#hear(new Map(this.tracks.value), frame));
    });
  }

  /**
   * @param {Map<string, HeardTrack>} known
   * @param {Track[]} heard
   */
  #hear(known, heard) {
    const at = this.now.value;
    for (const track of heard) known.set(track.track, { ...track, at });
    this.tracks.value = known;
  }
}
