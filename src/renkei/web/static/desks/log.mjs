// Knows the log page: pages through the node's log, marks what came late and what is shared, searches, exports.
import { html, useEffect, useState } from "../app/libraries.mjs";
import { filter, panel, setPanel } from "../app/address.mjs";
import { get } from "../app/api.mjs";
import { nationName, number, t, told } from "../app/i18n.mjs";
import { labelsShown } from "../app/marking.mjs";
import { logChanged, session } from "../app/store.mjs";
import { hOffset, localNamed, zulu } from "../app/time.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Empty, Failed, Loading, NationTag } from "../ui/parts.mjs";
import { toastError } from "../ui/toast.mjs";
import { asCsv, asJson, download } from "./export.mjs";
import { authorText } from "./request.mjs";

/** Rows read at once. */
const PAGE_ROWS = 200;
/** Rows that an export asks for in one answer. */
const EXPORT_ROWS = 5000;
/** Pause after the last letter of a search. */
const PAUSE_MS = 250;
const AREAS = ["all", "plan", "requests", "release", "forces", "watch", "claims", "picture"];

/** @typedef {import("../app/types.mjs").LogRow} LogRow */

/**
 * @param {{words: string, area: string, shared: boolean, before?: number|null, limit: number}} asked
 * @returns {Promise<{rows: LogRow[], next: number|null, total?: number|null}>}
 */
function readLog({ words, area, shared, before, limit }) {
  const query = new URLSearchParams({ filter: area === "all" ? words : `${words} ${area}.`.trim(), limit: String(limit) });
  if (shared) query.set("shared", "1");
  if (before) query.set("before", String(before));
  return get(`/api/log?${query}`);
}

function useLog() {
  const { area = "all", list = "own" } = panel.value;
  const [found, setFound] = useState(/** @type {{rows: LogRow[], next: number|null, total?: number|null}|null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const asked = { words: filter.value, area, shared: list === "shared" };
  const read = async (/** @type {number|null} */ before) => {
    try {
      const page = await readLog({ ...asked, before, limit: PAGE_ROWS });
      setFound((old) => (before && old ? { ...page, rows: [...old.rows, ...page.rows] } : page));
      setError(null);
    } catch (fault) {
      setError(fault);
    }
  };
  useEffect(() => {
    const timer = setTimeout(() => void read(null), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [asked.words, area, list, logChanged.value]);
  return { found, error, asked, read };
}

/** @param {{row: LogRow}} props */
function Release({ row }) {
  const own = session.value?.nation;
  if (row.origin !== own) return html`<${Chip} tone="info" mark="link">${t("web-log-received")}<//>`;
  const others = row.rel_to.filter((nation) => nation !== own);
  return others.length ? html`<${Chip} tone="good" mark="link">${t("web-log-shared", { nations: others.map(nationName).join(t("web-comma")) })}<//>` : html`<${Chip} mark="hidden">${t("web-log-withheld")}<//>`;
}

/** @param {{row: LogRow}} props */
const Row = ({ row }) =>
  html`<tr class=${row.late ? "late" : ""}>
    <td class="number">${row.number}</td>
    <td><b>${hOffset(row.valid)}</b><span class="muted"> ${zulu(row.valid)}</span></td>
    <td><${NationTag} code=${row.origin} /></td>
    <td>${told(row.told)}${row.late && html` <${Chip} tone="warn" mark="late">${t("web-late-arrival")}<//>`}</td>
    <td class="muted">${authorText(row.author)}</td>
    <td><${Release} row=${row} /></td>
    <td class="muted nowrap">${localNamed(row.recorded)}</td>
  </tr>`;

/** @param {"csv"|"json"} form @param {any} asked */
async function exportLog(form, asked) {
  try {
    const { rows } = await readLog({ ...asked, limit: EXPORT_ROWS });
    const name = `renkei-log-${session.value?.nation}-${new Date().toISOString().slice(0, 10)}`;
    if (form === "csv") download(`${name}.csv`, "text/csv", asCsv(rows, (row) => told(row.told)));
    else download(`${name}.json`, "application/json", asJson(rows, (row) => told(row.told)));
  } catch (error) {
    toastError(error);
  }
}

/** @param {{asked: any}} props */
function Tools({ asked }) {
  return html`<div class="desk-tools">
    <label class="filter">
      ${icon("search")}<span class="sr-only">${t("web-filter-log")}</span>
      <input type="search" placeholder=${t("web-filter-log")} value=${filter.value} onInput=${(/** @type {any} */ event) => (filter.value = event.target.value)} />
    </label>
    <label class="sort"
      >${t("web-log-area")}
      <select value=${asked.area} onChange=${(/** @type {any} */ event) => setPanel({ area: event.target.value === "all" ? null : event.target.value })}>
        ${AREAS.map((key) => html`<option value=${key} selected=${key === asked.area}>${t(`web-area-${key}`)}</option>`)}
      </select>
    </label>
    <div class="choice" role="group" aria-label=${t("web-log-list")}>
      ${["own", "shared"].map(
        (key) =>
          html`<button type="button" aria-pressed=${String((key === "shared") === asked.shared)} onClick=${() => setPanel({ list: key === "own" ? null : key })}>${t(`web-log-list-${key}`)}</button>`,
      )}
    </div>
    <span class="grow"></span>
    <button type="button" onClick=${() => exportLog("csv", asked)}>${t("web-export", { form: "CSV" })}</button>
    <button type="button" onClick=${() => exportLog("json", asked)}>${t("web-export", { form: "JSON" })}</button>
  </div>`;
}

/** @param {{rows: LogRow[], next: number|null, total?: number|null}} found */
function shownText({ rows, next, total }) {
  if (next !== null && total == null) return t("web-log-shown-so-far", { n: number(rows.length) });
  return t("web-log-shown", { n: number(rows.length), total: number(total ?? rows.length) });
}

export default function LogPage() {
  const { found, error, asked, read } = useLog();
  useEffect(() => {
    if (found) labelsShown.value = found.rows.map((row) => [...row.rel_to, row.origin]);
  }, [found]);
  if (!found && error) return html`<${Failed} error=${error} again=${() => read(null)} />`;
  if (!found) return html`<${Loading} />`;
  return html`<div class="desk">
    <${Tools} asked=${asked} />
    ${asked.shared && html`<p class="hint pad">${t("web-log-shared-hint")}</p>`}
    <div class="table-scroll" tabindex="0" role="region" aria-label=${t("web-page-log")}>
      <table class="log">
        <caption class="sr-only">
          ${t("web-page-log")}
        </caption>
        <thead>
          <tr>
            ${["number", "valid", "origin", "what", "author", "release", "recorded"].map((key) => html`<th scope="col">${t(`web-log-${key}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${found.rows.map((row) => html`<${Row} key=${row.id} row=${row} />`)}
        </tbody>
      </table>
      ${!found.rows.length && html`<${Empty} title=${t("web-log-none")} hint=${t("web-log-none-hint")} />`}
    </div>
    <p class="desk-foot" role="status">
      <span>${shownText(found)}</span>
      ${found.next !== null && html`<button type="button" onClick=${() => read(found.next)}>${t("web-log-more")}</button>`}
    </p>
  </div>`;
}
