// Knows the running map: basemap, symbols, places, names, graticule, pointer; told what to show, tells what was pointed at.
import { faultTold } from "./faults.mjs";
import { boxOf, mercatorX, mercatorY, nearest, wrapped, WORLD_PX } from "./geometry.mjs";
import { graticuleFor } from "./graticule.mjs";
import { HOVERED, SELECTED, SHARED, STALE } from "./items.mjs";
import { MAPLIBRE_CSS, mapLibrary, styleSheet, symbolLibrary, tileLibrary } from "./libraries.mjs";
import { namesFor } from "./names.mjs";
import { alike } from "./picture.mjs";
import { paletteOf } from "./palette.mjs";
import { keyOf, selectionOf } from "./selection.mjs";
import { addPictures } from "./signs.mjs";
import { FIRST_NAME_LAYER, NOTHING, nameOf, restyle, styleOf } from "./style.mjs";
import { STACK_FULL_PX, SymbolLayer } from "./symbols.mjs";

/** What the map shows before anything is known: Japan and the seas round it. */
const FIRST_VIEW = { center: [134.5, 33.4], zoom: 5.6 };
/** Reach of the pointer round a symbol in CSS pixels: half of the 24 pixels that a target needs, and two for the hand. */
const REACH_PX = 14;
/** The pointer finds things this far up a pile; higher ones are chosen from the list. */
const PILE_MAX = 12;
/** Names are placed again at most this often while tracks move. */
const NAMES_MS = 500;
const ZOOM_MAX = 13;
const FIT = { padding: 70, maxZoom: 9.5, duration: 0 };

/** @typedef {import("./selection.mjs").Selection} Selection */
/**
 * @typedef {object} Callbacks
 * @property {(selection: Selection|null) => void} select
 * @property {(position: {lon: number, lat: number}|null) => void} point
 * @property {() => void} moved
 * @property {(state: "ready"|"lost"|"failed") => void} state
 */

let protocolAdded = false;

/** Teaches the map library to read the tile file; a tile that is not there is answered from the zoom above. @param {any} library */
async function addProtocol(library) {
  const { PMTiles } = await tileLibrary();
  if (protocolAdded) return;
  protocolAdded = true;
  /** @type {Map<string, any>} */
  const archives = new Map();
  library.addProtocol("basemap", async (/** @type {{url: string}} */ { url }, /** @type {AbortController} */ abort) => {
    const [, file, z, x, y] = /** @type {RegExpExecArray} */ (/^basemap:\/\/(.+)\/(\d+)\/(\d+)\/(\d+)$/.exec(url));
    const archive = archives.get(file) ?? new PMTiles(file);
    archives.set(file, archive);
    const tile = await archive.getZxy(Number(z), Number(x), Number(y), abort.signal);
    if (!tile) throw new library.AJAXError(404, "no tile", url, new Blob());
    return { data: new Uint8Array(tile.data) };
  });
}

/** The map in an element. */
export class Chart {
  /**
   * @param {HTMLElement} element
   * @param {Callbacks} callbacks
   * @param {{theme: string, names: import("./style.mjs").Names}} look
   */
  constructor(element, callbacks, look) {
    this.element = element;
    this.callbacks = callbacks;
    this.look = look;
    /** @type {any} */
    this.map = null;
    /** @type {SymbolLayer|null} */
    this.symbols = null;
    /** @type {string|null} */
    this.hovered = null;
    /** @type {Selection|null} */
    this.selected = null;
    /** @type {Map<string, any>} Tracks and units that are drawn, under their keys. */
    this.things = new Map();
    /** @type {import("./source.mjs").Place[]} */
    this.places = [];
    this.namesTimer = 0;
    this.closed = false;
  }

  /** Loads the libraries and opens the map. @param {string} label accessible name of the map */
  async open(label) {
    const [library, symbols] = await Promise.all([mapLibrary(), symbolLibrary(), styleSheet(MAPLIBRE_CSS)]);
    await addProtocol(library);
    if (this.closed) return;
    this.opened = this.look;
    this.symbols = new SymbolLayer(symbols, paletteOf(this.look.theme));
    this.map = new library.Map({
      container: this.element,
      style: styleOf(this.look),
      ...FIRST_VIEW,
      maxZoom: ZOOM_MAX,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      localIdeographFontFamily: false,
      locale: { "Map.Title": label },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.#listen();
  }

  /** Accessible name of the map, again in another language. @param {string} label */
  name(label) {
    this.map?.getCanvas().setAttribute("aria-label", label);
  }

  #listen() {
    const { map } = this;
    map.on("style.load", () => this.#furnish());
    map.on("error", faultTold);
    map.on("resize", () => this.#holdWorld());
    map.on("moveend", () => this.#settle());
    map.on("move", () => this.callbacks.moved());
    map.on("mousemove", (/** @type {any} */ event) => this.#pointed(event));
    map.on("mouseout", () => this.#left());
    map.on("click", (/** @type {any} */ event) => this.callbacks.select(this.at(event.point)));
    map.on("webglcontextlost", () => this.callbacks.state("lost"));
    map.on("webglcontextrestored", () => map.once("idle", () => this.callbacks.state("ready")));
  }

  /** Adds everything of ours to a style that has just been loaded, also after the context was lost. */
  #furnish() {
    const { map } = this;
    addPictures(map, paletteOf(this.look.theme), pixelRatio());
    for (const id of ["places", "names"]) if (!map.getSource(id)) map.addSource(id, { type: "geojson", data: NOTHING });
    for (const layer of this.#placeLayers()) if (!map.getLayer(layer.id)) map.addLayer(layer, layer.id === "places" ? FIRST_NAME_LAYER : undefined);
    if (!map.getLayer("symbols")) map.addLayer(this.symbols, "place-states");
    if (!map.getLayer("names")) map.addLayer(this.#nameLayer());
    this.#holdWorld();
    this.#drawPlaces();
    this.#settle();
    if (this.look !== this.opened) this.restyle({});
    this.callbacks.state("ready");
  }

  #placeLayers() {
    const p = paletteOf(this.look.theme);
    const icon = { type: "symbol", source: "places" };
    return [
      {
        ...icon,
        id: "places",
        filter: ["any", ["has", "state"], [">=", ["zoom"], 6]],
        layout: { "icon-image": ["concat", "place-", ["get", "sign"]], "icon-allow-overlap": true, "icon-padding": 0 },
      },
      {
        id: "place-selected",
        type: "circle",
        source: "places",
        filter: this.#placeSelected(),
        paint: {
          "circle-radius": 17,
          "circle-color": "rgba(0,0,0,0)",
          "circle-stroke-color": p.select,
          "circle-stroke-width": 2.5,
        },
      },
      {
        ...icon,
        id: "place-states",
        filter: ["has", "state"],
        layout: {
          "icon-image": ["concat", "state-", ["get", "state"]],
          "icon-offset": [10, -8],
          "icon-allow-overlap": true,
          "icon-padding": 0,
        },
      },
      {
        ...icon,
        id: "place-names",
        minzoom: 6,
        filter: ["any", ["has", "state"], [">=", ["zoom"], 7]],
        layout: {
          "text-field": nameOf(this.look.names),
          "text-font": ["Renkei"],
          "text-size": 11.5,
          "text-variable-anchor": ["bottom", "right", "left", "top"],
          "text-radial-offset": 1.1,
          "text-justify": "auto",
          "text-max-width": 9,
          "symbol-sort-key": ["case", ["has", "state"], 0, 1],
        },
        paint: { "text-color": p.place, "text-halo-color": p.halo, "text-halo-width": 1.4 },
      },
    ];
  }

  #nameLayer() {
    const p = paletteOf(this.look.theme);
    return {
      id: "names",
      type: "symbol",
      source: "names",
      layout: {
        "text-field": ["get", "text"],
        "text-font": ["Renkei Bold"],
        "text-size": 12,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": ["get", "away"],
        "text-justify": "auto",
        "text-max-width": 14,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": p.name, "text-halo-color": p.halo, "text-halo-width": 1.6 },
    };
  }

  #placeSelected() {
    return ["==", ["get", "id"], this.selected?.kind === "place" ? this.selected.id : ""];
  }

  /** Keeps the world wider than the map, so that every symbol is on the screen at most once. */
  #holdWorld() {
    this.map.setMinZoom(Math.max(1.5, Math.log2(this.element.clientWidth / WORLD_PX)));
  }

  /** After a movement: graticule and names for the new view. */
  #settle() {
    const bounds = this.map.getBounds();
    const view = /** @type {import("./geometry.mjs").Box} */ ([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    this.map.getSource("graticule")?.setData(graticuleFor(view, this.map.getZoom()));
    this.#namesSoon(0);
    this.callbacks.moved();
  }

  /** Changes theme or names. @param {{theme?: string, names?: import("./style.mjs").Names}} look */
  restyle(look) {
    this.look = { ...this.look, ...look };
    if (!this.map?.getLayer("symbols")) return;
    const palette = paletteOf(this.look.theme);
    addPictures(this.map, palette, pixelRatio());
    const layers = [...styleOf(this.look).layers, ...this.#placeLayers(), this.#nameLayer()];
    restyle(this.map, /** @type {any} */ ({ layers: layers.map((layer) => (layer.id === "names" ? { ...layer, layout: {} } : layer)) }));
    /** @type {SymbolLayer} */ (this.symbols).inks = palette;
    this.#namesSoon(0);
    this.map.triggerRepaint();
  }

  /**
   * Draws exactly these tracks and units.
   * @param {Map<string, any>} things under `track:…` and `unit:…`
   */
  show(things) {
    const { symbols } = this;
    if (!symbols) return;
    for (const key of this.things.keys()) if (!things.has(key)) symbols.items.remove(key);
    for (const [key, thing] of things) {
      if (alike(this.things.get(key), thing)) continue;
      const flags = (thing.stale ? STALE : 0) | (thing.shared ? SHARED : 0);
      symbols.set(key, { ...thing, flags });
    }
    this.things = things;
    this.#lift();
    symbols.repaint();
    this.#namesSoon(NAMES_MS);
  }

  /** @param {import("./source.mjs").Place[]} places with the state that the map shows in `state` */
  showPlaces(places) {
    this.places = places;
    this.#drawPlaces();
  }

  #drawPlaces() {
    const source = this.map?.getSource("places");
    if (!source) return;
    const features = this.places.map((place) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [place.lon, place.lat] },
      properties: placeProperties(place),
    }));
    source.setData({ type: "FeatureCollection", features });
  }

  /** Marks the selected thing, wherever it was selected. @param {Selection|null} selection */
  select(selection) {
    this.selected = selection;
    if (this.map?.getLayer("place-selected")) this.map.setFilter("place-selected", this.#placeSelected());
    this.#lift();
    this.#namesSoon(0);
  }

  /** Brings a position into the view if it is outside. @param {{lon: number, lat: number}} position */
  reveal({ lon, lat }) {
    if (!this.map) return;
    const at = [nearest(lon, this.map.getCenter().lng), lat];
    const { x, y } = this.map.project(at);
    const { clientWidth: width, clientHeight: height } = this.element;
    if (x < 40 || y < 40 || x > width - 40 || y > height - 40) this.map.easeTo({ center: at, duration: calm() ? 0 : 400 });
  }

  /** Centres a position. @param {{lon: number, lat: number}} position */
  centre({ lon, lat }) {
    const zoom = Math.max(this.map.getZoom(), 8);
    this.map.easeTo({ center: [nearest(lon, this.map.getCenter().lng), lat], zoom, duration: calm() ? 0 : 400 });
  }

  /** Shows all of these positions. @param {{lon: number, lat: number}[]} positions */
  fit(positions) {
    const box = boxOf(positions);
    if (box && this.map) this.map.fitBounds([[box[0], box[1]], [box[2], box[3]]], FIT);
  }

  /** @param {1|-1} by */
  zoom(by) {
    this.map?.easeTo({ zoom: this.map.getZoom() + by, duration: calm() ? 0 : 200 });
  }

  /**
   * What is drawn at a point of the map, nearest first: a track or unit, else a place.
   * @param {{x: number, y: number}} point
   * @returns {Selection|null}
   */
  at(point) {
    const key = this.#symbolAt(point);
    if (key) return selectionOf(key);
    if (!this.map.getLayer("places")) return null;
    const box = [[point.x - 9, point.y - 9], [point.x + 9, point.y + 9]];
    const [place] = this.map.queryRenderedFeatures(box, { layers: ["places", "place-states"] });
    return place ? { kind: "place", id: place.properties.id } : null;
  }

  /** @param {{x: number, y: number}} point @returns {string|null} */
  #symbolAt(point) {
    const { symbols, map } = this;
    if (!symbols?.map) return null;
    const pile = PILE_MAX * STACK_FULL_PX;
    const upper = map.unproject([point.x - REACH_PX, point.y - REACH_PX]);
    const lower = map.unproject([point.x + REACH_PX, point.y + REACH_PX + pile]);
    const found = symbols.items.grid.near(mercatorX(upper.lng), mercatorY(upper.lat), mercatorX(lower.lng), mercatorY(lower.lat));
    let best = null;
    let least = REACH_PX;
    for (const i of found) {
      const { x, y } = symbols.screen(i);
      const away = Math.hypot(x - point.x, y - point.y);
      if (away < least) [best, least] = [symbols.items.keys[i], away];
    }
    return best;
  }

  /** @param {any} event */
  #pointed(event) {
    this.callbacks.point({ lon: wrapped(event.lngLat.lng), lat: event.lngLat.lat });
    const key = this.#symbolAt(event.point);
    this.map.getCanvas().style.cursor = key ?? this.at(event.point) ? "pointer" : "";
    this.#hover(key);
  }

  #left() {
    this.callbacks.point(null);
    this.#hover(null);
  }

  /** @param {string|null} key */
  #hover(key) {
    if (key === this.hovered) return;
    this.hovered = key;
    this.#lift();
    this.#namesSoon(0);
  }

  #lift() {
    const { symbols } = this;
    if (!symbols) return;
    /** @type {Map<string, number>} */
    const wanted = new Map();
    if (this.hovered) wanted.set(this.hovered, HOVERED);
    if (this.selected) wanted.set(keyOf(this.selected), (wanted.get(keyOf(this.selected)) ?? 0) | SELECTED);
    symbols.items.lift(wanted);
    symbols.repaint();
  }

  /** @param {number} delay */
  #namesSoon(delay) {
    if (delay && this.namesTimer) return;
    clearTimeout(this.namesTimer);
    this.namesTimer = setTimeout(() => {
      this.namesTimer = 0;
      if (this.symbols?.map && !this.closed) this.map?.getSource("names")?.setData(namesFor(this));
    }, delay);
  }
  close() {
    this.closed = true;
    clearTimeout(this.namesTimer);
    this.map?.remove();
    this.map = null;
  }
}
/** @param {any} place */
function placeProperties(place) {
  const { id, name, kind, state } = place;
  return { id, name_en: name.en || name.ja, name_ja: name.ja || name.en, sign: place.sign ?? kind, ...(state ? { state } : {}) };
}
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const pixelRatio = () => Math.max(1, globalThis.devicePixelRatio || 1);
