// Knows the form of an own task: what is asked, what is wrong, its release label, and what the partner will see.
import { html, useState } from "../app/libraries.mjs";
import { select } from "../app/address.mjs";
import { nameText, t } from "../app/i18n.mjs";
import { resources, session } from "../app/store.mjs";
import { MINUTE } from "../app/time.mjs";
import { useBusy } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { CheckField, MomentField, NumberField, SelectField, TextField } from "../ui/fields.mjs";
import { PreviewPanel, ReleaseFields } from "../ui/release.mjs";
import { change } from "./edits.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */
/** Fields of a task that a person may keep from the partner. */
const WITHHOLDABLE = ["due", "earliest", "uses", "after", "at", "name"];
/** The longest task that makes sense in a plan of weeks. */
const HOURS_MAX = 24 * 60;

/**
 * @typedef {object} Form
 * @property {string} id
 * @property {string} en
 * @property {string} ja
 * @property {number|null} hours
 * @property {string|null} start
 * @property {string|null} earliest
 * @property {string|null} due
 * @property {string} status
 * @property {{resource: string, quantity: number}[]} uses
 * @property {string[]} after
 * @property {string} answers
 * @property {string} needs_grant
 * @property {boolean} relabel
 * @property {{rel_to: string[], withhold?: string[]}} label
 */

/** @param {Bar|null} bar */
export const openTask = (bar) => openDialog(() => html`<${TaskDialog} bar=${bar} />`);

/** @param {Bar|null} bar @returns {Form} */
const firstForm = (bar) => ({
  id: bar?.task ?? nextId(),
  en: bar?.name.en ?? "",
  ja: bar?.name.ja ?? "",
  hours: bar?.duration_min ? bar.duration_min / 60 : null,
  start: bar?.start ?? null,
  earliest: bar?.earliest ?? null,
  due: bar?.due ?? null,
  status: bar?.status === "on_call" ? "on_call" : "planned",
  uses: bar?.uses?.map(({ resource, quantity }) => ({ resource, quantity })) ?? [],
  after: bar?.after ?? [],
  answers: bar?.answers ?? "",
  needs_grant: bar?.needs_grant ?? "",
  relabel: !bar,
  label: { rel_to: bar?.rel_to.filter((nation) => nation !== session.value?.nation) ?? [], withhold: bar?.withhold ?? [] },
});

/** The next free identifier of the form K11. */
function nextId() {
  const numbers = (resources.matrix.value.value?.bars ?? []).map((bar) => Number(/^K(\d+)$/.exec(bar.task)?.[1] ?? 0));
  return `K${Math.max(0, ...numbers) + 1}`;
}

/**
 * What is wrong with the form, by field, in words.
 * @param {Form} form
 * @param {Bar|null} bar
 */
function faultsOf(form, bar) {
  /** @type {Record<string, string|null>} */
  const faults = {};
  const taken = !bar && resources.matrix.value.value?.bars.some((each) => each.task === form.id);
  faults.id = !form.id.trim() ? t("web-id-missing") : taken ? t("web-id-taken", { id: form.id }) : null;
  faults.name = form.en.trim() || form.ja.trim() ? null : t("web-name-missing");
  faults.hours = form.hours && form.hours > 0 && form.hours <= HOURS_MAX ? null : t("web-hours-range", { most: HOURS_MAX });
  const end = form.start && form.hours ? Date.parse(form.start) + form.hours * 60 * MINUTE : null;
  faults.due = form.due && form.earliest && Date.parse(form.due) <= Date.parse(form.earliest) ? t("web-due-before-earliest") : null;
  faults.start = form.start && form.earliest && Date.parse(form.start) < Date.parse(form.earliest) ? t("web-start-before-earliest") : null;
  if (!faults.start && end && form.due && end > Date.parse(form.due)) faults.start = t("web-end-after-due");
  return faults;
}

/**
 * @param {Form} form
 * @param {Bar|null} bar
 * @returns {import("../app/types.mjs").Command}
 */
function commandOf(form, bar) {
  const body = {
    task: form.id.trim(),
    ...(bar ? { based_on: bar.version } : {}),
    name: { en: form.en.trim(), ja: form.ja.trim() },
    duration: { likely_min: Math.round((form.hours ?? 0) * 60) },
    status: form.status,
    uses: form.uses,
    after: form.after,
    earliest: form.earliest,
    due: form.due,
    answers: form.answers || null,
    needs_grant: form.needs_grant || null,
  };
  return { kind: bar ? "plan.EditTask" : "plan.AddTask", body, label: form.relabel ? form.label : null };
}

/** @param {{bar: Bar|null}} props */
function TaskDialog({ bar }) {
  const [form, setForm] = useState(() => firstForm(bar));
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState(/** @type {string|null} */ (null));
  const [busy, work] = useBusy();
  const faults = faultsOf(form, bar);
  const blocked = ["id", "name", "hours", "due"].some((field) => faults[field]);
  const set = (/** @type {Partial<Form>} */ part) => setForm((old) => ({ ...old, ...part }));
  const shown = (/** @type {string} */ field) => (tried || field === "due" || field === "start" ? faults[field] : null);
  const command = blocked ? null : commandOf(form, bar);
  const save = () => {
    setTried(true);
    if (command) work(() => store(command, form, bar, setFault));
  };
  return html`<${Dialog}
    title=${bar ? t("web-edit-task-of", { task: bar.task }) : t("web-new-task")}
    wide
    onSubmit=${save}
    actions=${html`${fault && html`<p class="fault" role="alert">${fault}</p>`}
      <button type="button" onClick=${closeDialog}>${t("web-back")}</button>
      <button type="submit" class="primary" disabled=${busy}>${t("web-save")}</button>`}
  >
    <div class="with-preview">
      <div class="form">
        ${!bar && html`<${TextField} label=${t("web-field-id")} value=${form.id} fault=${shown("id")} required onInput=${(/** @type {string} */ id) => set({ id })} />`}
        <div class="pair">
          <${TextField} label=${t("web-name-en")} lang="en" value=${form.en} fault=${shown("name")} onInput=${(/** @type {string} */ en) => set({ en })} />
          <${TextField} label=${t("web-name-ja")} lang="ja" value=${form.ja} hint=${t("web-name-hint")} onInput=${(/** @type {string} */ ja) => set({ ja })} />
        </div>
        <div class="pair">
          <${NumberField} label=${t("web-length-h")} value=${form.hours} step=${0.25} fault=${shown("hours")} required onInput=${(/** @type {number|null} */ hours) => set({ hours })} />
          <${SelectField}
            label=${t("web-field-status")}
            value=${form.status}
            options=${["planned", "on_call"].map((key) => [key, t(`web-status-${key}`)])}
            onInput=${(/** @type {string} */ status) => set({ status })}
          />
        </div>
        <${MomentField} label=${t("web-start")} value=${form.start} fault=${shown("start")} hint=${t("web-start-hint")} onInput=${(/** @type {string|null} */ start) => set({ start })} />
        <${MomentField} label=${t("web-earliest")} value=${form.earliest} onInput=${(/** @type {string|null} */ earliest) => set({ earliest })} />
        <${MomentField} label=${t("web-due")} value=${form.due} fault=${shown("due")} onInput=${(/** @type {string|null} */ due) => set({ due })} />
        <${Uses} form=${form} set=${set} />
        <${After} form=${form} set=${set} />
        <${Links} form=${form} set=${set} />
      </div>
      <div>
        ${bar && html`<${CheckField} label=${t("web-relabel")} hint=${t("web-relabel-hint")} checked=${form.relabel} onInput=${(/** @type {boolean} */ relabel) => set({ relabel })} />`}
        ${form.relabel && html`<${ReleaseFields} label=${form.label} fields=${[...new Set([...WITHHOLDABLE, ...(bar?.withhold ?? [])])]} onInput=${(/** @type {any} */ label) => set({ label })} />`}
        <${PreviewPanel} command=${command} />
      </div>
    </div>
  <//>`;
}

/**
 * @param {import("../app/types.mjs").Command} command
 * @param {Form} form
 * @param {Bar|null} bar
 * @param {(text: string|null) => void} setFault
 */
async function store(command, form, bar, setFault) {
  try {
    await change(command, form.id);
    const newest = resources.matrix.value.value?.bars.find((each) => each.task === form.id);
    if (newest && form.start && newest.start !== form.start) {
      await change({ kind: "plan.MoveTask", body: { task: form.id, based_on: newest.version, start: form.start }, label: null }, form.id);
    }
    closeDialog();
    select("task", form.id);
  } catch (error) {
    setFault(/** @type {any} */ (error).text);
  }
}

/** @typedef {{form: Form, set: (part: Partial<Form>) => void}} Part */

/** Units and places that the plan names. */
function resourcesKnown() {
  const state = resources.matrix.value.value;
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const place of state?.places ?? []) known.set(place.resource, nameText(place.name));
  for (const bar of state?.bars ?? []) for (const use of bar.uses ?? []) known.set(use.resource, nameText(use.name) || use.resource);
  for (const unit of resources.units.value.value ?? []) if (unit.owner === session.value?.nation && !known.has(unit.id)) known.set(unit.id, nameText(unit.name));
  for (const lane of state?.lanes ?? []) if (lane.own && lane.id.startsWith("unit:")) known.set(lane.id.slice(5), nameText(lane.name));
  return [...known].sort((a, b) => a[1].localeCompare(b[1]));
}

/** @param {Part} props */
function Uses({ form, set }) {
  const known = resourcesKnown();
  const put = (/** @type {number} */ index, /** @type {any} */ use) => set({ uses: form.uses.map((each, at) => (at === index ? { ...each, ...use } : each)) });
  return html`<fieldset class="uses">
    <legend>${t("web-uses")}</legend>
    ${form.uses.map(
      (use, index) =>
        html`<div class="use" key=${index}>
          <${SelectField} label=${t("web-use-of", { n: index + 1 })} value=${use.resource} options=${known} onInput=${(/** @type {string} */ resource) => put(index, { resource })} />
          <${NumberField} label=${t("web-quantity")} value=${use.quantity} min=${1} onInput=${(/** @type {number|null} */ quantity) => put(index, { quantity: quantity ?? 1 })} />
          <button type="button" onClick=${() => set({ uses: form.uses.filter((_, at) => at !== index) })}>${t("web-remove")}</button>
        </div>`,
    )}
    <button type="button" onClick=${() => known.length && set({ uses: [...form.uses, { resource: known[0][0], quantity: 1 }] })}>${t("web-add-use")}</button>
  </fieldset>`;
}

/** @param {Part} props */
function After({ form, set }) {
  const bars = resources.matrix.value.value?.bars.filter((bar) => bar.task !== form.id && bar.status !== "cancelled") ?? [];
  const free = bars.filter((bar) => !form.after.includes(bar.task));
  return html`<fieldset class="uses">
    <legend>${t("web-after")}</legend>
    ${form.after.map(
      (task) =>
        html`<div class="use"><span>${task} ${nameText(bars.find((bar) => bar.task === task)?.name)}</span>
          <button type="button" onClick=${() => set({ after: form.after.filter((each) => each !== task) })}>${t("web-remove")}</button></div>`,
    )}
    <${SelectField}
      label=${t("web-add-after")}
      value=""
      options=${[["", t("web-choose")], ...free.map((bar) => [bar.task, `${bar.task} ${nameText(bar.name)}`])]}
      onInput=${(/** @type {string} */ task) => task && set({ after: [...form.after, task] })}
    />
  </fieldset>`;
}

/** @param {Part} props */
function Links({ form, set }) {
  const known = /** @type {[string, string][]} */ ([["", t("web-none")], ...(resources.requests.value.value ?? []).map((each) => [each.id, `${each.id} ${nameText(each.need)}`])]);
  return html`<div class="pair">
    <${SelectField} label=${t("web-answers")} value=${form.answers} options=${known} onInput=${(/** @type {string} */ answers) => set({ answers })} />
    <${SelectField} label=${t("web-needs-grant")} value=${form.needs_grant} options=${known} onInput=${(/** @type {string} */ needs_grant) => set({ needs_grant })} />
  </div>`;
}
