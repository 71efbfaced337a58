// Knows how a label is shortened by whole words to the room it has; knows no bar.

/** @type {CanvasRenderingContext2D|null} */
let pen = null;
/** @type {Map<string, number>} */
const widths = new Map();
/** Texts whose width is remembered; a plan of 10,000 tasks has fewer different words. */
const REMEMBERED_MAX = 50_000;
let font = "";

/** Sets the typeface that labels are measured in. @param {string} css */
export function measureIn(css) {
  if (css === font) return;
  font = css;
  widths.clear();
}

/** Width of a text in pixels. @param {string} text */
export function widthOf(text) {
  const known = widths.get(text);
  if (known !== undefined) return known;
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * 7;
  pen.font = font;
  const width = pen.measureText(text).width;
  if (widths.size > REMEMBERED_MAX) widths.clear();
  widths.set(text, width);
  return width;
}

/** @type {Record<string, Intl.Segmenter>} */
const segmenters = {};

/**
 * Words of a text with what follows them; Japanese has no spaces, so the browser's word breaker is asked.
 * @param {string} text
 * @param {string} language
 */
export function wordsOf(text, language) {
  if (!("Segmenter" in Intl)) return text.split(/(?<=\s)/);
  segmenters[language] ??= new Intl.Segmenter(language, { granularity: "word" });
  /** @type {string[]} */
  const words = [];
  for (const { segment, isWordLike } of segmenters[language].segment(text)) {
    if (isWordLike || !words.length) words.push(segment);
    else words[words.length - 1] += segment;
  }
  return words;
}

/**
 * The longest beginning of a text, in whole words, that fits; the short form where not even one word does.
 * @param {string} text
 * @param {string} short
 * @param {number} room pixels
 * @param {string} language
 */
export function fitted(text, short, room, language) {
  if (room <= 0) return "";
  if (widthOf(text) <= room) return text;
  const words = wordsOf(text, language);
  let kept = "";
  for (const word of words) {
    const next = kept + word;
    if (widthOf(`${next.trimEnd()}…`) > room) break;
    kept = next;
  }
  const trimmed = kept.trimEnd().replace(/[,、・(（]$/, "");
  if (trimmed) return `${trimmed}…`;
  return widthOf(short) <= room ? short : "";
}
