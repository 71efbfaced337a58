// Knows the map's colours for night, day and high contrast; contrast of text and lines is tested against these tables.

/**
 * @typedef {object} Palette
 * @property {string} sea shallower than 200 m, lakes
 * @property {string[]} depths from 200 m down to 6,000 m
 * @property {string} land
 * @property {string} urban
 * @property {string} coast
 * @property {string} river
 * @property {string} region prefecture and province lines
 * @property {string} border
 * @property {string} maritime indicative lines at sea
 * @property {string} grid graticule
 * @property {string} gridText
 * @property {string} text
 * @property {string} minor countries, prefectures
 * @property {string} seaText
 * @property {string} halo
 * @property {string} place
 * @property {string} name names of tracks and units
 * @property {string} select selected place
 * @property {number[]} ring selected and hovered symbols, premultiplied
 * @property {number[]} line course vector
 * @property {number[]} edge
 */

/** @type {Record<string, Palette>} */
export const PALETTES = {
  night: {
    sea: "#15283b",
    depths: ["#12232f", "#101f30", "#0e1b2a", "#0c1826", "#0a1420", "#07101a"],
    land: "#25313d",
    urban: "#303e4c",
    coast: "#7f99b3",
    river: "#33566f",
    region: "#4d6070",
    border: "#a9b6c4",
    maritime: "#6f97c0",
    grid: "#3b5168",
    gridText: "#93a9bf",
    text: "#e6edf4",
    minor: "#a9bac9",
    seaText: "#86aed2",
    halo: "#0a121a",
    place: "#cfe0f0",
    name: "#ffffff",
    select: "#ffd166",
    ring: [1, 0.82, 0.4, 1],
    line: [0.9, 0.95, 1, 1],
    edge: [0.02, 0.04, 0.06, 0.85],
  },
  day: {
    sea: "#d3e5f2",
    depths: ["#c8ddee", "#bdd5ea", "#b2cde5", "#a7c4df", "#9bbad8", "#8fb0d1"],
    land: "#f2efe8",
    urban: "#e2dbcd",
    coast: "#5b7890",
    river: "#86aecb",
    region: "#9c9a90",
    border: "#5c6670",
    maritime: "#4a6f94",
    grid: "#8aa4ba",
    gridText: "#3f566b",
    text: "#15202b",
    minor: "#4b5864",
    seaText: "#23527e",
    halo: "#ffffff",
    place: "#1d3c5a",
    name: "#000000",
    select: "#8f3b00",
    ring: [0.56, 0.23, 0, 1],
    line: [0.05, 0.09, 0.14, 1],
    edge: [1, 1, 1, 0.9],
  },
  contrast: {
    sea: "#000000",
    depths: ["#000000", "#000000", "#000000", "#000000", "#000000", "#000000"],
    land: "#262626",
    urban: "#3a3a3a",
    coast: "#ffffff",
    river: "#6f9fc4",
    region: "#8f8f8f",
    border: "#ffffff",
    maritime: "#8fd0ff",
    grid: "#6a6a6a",
    gridText: "#e6e6e6",
    text: "#ffffff",
    minor: "#e6e6e6",
    seaText: "#b5dcff",
    halo: "#000000",
    place: "#ffffff",
    name: "#ffffff",
    select: "#ffff00",
    ring: [1, 1, 0, 1],
    line: [1, 1, 1, 1],
    edge: [0, 0, 0, 1],
  },
};

/** @param {string|null|undefined} theme */
export const paletteOf = (theme) => PALETTES[theme ?? "night"] ?? PALETTES.night;
