// Knows web Mercator, positions as text and round steps; knows no map library, no screen state.

/** Length of the equator in metres on the sphere that web Mercator uses (radius 6,378,137 m). */
export const EQUATOR_M = 2 * Math.PI * 6_378_137;
/** Beyond this latitude web Mercator ends. */
export const LATITUDE_MAX = 85.051129;
/** Metres in an international nautical mile. */
export const NAUTICAL_MILE_M = 1852;
/** Metres a second in a knot. */
export const KNOT_MPS = NAUTICAL_MILE_M / 3600;
/** Width in pixels of the whole world at zoom 0. */
export const WORLD_PX = 512;

/** @typedef {{lon: number, lat: number}} Position degrees, WGS 84 */
/** @typedef {[west: number, south: number, east: number, north: number]} Box degrees; east may exceed 180 */

/** Mercator x, 0 to 1 from the antimeridian eastward. @param {number} lon */
export const mercatorX = (lon) => (lon + 180) / 360;

/** Mercator y, 0 to 1 from north to south. @param {number} lat */
export function mercatorY(lat) {
  const held = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, lat));
  const sine = Math.sin((held * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} x */
export const longitude = (x) => x * 360 - 180;

/** @param {number} y */
export const latitude = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/** Longitude brought to -180 (included) to 180. @param {number} lon */
export const wrapped = (lon) => lon - 360 * Math.floor((lon + 180) / 360);

/**
 * The copy of a longitude that is nearest to another one.
 * @param {number} lon
 * @param {number} to
 */
export const nearest = (lon, to) => lon + 360 * Math.round((to - lon) / 360);

/**
 * @param {number} lat
 * @param {number} zoom
 */
export const metresPerPixel = (lat, zoom) => (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (WORLD_PX * 2 ** zoom);

/**
 * The smallest box round the positions; where that is shorter, across the antimeridian.
 * @param {Position[]} positions
 * @returns {Box|null}
 */
export function boxOf(positions) {
  if (!positions.length) return null;
  const lats = positions.map((p) => p.lat);
  const lons = positions.map((p) => wrapped(p.lon)).sort((a, b) => a - b);
  let start = 0;
  let widest = lons[0] + 360 - lons[lons.length - 1];
  for (let i = 1; i < lons.length; i++) {
    const gap = lons[i] - lons[i - 1];
    if (gap > widest) [widest, start] = [gap, i];
  }
  const west = lons[start];
  return [west, Math.min(...lats), west + 360 - widest, Math.max(...lats)];
}

/**
 * The largest of 1, 2, 5 times a power of ten that is not above `limit`.
 * @param {number} limit
 */
export function roundStep(limit) {
  const power = 10 ** Math.floor(Math.log10(limit));
  const digit = limit / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

/** Degrees between graticule lines, coarse to fine; parts of a degree are whole minutes. */
const GRATICULE_STEPS = [30, 20, 10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60];
/** Lines closer than this many pixels hide the map. */
const GRATICULE_GAP_PX = 130;

/** Degrees between graticule lines at a zoom. @param {number} zoom */
export function graticuleStep(zoom) {
  const degreePx = (WORLD_PX * 2 ** zoom) / 360;
  return GRATICULE_STEPS.findLast((step) => step * degreePx >= GRATICULE_GAP_PX) ?? GRATICULE_STEPS[0];
}

/**
 * @param {number} value
 * @param {[string, string]} signs letter of positive and of negative values
 * @param {number} width digits of the degrees
 * @param {number} decimals decimals of the minutes
 */
function angle(value, signs, width, decimals) {
  const unit = 10 ** decimals;
  const total = Math.round(Math.abs(value) * 60 * unit);
  const degrees = Math.floor(total / (60 * unit));
  const minutes = ((total - degrees * 60 * unit) / unit).toFixed(decimals);
  const padded = minutes.padStart(decimals ? decimals + 3 : 2, "0");
  return `${String(degrees).padStart(width, "0")}°${padded}′${signs[value < 0 ? 1 : 0]}`;
}

/**
 * A latitude in degrees and decimal minutes, as charts and radio use it: `33°30.5′N`.
 * @param {number} lat
 * @param {number} [decimals]
 */
export const latitudeText = (lat, decimals = 1) => angle(lat, ["N", "S"], 2, decimals);

/**
 * @param {number} lon
 * @param {number} [decimals]
 */
export const longitudeText = (lon, decimals = 1) => angle(wrapped(lon), ["E", "W"], 3, decimals);

/**
 * Latitude, then longitude.
 * @param {Position} position
 */
export const positionText = ({ lon, lat }) => `${latitudeText(lat)} ${longitudeText(lon)}`;

/** A true course with three digits. @param {number} degrees */
export const courseText = (degrees) => `${String(Math.round(degrees) % 360).padStart(3, "0")}°`;
