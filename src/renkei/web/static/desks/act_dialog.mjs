// Knows what a person is asked before an act on a request crosses: terms, note, and a look at what the partner will see.
import { html, useState } from "../app/libraries.mjs";
import { newId, send } from "../app/api.mjs";
import { nameText, nationName, t } from "../app/i18n.mjs";
import { resources, session } from "../app/store.mjs";
import { useBusy } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { MomentField, NumberField, SelectField, TextField } from "../ui/fields.mjs";
import { PreviewPanel, ReleaseFields } from "../ui/release.mjs";
import { toast } from "../ui/toast.mjs";
import { resourceName } from "./words.mjs";

/** @typedef {import("../app/types.mjs").Request} Request */
/** Verbs that put terms forward. */
const WITH_TERMS = ["counter", "offer", "accept"];

/** The nation on the other side of a request. @param {Request} request */
const otherSide = (request) => (request.provider === session.value?.nation ? request.asker : request.provider);

/** @param {Request} request */
const firstLabel = (request) => ({ rel_to: [otherSide(request)].filter((nation) => session.value?.partners.some((p) => p.nation === nation)), withhold: [] });

/** @param {Request} request @param {string} verb @param {any} draft */
export const openAct = (request, verb, draft) => openDialog(() => html`<${ActDialog} request=${request} verb=${verb} draft=${draft} />`);
/** @param {Request} request */
export const openSend = (request) => openDialog(() => html`<${ActDialog} request=${request} verb="request" draft=${null} />`);
/** @param {Request} request */
export const openDraftAnswer = (request) => openDialog(() => html`<${ActDialog} request=${request} verb=${draftable(request)[0] ?? "counter"} draft=${null} preparing />`);

/** @param {Request} request */
const draftable = (request) => request.may.map((may) => may.verb).filter((verb) => !["request", "commit", "amend"].includes(verb));

/** @param {Request} request @param {any} terms */
const firstTerms = (request, terms) => ({
  resource: terms?.resource ?? request.terms?.resource ?? request.asks?.resource ?? null,
  quantity: terms?.quantity ?? request.terms?.quantity ?? request.asks?.quantity ?? null,
  total: terms?.total ?? request.terms?.total ?? null,
  otherwise: terms?.otherwise ?? request.terms?.otherwise ?? null,
  start: terms?.start ?? request.terms?.start ?? request.start ?? null,
  end: terms?.end ?? request.terms?.end ?? request.end ?? null,
  condition: terms?.condition ?? { en: "", ja: "" },
});

/**
 * @param {Request} request
 * @param {string} verb
 * @param {{terms: any, note: {en: string, ja: string}, label: any, id: string, preparing: boolean}} form
 * @returns {import("../app/types.mjs").Command}
 */
function commandOf(request, verb, { terms, note, label, id, preparing }) {
  const withTerms = WITH_TERMS.includes(verb) && (verb !== "accept" || request.terms === null) ? terms : null;
  const shared = { request: request.id, ...(verb === "commit" ? {} : { verb }), note };
  if (preparing) return { id, kind: "requests.DraftAnswer", body: { ...shared, terms: withTerms }, label: null };
  if (verb === "request") return { id, kind: "requests.SendRequest", body: { request: request.id }, label };
  if (verb === "commit") return { id, kind: "requests.CommitRequest", body: { ...shared, based_on: request.version }, label };
  const content = verb === "amend" ? { content: amended(request, terms) } : {};
  return { id, kind: "requests.TakeAct", body: { ...shared, based_on: request.version, terms: withTerms, ...content }, label };
}

/** The author's own words in a language; a translation is not the author's. @param {Request} request @param {"en"|"ja"} code */
const written = (request, code) => (code === request.need.original || request.need.status[code] === "original" ? request.need[code] : "");

/** The request as it is, with the new quantity and window. @param {Request} request @param {any} terms */
const amended = (request, terms) => ({
  need: { en: written(request, "en"), ja: written(request, "ja") },
  channel: request.channel,
  asker: request.asker,
  provider: request.provider,
  quantity: request.quantity,
  place: request.place?.id ?? null,
  by: terms.by ?? request.by ?? null,
  priority: request.priority,
  asks: request.asks && terms.quantity ? { ...request.asks, quantity: terms.quantity } : request.asks,
  start: terms.start,
  end: terms.end,
  for_task: request.for_task ?? null,
  move: request.move ?? null,
  effect: request.effect ?? { en: "", ja: "" },
});

/** @param {{request: Request, verb: string, draft: any, preparing?: boolean}} props */
function ActDialog({ request, verb: first, draft, preparing = false }) {
  const [id] = useState(newId);
  const [verb, setVerb] = useState(first);
  const [terms, setTerms] = useState(() => firstTerms(request, draft?.terms));
  const [note, setNote] = useState(draft?.note ?? { en: "", ja: "" });
  const [label, setLabel] = useState(() => firstLabel(request));
  const [fault, setFault] = useState(/** @type {string|null} */ (null));
  const [busy, work] = useBusy();
  const windowFault = terms.start && terms.end && Date.parse(terms.end) <= Date.parse(terms.start) ? t("web-window-ends-first") : null;
  const command = windowFault ? null : commandOf(request, verb, { terms, note, label, id, preparing });
  const asksTerms = WITH_TERMS.includes(verb) && !(verb === "accept" && request.terms);
  const submit = () =>
    command &&
    work(async () => {
      try {
        await send(command);
        await resources.requests.load();
        closeDialog();
        toast("good", () => t(preparing ? "web-answer-saved" : "web-act-sent", { request: request.id, verb: t(`web-verb-${verb}`) }));
      } catch (error) {
        setFault(/** @type {any} */ (error).text);
      }
    });
  return html`<${Dialog}
    title=${t(preparing ? "web-draft-answer-of" : "web-act-of", { verb: t(`web-verb-${verb}`), request: request.id })}
    wide
    onSubmit=${submit}
    actions=${html`${fault && html`<p class="fault" role="alert">${fault}</p>`}
      <button type="button" onClick=${closeDialog}>${t("web-back")}</button>
      <button type="submit" class="primary" disabled=${busy || !command}>${preparing ? t("web-save-draft") : t(`web-verb-${verb}`)}</button>`}
  >
    <div class="with-preview">
      <div class="form">
        <p>${nameText(request.need)}</p>
        ${preparing && html`<${SelectField} label=${t("web-answer-verb")} value=${verb} options=${draftable(request).map((each) => [each, t(`web-verb-${each}`)])} onInput=${setVerb} />`}
        ${asksTerms && html`<${TermFields} terms=${terms} fault=${windowFault} set=${(/** @type {any} */ part) => setTerms({ ...terms, ...part })} />`}
        ${verb === "amend" && html`<${AmendFields} request=${request} terms=${terms} fault=${windowFault} set=${(/** @type {any} */ part) => setTerms({ ...terms, ...part })} />`}
        ${verb === "accept" && request.terms && html`<p class="hint">${t("web-accept-hint")}</p>`}
        ${verb === "commit" && html`<p class="note warn">${t("web-commit-hint", { nation: nationName(request.provider) })}</p>`}
        ${verb !== "request" && html`<${NoteFields} note=${note} set=${setNote} />`}
      </div>
      <div>
        ${!preparing && html`<${ReleaseFields} label=${label} fields=${verb === "request" ? ["by", "priority", "for_task"] : ["note"]} onInput=${setLabel} />`}
        <${PreviewPanel} command=${command} />
      </div>
    </div>
  <//>`;
}

/** @param {{terms: any, fault: string|null, set: (part: any) => void}} props */
const TermFields = ({ terms, fault, set }) =>
  html`<fieldset class="terms-form">
    <legend>${t("web-terms")}</legend>
    ${terms.resource && html`<p>${resourceName(terms.resource)}</p>`}
    <${NumberField} label=${t("web-terms-quantity")} value=${terms.quantity} onInput=${(/** @type {number|null} */ quantity) => set({ quantity })} />
    <${MomentField} label=${t("web-terms-from")} value=${terms.start} onInput=${(/** @type {string|null} */ start) => set({ start })} />
    <${MomentField} label=${t("web-terms-until")} value=${terms.end} fault=${fault} onInput=${(/** @type {string|null} */ end) => set({ end })} />
    <div class="pair">
      <${NumberField} label=${t("web-terms-total")} hint=${t("web-terms-total-hint")} value=${terms.total} onInput=${(/** @type {number|null} */ total) => set({ total })} />
      <${NumberField} label=${t("web-terms-otherwise")} hint=${t("web-terms-otherwise-hint")} value=${terms.otherwise} onInput=${(/** @type {number|null} */ otherwise) => set({ otherwise })} />
    </div>
    <${TextField} label=${t("web-condition-en")} lang="en" value=${terms.condition.en} onInput=${(/** @type {string} */ en) => set({ condition: { ...terms.condition, en } })} />
    <${TextField} label=${t("web-condition-ja")} lang="ja" value=${terms.condition.ja} onInput=${(/** @type {string} */ ja) => set({ condition: { ...terms.condition, ja } })} />
  </fieldset>`;

/** @param {{request: Request, terms: any, fault: string|null, set: (part: any) => void}} props */
const AmendFields = ({ request, terms, fault, set }) =>
  html`<fieldset class="terms-form">
    <legend>${t("web-amend-what")}</legend>
    ${request.asks && html`<${NumberField} label=${resourceName(request.asks.resource)} value=${terms.quantity} min=${1} onInput=${(/** @type {number|null} */ quantity) => set({ quantity })} />`}
    <${MomentField} label=${t("web-needed-by")} value=${terms.by ?? request.by ?? null} onInput=${(/** @type {string|null} */ by) => set({ by })} />
    <${MomentField} label=${t("web-terms-from")} value=${terms.start} onInput=${(/** @type {string|null} */ start) => set({ start })} />
    <${MomentField} label=${t("web-terms-until")} value=${terms.end} fault=${fault} onInput=${(/** @type {string|null} */ end) => set({ end })} />
  </fieldset>`;

/** @param {{note: {en: string, ja: string}, set: (note: any) => void}} props */
const NoteFields = ({ note, set }) =>
  html`<div class="pair">
    <${TextField} label=${t("web-note-en")} lang="en" value=${note.en} onInput=${(/** @type {string} */ en) => set({ ...note, en })} />
    <${TextField} label=${t("web-note-ja")} lang="ja" value=${note.ja} onInput=${(/** @type {string} */ ja) => set({ ...note, ja })} />
  </div>`;
