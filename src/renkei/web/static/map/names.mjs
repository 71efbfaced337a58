// Knows which tracks and units are named on the map: the selected, the one pointed at, and the first few in view.
import { keyOf } from "./selection.mjs";

/** More names than this hide the sea between them. */
export const NAMES_MAX = 40;
/** Below this zoom only what is selected or pointed at is named. */
export const NAMES_FROM_ZOOM = 6;

/**
 * Lower is named first: current before stale, several nations' before one's, tracks before units.
 * @param {any} thing
 */
export const importance = (thing) => (thing.stale ? 4 : 0) + (thing.shared ? 0 : 2) + (thing.unit ? 1 : 0);

/**
 * The names to draw.
 * @param {import("./chart.mjs").Chart} chart
 */
export function namesFor(chart) {
  const symbols = /** @type {import("./symbols.mjs").SymbolLayer} */ (chart.symbols);
  const lifted = new Set([chart.hovered, chart.selected ? keyOf(chart.selected) : null]);
  const inView = chart.map.getZoom() >= NAMES_FROM_ZOOM ? keysInView(chart) : [];
  const first = inView.filter((key) => !lifted.has(key)).sort((a, b) => order(chart, a) - order(chart, b) || (a < b ? -1 : 1));
  const keys = [...[...lifted].filter((key) => key && chart.things.has(key)), ...first.slice(0, NAMES_MAX)];
  return { type: "FeatureCollection", features: keys.map((key, i) => feature(chart, symbols, /** @type {string} */ (key), i)) };
}

/** @param {import("./chart.mjs").Chart} chart @param {string} key */
const order = (chart, key) => importance(chart.things.get(key));

/** @param {import("./chart.mjs").Chart} chart */
function keysInView(chart) {
  const bounds = chart.map.getBounds();
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  return [...chart.things]
    .filter(([, { lon, lat }]) => lat >= bounds.getSouth() && lat <= bounds.getNorth() && (lon - west - 360 * Math.floor((lon - west) / 360)) <= east - west)
    .map(([key]) => key);
}

/**
 * @param {import("./chart.mjs").Chart} chart
 * @param {import("./symbols.mjs").SymbolLayer} symbols
 * @param {string} key
 * @param {number} order
 */
function feature(chart, symbols, key, order) {
  const thing = chart.things.get(key);
  const i = /** @type {number} */ (symbols.items.index.get(key));
  const at = chart.map.unproject(symbols.screen(i));
  const lifted = key === chart.hovered || (chart.selected && key === keyOf(chart.selected));
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [at.lng, at.lat] },
    properties: { text: thing.text, order, away: lifted ? 2.1 : symbols.full ? 1.55 : 0.8 },
  };
}
