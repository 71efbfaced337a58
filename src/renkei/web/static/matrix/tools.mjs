// Knows the tool bar over the matrix: filter, scale, and the planner's three jobs with their progress.
import { html, useState } from "../app/libraries.mjs";
import { filter, selection } from "../app/address.mjs";
import { now } from "../app/clock.mjs";
import { t } from "../app/i18n.mjs";
import { inspectorOpen, openInspector } from "../app/preferences.mjs";
import { momentOf } from "../app/time.mjs";
import { icon } from "../ui/icons.mjs";
import { check } from "./acts.mjs";
import { simulate } from "./chance.mjs";
import { canUndo, refusedFor, undo } from "./edits.mjs";
import { cancel, jobs } from "./jobs.mjs";
import { openJoint } from "./joint.mjs";
import { conflictCount } from "./known.mjs";
import { Legend } from "./legend.mjs";
import { openRepair, openSolve } from "./solve_dialog.mjs";
import { openPlace, view } from "./state.mjs";
import { openTask } from "./task_dialog.mjs";

/** @param {{mark: string, label: string, run: () => void, keys?: string, pressed?: boolean|null}} props */
const Tool = ({ mark, label, run, keys, pressed = null }) =>
  html`<button type="button" class="tool" aria-label=${label} title=${keys ? `${label} (${keys})` : label} aria-pressed=${pressed === null ? null : String(pressed)} onClick=${run}>
    ${icon(mark)}
  </button>`;

/** @param {{kind: import("./jobs.mjs").Kind}} props */
function Progress({ kind }) {
  const job = jobs.value[kind];
  if (job?.state !== "running") return null;
  const { seconds, found, bound, objective } = job.progress;
  const facts = { seconds: Math.round(seconds), found, bound: bound ?? "–", objective: objective ?? "–" };
  return html`<div class="progress-line" role="status">
    <span class="spinner" aria-hidden="true"></span>
    <span>${t(`web-job-${kind}`, facts)}${found ? ` ${t("web-job-found", facts)}` : ""}</span>
    <button type="button" onClick=${() => cancel(kind)}>${t("web-job-cancel")}</button>
  </div>`;
}

/** @param {{model: import("./model.mjs").Model|null}} props */
export function Tools({ model }) {
  const [legend, setLegend] = useState(false);
  const conflicts = conflictCount.value;
  const planner = refusedFor("plan.AddTask");
  return html`<div class="tools" role="toolbar" aria-label=${t("web-tools")}>
    <label class="filter">
      ${icon("search")}<span class="sr-only">${t("web-filter")}</span>
      <input type="search" placeholder=${t("web-filter")} value=${filter.value} onInput=${(/** @type {any} */ event) => (filter.value = event.target.value)} />
    </label>
    <div class="tool-group" role="group" aria-label=${t("web-scale")}>
      <${Tool} mark="minus" label=${t("web-zoom-out")} keys="-" run=${() => view.current?.zoomOut()} />
      <${Tool} mark="plus" label=${t("web-zoom-in")} keys="+" run=${() => view.current?.zoomIn()} />
      <${Tool} mark="fit" label=${t("web-fit")} keys="f" run=${() => view.current?.fit()} />
      <button type="button" onClick=${() => view.current?.showMoment(momentOf((now.value - Date.parse(momentOf(0))) / 60_000))}>${t("web-now")}</button>
    </div>
    <button type="button" class=${conflicts ? "alarm" : ""} onClick=${() => view.current?.toConflict(selection.value?.id ?? null, 1)}>
      ${icon("clash")}<span>${t("web-count-conflicts", { n: conflicts })}</span>
    </button>
    <span class="grow"></span>
    <${Progress} kind="check" /><${Progress} kind="solve" /><${Progress} kind="repair" /><${Progress} kind="simulate" />
    <div class="tool-group" role="group" aria-label=${t("web-planning")}>
      <button type="button" onClick=${check}>${t("web-check")}</button>
      <button type="button" onClick=${openSolve}>${t("web-solve")}</button>
      <button type="button" onClick=${() => openRepair()}>${t("web-repair")}</button>
      <button type="button" onClick=${() => openJoint()}>${t("web-joint")}</button>
      <button type="button" onClick=${() => void simulate()}>${t("web-simulate-short")}</button>
    </div>
    <button type="button" aria-disabled=${planner ? "true" : null} title=${planner ?? null} onClick=${() => !planner && openTask(null)}>
      ${icon("plus")}<span>${t("web-new-task")}</span>
    </button>
    <div class="tool-group">
      <${Tool} mark="undo" label=${t("web-undo")} keys="Ctrl+Z" run=${() => canUndo() && undo()} />
      <${Tool}
        mark="eye"
        label=${t("web-capacity-show")}
        pressed=${openPlace.value !== null}
        run=${() => (openPlace.value = openPlace.value ? null : (model?.state.places[0]?.resource ?? null))}
      />
      <${Tool} mark="print" label=${t("web-print")} run=${() => print()} />
      <button type="button" class="tool" aria-expanded=${String(legend)} aria-controls="legend" onClick=${() => setLegend(!legend)}>${t("web-legend")}</button>
      <${Tool} mark="panel" label=${t("web-inspector")} keys="i" pressed=${inspectorOpen.value} run=${() => openInspector(!inspectorOpen.value)} />
    </div>
    ${legend && html`<${Legend} close=${() => setLegend(false)} />`}
  </div>`;
}
