// Knows what a planner is asked before a solve or a repair starts.
import { html, useState } from "../app/libraries.mjs";
import { selection } from "../app/address.mjs";
import { nameText, t } from "../app/i18n.mjs";
import { openInspector } from "../app/preferences.mjs";
import { resources } from "../app/store.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { NumberField, SelectField } from "../ui/fields.mjs";
import { run } from "./jobs.mjs";
import { tab } from "./state.mjs";

/** Seconds a solve gets unless the planner says otherwise. */
const LIMIT_S = 20;

export const openSolve = () => openDialog(SolveDialog);

/** @param {"solve"|"repair"} kind @param {object} body */
function start(kind, body) {
  closeDialog();
  openInspector(true);
  tab.value = "repair";
  void run(kind, body);
}

const Buttons = () =>
  html`<button type="button" onClick=${closeDialog}>${t("web-back")}</button><button type="submit" class="primary">${t("web-start")}</button>`;

function SolveDialog() {
  const [limit, setLimit] = useState(/** @type {number|null} */ (LIMIT_S));
  const at = selection.value?.kind === "task" ? selection.value.id : null;
  const [scope, setScope] = useState("all");
  const fault = !limit || limit < 1 || limit > 600 ? t("web-limit-range") : null;
  return html`<${Dialog}
    title=${t("web-solve")}
    onSubmit=${() => !fault && start("solve", { limit_s: limit, ...(scope === "one" && at ? { tasks: [at] } : {}) })}
    actions=${html`<${Buttons} />`}
  >
    <p>${t("web-solve-hint")}</p>
    <${SelectField}
      label=${t("web-solve-scope")}
      value=${scope}
      options=${[["all", t("web-solve-all")], ...(at ? [["one", t("web-solve-one", { task: at })]] : [])]}
      onInput=${setScope}
    />
    <${NumberField} label=${t("web-limit-seconds")} value=${limit} min=${1} max=${600} fault=${fault} onInput=${setLimit} />
  <//>`;
}

/** @param {{subject?: string, minutes?: number}} [given] */
export const openRepair = (given = {}) => openDialog(() => html`<${RepairDialog} ...${given} />`);

/** @param {{subject?: string, minutes?: number}} props */
function RepairDialog({ subject, minutes }) {
  const state = resources.matrix.value.value;
  const bars = state?.bars.filter((bar) => !["done", "cancelled"].includes(bar.status)) ?? [];
  const at = selection.value?.kind === "task" ? `task:${selection.value.id}` : "reported";
  const [what, setWhat] = useState(subject ?? at);
  const [hours, setHours] = useState(/** @type {number|null} */ (minutes ? minutes / 60 : null));
  const reported = what === "reported";
  const fault = reported || (hours !== null && hours > 0) ? null : t("web-delay-missing");
  const [kind, id] = [what.slice(0, what.indexOf(":")), what.slice(what.indexOf(":") + 1)];
  const body = reported ? {} : { [kind]: id, delay_min: Math.round((hours ?? 0) * 60) };
  const options = /** @type {[string, string][]} */ ([
    ["reported", t("web-repair-reported")],
    ...(state?.lanes
      .filter((lane) => !lane.id.startsWith("nation:"))
      .map((lane) => [`unit:${lane.id.replace(/^unit:/, "")}`, t("web-repair-unit", { unit: nameText(lane.name) })]) ?? []),
    ...bars.map((bar) => [`task:${bar.task}`, t("web-repair-task", { task: `${bar.task} ${nameText(bar.name)}` })]),
  ]);
  return html`<${Dialog} title=${t("web-repair")} onSubmit=${() => !fault && start("repair", body)} actions=${html`<${Buttons} />`}>
    <p>${t("web-repair-explain")}</p>
    <${SelectField} label=${t("web-repair-what")} value=${what} options=${options} onInput=${setWhat} />
    ${!reported && html`<${NumberField} label=${t("web-delay-hours")} value=${hours} step=${0.25} fault=${fault} required onInput=${setHours} />`}
  <//>`;
}
