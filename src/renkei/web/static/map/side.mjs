// Knows the panel beside the map: filter, lists of tracks, places and units as tables, and the inspector below them.
import { AFFILIATIONS, affiliationOf } from "./affiliation.mjs";
import { Inspector } from "./inspector.mjs";
import { html, useRef, useState } from "./libraries.mjs";
import { Glyph, Mark, Nation, Picture, Select } from "./parts.mjs";
import { ROWS_MAX, placesInOrder, sorted, stateOf } from "./picture.mjs";
import { CONFLICTING } from "./signs.mjs";

const TABS = ["tracks", "places", "units"];

/** @typedef {{page: import("./page.mjs").Page}} Props */

/** @param {Props} props */
export function Side({ page }) {
  const { t } = page.words;
  const selection = page.source.selection.value;
  const chosen = page.setting("tab") || (selection ? TABS.find((tab) => tab === `${selection.kind}s`) : null) || TABS[0];
  return html`<aside class="map-side" aria-label=${t("map-lists")}>
    <${Filter} page=${page} />
    <${Tabs} page=${page} chosen=${chosen} />
    <div class="map-list" role="tabpanel" id="map-panel" aria-labelledby=${`map-tab-${chosen}`}>
      ${chosen === "tracks" && html`<${Tracks} page=${page} />`} ${chosen === "places" && html`<${Places} page=${page} />`}
      ${chosen === "units" && html`<${Units} page=${page} />`}
    </div>
    <${Inspector} page=${page} />
  </aside>`;
}

/** @param {Props} props */
function Filter({ page }) {
  const { t, side } = page.words;
  const any = /** @type {[string, string]} */ (["", t("map-any")]);
  return html`<div class="map-filter" role="search" aria-label=${t("map-filter")}>
    <label class="map-search">
      <span class="map-unseen">${t("map-search")}</span>
      <input
        type="search"
        placeholder=${t("map-search")}
        value=${page.source.filter.value}
        onInput=${(/** @type {any} */ event) => (page.source.filter.value = event.target.value)}
      />
    </label>
    <${Select}
      id="side"
      label=${t("map-side")}
      value=${page.setting("side")}
      options=${[any, ...AFFILIATIONS.map((each) => [each, side.call(page.words, each)])]}
      onInput=${(/** @type {string} */ value) => page.set("side", value)}
    />
    <${Select}
      id="from"
      label=${t("map-from")}
      value=${page.setting("from")}
      options=${[any, ["own", t("map-from-own")], ["partner", t("map-from-partner")], ["both", t("map-from-both")]]}
      onInput=${(/** @type {string} */ value) => page.set("from", value)}
    />
    <${Select}
      id="age"
      label=${t("map-age")}
      value=${page.setting("age")}
      options=${[any, ["current", t("map-current")], ["stale", t("map-stale")]]}
      onInput=${(/** @type {string} */ value) => page.set("age", value)}
    />
  </div>`;
}

/** @param {Props & {chosen: string}} props */
function Tabs({ page, chosen }) {
  const { words } = page;
  const counts = /** @type {Record<string, number>} */ ({
    tracks: page.tracks.value.length,
    places: page.places.value.length,
    units: page.units.value.length,
  });
  const turn = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(chosen) + step + TABS.length) % TABS.length];
    page.set("tab", next);
    document.getElementById(`map-tab-${next}`)?.focus();
  };
  return html`<div class="map-tabs" role="tablist" aria-label=${words.t("map-lists")} onKeyDown=${turn}>
    ${TABS.map(
      (tab) =>
        html`<button
          type="button"
          role="tab"
          id=${`map-tab-${tab}`}
          aria-selected=${tab === chosen ? "true" : "false"}
          aria-controls="map-panel"
          tabindex=${tab === chosen ? 0 : -1}
          onClick=${() => page.set("tab", tab)}
        >
          ${words.t(`map-${tab}`)} <b>${words.number(counts[tab])}</b>
        </button>`,
    )}
  </div>`;
}

/**
 * A table whose rows are chosen by buttons: one is in the tab order, arrows go to the others.
 * @param {Props & {caption: string, kind: string, ids: string[], head: any, row: (id: string, button: any) => any, empty: string, answer: any}} props
 */
function Table({ page, caption, kind, ids, head, row, empty, answer }) {
  const body = useRef(null);
  const [focused, setFocused] = useState("");
  const selection = page.source.selection.value;
  const selected = selection?.kind === kind ? selection.id : "";
  const shown = ids.slice(0, ROWS_MAX);
  const stop = [focused, selected].find((id) => id && shown.includes(id)) ?? shown[0];
  const move = (/** @type {KeyboardEvent} */ event) => walk(event, /** @type {any} */ (body.current));
  const button = (/** @type {string} */ id, /** @type {any} */ content) =>
    html`<button
      type="button"
      class="map-row"
      tabindex=${id === stop ? 0 : -1}
      aria-current=${id === selected ? "true" : null}
      onFocus=${() => setFocused(id)}
      onClick=${() => page.choose({ kind, id })}
    >
      ${content}
    </button>`;
  if (answer.error.value && !answer.value.value) return html`<${Failed} page=${page} />`;
  if (!answer.value.value) return html`<p class="map-empty" role="status">${page.words.t("map-reading")}</p>`;
  if (!ids.length) return html`<p class="map-empty">${empty}</p>`;
  return html`<table>
      <caption class="map-unseen">${caption}</caption>
      <thead><tr>${head}</tr></thead>
      <tbody ref=${body} onKeyDown=${move}>
        ${shown.map((id) => html`<tr key=${id} class=${id === selected ? "chosen" : ""}>${row(id, (/** @type {any} */ content) => button(id, content))}</tr>`)}
      </tbody>
    </table>
    ${ids.length > shown.length &&
    html`<p class="map-more" role="status">${page.words.t("map-more", { shown: page.words.number(shown.length), all: page.words.number(ids.length) })}</p>`}`;
}

/**
 * Arrow keys, Home and End go from row to row.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} body
 */
function walk(event, body) {
  const buttons = /** @type {HTMLElement[]} */ ([...body.querySelectorAll(".map-row")]);
  const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, to))].focus();
}

/** @param {Props} props */
const Failed = ({ page }) =>
  html`<div class="map-empty" role="alert">
    <p><${Glyph} name="clash" /> ${page.words.t("map-failed")}</p>
    <button type="button" onClick=${() => page.source.again()}>${page.words.t("map-again")}</button>
  </div>`;

/** @param {Props & {text: string, order: string, chosen: string, choose: (order: any) => void}} props */
const Sort = ({ text, order, chosen, choose }) =>
  html`<th scope="col" aria-sort=${order === chosen ? (order === "name" ? "ascending" : "descending") : null}>
    <button type="button" class="map-sort" onClick=${() => choose(order)}>${text}</button>
  </th>`;

/** @param {Props} props */
function Tracks({ page }) {
  const { words, source } = page;
  const [order, choose] = useState(/** @type {import("./picture.mjs").Order} */ ("name"));
  const tracks = sorted(page.tracks.value, order, (track) => source.ageOf(track));
  const byId = new Map(tracks.map((track) => [track.track, track]));
  const head = html`<th scope="col"><span class="map-unseen">${words.t("map-symbol")}</span></th>
    ${/** @type {[string, string][]} */ ([["map-track", "name"], ["map-course-speed", "motion"], ["map-age", "age"]]).map(
      ([key, each]) => html`<${Sort} page=${page} text=${words.t(key)} order=${each} chosen=${order} choose=${choose} />`,
    )}`;
  const row = (/** @type {string} */ id, /** @type {any} */ button) => html`<${TrackRow} page=${page} track=${byId.get(id)} button=${button} />`;
  const empty = source.tracks.value.size ? words.t("map-none-match") : words.t("map-no-tracks");
  return html`<${Table}
    page=${page}
    caption=${words.t("map-tracks")}
    kind="track"
    ids=${[...byId.keys()]}
    head=${head}
    row=${row}
    empty=${empty}
    answer=${source.picture}
  />`;
}

/** @param {Props & {track: any, button: (content: any) => any}} props */
function TrackRow({ page, track, button }) {
  const { words, source } = page;
  const nations = [...new Set(track.nation_sources.map((/** @type {any} */ each) => each.nation))].sort();
  return html`<td><${Picture} page=${page} sidc=${track.sidc} /></td>
    <th scope="row">
      ${button(html`${track.name || track.track}<span class="map-unseen">, ${words.side(affiliationOf(track.sidc))}</span>`)}
      <span class="map-sub">${words.trackKind(track.kind)} ${nations.map((code) => html`<${Nation} page=${page} code=${code} /> `)}</span>
    </th>
    <td class="map-figure">${words.motion(track)}</td>
    <td class="map-figure">
      ${words.age(source.ageOf(track))}${track.stale && html`<span class="map-stale"><${Glyph} name="clock" /> ${words.t("map-stale")}</span>`}
    </td>`;
}

/** @param {Props} props */
function Places({ page }) {
  const { words } = page;
  const places = placesInOrder(page.places.value, (place) => words.name(place.name));
  const byId = new Map(places.map((place) => [place.id, place]));
  const head = ["map-place", "map-state"].map((key) => html`<th scope="col">${words.t(key)}</th>`);
  const row = (/** @type {string} */ id, /** @type {any} */ button) => {
    const place = /** @type {any} */ (byId.get(id));
    const state = stateOf(place);
    return html`<th scope="row">
        ${button(words.name(place.name))}
        <span class="map-sub">${words.placeKind(place.kind)} ${place.owner && html`<${Nation} page=${page} code=${place.owner} />`}</span>
      </th>
      <td>
        ${state
          ? html`<span class="map-state"><${Mark} page=${page} state=${state} /> ${state === CONFLICTING ? words.t("map-conflicting") : words.state(state)}</span>`
          : html`<span class="map-sub">${words.t("map-no-state")}</span>`}
      </td>`;
  };
  return html`<${Table}
    page=${page}
    caption=${words.t("map-places")}
    kind="place"
    ids=${[...byId.keys()]}
    head=${head}
    row=${row}
    empty=${page.source.places.value.value?.length ? words.t("map-none-match") : words.t("map-no-places")}
    answer=${page.source.places}
  />`;
}

/** @param {Props} props */
function Units({ page }) {
  const { words } = page;
  const units = [...page.units.value].sort((a, b) => a.owner.localeCompare(b.owner) || words.name(a.name).localeCompare(words.name(b.name)));
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const head = html`<th scope="col"><span class="map-unseen">${words.t("map-symbol")}</span></th>
    ${["map-unit", "map-count", "map-delay"].map((key) => html`<th scope="col">${words.t(key)}</th>`)}`;
  const row = (/** @type {string} */ id, /** @type {any} */ button) => {
    const unit = byId.get(id);
    return html`<td><${Picture} page=${page} sidc=${unit.sidc} /></td>
      <th scope="row">
        ${button(words.name(unit.name))}
        <span class="map-sub"><${Nation} page=${page} code=${unit.owner} /></span>
      </th>
      <td class="map-figure">${words.number(unit.count)}</td>
      <td class="map-figure">${unit.delay_min ? words.t("map-late", { minutes: unit.delay_min }) : "–"}</td>`;
  };
  return html`<${Table}
    page=${page}
    caption=${words.t("map-units")}
    kind="unit"
    ids=${[...byId.keys()]}
    head=${head}
    row=${row}
    empty=${page.source.units.value.value?.length ? words.t("map-none-match") : words.t("map-no-units")}
    answer=${page.source.units}
  />`;
}
