// Knows the request desk: which requests are listed in which order, and which one is open; the request itself has its own module.
import { html, useEffect, useMemo } from "../app/libraries.mjs";
import { filter, panel, select, selection, setPanel } from "../app/address.mjs";
import { nameText, t, told } from "../app/i18n.mjs";
import { labelsShown } from "../app/marking.mjs";
import { register } from "../app/keys.mjs";
import { resources, useResource } from "../app/store.mjs";
import { hOffset } from "../app/time.mjs";
import { language } from "../app/preferences.mjs";
import { Act } from "../ui/act.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Empty, Failed, Loading, NationTag } from "../ui/parts.mjs";
import { offer } from "../ui/palette.mjs";
import { refusedFor } from "../matrix/edits.mjs";
import { openCompose } from "./compose.mjs";
import { RequestDetail } from "./request.mjs";
import { amountText, ourTurn, partyName, stateTone, wantsUs } from "./words.mjs";

/** @typedef {import("../app/types.mjs").Request} Request */

/** @type {Record<string, (request: Request) => boolean>} */
const SHOWN = {
  all: (request) => !request.joint,
  ours: wantsUs,
  talks: (request) => Boolean(request.joint),
  open: (request) => !["declined", "withdrawn", "committed", "reported", "registered"].includes(request.state) && !(request.joint && request.state === "accepted"),
  register: (request) => request.own_side === "register",
};

/** @type {Record<string, (a: Request, b: Request) => number>} */
const ORDERS = {
  listed: () => 0,
  priority: (a, b) => a.priority - b.priority,
  by: (a, b) => (a.by ?? "9").localeCompare(b.by ?? "9"),
  state: (a, b) => a.state.localeCompare(b.state),
};

/** @param {Request} request @param {string[]} words */
function holds(request, words) {
  const { need, place, quantity } = request;
  const hay = `${request.id} ${need.en} ${need.ja} ${place?.name.en ?? ""} ${place?.name.ja ?? ""} ${quantity?.source ?? ""} ${partyName(request.asker)} ${request.channel}`;
  const low = hay.normalize("NFKC").toLowerCase();
  return words.every((word) => low.includes(word));
}

/** @param {Request[]} requests */
function listed(requests) {
  const words = filter.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const { show = "all", sort = "listed" } = panel.value;
  return requests.filter((each) => (SHOWN[show] ?? SHOWN.all)(each) && holds(each, words)).sort(ORDERS[sort] ?? ORDERS.listed);
}

/** @param {{request: Request}} props */
function Row({ request }) {
  const at = selection.value?.kind === "request" && selection.value.id === request.id;
  const untranslated = !request.need[language.value];
  return html`<li>
    <button type="button" class="request-row" aria-current=${at ? "true" : null} onClick=${() => select("request", request.id)}>
      <span class="request-line">
        <b class="request-id">${request.id}</b>
        <span class="priority">${t("web-priority-short", { n: request.priority })}</span>
        <${Chip} tone=${stateTone(request.state)}>${t(`web-state-${request.state}`)}<//>
        ${ourTurn(request) && html`<span class="turn">${icon("arrow")}${t("web-our-turn")}</span>`}
      </span>
      <span class="request-need" lang=${untranslated ? request.need.original : language.value}>${nameText(request.need)}</span>
      <span class="request-line muted">
        <span>${partyName(request.asker)} → <${NationTag} code=${request.provider} /></span>
        ${request.quantity && html`<span>${amountText(request)}</span>`} ${request.place && html`<span>${nameText(request.place.name)}</span>`}
        ${request.by && html`<span>${t("web-by", { moment: hOffset(request.by) })}</span>`}
      </span>
      <span class="request-line">
        ${untranslated && html`<${Chip} tone="warn" mark="translate">${t("web-untranslated")}<//>`}
        ${request.crossed && html`<${Chip} tone="bad" mark="clash">${t("web-crossed")}<//>`}
        ${request.at_risk && html`<${Chip} tone="warn" mark="risk">${t("web-at-risk")}<//>`}
        ${request.duplicates.some((each) => each.state === "offered") && html`<${Chip} tone="warn" mark="requests">${t("web-duplicate-offered")}<//>`}
      </span>
    </button>
  </li>`;
}

/** @param {{all: Request[]}} props */
function Tools({ all }) {
  const { show = "all", sort = "listed" } = panel.value;
  return html`<div class="desk-tools">
    <label class="filter">
      ${icon("search")}<span class="sr-only">${t("web-filter-requests")}</span>
      <input type="search" placeholder=${t("web-filter-requests")} value=${filter.value} onInput=${(/** @type {any} */ event) => (filter.value = event.target.value)} />
    </label>
    <div class="choice" role="group" aria-label=${t("web-show")}>
      ${Object.keys(SHOWN).map(
        (key) =>
          html`<button type="button" aria-pressed=${String(key === show)} onClick=${() => setPanel({ show: key === "all" ? null : key })}>
            ${t(`web-show-${key}`)} <span class="count">${all.filter(SHOWN[key]).length}</span>
          </button>`,
      )}
    </div>
    <label class="sort"
      >${t("web-sort")}
      <select value=${sort} onChange=${(/** @type {any} */ event) => setPanel({ sort: event.target.value === "listed" ? null : event.target.value })}>
        ${Object.keys(ORDERS).map((key) => html`<option value=${key} selected=${key === sort}>${t(`web-sort-${key}`)}</option>`)}
      </select>
    </label>
    <${Act} label=${t("web-new-request")} mark="plus" tone="primary" refused=${refusedFor("requests.DraftRequest")} show=${false} run=${newRequest} />
  </div>`;
}

const newRequest = () => openCompose({ title: () => t("web-new-request"), intro: () => null, content: {}, moved: () => {}, closed: () => {} });

/** @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = /** @type {HTMLElement} */ (event.target).closest("li");
  const next = step === 1 ? row?.nextElementSibling : row?.previousElementSibling;
  if (!step || !next) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (next.firstElementChild).focus();
}

export default function RequestDesk() {
  const requests = useResource(resources.requests);
  useResource(resources.matrix);
  useResource(resources.places);
  useResource(resources.units);
  const shown = useMemo(() => listed(requests ?? []), [requests, filter.value, panel.value, language.value]);
  const open = selection.value?.kind === "request" ? requests?.find((each) => each.id === selection.value?.id) : null;
  useEffect(() => {
    if (requests) labelsShown.value = requests.flatMap((each) => [[...each.rel_to, each.origin], ...(each.drafts ?? []).map(() => [])]);
  }, [requests]);
  useEffect(() => {
    const where = "web-keys-requests";
    const ends = [
      register([{ keys: "n", what: "web-key-new-request", where, run: newRequest, when: () => !refusedFor("requests.DraftRequest") }]),
      offer(() => [{ id: "new-request", text: t("web-new-request"), group: "web-palette-act", keys: "n", words: "new request 新しい要請", run: newRequest }]),
    ];
    return () => ends.forEach((end) => end());
  }, []);
  if (!requests) return resources.requests.error.value ? html`<${Failed} error=${resources.requests.error.value} again=${() => resources.requests.load()} />` : html`<${Loading} />`;
  return html`<div class="desk two">
    <${Tools} all=${requests} />
    <div class="desk-list">
      ${shown.length
        ? html`<ul class="request-list" aria-label=${t("web-page-requests")} onKeyDown=${walk}>
            ${shown.map((request) => html`<${Row} key=${request.id} request=${request} />`)}
          </ul>`
        : html`<${Empty} title=${t(requests.length ? "web-requests-filtered" : "web-requests-none")} hint=${t("web-requests-none-hint")} />`}
    </div>
    <div class="desk-detail" tabindex="0" role="region" aria-label=${t("web-request-detail")}>
      ${open ? html`<${RequestDetail} key=${open.id} request=${open} />` : html`<${Empty} title=${t("web-request-choose")} hint=${t("web-request-choose-hint")} />`}
    </div>
    <p class="sr-only" role="status">${t("web-found", { n: shown.length })}${open ? ` ${told(open.told)}` : ""}</p>
  </div>`;
}
