// Knows the panel beside the matrix: its tabs and the selected task in full; the other tabs have modules of their own.
import { html, useRef } from "../app/libraries.mjs";
import { go, select, selection } from "../app/address.mjs";
import { nameText, nationList, t } from "../app/i18n.mjs";
import { resources, session } from "../app/store.mjs";
import { lengthText } from "../app/time.mjs";
import { Act } from "../ui/act.mjs";
import { icon } from "../ui/icons.mjs";
import { Empty, Fact, Moment, NationTag, NotReleased, Note, Words } from "../ui/parts.mjs";
import { check, taskActs } from "./acts.mjs";
import { Chances } from "./chance.mjs";
import { ConflictCard, Conflicts } from "./conflict.mjs";
import { conflictCount, conflictsOf } from "./known.mjs";
import { chanceText, dueChances } from "./played.mjs";
import { Repair } from "./repair.mjs";
import { openPlace, tab } from "./state.mjs";
import { alarms, laneName, ownerWords, statusWords, taskName, STATUS_MARK } from "./words.mjs";
import { WhatChanged } from "./what_changed.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */
const TABS = /** @type {import("./state.mjs").Tab[]} */ (["task", "conflicts", "repair", "chance", "changes"]);

/** Moves the focus from the drawing into the panel. */
export function focusInspector() {
  /** @type {HTMLElement|null} */ (document.querySelector("#inspector [role=tabpanel]"))?.focus();
}

/** A task as a link that selects it. @param {{task: string}} props */
export function TaskLink({ task }) {
  const bar = resources.matrix.value.value?.bars.find((each) => each.task === task);
  return html`<button type="button" class="link" onClick=${() => select("task", task)}>
    ${bar && html`<${NationTag} code=${bar.owner} />`} ${task} ${bar && nameText(bar.name)}
  </button>`;
}

/** @param {{id: string}} props */
export const RequestLink = ({ id }) =>
  html`<button type="button" class="link" onClick=${() => go("requests", { kind: "request", id })}>${icon("requests")} ${id}</button>`;

/** A released moment, "none", or "not released". @param {{at: string|null|undefined}} props */
const Released = ({ at }) =>
  at === undefined || at === "withheld" ? html`<${NotReleased} />` : at === null ? t("web-none") : html`<${Moment} at=${at} />`;

/** @param {{bar: Bar}} props */
function Facts({ bar }) {
  const lane = resources.matrix.value.value?.lanes.find((each) => each.id === bar.lane);
  return html`<dl class="facts">
    <${Fact} term=${t("web-owner")}><${NationTag} code=${bar.owner} /> ${ownerWords(bar)}<//>
    <${Fact} term=${t("web-unit")}>${lane ? laneName(lane) : bar.lane}<//>
    <${Fact} term=${t("web-status")}>${STATUS_MARK[bar.status] && icon(STATUS_MARK[bar.status])} ${statusWords(bar)}<//>
    <${Fact} term=${t("web-start")}><${Released} at=${bar.start} /><//>
    <${Fact} term=${t("web-end")}><${Released} at=${bar.end} /><//>
    <${Fact} term=${t("web-length")}>${bar.duration_min === undefined ? html`<${NotReleased} />` : lengthText(bar.duration_min)}<//>
    <${Fact} term=${t("web-earliest")}><${Released} at=${bar.earliest} /><//>
    <${Fact} term=${t("web-due")}><${Released} at=${bar.due} /><//>
    ${dueChances.value.has(bar.task) && html`<${Fact} term=${t("web-chance-due")}>${chanceText(dueChances.value.get(bar.task) ?? 0)}<//>`}
    ${bar.own && bar.start && html`<${Fact} term=${t("web-slack")}>${bar.slack_min === null || bar.slack_min === undefined ? t("web-slack-none") : lengthText(bar.slack_min)}<//>`}
    <${Fact} term=${t("web-uses")}>
      ${bar.uses === undefined
        ? html`<${NotReleased} />`
        : bar.uses.length
          ? html`<ul class="plain">
              ${bar.uses.map((use) => html`<li>${nameText(use.name) || use.resource} × ${use.quantity} <${PlaceButton} resource=${use.resource} /></li>`)}
            </ul>`
          : t("web-none")}
    <//>
    <${Fact} term=${t("web-after")}>
      ${bar.after === undefined ? html`<${NotReleased} />` : bar.after.length ? bar.after.map((task) => html`<${TaskLink} task=${task} />`) : t("web-none")}
    <//>
    ${bar.answers && html`<${Fact} term=${t("web-answers")}><${RequestLink} id=${bar.answers} /><//>`}
    ${bar.needs_grant && html`<${Fact} term=${t("web-needs-grant")}><${RequestLink} id=${bar.needs_grant} /> ${t(`web-grant-state-${bar.grant ?? "none"}`)}<//>`}
    <${Fact} term=${t("web-released-to")}>${releasedTo(bar)}<//>
  </dl>`;
}

/** @param {Bar} bar */
function releasedTo(bar) {
  const others = bar.rel_to.filter((nation) => nation !== session.value?.nation);
  if (!bar.own) return t("web-released-here", { nation: nationList([bar.owner]) });
  return others.length ? nationList(others) : t("web-own-only");
}

/** @param {{resource: string}} props */
const PlaceButton = ({ resource }) =>
  resources.matrix.value.value?.places.some((place) => place.resource === resource)
    ? html`<button type="button" class="link" onClick=${() => (openPlace.value = resource)}>${t("web-capacity-show")}</button>`
    : null;

/** Ghosts that ask to move a task. @param {{task: string}} props */
function Proposals({ task }) {
  const ghosts = resources.matrix.value.value?.ghosts.filter((ghost) => ghost.task === task) ?? [];
  if (!ghosts.length) return null;
  return html`<section>
    <h3>${t("web-proposals")}</h3>
    <ul class="plain">
      ${ghosts.map((ghost) => html`<li><${NationTag} code=${ghost.by} /> <${RequestLink} id=${ghost.request} /> <${Moment} at=${ghost.start} /> – <${Moment} at=${ghost.end} /></li>`)}
    </ul>
  </section>`;
}

/** @param {{bar: Bar}} props */
function Task({ bar }) {
  const conflicts = conflictsOf(bar.task);
  return html`<div class=${`task-head nation-edge ${bar.own ? "own" : "partner"}`}>
      <p class="task-id">${bar.task}</p>
      <h2>${bar.name.en || bar.name.ja ? html`<${Words} text=${bar.name} />` : taskName(bar)}</h2>
    </div>
    ${alarms(bar).map(({ mark, tone, text }) => html`<${Note} tone=${tone} mark=${mark}>${text}<//>`)}
    ${!bar.own && html`<p class="hint">${t("web-partner-task-hint")}</p>`}
    <div class="acts">${taskActs(bar).map((act) => html`<${Act} key=${act.key} label=${act.label} run=${act.run} refused=${act.refused} tone=${act.tone ?? ""} show=${false} />`)}</div>
    ${bar.conflict && !conflicts.length && html`<p class="acts"><button type="button" class="primary" onClick=${check}>${t("web-check-why")}</button></p>`}
    ${conflicts.map((conflict) => html`<${ConflictCard} key=${conflict.id} conflict=${conflict} />`)}
    <${Proposals} task=${bar.task} />
    <${Facts} bar=${bar} />`;
}

/** @param {{model: import("./model.mjs").Model|null}} props */
export function Inspector({ model }) {
  const list = useRef(/** @type {HTMLElement|null} */ (null));
  const at = selection.value;
  const bar = at?.kind === "task" ? model?.tasks.get(at.id) : null;
  const counts = { conflicts: conflictCount.value };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    tab.value = TABS[(TABS.indexOf(tab.value) + step + TABS.length) % TABS.length];
    /** @type {HTMLElement|null|undefined} */ (list.current?.querySelector(`#tab-${tab.value}`))?.focus();
  };
  return html`<aside class="inspector" id="inspector" aria-label=${t("web-inspector")}>
    <div class="tabs" role="tablist" aria-label=${t("web-inspector")} ref=${list} onKeyDown=${key}>
      ${TABS.map(
        (name) =>
          html`<button
            type="button"
            role="tab"
            id=${`tab-${name}`}
            aria-selected=${String(tab.value === name)}
            aria-controls="tab-panel"
            tabindex=${tab.value === name ? 0 : -1}
            onClick=${() => (tab.value = name)}
          >
            ${t(`web-tab-${name}`)}${name === "conflicts" && counts.conflicts ? html` <span class="badge">${counts.conflicts}</span>` : null}
          </button>`,
      )}
    </div>
    <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby=${`tab-${tab.value}`} tabindex="0">
      ${tab.value !== "task" && html`<h2 class="sr-only">${t(`web-tab-${tab.value}`)}</h2>`}
      ${tab.value === "task" && (bar ? html`<${Task} bar=${bar} />` : html`<${Empty} title=${t("web-nothing-selected")} hint=${t("web-nothing-selected-hint")} />`)}
      ${tab.value === "conflicts" && html`<${Conflicts} />`} ${tab.value === "repair" && html`<${Repair} />`}
      ${tab.value === "chance" && html`<${Chances} />`} ${tab.value === "changes" && html`<${WhatChanged} />`}
    </div>
  </aside>`;
}
