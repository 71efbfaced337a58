// Knows how to draw the live symbols in the map's own WebGL context: instanced quads, one upload of what changed.
import { Atlas, CELL_PX, HOLLOW_AFTER, SHARED_CELL, STALE_CELL } from "./atlas.mjs";
import { EQUATOR_M, mercatorX, mercatorY } from "./geometry.mjs";
import { Items, STRIDE } from "./items.mjs";
import { SYMBOL_FRAGMENT, SYMBOL_VERTEX, VECTOR_FRAGMENT, VECTOR_VERTEX } from "./shaders.mjs";

/** From this zoom on every symbol is drawn in full; below it only what is selected or pointed at. */
export const FULL_FROM_ZOOM = 6.5;
/** A course vector ends where the track will be after this time at its last course and speed. */
export const VECTOR_MINUTES = 30;
/** Distance between full symbols and between marks piled up at one place, in CSS pixels. */
export const STACK_FULL_PX = 27;
const STACK_MARK_PX = 11;
/** Marks at theatre zoom against those just below the full symbols: 1,500 of them cover an eighth of the map. */
const SHRINK_MIN = 0.6;
/** Width of a course vector with its edge, in CSS pixels. */
const VECTOR_PX = 3.4;

const SYMBOL_UNIFORMS = [
  "matrix", "centre", "viewport", "grid", "cell", "full", "hollow", "pass", "pile", "shrink", "atlas", "staleCell", "sharedCell", "ring",
];
const VECTOR_UNIFORMS = ["matrix", "centre", "viewport", "full", "seconds", "equator", "width", "line", "edge"];

/** Quads: corners of a symbol; a vector's start and end, left and right. */
const CORNERS = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);

/** @typedef {{ring: number[], line: number[], edge: number[]}} Inks premultiplied red, green, blue, alpha */

/** A MapLibre custom layer that draws `items`. */
export class SymbolLayer {
  /**
   * @param {any} library the symbol library
   * @param {Inks} inks
   */
  constructor(library, inks) {
    this.id = "symbols";
    this.type = "custom";
    this.renderingMode = "2d";
    this.items = new Items();
    this.inks = inks;
    this.library = library;
    this.atlas = new Atlas(library, pixelRatio());
    /** @type {any} */
    this.map = null;
    /** @type {WebGL2RenderingContext|null} */
    this.gl = null;
    /** Counted for tests and benchmarks: the last upload is counted in bytes. */
    this.drawn = { frames: 0, uploads: 0, instances: 0, lastUpload: 0 };
  }

  /** Whether the present zoom shows every symbol in full. */
  get full() {
    return this.map.getZoom() >= FULL_FROM_ZOOM;
  }

  /** Size of the small marks at the present zoom: the further away, the more of them share the screen. */
  get shrink() {
    const near = Math.max(0, Math.min(1, (this.map.getZoom() - 4) / (FULL_FROM_ZOOM - 4)));
    return SHRINK_MIN + (1 - SHRINK_MIN) * near;
  }

  /** Distance between things piled up at one place, in CSS pixels. */
  get pile() {
    return this.full ? STACK_FULL_PX : STACK_MARK_PX * this.shrink;
  }

  /** Draws a thing by its symbol code. @param {string} key @param {{lon: number, lat: number, sidc: string, flags: number, stack?: number, cog_deg?: number|null, sog_kn?: number|null}} thing */
  set(key, thing) {
    this.items.set(key, { ...thing, full: this.atlas.full(thing.sidc), mark: this.atlas.mark(thing.sidc) });
  }

  /** Asks for a frame; many changes make one. */
  repaint() {
    this.map?.triggerRepaint();
  }

  /**
   * Where a thing is on the screen, in CSS pixels from the map's upper left corner.
   * @param {number} i
   */
  screen(i) {
    const at = this.map.project([this.items.lon[i] + 360 * Math.round((this.map.getCenter().lng - this.items.lon[i]) / 360), this.items.lat[i]]);
    const stack = this.items.instances[i * STRIDE + 7];
    return { x: at.x, y: at.y - stack * this.pile };
  }

  /**
   * Called by the map when the layer is added, also after the context was lost.
   * @param {any} map
   * @param {WebGL2RenderingContext} gl
   */
  onAdd(map, gl) {
    this.map = map;
    this.gl = gl;
    this.generation = 0;
    this.capacity = 0;
    this.symbols = program(gl, SYMBOL_VERTEX, SYMBOL_FRAGMENT, SYMBOL_UNIFORMS);
    this.vectors = program(gl, VECTOR_VERTEX, VECTOR_FRAGMENT, VECTOR_UNIFORMS);
    this.corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
    this.instances = gl.createBuffer();
    this.texture = gl.createTexture();
    this.layout = this.#layout(gl);
  }

  /**
   * @param {any} _map
   * @param {WebGL2RenderingContext} gl
   */
  onRemove(_map, gl) {
    gl.deleteVertexArray(this.layout ?? null);
    for (const buffer of [this.corners, this.instances]) gl.deleteBuffer(buffer ?? null);
    gl.deleteTexture(this.texture ?? null);
    for (const each of [this.symbols, this.vectors]) gl.deleteProgram(each?.program ?? null);
    this.gl = null;
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {{modelViewProjectionMatrix: ArrayLike<number>}} view
   */
  render(gl, view) {
    this.#renewAtlas();
    this.#uploadAtlas(gl);
    this.#uploadItems(gl);
    if (!this.items.count) return;
    const canvas = this.map.getCanvas();
    const common = { ...this.#camera(view.modelViewProjectionMatrix), viewport: [canvas.clientWidth, canvas.clientHeight] };
    gl.bindVertexArray(this.layout ?? null);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#drawVectors(gl, common);
    this.#drawSymbols(gl, common);
    gl.bindVertexArray(null);
    this.drawn.frames += 1;
    this.drawn.instances = this.items.count;
  }

  /** Draws the picture of symbols anew when the window moved to a screen of another density. */
  #renewAtlas() {
    if (this.atlas.ratio === pixelRatio()) return;
    const before = this.atlas;
    this.atlas = new Atlas(this.library, pixelRatio());
    const cells = new Map([...before.cells].map(([sidc, cell]) => [cell, this.atlas.full(sidc)]));
    const { instances, count } = this.items;
    for (let i = 0; i < count; i++) instances[i * STRIDE + 4] = cells.get(instances[i * STRIDE + 4]) ?? instances[i * STRIDE + 5];
    this.generation = 0;
    this.capacity = 0;
  }

  /** @param {WebGL2RenderingContext} gl */
  #uploadAtlas(gl) {
    const { atlas } = this;
    if (this.generation === atlas.generation && !atlas.fresh.length) return;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture ?? null);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    if (this.generation === atlas.generation) this.#uploadCells(gl);
    else this.#uploadPicture(gl);
    atlas.fresh.length = 0;
  }

  /** @param {WebGL2RenderingContext} gl */
  #uploadCells(gl) {
    const { atlas } = this;
    for (const cell of atlas.fresh) {
      const { x, y } = atlas.place(cell);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, gl.RGBA, gl.UNSIGNED_BYTE, atlas.context.getImageData(x, y, atlas.cell, atlas.cell));
    }
  }

  /** @param {WebGL2RenderingContext} gl */
  #uploadPicture(gl) {
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, this.atlas.canvas);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
    for (const size of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, size, gl.LINEAR);
    this.generation = this.atlas.generation;
  }

  /** Sends what changed since the last frame, once. @param {WebGL2RenderingContext} gl */
  #uploadItems(gl) {
    const { items } = this;
    const changed = items.takeChanged();
    const grown = this.capacity !== items.instances.length;
    if (!changed && !grown) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.instances ?? null);
    if (grown) {
      gl.bufferData(gl.ARRAY_BUFFER, items.instances, gl.DYNAMIC_DRAW);
      this.capacity = items.instances.length;
      this.drawn.lastUpload = items.instances.byteLength;
    } else if (changed) {
      const part = items.instances.subarray(changed.from * STRIDE, changed.to * STRIDE);
      gl.bufferSubData(gl.ARRAY_BUFFER, changed.from * STRIDE * 4, part);
      this.drawn.lastUpload = part.byteLength;
    }
    this.drawn.uploads += 1;
  }

  /**
   * The camera as the shaders want it: a matrix for positions relative to the centre, so that single precision holds.
   * @param {ArrayLike<number>} matrix from world pixels to clip space
   */
  #camera(matrix) {
    const centre = this.map.getCenter();
    const world = 512 * 2 ** this.map.getZoom();
    const x = mercatorX(centre.lng);
    const y = mercatorY(centre.lat);
    const [xh, yh] = [Math.fround(x), Math.fround(y)];
    return { matrix: relative(matrix, x * world, y * world, world), centre: [xh, yh, x - xh, y - yh], full: this.full ? 1 : 0 };
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {Record<string, any>} common
   */
  #drawVectors(gl, common) {
    const { program: vectors, uniforms } = /** @type {Program} */ (this.vectors);
    gl.useProgram(vectors);
    setUniforms(gl, uniforms, { ...common, seconds: VECTOR_MINUTES * 60, equator: EQUATOR_M, width: VECTOR_PX, line: this.inks.line, edge: this.inks.edge });
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.items.count);
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {Record<string, any>} common
   */
  #drawSymbols(gl, common) {
    const { program: symbols, uniforms } = /** @type {Program} */ (this.symbols);
    gl.useProgram(symbols);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture ?? null);
    setUniforms(gl, uniforms, {
      ...common,
      grid: [this.atlas.columns, this.atlas.rows],
      cell: CELL_PX,
      pile: this.pile,
      shrink: this.shrink,
      staleCell: STALE_CELL,
      sharedCell: SHARED_CELL,
      ring: this.inks.ring,
    });
    gl.uniform1i(uniforms.atlas, 0);
    gl.uniform1i(uniforms.hollow, HOLLOW_AFTER);
    for (const pass of [0, 1]) {
      gl.uniform1i(uniforms.pass, pass);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.items.count);
    }
  }

  /** @param {WebGL2RenderingContext} gl */
  #layout(gl) {
    const layout = gl.createVertexArray();
    gl.bindVertexArray(layout);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners ?? null);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.instances ?? null);
    for (const [location, size, offset] of [[1, 4, 0], [2, 4, 4], [3, 2, 8]]) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, STRIDE * 4, offset * 4);
      gl.vertexAttribDivisor(location, 1);
    }
    gl.bindVertexArray(null);
    return layout;
  }
}

const pixelRatio = () => Math.max(1, Math.min(4, globalThis.devicePixelRatio || 1));

/**
 * A matrix (column first) for positions in Mercator units relative to a point given in world pixels.
 * @param {ArrayLike<number>} matrix
 * @param {number} x
 * @param {number} y
 * @param {number} world
 */
export function relative(matrix, x, y, world) {
  const out = new Float32Array(16);
  for (let row = 0; row < 4; row++) {
    const [a, b, c, d] = [0, 4, 8, 12].map((column) => matrix[column + row]);
    out[row] = a * world;
    out[4 + row] = b * world;
    out[8 + row] = c;
    out[12 + row] = a * x + b * y + d;
  }
  return out;
}

/** @typedef {{program: WebGLProgram, uniforms: Record<string, WebGLUniformLocation|null>}} Program */

/**
 * @param {WebGL2RenderingContext} gl
 * @param {string} vertex
 * @param {string} fragment
 * @param {string[]} names
 * @returns {Program}
 */
function program(gl, vertex, fragment, names) {
  const made = gl.createProgram();
  for (const [type, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(type));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made) ?? "link");
  return { program: made, uniforms: Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(made, name)])) };
}

/**
 * @param {WebGL2RenderingContext} gl
 * @param {Record<string, WebGLUniformLocation|null>} uniforms
 * @param {Record<string, any>} values numbers, vectors of 2 or 4, matrices
 */
function setUniforms(gl, uniforms, values) {
  for (const [name, value] of Object.entries(values)) {
    const at = uniforms[name] ?? null;
    if (value.length === 16) gl.uniformMatrix4fv(at, false, value);
    else if (value.length === 4) gl.uniform4fv(at, value);
    else if (value.length === 2) gl.uniform2fv(at, value);
    else gl.uniform1f(at, value);
  }
}
