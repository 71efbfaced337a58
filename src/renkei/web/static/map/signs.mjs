// Knows the small pictures on the map that are not standard symbols: cities, places and the states of places.

/** States of a place in the order of the legend; the words are the messages `forces-status-…`. */
export const STATES = ["open", "damaged", "debris", "flooded", "closed", "unknown"];
/** What kinds of place there are; the words are the messages `map-place-…`. */
export const PLACE_KINDS = ["airfield", "port", "base", "headquarters", "wide_area_base", "island", "cape", "beach", "prefecture", "place"];
/** Shown instead of a state when reports of a place contradict each other. */
export const CONFLICTING = "conflicting";

const INK = "#0b1219";

/** @typedef {CanvasRenderingContext2D} Context */

/**
 * Paths on a 24 by 24 field. `fill` colours the body, `ink` its outline.
 * @type {Record<string, (context: Context) => void>}
 */
const GLYPHS = {
  airfield: (c) => {
    trace(c, [[12, 4], [13.6, 6], [13.6, 10], [20, 14], [20, 16], [13.6, 14], [13.6, 17.6], [16, 19.4], [16, 21], [12, 19.8], [8, 21], [8, 19.4], [10.4, 17.6], [10.4, 14], [4, 16], [4, 14], [10.4, 10], [10.4, 6]]);
    c.closePath();
  },
  port: (c) => {
    c.arc(12, 6, 2, 0, 2 * Math.PI);
    trace(c, [[12, 8], [12, 19]]);
    trace(c, [[8.5, 11], [15.5, 11]]);
    c.moveTo(5, 14);
    c.quadraticCurveTo(6, 20, 12, 20);
    c.quadraticCurveTo(18, 20, 19, 14);
  },
  base: (c) => {
    trace(c, [[5, 19], [5, 9], [12, 5], [19, 9], [19, 19]]);
    c.closePath();
    trace(c, [[10, 19], [10, 13], [14, 13], [14, 19]]);
  },
  headquarters: (c) => {
    trace(c, [[7, 21], [7, 4], [19, 4], [19, 12], [7, 12]]);
  },
  wide_area_base: (c) => {
    trace(c, [[4, 9], [12, 5], [20, 9], [20, 19], [4, 19]]);
    c.closePath();
    trace(c, [[12, 10], [12, 17]]);
    trace(c, [[8.5, 13.5], [15.5, 13.5]]);
  },
  place: (c) => c.arc(12, 12, 4, 0, 2 * Math.PI),
  beach: (c) => {
    trace(c, [[3, 19], [21, 15]]);
    trace(c, [[8, 12], [16, 12], [18, 9], [6, 9]]);
    c.closePath();
  },
};

/** @param {Context} c @param {number[][]} points */
function trace(c, points) {
  points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
}

/**
 * Each state has a shape of its own, so that colour is never alone.
 * @type {Record<string, {fill: string, ink: string, glyph: (context: Context) => void}>}
 */
const BADGES = {
  open: { fill: "#5fdc96", ink: INK, glyph: (c) => trace(c, [[7, 12.5], [10.6, 16], [17, 8.5]]) },
  damaged: { fill: "#ffb454", ink: INK, glyph: (c) => bang(c) },
  debris: { fill: "#ffb454", ink: INK, glyph: (c) => cross(c) },
  flooded: { fill: "#ff7b7b", ink: INK, glyph: (c) => waves(c) },
  closed: { fill: "#ff7b7b", ink: INK, glyph: (c) => trace(c, [[7, 12], [17, 12]]) },
  unknown: { fill: "#c4d0dc", ink: INK, glyph: (c) => query(c) },
  conflicting: { fill: "#ffd166", ink: INK, glyph: (c) => unequal(c) },
};

/** @param {Context} c */
function bang(c) {
  trace(c, [[12, 7], [12, 13]]);
  trace(c, [[12, 16.6], [12, 17]]);
}

/** @param {Context} c */
function cross(c) {
  trace(c, [[8, 8], [16, 16]]);
  trace(c, [[16, 8], [8, 16]]);
}

/** @param {Context} c */
function waves(c) {
  for (const y of [9, 12.5, 16]) {
    c.moveTo(6.5, y);
    c.quadraticCurveTo(9.2, y - 3, 12, y);
    c.quadraticCurveTo(14.8, y + 3, 17.5, y);
  }
}

/** @param {Context} c */
function query(c) {
  c.moveTo(9, 9.6);
  c.quadraticCurveTo(9, 6.8, 12, 6.8);
  c.quadraticCurveTo(15, 6.8, 15, 9.4);
  c.quadraticCurveTo(15, 11.2, 12, 12.4);
  c.lineTo(12, 14);
  trace(c, [[12, 17], [12, 17.3]]);
}

/** @param {Context} c */
function unequal(c) {
  trace(c, [[7, 10], [17, 10]]);
  trace(c, [[7, 14.4], [17, 14.4]]);
  trace(c, [[14.5, 6.5], [9.5, 18]]);
}

/**
 * @param {number} size CSS pixels
 * @param {number} ratio
 * @param {(context: Context) => void} paint on a 24 by 24 field
 */
export function picture(size, ratio, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.round(size * ratio);
  const context = /** @type {Context} */ (canvas.getContext("2d"));
  context.scale(canvas.width / 24, canvas.height / 24);
  context.lineCap = context.lineJoin = "round";
  paint(context);
  return canvas;
}

/** @param {string} kind @param {string} ink @param {string} halo @param {number} ratio */
export const placePicture = (kind, ink, halo, ratio) =>
  picture(18, ratio, (c) => {
    for (const [width, colour] of /** @type {[number, string][]} */ ([[5.5, halo], [2, ink]])) {
      c.beginPath();
      (GLYPHS[kind] ?? GLYPHS.place)(c);
      c.lineWidth = width;
      c.strokeStyle = colour;
      c.stroke();
    }
  });

/** @param {string} state @param {number} ratio @param {number} [size] */
export const badgePicture = (state, ratio, size = 17) =>
  picture(size, ratio, (c) => {
    const { fill, ink, glyph } = BADGES[state] ?? BADGES.unknown;
    c.beginPath();
    if (state === CONFLICTING) c.roundRect(2, 2, 20, 20, 4);
    else c.arc(12, 12, 10, 0, 2 * Math.PI);
    c.fillStyle = fill;
    c.fill();
    c.lineWidth = 2;
    c.strokeStyle = ink;
    c.stroke();
    c.beginPath();
    glyph(c);
    c.lineWidth = 2.6;
    c.stroke();
  });

/** @param {boolean} capital @param {string} ink @param {string} halo @param {number} ratio */
export const cityPicture = (capital, ink, halo, ratio) =>
  picture(capital ? 14 : 8, ratio, (c) => {
    c.lineWidth = capital ? 2.4 : 4;
    c.strokeStyle = halo;
    c.fillStyle = ink;
    c.beginPath();
    if (capital) star(c, 12, 12, 10.5);
    else c.arc(12, 12, 8, 0, 2 * Math.PI);
    c.fill();
    c.stroke();
  });

/** @param {Context} c @param {number} x @param {number} y @param {number} r */
function star(c, x, y, r) {
  for (let i = 0; i < 10; i++) {
    const away = i % 2 ? r * 0.42 : r;
    const turn = (i * Math.PI) / 5 - Math.PI / 2;
    const [px, py] = [x + away * Math.cos(turn), y + away * Math.sin(turn)];
    if (i) c.lineTo(px, py);
    else c.moveTo(px, py);
  }
  c.closePath();
}

/**
 * Gives the map its pictures, also again in other colours.
 * @param {any} map
 * @param {import("./palette.mjs").Palette} palette
 * @param {number} ratio
 */
export function addPictures(map, palette, ratio) {
  /** @type {[string, HTMLCanvasElement][]} */
  const wanted = [
    ["dot", cityPicture(false, palette.text, palette.halo, ratio)],
    ["capital", cityPicture(true, palette.text, palette.halo, ratio)],
    ...PLACE_KINDS.map((kind) => /** @type {[string, HTMLCanvasElement]} */ ([`place-${kind}`, placePicture(kind, palette.place, palette.halo, ratio)])),
    ...[...STATES, CONFLICTING].map((state) => /** @type {[string, HTMLCanvasElement]} */ ([`state-${state}`, badgePicture(state, ratio)])),
  ];
  for (const [id, canvas] of wanted) {
    const context = /** @type {Context} */ (canvas.getContext("2d"));
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    if (map.hasImage(id)) map.removeImage(id);
    map.addImage(id, image, { pixelRatio: ratio });
  }
}
