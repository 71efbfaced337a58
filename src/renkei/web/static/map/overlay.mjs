// Knows what lies over the map: buttons, notices, legend, scale, position, attribution.
import { AFFILIATIONS } from "./affiliation.mjs";
import { NAUTICAL_MILE_M, metresPerPixel, positionText, roundStep } from "./geometry.mjs";
import { html } from "./libraries.mjs";
import { Glyph, Mark, Picture, Select } from "./parts.mjs";
import { CONFLICTING, STATES } from "./signs.mjs";
import { FULL_FROM_ZOOM, VECTOR_MINUTES } from "./symbols.mjs";

/** The scale bar is at most this long in CSS pixels. */
const SCALE_PX = 130;
/** Must stand on every map that is drawn from the tiles; it is the same in every language. */
const ATTRIBUTION = "Natural Earth (public domain) · GeoNames CC BY 4.0";
/** Symbols that the legend shows as examples: a friendly surface combatant and an unknown merchant ship. */
const EXAMPLE = "10033000001202000000";

/** @typedef {{page: import("./page.mjs").Page}} Props */

/** @param {Props} props */
export function Tools({ page }) {
  const { t } = page.words;
  const chart = page.chart.value;
  return html`<div class="map-tools" role="group" aria-label=${t("map-tools")}>
    <button type="button" aria-label=${t("map-zoom-in")} title=${t("map-zoom-in")} onClick=${() => chart?.zoom(1)}>
      <${Glyph} name="plus" />
    </button>
    <button type="button" aria-label=${t("map-zoom-out")} title=${t("map-zoom-out")} onClick=${() => chart?.zoom(-1)}>
      <${Glyph} name="minus" />
    </button>
    <button type="button" aria-label=${t("map-fit")} title=${t("map-fit")} onClick=${() => page.fit()}><${Glyph} name="fit" /></button>
    <${Select}
      id="names"
      label=${t("map-names")}
      quiet=${true}
      value=${page.setting("names")}
      options=${[
        ["", t("map-names-screen")],
        ["en", "English"],
        ["ja", "日本語"],
        ["both", t("map-names-both")],
      ]}
      onInput=${(/** @type {string} */ value) => page.set("names", value)}
    />
    ${["tracks", "units", "places"].map(
      (layer) =>
        html`<button type="button" aria-pressed=${page.hides(layer) ? "false" : "true"} onClick=${() => page.toggle(layer)}>
          ${t(`map-${layer}`)}
        </button>`,
    )}
  </div>`;
}

/** What is wrong with the picture, announced, and how old it is, which changes every second and is not. @param {Props} props */
export function Notice({ page }) {
  const { words, source } = page;
  const tracks = [...source.tracks.value.values()];
  const youngest = tracks.length ? Math.min(...tracks.map((track) => source.ageOf(track))) : null;
  const lost = source.streamState.value === "lost";
  const age = youngest === null ? words.t("map-no-report") : words.t("map-newest", { age: words.age(youngest) });
  return html`<div class="map-notices">
    <p class=${lost ? "map-chip bad" : "map-chip"}>
      <${Glyph} name=${lost ? "cut" : "live"} />
      <span role="status">${lost ? words.t("map-stream-lost") : words.t("map-live")}</span> · <span class="map-newest">${age}</span>
    </p>
    <div role="status">
      ${page.graphics.value === "lost" && html`<p class="map-chip warn">${words.t("map-graphics-lost")}</p>`}
      ${page.graphics.value === "failed" && html`<p class="map-chip bad">${words.t("map-graphics-failed")}</p>`}
      ${page.graphics.value === "opening" && html`<p class="map-chip">${words.t("map-opening")}</p>`}
    </div>
  </div>`;
}

/** @param {Props} props */
export function Legend({ page }) {
  const { words } = page;
  const { t } = words;
  return html`<details class="map-legend">
    <summary>${t("map-legend")}</summary>
    <div class="map-legend-body">
      <h2>${t("map-legend-sides")}</h2>
      <ul>
        ${AFFILIATIONS.map(
          (side) => html`<li><${Mark} page=${page} side=${side} stale=${false} /><span>${words.side(side)}</span></li>`,
        )}
      </ul>
      <h2>${t("map-legend-tracks")}</h2>
      <ul>
        <li><${Picture} page=${page} sidc=${EXAMPLE} /><span>${t("map-legend-full", { zoom: FULL_FROM_ZOOM })}</span></li>
        <li><${Mark} page=${page} side="friend" stale=${true} /><span>${t("map-legend-stale")}</span></li>
        <li><${Glyph} name="clock" /><span>${t("map-legend-clock")}</span></li>
        <li><${Glyph} name="pair" /><span>${t("map-legend-shared")}</span></li>
        <li><${Glyph} name="vector" /><span>${t("map-legend-vector", { minutes: VECTOR_MINUTES })}</span></li>
      </ul>
      <h2>${t("map-legend-places")}</h2>
      <ul>
        ${[...STATES, CONFLICTING].map(
          (state) =>
            html`<li>
              <${Mark} page=${page} state=${state} /><span>${state === CONFLICTING ? t("map-conflicting") : words.state(state)}</span>
            </li>`,
        )}
      </ul>
      <p>${t("map-north-up")}</p>
    </div>
  </details>`;
}

/** Scale, position, attribution. @param {Props} props */
export function Foot({ page }) {
  const { t } = page.words;
  return html`<div class="map-foot">
    <${Scale} page=${page} />
    <${Where} page=${page} />
    <p class="map-attribution"><span lang="en">${ATTRIBUTION}</span> <span>${t("map-disclaimer")}</span></p>
  </div>`;
}

/** Two bars, nautical miles above and kilometres below, true at the middle of the map. @param {Props} props */
function Scale({ page }) {
  void page.moved.value;
  const map = page.chart.value?.map;
  if (!map) return null;
  const metres = metresPerPixel(map.getCenter().lat, map.getZoom()) * SCALE_PX;
  const bars = /** @type {[string, number][]} */ ([["map-nautical-miles", NAUTICAL_MILE_M], ["map-kilometres", 1000]]).map(([key, unit]) => {
    const n = roundStep(metres / unit);
    return { key, n, width: (SCALE_PX * n * unit) / metres };
  });
  return html`<div class="map-scale" role="img" aria-label=${page.words.t("map-scale", scaleFacts(page, bars))}>
    ${bars.map(({ key, n, width }) => html`<span style=${{ width: `${width}px` }}>${page.words.t(key, { n: page.words.number(n) })}</span>`)}
  </div>`;
}

/**
 * @param {import("./page.mjs").Page} page
 * @param {{key: string, n: number, width: number}[]} bars
 */
const scaleFacts = (page, bars) => ({
  miles: page.words.t(bars[0].key, { n: page.words.number(bars[0].n) }),
  kilometres: page.words.t(bars[1].key, { n: page.words.number(bars[1].n) }),
});

/** Position of the pointer, or of the middle of the map. @param {Props} props */
function Where({ page }) {
  void page.moved.value;
  const map = page.chart.value?.map;
  if (!map) return null;
  const pointer = page.pointer.value;
  const centre = map.getCenter();
  const said = positionText(pointer ?? { lon: centre.lng, lat: centre.lat });
  return html`<p class="map-where">
    <span>${page.words.t(pointer ? "map-at-pointer" : "map-at-centre")}</span> <b>${said}</b>
    <span>${page.words.t("map-zoom", { zoom: map.getZoom().toFixed(1) })}</span>
  </p>`;
}
