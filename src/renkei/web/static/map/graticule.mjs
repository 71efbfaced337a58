// Knows the lines of latitude and longitude that fit the view, and their names at its upper and left edge.
import { LATITUDE_MAX, graticuleStep, latitudeText, longitudeText } from "./geometry.mjs";

/**
 * @param {[number, number][]} coordinates
 */
const line = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } });

/**
 * @param {[number, number]} coordinates
 * @param {string} text
 * @param {"top"|"left"} anchor
 * @param {[number, number]} offset in ems
 */
const name = (coordinates, text, anchor, offset) => ({
  type: "Feature",
  properties: { text, anchor, offset },
  geometry: { type: "Point", coordinates },
});

/**
 * Multiples of a step from a value to another, both included.
 * @param {number} from
 * @param {number} to
 * @param {number} step
 */
function multiples(from, to, step) {
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, i) => (first + i) * step);
}

/**
 * @param {import("./geometry.mjs").Box} view what the map shows
 * @param {number} zoom
 */
export function graticuleFor([west, south, east, north], zoom) {
  const step = graticuleStep(zoom);
  const decimals = step < 1 / 60 ? 1 : 0;
  const text = (/** @type {(value: number, decimals: number) => string} */ said, /** @type {number} */ value) =>
    step >= 1 ? said(value, 0).replace("00′", "") : said(value, decimals);
  const lats = multiples(Math.max(south, -LATITUDE_MAX), Math.min(north, LATITUDE_MAX), step);
  const lons = multiples(west, east, step);
  return {
    type: "FeatureCollection",
    features: [
      ...lats.map((lat) => line([[west - step, lat], [east + step, lat]])),
      ...lons.map((lon) => line([[lon, -LATITUDE_MAX], [lon, LATITUDE_MAX]])),
      ...lats.map((lat) => name([west, lat], text(latitudeText, lat), "left", [0.4, -0.7])),
      ...lons.map((lon) => name([lon, north], text(longitudeText, lon), "top", [0, 0.4])),
    ],
  };
}
