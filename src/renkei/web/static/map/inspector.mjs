// Knows what is said about the selected track, place or unit: sources with ages, reason of a merge, release label, reports.
import { affiliationOf } from "./affiliation.mjs";
import { positionText } from "./geometry.mjs";
import { html } from "./libraries.mjs";
import { Glyph, Mark, Nation, Picture } from "./parts.mjs";
import { placed, stateOf } from "./picture.mjs";
import { CONFLICTING } from "./signs.mjs";

/** @typedef {{page: import("./page.mjs").Page}} Props */

/** @param {Props} props */
export function Inspector({ page }) {
  const { t } = page.words;
  const selection = page.source.selection.value;
  const found = page.find(selection);
  const parts = /** @type {Record<string, any>} */ ({ track: TrackCard, place: PlaceCard, unit: UnitCard });
  const Card = selection ? parts[selection.kind] : null;
  return html`<section class="map-inspector" aria-label=${t("map-selected")}>
    <p class="map-unseen" role="status">${found && Card ? nameOf(page, found) : ""}</p>
    ${Card && found
      ? html`<${Card} page=${page} of=${found} />`
      : html`<p class="map-empty">${Card && selection ? t("map-gone", { id: selection.id }) : t("map-nothing-selected")}</p>`}
  </section>`;
}

/** What is announced when something is selected; the rest changes too often to be read out. @param {import("./page.mjs").Page} page @param {any} found */
const nameOf = (page, found) => page.words.name(found.name) || found.track || found.id;

/** @param {Props & {of: any, title: string, picture?: any}} props */
const Head = ({ page, of, title, picture }) =>
  html`<header>
    ${picture}
    <h2>${title}</h2>
    ${placed(of) &&
    html`<button type="button" aria-label=${page.words.t("map-centre")} title=${page.words.t("map-centre")} onClick=${() => page.chart.value?.centre(of)}>
      <${Glyph} name="target" />
    </button>`}
    <button
      type="button"
      aria-label=${page.words.t("map-unselect")}
      title=${page.words.t("map-unselect")}
      onClick=${() => (page.source.selection.value = null)}
    >
      <${Glyph} name="close" />
    </button>
  </header>`;

/** @param {{term: any, children?: any}} props */
const Fact = ({ term, children }) => html`<dt>${term}</dt><dd>${children}</dd>`;

/** @param {Props & {of: any}} props */
function TrackCard({ page, of: track }) {
  const { words, source } = page;
  const { t } = words;
  const age = source.ageOf(track);
  return html`<${Head} page=${page} of=${track} title=${track.name || track.track} picture=${html`<${Picture} page=${page} sidc=${track.sidc} />`} />
    <dl>
      <${Fact} term=${t("map-number")}>${track.track}<//>
      <${Fact} term=${t("map-kind")}>${words.trackKind(track.kind)}<//>
      <${Fact} term=${t("map-side")}>${words.side(affiliationOf(track.sidc))} <span class="map-sub">${t("map-side-stated")}</span><//>
      <${Fact} term=${t("map-position")}><span class="map-number">${positionText(track)}</span><//>
      <${Fact} term=${t("map-course-speed")}><span class="map-number">${words.motion(track)}</span><//>
      <${Fact} term=${t("map-reported")}>
        ${t("map-ago", { age: words.age(age) })}
        ${track.stale && html`<span class="map-stale"><${Glyph} name="clock" /> ${t("map-stale-long")}</span>`}
      <//>
      <${Fact} term=${t("map-release")}><${Release} page=${page} label=${track.label} /><//>
    </dl>
    <h3>${t("map-sources", { n: track.nation_sources.length })}</h3>
    <${Sources} page=${page} track=${track} />
    ${track.reason && html`<p class="map-reason">${words.say(track.reason)}</p>`}`;
}

/** @param {Props & {track: any}} props */
function Sources({ page, track }) {
  const { words, source } = page;
  const since = source.ageOf(track) - track.age_s;
  return html`<table class="map-sources">
    <thead>
      <tr>
        ${["map-nation", "map-source", "map-source-number", "map-age"].map((key) => html`<th scope="col">${words.t(key)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${track.nation_sources.map(
        (/** @type {import("./source.mjs").TrackSource} */ each) =>
          html`<tr>
            <td><${Nation} page=${page} code=${each.nation} /> ${words.t(each.own ? "map-own" : "map-partner")}</td>
            <td>${each.source}</td>
            <td class="map-number">${each.id}</td>
            <td class="map-number">${words.age(each.age_s + since)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Who may have this; nothing without a label leaves. @param {Props & {label: any}} props */
function Release({ page, label }) {
  const { words, source } = page;
  const others = (label?.rel_to ?? []).filter((/** @type {string} */ code) => code !== source.session.value?.nation);
  if (!others.length) return html`<span class="map-kept"><${Glyph} name="lock" /> ${words.t("map-release-own")}</span>`;
  return html`${words.t("map-release-to", { nations: words.list(others.map((/** @type {string} */ code) => source.nationName(code))) })}`;
}

/** @param {Props & {of: any}} props */
function PlaceCard({ page, of: place }) {
  const { words } = page;
  const { t } = words;
  const state = stateOf(place);
  const name = place.status?.value && words.state(place.status.value);
  return html`<${Head} page=${page} of=${place} title=${words.name(place.name)} />
    <dl>
      <${Fact} term=${t("map-kind")}>${words.placeKind(place.kind)}<//>
      <${Fact} term=${t("map-position")}>
        <span class="map-number">${placed(place) ? positionText(place) : t("map-position-unknown")}</span>
        ${placed(place) && place.approximate && html` <span class="map-sub">${t("map-approximate")}</span>`}
      <//>
      ${place.owner && html`<${Fact} term=${t("map-owner")}><${Nation} page=${page} code=${place.owner} /> ${page.source.nationName(place.owner)}<//>`}
      <${Fact} term=${t("map-state")}>
        ${state
          ? html`<span class="map-state"><${Mark} page=${page} state=${state} /> ${state === CONFLICTING ? t("map-conflicting") : name}</span>`
          : t("map-no-state")}
      <//>
    </dl>
    ${place.status &&
    html`<h3>${t("map-reports")}</h3>
      <ul class="map-reports">
        <${Report} page=${page} report=${place.status} stands=${true} />
        ${place.conflicting.map((/** @type {any} */ report) => html`<${Report} page=${page} report=${report} stands=${false} />`)}
      </ul>
      ${state === CONFLICTING && html`<p class="map-reason">${t("map-conflicting-rule")}</p>`}`}`;
}

/** @param {Props & {report: import("./source.mjs").PlaceReport, stands: boolean}} props */
function Report({ page, report, stands }) {
  const { words } = page;
  const note = words.name(report.note);
  return html`<li class=${stands ? "stands" : "against"}>
    <${Mark} page=${page} state=${report.value} />
    <span>
      <b>${words.state(report.value)}</b> · ${words.reportedBy(report.source)} <${Nation} page=${page} code=${report.origin} />
      <time class="map-sub" datetime=${report.at}>${words.moment(report.at)}</time>
      ${report.reopens && html`<span class="map-sub">${words.t("map-reopens", { at: words.moment(report.reopens) })}</span>`}
      ${note && html`<span class="map-sub">${note}</span>`}
    </span>
    <em>${words.t(stands ? "map-stands" : "map-against")}</em>
  </li>`;
}

/** @param {Props & {of: any}} props */
function UnitCard({ page, of: unit }) {
  const { words, source } = page;
  const { t } = words;
  const own = unit.owner === source.session.value?.nation;
  const base = source.placeList.value.find((/** @type {any} */ place) => place.id === unit.place);
  return html`<${Head} page=${page} of=${unit} title=${words.name(unit.name)} picture=${html`<${Picture} page=${page} sidc=${unit.sidc} />`} />
    <dl>
      <${Fact} term=${t("map-owner")}><${Nation} page=${page} code=${unit.owner} /> ${source.nationName(unit.owner)}<//>
      <${Fact} term=${t("map-count")}>${words.number(unit.count)}<//>
      <${Fact} term=${t("map-base")}>
        ${base
          ? html`<button type="button" class="map-link" onClick=${() => page.choose({ kind: "place", id: base.id })}>${words.name(base.name)}</button>`
          : (unit.place ?? t("map-position-unknown"))}
      <//>
      <${Fact} term=${t("map-delay")}>${unit.delay_min ? t("map-late", { minutes: unit.delay_min }) : t("map-on-time")}<//>
    </dl>
    ${!own && html`<p class="map-reason">${t("map-partner-unit")}</p>`}`;
}
