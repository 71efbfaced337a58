// Knows the form of a new request: structured fields first, words second; it writes a draft that stays at home.
import { html, useEffect, useState } from "../app/libraries.mjs";
import { go } from "../app/address.mjs";
import { newId, send } from "../app/api.mjs";
import { nameText, nationName, t } from "../app/i18n.mjs";
import { hasRole, resources, session, useResource } from "../app/store.mjs";
import { useBusy } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { AreaField, MomentField, NumberField, SelectField, TextField } from "../ui/fields.mjs";
import { CarriedPanel, PreviewPanel } from "../ui/release.mjs";
import { toast } from "../ui/toast.mjs";
import { UNIT_KEYS, resourceName } from "./words.mjs";

/**
 * @typedef {object} Opening
 * @property {() => string} title
 * @property {() => any} intro
 * @property {any} content fields that are known already
 * @property {(move: {task: string, start: string, end: string}) => void} moved the wished time changed
 * @property {() => void} closed
 */

/** @param {Opening} opening */
export const openCompose = (opening) => openDialog(() => html`<${Compose} opening=${opening} />`);

const BOUNDS = ["exact", "about", "at_least", "at_most"];

/** The next free identifier of the form R9, told apart by nation. */
function nextId() {
  const own = session.value?.nation ?? "";
  const numbers = (resources.requests.value.value ?? []).map((each) => Number(/(\d+)$/.exec(each.id)?.[1] ?? 0));
  return `${own}-R${Math.max(0, ...numbers) + 1}`;
}

/** @param {any} given */
const firstForm = (given) => ({
  id: nextId(),
  provider: given.provider ?? session.value?.partners[0]?.nation ?? "",
  need: given.need ?? { en: "", ja: "" },
  value: given.quantity?.value ?? null,
  unit: given.quantity?.unit ?? "people",
  bound: given.quantity?.bound ?? "exact",
  place: given.place ?? "",
  by: given.by ?? null,
  priority: given.priority ?? 3,
  resource: given.asks?.resource ?? "",
  count: given.asks?.quantity ?? 1,
  start: given.start ?? null,
  end: given.end ?? null,
  for_task: given.for_task ?? "",
  move: given.move ?? null,
  effect: given.effect ?? { en: "", ja: "" },
});

/** @param {ReturnType<typeof firstForm>} form */
const contentOf = (form) => ({
  need: { en: form.need.en.trim(), ja: form.need.ja.trim() },
  channel: `${session.value?.nation}->${form.provider}`,
  asker: session.value?.nation,
  provider: form.provider,
  quantity: form.value === null ? null : { source: `${form.value} ${form.unit}`, value: form.value, unit: form.unit, bound: form.bound },
  place: form.place || null,
  by: form.by,
  priority: form.priority,
  asks: form.resource ? { resource: form.resource, quantity: form.count } : null,
  start: form.start,
  end: form.end,
  for_task: form.for_task || null,
  move: form.move,
  effect: form.effect,
});

/** @param {ReturnType<typeof firstForm>} form */
function faultsOf(form) {
  const after = (/** @type {string|null} */ a, /** @type {string|null} */ b) => a && b && Date.parse(b) <= Date.parse(a);
  return {
    need: form.need.en.trim() || form.need.ja.trim() ? null : t("web-need-missing"),
    window: after(form.start, form.end) ? t("web-window-ends-first") : null,
    move: form.move && after(form.move.start, form.move.end) ? t("web-window-ends-first") : null,
    priority: form.priority >= 1 && form.priority <= 5 ? null : t("web-priority-range"),
  };
}

/**
 * The draft, and its carrying to the other side.
 * @param {string} request
 * @param {any} content
 * @param {string[]} ids
 * @returns {import("../app/types.mjs").Command[]}
 */
const draftAndSend = (request, content, [draftId, sendId]) => [
  { id: draftId, kind: "requests.DraftRequest", body: { request, content }, label: null },
  { id: sendId, kind: "requests.SendRequest", body: { request }, label: { rel_to: [content.provider], withhold: [] } },
];

/** @param {{opening: Opening}} props */
function Compose({ opening }) {
  useResource(resources.places);
  const [form, setForm] = useState(() => firstForm(opening.content));
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState(/** @type {string|null} */ (null));
  const [ids] = useState(() => [newId(), newId()]);
  const [busy, work] = useBusy();
  useEffect(() => opening.closed, []);
  const set = (/** @type {any} */ part) => setForm((old) => ({ ...old, ...part }));
  const faults = faultsOf(form);
  const blocked = Object.values(faults).some(Boolean);
  const content = contentOf(form);
  const both = draftAndSend(form.id, content, ids);
  const save = (/** @type {boolean} */ carry) => {
    setTried(true);
    if (blocked) return;
    work(async () => {
      try {
        await send(carry ? both : both[0]);
        await Promise.all([resources.requests.load(), resources.matrix.load()]);
        closeDialog();
        toast("good", () => t(carry ? "web-request-sent" : "web-request-drafted", { request: form.id }), {
          label: () => t("web-open"),
          run: () => go("requests", { kind: "request", id: form.id }),
        });
      } catch (error) {
        setFault(/** @type {any} */ (error).text);
      }
    });
  };
  return html`<${Dialog}
    title=${opening.title()}
    wide=${!opening.content.move}
    aside=${Boolean(opening.content.move)}
    onSubmit=${() => save(false)}
    actions=${html`${fault && html`<p class="fault" role="alert">${fault}</p>`}
      <button type="button" onClick=${closeDialog}>${t("web-back")}</button>
      ${hasRole("liaison_officer") && html`<button type="button" disabled=${busy} onClick=${() => save(true)}>${t("web-draft-and-send")}</button>`}
      <button type="submit" class="primary" disabled=${busy}>${t("web-save-draft")}</button>`}
  >
    ${opening.intro()}
    <div class="with-preview">
      <div class="form">
        <div class="pair">
          <${SelectField} label=${t("web-provider")} value=${form.provider} options=${session.value?.partners.map(({ nation }) => [nation, nationName(nation)]) ?? []} onInput=${(/** @type {string} */ provider) => set({ provider })} />
          <${NumberField} label=${t("web-priority")} value=${form.priority} min=${1} max=${5} fault=${faults.priority} hint=${t("web-priority-hint")} onInput=${(/** @type {number|null} */ priority) => set({ priority: priority ?? 3 })} />
        </div>
        <${AreaField} label=${t("web-need-en")} lang="en" value=${form.need.en} fault=${tried ? faults.need : null} onInput=${(/** @type {string} */ en) => set({ need: { ...form.need, en } })} />
        <${AreaField} label=${t("web-need-ja")} lang="ja" value=${form.need.ja} hint=${t("web-need-hint")} onInput=${(/** @type {string} */ ja) => set({ need: { ...form.need, ja } })} />
        ${form.move && html`<${MoveFields} form=${form} fault=${faults.move} set=${(/** @type {any} */ move) => (set({ move }), opening.moved(move))} />`}
        ${!form.move && html`<${AmountFields} form=${form} set=${set} /><${AssetFields} form=${form} set=${set} fault=${faults.window} />`}
        <${MomentField} label=${t("web-needed-by")} value=${form.by} onInput=${(/** @type {string|null} */ by) => set({ by })} />
        <${LinkFields} form=${form} set=${set} />
      </div>
      <div>
        <p class="note info">${t("web-draft-hint")}</p>
        ${hasRole("liaison_officer") || blocked ? html`<${PreviewPanel} command=${blocked ? null : both} />` : html`<${CarriedPanel} nation=${form.provider} body=${content} />`}
      </div>
    </div>
  <//>`;
}

/** @typedef {{form: ReturnType<typeof firstForm>, set: (part: any) => void, fault?: string|null}} Part */

/** @param {Part} props */
const MoveFields = ({ form, set, fault = null }) =>
  html`<fieldset>
    <legend>${t("web-move-wish-of", { task: form.move.task })}</legend>
    <${MomentField} label=${t("web-start")} value=${form.move.start} onInput=${(/** @type {string|null} */ start) => start && set({ ...form.move, start })} />
    <${MomentField} label=${t("web-end")} value=${form.move.end} fault=${fault} onInput=${(/** @type {string|null} */ end) => end && set({ ...form.move, end })} />
  </fieldset>`;

/** @param {Part} props */
const AmountFields = ({ form, set }) =>
  html`<fieldset class="amount">
    <legend>${t("web-quantity")}</legend>
    <${SelectField} label=${t("web-bound")} value=${form.bound} options=${BOUNDS.map((key) => [key, t(`web-bound-name-${key}`)])} onInput=${(/** @type {string} */ bound) => set({ bound })} />
    <${NumberField} label=${t("web-value")} value=${form.value} onInput=${(/** @type {number|null} */ value) => set({ value })} />
    <${SelectField} label=${t("web-unit-of")} value=${form.unit} options=${UNIT_KEYS.map((key) => [key, t(`web-unit-name-${key}`)])} onInput=${(/** @type {string} */ unit) => set({ unit })} />
  </fieldset>`;

/** Assets and shared places of the asked nation. @param {string} nation */
function assetsOf(nation) {
  const state = resources.matrix.value.value;
  const known = new Set(state?.places.filter((place) => place.owner === nation).map((place) => place.resource));
  for (const bar of state?.bars ?? []) if (bar.owner === nation) for (const use of bar.uses ?? []) known.add(use.resource);
  for (const unit of resources.units.value.value ?? []) if (unit.owner === nation) known.add(unit.id);
  return [...known].map((id) => /** @type {[string, string]} */ ([id, resourceName(id)])).sort((a, b) => a[1].localeCompare(b[1]));
}

/** @param {Part} props */
const AssetFields = ({ form, set, fault = null }) =>
  html`<fieldset>
    <legend>${t("web-asks")}</legend>
    <div class="pair">
      <${SelectField} label=${t("web-asset")} value=${form.resource} options=${[["", t("web-none")], ...assetsOf(form.provider)]} onInput=${(/** @type {string} */ resource) => set({ resource })} />
      ${form.resource && html`<${NumberField} label=${t("web-terms-quantity")} value=${form.count} min=${1} onInput=${(/** @type {number|null} */ count) => set({ count: count ?? 1 })} />`}
    </div>
    ${form.resource &&
    html`<${MomentField} label=${t("web-terms-from")} value=${form.start} onInput=${(/** @type {string|null} */ start) => set({ start })} />
      <${MomentField} label=${t("web-terms-until")} value=${form.end} fault=${fault} onInput=${(/** @type {string|null} */ end) => set({ end })} />`}
  </fieldset>`;

/** @param {Part} props */
function LinkFields({ form, set }) {
  const places = /** @type {[string, string][]} */ ([["", t("web-none")], ...(resources.places.value.value ?? []).map((place) => [place.id, nameText(place.name)])]);
  const tasks = /** @type {[string, string][]} */ ([["", t("web-none")], ...(resources.matrix.value.value?.bars ?? []).filter((bar) => bar.own).map((bar) => [bar.task, `${bar.task} ${nameText(bar.name)}`])]);
  return html`<div class="pair">
      <${SelectField} label=${t("web-place")} value=${form.place} options=${places} onInput=${(/** @type {string} */ place) => set({ place })} />
      <${SelectField} label=${t("web-for-task")} value=${form.for_task} options=${tasks} onInput=${(/** @type {string} */ for_task) => set({ for_task })} />
    </div>
    <${TextField} label=${t("web-effect-en")} lang="en" value=${form.effect.en} hint=${t("web-effect-hint")} onInput=${(/** @type {string} */ en) => set({ effect: { ...form.effect, en } })} />
    <${TextField} label=${t("web-effect-ja")} lang="ja" value=${form.effect.ja} onInput=${(/** @type {string} */ ja) => set({ effect: { ...form.effect, ja } })} />`;
}
