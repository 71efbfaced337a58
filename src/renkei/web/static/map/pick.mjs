// Knows which drawn things lie in a part of the Mercator plane, by a grid; knows no pixels.

/** Cells along an edge: at zoom 8 one cell is 128 pixels wide, so that a search touches a handful of cells. */
const CELLS = 1024;

/** Where things are, for searching; each thing is a number. */
export class Grid {
  constructor() {
    /** @type {Map<number, Set<number>>} */
    this.cells = new Map();
    /** @type {number[]} Cell of each thing; -1: nowhere. */
    this.at = [];
  }

  /**
   * Puts a thing at a Mercator position, wherever it was before.
   * @param {number} thing
   * @param {number} x
   * @param {number} y
   */
  put(thing, x, y) {
    const cell = cellOf(x, y);
    if (this.at[thing] === cell) return;
    this.take(thing);
    this.at[thing] = cell;
    const there = this.cells.get(cell);
    if (there) there.add(thing);
    else this.cells.set(cell, new Set([thing]));
  }

  /** Takes a thing out of the grid. @param {number} thing */
  take(thing) {
    const cell = this.at[thing] ?? -1;
    if (cell < 0) return;
    const there = /** @type {Set<number>} */ (this.cells.get(cell));
    there.delete(thing);
    if (!there.size) this.cells.delete(cell);
    this.at[thing] = -1;
  }

  /**
   * Things in the cells that a box touches: all that lie in the box, and some that lie near it. The box may lie
   * across the antimeridian (`x0` below 0 or `x1` above 1).
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   * @returns {number[]}
   */
  near(x0, y0, x1, y1) {
    /** @type {number[]} */
    const found = [];
    const first = Math.floor(x0 * CELLS);
    const last = Math.min(Math.floor(x1 * CELLS), first + CELLS - 1);
    for (let column = first; column <= last; column++) {
      for (let row = rowOf(y0); row <= rowOf(y1); row++) {
        const there = this.cells.get(row * CELLS + (((column % CELLS) + CELLS) % CELLS));
        if (there) found.push(...there);
      }
    }
    return found;
  }
}

/** @param {number} y */
const rowOf = (y) => Math.max(0, Math.min(CELLS - 1, Math.floor(y * CELLS)));

/**
 * @param {number} x
 * @param {number} y
 */
const cellOf = (x, y) => rowOf(y) * CELLS + (((Math.floor(x * CELLS) % CELLS) + CELLS) % CELLS);
