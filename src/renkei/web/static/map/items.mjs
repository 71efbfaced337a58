// Knows everything the symbol layer draws, as numbers ready for the graphics card; draws nothing and knows no symbol.
import { KNOT_MPS, mercatorX, mercatorY } from "./geometry.mjs";
import { Grid } from "./pick.mjs";

/** Floats of one instance: place (x, y high; x, y low), look (full cell, mark cell, flags, stack), motion (course, speed). */
export const STRIDE = 10;
export const STALE = 1;
export const SELECTED = 2;
export const HOVERED = 4;
export const SHARED = 8;
/** Course value of a thing whose course nobody stated. */
export const NO_COURSE = -1;

const FIRST_CAPACITY = 64;

/**
 * @typedef {object} Drawn
 * @property {number} lon degrees
 * @property {number} lat degrees
 * @property {number} full atlas cell of the full symbol
 * @property {number} mark atlas cell of the small mark
 * @property {number} flags STALE and SHARED; selection and hovering are kept by `lift`
 * @property {number} [stack] place in a pile of things at one position
 * @property {number|null} [cog_deg] true course
 * @property {number|null} [sog_kn]
 */

/** Things under a key each; what changed since the last upload is one range. */
export class Items {
  constructor() {
    this.count = 0;
    this.instances = new Float32Array(FIRST_CAPACITY * STRIDE);
    this.lon = new Float64Array(FIRST_CAPACITY);
    this.lat = new Float64Array(FIRST_CAPACITY);
    /** @type {string[]} */
    this.keys = [];
    /** @type {Map<string, number>} */
    this.index = new Map();
    /** @type {Map<string, number>} Flags that belong to the screen, not to the thing. */
    this.lifted = new Map();
    this.grid = new Grid();
    this.dirtyFrom = Number.POSITIVE_INFINITY;
    this.dirtyTo = 0;
  }

  /**
   * Draws a thing under a key, new or again.
   * @param {string} key
   * @param {Drawn} drawn
   */
  set(key, drawn) {
    const i = this.index.get(key) ?? this.#add(key);
    const at = i * STRIDE;
    this.instances[at + 4] = drawn.full;
    this.instances[at + 5] = drawn.mark;
    this.instances[at + 6] = drawn.flags | (this.lifted.get(key) ?? 0);
    this.instances[at + 7] = drawn.stack ?? 0;
    this.#aim(at, drawn.cog_deg, drawn.sog_kn);
    this.move(i, drawn.lon, drawn.lat);
  }

  /**
   * Moves thing number `i`.
   * @param {number} i
   * @param {number} lon
   * @param {number} lat
   */
  move(i, lon, lat) {
    const x = mercatorX(lon);
    const y = mercatorY(lat);
    const at = i * STRIDE;
    this.lon[i] = lon;
    this.lat[i] = lat;
    const high = this.instances;
    high[at] = x;
    high[at + 1] = y;
    high[at + 2] = x - high[at];
    high[at + 3] = y - high[at + 1];
    this.grid.put(i, x, y);
    this.#touch(i);
  }

  /** Draws a thing no longer. @param {string} key */
  remove(key) {
    const i = this.index.get(key);
    if (i === undefined) return;
    const last = this.count - 1;
    this.grid.take(i);
    if (i !== last) this.#relocate(last, i);
    this.index.delete(key);
    this.lifted.delete(key);
    this.keys.length = last;
    this.count = last;
  }

  /**
   * Marks exactly these things as selected or hovered.
   * @param {Map<string, number>} wanted flags under each key
   */
  lift(wanted) {
    const before = this.lifted;
    this.lifted = wanted;
    for (const key of new Set([...before.keys(), ...wanted.keys()])) {
      const i = this.index.get(key);
      if (i === undefined) continue;
      const at = i * STRIDE + 6;
      this.instances[at] = (this.instances[at] & ~(SELECTED | HOVERED)) | (wanted.get(key) ?? 0);
      this.#touch(i);
    }
  }

  /** The instances to upload since the last call, as one range, or null. @returns {{from: number, to: number}|null} */
  takeChanged() {
    const to = Math.min(this.dirtyTo, this.count);
    const range = this.dirtyFrom < to ? { from: this.dirtyFrom, to } : null;
    this.dirtyFrom = Number.POSITIVE_INFINITY;
    this.dirtyTo = 0;
    return range;
  }

  /** @param {number} i */
  #touch(i) {
    if (i < this.dirtyFrom) this.dirtyFrom = i;
    if (i >= this.dirtyTo) this.dirtyTo = i + 1;
  }

  /**
   * @param {number} at
   * @param {number|null|undefined} cog_deg
   * @param {number|null|undefined} sog_kn
   */
  #aim(at, cog_deg, sog_kn) {
    const known = cog_deg !== null && cog_deg !== undefined && sog_kn !== null && sog_kn !== undefined;
    this.instances[at + 8] = known ? ((((cog_deg % 360) + 360) % 360) * Math.PI) / 180 : NO_COURSE;
    this.instances[at + 9] = known ? sog_kn * KNOT_MPS : 0;
  }

  /** @param {string} key */
  #add(key) {
    const i = this.count;
    if (i === this.lon.length) this.#grow();
    this.count = i + 1;
    this.keys[i] = key;
    this.index.set(key, i);
    return i;
  }

  #grow() {
    const capacity = this.lon.length * 2;
    const larger = /** @type {(type: any, old: any, size: number) => any} */ (
      (type, old, size) => {
        const made = new type(size);
        made.set(old);
        return made;
      }
    );
    this.instances = larger(Float32Array, this.instances, capacity * STRIDE);
    this.lon = larger(Float64Array, this.lon, capacity);
    this.lat = larger(Float64Array, this.lat, capacity);
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #relocate(from, to) {
    this.instances.copyWithin(to * STRIDE, from * STRIDE, (from + 1) * STRIDE);
    this.grid.take(from);
    this.lon[to] = this.lon[from];
    this.lat[to] = this.lat[from];
    this.keys[to] = this.keys[from];
    this.index.set(this.keys[to], to);
    this.grid.put(to, mercatorX(this.lon[to]), mercatorY(this.lat[to]));
    this.#touch(to);
  }
}
