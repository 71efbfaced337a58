// Knows the small pieces of the map page: pictures of symbols, nation tags, selects, drawn glyphs.
import { drawMark } from "./atlas.mjs";
import { html } from "./libraries.mjs";
import { badgePicture, picture } from "./signs.mjs";

/** Size of symbols in lists, in CSS pixels before the library adds its frame. */
const LIST_SIZE = 17;

/** Path data on a 16 by 16 field, drawn with the text's colour. @type {Record<string, string>} */
const GLYPHS = {
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  close: "M4 4l8 8M12 4l-8 8",
  clock: "M8 2a6 6 0 110 12A6 6 0 018 2zM8 4.5V8l2.5 2",
  pair: "M6 4.500a3.500 3.500 0 110 7 3.500 3.500 0 010-7zM10 4.500a3.500 3.500 0 110 7 3.500 3.500 0 010-7z",
  vector: "M3 13L13 3",
  live: "M8 6.200a1.800 1.800 0 110 3.600 1.800 1.800 0 010-3.600zM4.200 4.200a5.400 5.400 0 000 7.600M11.800 4.200a5.400 5.400 0 010 7.600",
  cut: "M2 2l12 12M4.200 4.200a5.400 5.400 0 000 7.600M11.800 4.200a5.400 5.400 0 010 7.600",
  clash: "M8 1.800L14.800 13.600H1.200zM8 6v4M8 11.800v.400",
  target: "M8 3a5 5 0 110 10A5 5 0 018 3zM8 1v4M8 11v4M1 8h4M11 8h4",
  lock: "M4 7.500h8V14H4zM5.500 7.500V5a2.500 2.500 0 015 0v2.500",
};

/** @param {{name: string}} props */
export const Glyph = ({ name }) =>
  html`<svg class="map-glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${GLYPHS[name]} /></svg>`;

/** @type {Map<string, {address: string, width: number, height: number}>} */
const pictures = new Map();

/**
 * A drawn picture as an address for `<img>`, drawn once.
 * @param {string} key
 * @param {() => HTMLCanvasElement} draw
 */
function kept(key, draw) {
  let found = pictures.get(key);
  if (!found) {
    const canvas = draw();
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    found = { address: canvas.toDataURL(), width: canvas.width / ratio, height: canvas.height / ratio };
    pictures.set(key, found);
  }
  return found;
}

/** The standard symbol of a code; decoration, words stand beside it. @param {{page: import("./page.mjs").Page, sidc: string}} props */
export function Picture({ page, sidc }) {
  const atlas = page.chart.value?.symbols?.atlas;
  if (!atlas) return html`<span class="map-symbol"></span>`;
  const { address, width, height } = kept(sidc, () => atlas.picture(sidc, LIST_SIZE));
  return html`<img class="map-symbol" src=${address} width=${Math.round(width)} height=${Math.round(height)} alt="" />`;
}

/** A side's small mark, or the badge of a place's state. @param {{page: import("./page.mjs").Page, side?: string, stale?: boolean, state?: string}} props */
export function Mark({ side, stale, state }) {
  const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
  const { address } = state
    ? kept(`state ${state}`, () => badgePicture(state, ratio, 18))
    : kept(`mark ${side} ${stale}`, () =>
        picture(22, ratio, (context) => {
          context.translate(12, 12);
          drawMark(context, /** @type {any} */ (side), 7, Boolean(stale));
        }),
      );
  return html`<img class="map-mark" src=${address} width="18" height="18" alt="" />`;
}

/** @param {{page: import("./page.mjs").Page, code: string}} props */
export const Nation = ({ page, code }) =>
  html`<span class=${`nation-tag ${page.source.nationClass(code)}`} title=${page.source.nationName(code)}>${page.source.nationTag(code)}</span>`;

/**
 * @param {{id: string, label: string, value: string, options: [string, string][], quiet?: boolean, onInput: (value: string) => void}} props
 */
export const Select = ({ id, label, value, options, quiet, onInput }) =>
  html`<div class="map-select">
    <label for=${`map-${id}`} class=${quiet ? "map-unseen" : ""}>${label}</label>
    <select id=${`map-${id}`} value=${value} onChange=${(/** @type {any} */ event) => onInput(event.target.value)}>
      ${options.map(([key, text]) => html`<option value=${key} selected=${key === value}>${text}</option>`)}
    </select>
  </div>`;
