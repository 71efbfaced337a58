// Knows what this browser has read from the node and when to read it again; draws nothing.
import { computed, signal, useEffect } from "./libraries.mjs";
import { get } from "./api.mjs";

/** Re-reads that arrive within this time become one: a burst of events is one look at the node. */
const GATHER_MS = 60;

/**
 * One answer of the node that is kept fresh.
 * @template T
 */
export class Resource {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    /** @type {import("./libraries.mjs").Signal<T|null>} */
    this.value = signal(null);
    /** @type {import("./libraries.mjs").Signal<import("./api.mjs").Told|null>} */
    this.error = signal(null);
    this.users = 0;
    this.waiting = 0;
    /** @type {Promise<void>|null} */
    this.reading = null;
    this.again = false;
  }

  /** Reads now; a call during a read makes one more read after it. @returns {Promise<void>} */
  load() {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.#read().finally(() => {
      this.reading = null;
      if (this.again) {
        this.again = false;
        void this.load();
      }
    });
    return this.reading;
  }

  async #read() {
    try {
      this.value.value = await get(this.path);
      this.error.value = null;
    } catch (error) {
      this.error.value = /** @type {any} */ (error);
    }
  }

  /** Reads soon, if anybody looks at it; otherwise forgets what it knew. */
  stale() {
    if (!this.users) {
      this.value.value = null;
      return;
    }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.load(), GATHER_MS);
  }

  hold() {
    this.users += 1;
    if (this.value.value === null && !this.reading) void this.load();
    return () => {
      this.users -= 1;
    };
  }
}

/** @typedef {import("./types.mjs").Session} Session */
/** @type {import("./libraries.mjs").Signal<Session|null>} */
export const session = signal(null);

export const resources = {
  matrix: /** @type {Resource<import("./types.mjs").MatrixState>} */ (new Resource("/api/matrix")),
  requests: /** @type {Resource<import("./types.mjs").Request[]>} */ (new Resource("/api/requests")),
  link: /** @type {Resource<import("./types.mjs").LinkState>} */ (new Resource("/api/link")),
  places: /** @type {Resource<any[]>} */ (new Resource("/api/places")),
  units: /** @type {Resource<any[]>} */ (new Resource("/api/units")),
  claims: /** @type {Resource<any[]>} */ (new Resource("/api/claims")),
  joint: /** @type {Resource<import("./types.mjs").JointTalk[]>} */ (new Resource("/api/joint")),
  picture: /** @type {Resource<any>} */ (new Resource("/api/picture")),
};

/** Rises when the log changed, so that pages that page through it read again. */
export const logChanged = signal(0);
/** Last frame of live tracks. @type {import("./libraries.mjs").Signal<any[]|null>} */
export const tracks = signal(null);
/** Newest log position this browser knows of. */
export const position = signal(0);
/** Whether the stream from the own node is open. @type {import("./libraries.mjs").Signal<"opening"|"open"|"lost">} */
export const streamState = signal("opening");

/**
 * Marks answers as old: the named ones, or all of them after a gap.
 * @param {string[]} keys
 */
export function stale(keys) {
  for (const key of keys) {
    if (key === "log") logChanged.value += 1;
    resources[/** @type {keyof typeof resources} */ (key)]?.stale();
  }
}

/** Marks everything as old. */
export const staleAll = () => stale([...Object.keys(resources), "log"]);

/**
 * Keeps a resource fresh while a component is on the screen.
 * @template T
 * @param {Resource<T>} resource
 * @returns {T|null}
 */
export function useResource(resource) {
  useEffect(() => resource.hold(), [resource]);
  return resource.value.value;
}

/** Nations in a fixed order, the same on every node, so that a nation has the same colour on both sides. */
export const nations = computed(() => {
  const here = session.value;
  return here ? [here.nation, ...here.partners.map((partner) => partner.nation)].sort() : [];
});

/** @param {string} code */
export const nationClass = (code) => `nation-${Math.max(0, nations.value.indexOf(code)) % 4}`;

/** @param {string} role */
export const hasRole = (role) => Boolean(session.value?.roles.includes(role));
/** @param {string[]} roles */
export const hasAnyRole = (roles) => roles.some(hasRole);
