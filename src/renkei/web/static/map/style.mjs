// Knows how the basemap looks: layers over the tile file, fonts, names in one or both languages; knows no track.
import { paletteOf } from "./palette.mjs";
import { CITIES_FIRST, PREFECTURES, SEAS, SEAS_REPLACED } from "./labels.mjs";

/** @typedef {"en"|"ja"|"both"} Names which names stand on the map */

/** Where the node serves tiles and fonts. */
export const BASEMAP = "/basemap/";
/** Everything that moves or is ours is added below this layer of names. */
export const FIRST_NAME_LAYER = "sea-names";

const REGULAR = ["Renkei"];
const BOLD = ["Renkei Bold"];
/** What each font file covers; order is search order. */
const SUBSETS = /** @type {[string, string[]][]} */ ([
  ["latin", ["U+0000-00FF", "U+0131", "U+0152-0153", "U+02C6", "U+02DA", "U+02DC", "U+2000-206F", "U+20AC", "U+2122", "U+2191", "U+2193", "U+2212"]],
  ["latin-ext", ["U+0100-02BA", "U+1E00-1E9F", "U+1EF2-1EFF"]],
  ["japanese", ["U+2E80-2FFF", "U+3000-30FF", "U+31F0-31FF", "U+3400-4DBF", "U+4E00-9FFF", "U+F900-FAFF", "U+FF00-FFEF"]],
]);

/** @param {string} base @param {number} weight */
const faces = (base, weight) =>
  SUBSETS.map(([subset, ranges]) => ({ url: `${base}fonts/noto-sans-jp-${subset}-${weight}-normal.woff2`, "unicode-range": ranges }));

/**
 * The expression that names a feature.
 * @param {Names} names
 */
export function nameOf(names) {
  const english = ["get", "name_en"];
  const japanese = ["coalesce", ["get", "name_ja"], english];
  if (names === "en") return english;
  if (names === "ja") return japanese;
  const both = ["format", japanese, {}, "\n", {}, english, { "font-scale": 0.82 }];
  return ["case", ["==", japanese, english], english, both];
}

/** Lower is placed first: hand-set cities, then rank, then population. */
const CITY_ORDER = [
  "case",
  ["in", ["get", "name_en"], ["literal", CITIES_FIRST]],
  ["-", ["index-of", ["get", "name_en"], ["literal", CITIES_FIRST]], 1000],
  ["-", ["*", 10, ["coalesce", ["get", "rank"], 9]], ["min", 9, ["/", ["coalesce", ["get", "pop"], 0], 2_000_000]]],
];

/**
 * @param {{en: string, ja: string, lon: number, lat: number}[]} labels
 */
const labelled = (labels) => ({
  type: "FeatureCollection",
  features: labels.map(({ en, ja, lon, lat, ...rest }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { name_en: en, name_ja: ja, until: 99, ...rest },
  })),
});

/**
 * @param {string} id
 * @param {string} layer
 * @param {string} type
 * @param {object} rest
 */
const over = (id, layer, type, rest) => ({ id, type, source: "base", "source-layer": layer, ...rest });

/** @param {import("./palette.mjs").Palette} p */
const surfaces = (p) => [
  { id: "sea", type: "background", paint: { "background-color": p.sea } },
  over("depth", "depth", "fill", {
    paint: {
      "fill-antialias": false,
      "fill-color": ["match", ["get", "d"], ...[200, 1000, 2000, 3000, 4000].flatMap((d, i) => [d, p.depths[i]]), p.depths[5]],
    },
  }),
  over("land", "land", "fill", { paint: { "fill-color": p.land } }),
  over("urban", "urban", "fill", { paint: { "fill-color": p.urban } }),
  over("lakes", "lakes", "fill", { paint: { "fill-color": p.sea } }),
];

/** @param {import("./palette.mjs").Palette} p */
const lines = (p) => [
  over("rivers", "rivers", "line", { minzoom: 5, paint: { "line-color": p.river, "line-width": 0.8 } }),
  over("coast", "land", "line", {
    paint: { "line-color": p.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.5, 6, 0.9, 9, 1.3] },
  }),
  over("regions", "adm1", "line", { minzoom: 5, paint: { "line-color": p.region, "line-width": 0.7, "line-dasharray": [3, 2] } }),
  over("borders", "borders", "line", { paint: { "line-color": p.border, "line-width": 1 } }),
  over("maritime", "maritime", "line", { paint: { "line-color": p.maritime, "line-width": 1, "line-dasharray": [4, 3] } }),
];

/** @param {import("./palette.mjs").Palette} p */
const graticule = (p) => [
  { id: "graticule", type: "line", source: "graticule", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": p.grid, "line-width": 0.6 } },
];

/** @param {import("./palette.mjs").Palette} p @param {Names} names */
const waterNames = (p, names) => {
  const paint = { "text-color": p.seaText, "text-halo-color": p.halo, "text-halo-width": 1.1 };
  const layout = {
    "text-field": nameOf(names),
    "text-font": REGULAR,
    "text-size": ["interpolate", ["linear"], ["zoom"], 3, 11, 7, 13.5],
    "text-letter-spacing": 0.14,
    "text-max-width": 8,
  };
  return [
    {
      id: FIRST_NAME_LAYER,
      type: "symbol",
      source: "seas",
      filter: ["all", ["<=", ["get", "from"], ["zoom"]], [">=", ["get", "until"], ["zoom"]]],
      layout,
      paint,
    },
    over("far-sea-names", "sea_labels", "symbol", { filter: ["!", ["in", ["get", "name_en"], ["literal", SEAS_REPLACED]]], layout, paint }),
  ];
};

/** @param {import("./palette.mjs").Palette} p @param {Names} names */
const landNames = (p, names) => [
  {
    id: "prefectures",
    type: "symbol",
    source: "prefectures",
    minzoom: 6.8,
    layout: { "text-field": nameOf(names), "text-font": REGULAR, "text-size": 12, "text-letter-spacing": 0.16 },
    paint: { "text-color": p.minor, "text-halo-color": p.halo, "text-halo-width": 1.2 },
  },
  over("countries", "countries", "symbol", {
    maxzoom: 6.5,
    layout: {
      "text-field": nameOf(names),
      "text-font": REGULAR,
      "text-size": ["interpolate", ["linear"], ["get", "rank"], 1, 15, 5, 11.5],
      "text-transform": "uppercase",
      "text-letter-spacing": 0.12,
      "symbol-sort-key": ["get", "rank"],
    },
    paint: { "text-color": p.minor, "text-halo-color": p.halo, "text-halo-width": 1.4 },
  }),
];

/** @param {import("./palette.mjs").Palette} p @param {Names} names */
const cityNames = (p, names) => {
  const layout = {
    "text-field": nameOf(names),
    "text-size": ["interpolate", ["linear"], ["coalesce", ["get", "rank"], 8], 0, 14, 3, 13, 8, 11],
    "symbol-sort-key": CITY_ORDER,
    "text-variable-anchor": ["left", "right", "top", "bottom"],
    "text-justify": "auto",
    "text-radial-offset": 0.45,
    "text-padding": 3,
  };
  const paint = { "text-color": p.text, "text-halo-color": p.halo, "text-halo-width": 1.3 };
  return [
    over("cities", "places", "symbol", {
      filter: ["!=", ["get", "cap"], 1],
      layout: { ...layout, "text-font": REGULAR, "icon-image": "dot", "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-optional": false, "text-optional": false },
      paint,
    }),
    over("capitals", "places", "symbol", {
      filter: ["==", ["get", "cap"], 1],
      layout: { ...layout, "text-font": BOLD, "icon-image": "capital", "icon-allow-overlap": true, "icon-ignore-placement": true, "text-radial-offset": 0.7 },
      paint,
    }),
  ];
};

/** @param {import("./palette.mjs").Palette} p */
const graticuleNames = (p) => ({
  id: "graticule-names",
  type: "symbol",
  source: "graticule",
  filter: ["==", ["geometry-type"], "Point"],
  layout: { "text-field": ["get", "text"], "text-font": REGULAR, "text-size": 10.5, "text-anchor": ["get", "anchor"], "text-allow-overlap": true, "text-offset": ["get", "offset"] },
  paint: { "text-color": p.gridText, "text-halo-color": p.halo, "text-halo-width": 1 },
});

export const NOTHING = { type: "FeatureCollection", features: [] };

/**
 * The basemap as a MapLibre style.
 * @param {{theme?: string|null, names?: Names, base?: string}} options `base`: address of tiles and fonts
 */
export function styleOf({ theme, names = "en", base = new URL(BASEMAP, location.href).href }) {
  const p = paletteOf(theme);
  return {
    version: 8,
    "font-faces": { [REGULAR[0]]: faces(base, 400), [BOLD[0]]: faces(base, 700) },
    sources: {
      base: { type: "vector", tiles: [`basemap://${base}basemap.pmtiles/{z}/{x}/{y}`], minzoom: 0, maxzoom: 8, sparse: true },
      seas: { type: "geojson", data: labelled(SEAS) },
      prefectures: { type: "geojson", data: labelled(PREFECTURES) },
      graticule: { type: "geojson", data: NOTHING },
    },
    layers: [
      ...surfaces(p),
      ...lines(p),
      ...graticule(p),
      ...waterNames(p, names),
      ...landNames(p, names),
      ...cityNames(p, names),
      graticuleNames(p),
    ],
  };
}

/**
 * Changes a running map to another theme or other names without dropping what was added to it.
 * @param {any} map
 * @param {ReturnType<typeof styleOf>} style
 */
export function restyle(map, style) {
  for (const layer of /** @type {any[]} */ (style.layers)) {
    if (!map.getLayer(layer.id)) continue;
    for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name, value);
    if (layer.layout?.["text-field"]) map.setLayoutProperty(layer.id, "text-field", layer.layout["text-field"]);
  }
}
