// Knows one request in full: facts that read in either language, words with their translation, history of both sides, acts.
import { html, useState } from "../app/libraries.mjs";
import { go, select } from "../app/address.mjs";
import { send } from "../app/api.mjs";
import { hasText, nameText, nationName, t, told } from "../app/i18n.mjs";
import { LANGUAGES } from "../app/preferences.mjs";
import { hasAnyRole, resources, session } from "../app/store.mjs";
import { lengthText, localNamed, windowText } from "../app/time.mjs";
import { Act, onlyRoles, useBusy } from "../ui/act.mjs";
import { AreaField } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Fact, Moment, NationTag, Note, NotReleased } from "../ui/parts.mjs";
import { toast, toastError } from "../ui/toast.mjs";
import { openAct, openDraftAnswer, openSend } from "./act_dialog.mjs";
import { amountText, channelText, partyName, resourceName, stateTone, termLines } from "./words.mjs";

/** @typedef {import("../app/types.mjs").Request} Request */
const LANGUAGE_NAMES = { en: "English", ja: "日本語" };
const DRAFTERS = ["planner", "liaison_officer"];
const JUDGES = ["watch_officer", "planner", "liaison_officer"];
const STAFF = ["watch_officer", "planner", "liaison_officer", "release_officer", "commander"];

/** The words in both languages, each with where it comes from; a person may write the one that is missing. @param {{request: Request}} props */
function Need({ request }) {
  const { need } = request;
  return html`<div class="need">
    ${LANGUAGES.map((code) => {
      const status = code === need.original ? "original" : (need.status[code] ?? "none");
      return html`<div class="need-text" key=${code}>
        <p class="need-language" lang=${code}>${LANGUAGE_NAMES[code]} <${Chip} tone=${status === "none" ? "warn" : status === "machine" ? "warn" : "plain"} mark=${status === "none" ? "translate" : undefined}>${t(`web-translation-${status}`)}<//></p>
        ${need[code] ? html`<p lang=${code}>${need[code]}</p>` : html`<${Translate} request=${request} code=${code} />`}
      </div>`;
    })}
  </div>`;
}

/** @param {{request: Request, code: import("../app/types.mjs").Language}} props */
function Translate({ request, code }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [busy, work] = useBusy();
  if (!open) return html`<${Act} label=${t("web-translate")} mark="translate" refused=${hasAnyRole(STAFF) ? null : onlyRoles(STAFF)} show=${false} run=${() => setOpen(true)} />`;
  const save = () =>
    work(async () => {
      try {
        await send({ kind: "requests.TranslateText", body: { request: request.id, language: code, text }, label: null });
        await resources.requests.load();
        toast("good", () => t("web-translated-saved", { request: request.id }));
      } catch (error) {
        toastError(error);
      }
    });
  return html`<div class="translate">
    <${AreaField} label=${t("web-translation-text", { language: LANGUAGE_NAMES[code] })} lang=${code} value=${text} rows=${3} onInput=${setText} />
    <p class="acts"><button type="button" class="primary" disabled=${busy || !text.trim()} onClick=${save}>${t("web-translation-save")}</button>
      <button type="button" onClick=${() => setOpen(false)}>${t("web-back")}</button></p>
  </div>`;
}

/** @param {{request: Request}} props */
const Facts = ({ request }) =>
  html`<dl class="facts">
    <${Fact} term=${t("web-asker")}>${partyName(request.asker)}<//>
    <${Fact} term=${t("web-provider")}><${NationTag} code=${request.provider} /> ${nationName(request.provider)}<//>
    <${Fact} term=${t("web-channel")}>${channelText(request.channel)}<//>
    <${Fact} term=${t("web-quantity")}>${amountText(request)}${request.quantity && html` <span class="muted">${t("web-source-form", { source: request.quantity.source })}</span>`}<//>
    <${Fact} term=${t("web-place")}>${request.place ? html`<button type="button" class="link" onClick=${() => go("map", { kind: "place", id: request.place?.id ?? "" })}>${nameText(request.place.name)}</button>` : t("web-none")}<//>
    <${Fact} term=${t("web-needed-by")}>${request.by ? html`<${Moment} at=${request.by} />` : request.by === null ? t("web-none") : html`<${NotReleased} />`}<//>
    ${request.start && request.end && html`<${Fact} term=${t("web-wanted-window")}>${windowText(request.start, request.end)}<//>`}
    <${Fact} term=${t("web-priority")}>${t("web-priority-of", { n: request.priority })}<//>
    ${request.asks && html`<${Fact} term=${t("web-asks")}>${resourceName(request.asks.resource)} × ${request.asks.quantity}<//>`}
    ${request.move &&
    html`<${Fact} term=${t("web-move-wish")}>
      <button type="button" class="link" onClick=${() => go("matrix", { kind: "task", id: request.move?.task ?? "" })}>${request.move.task}</button> → ${windowText(request.move.start, request.move.end)}
    <//>`}
    ${request.for_task && html`<${Fact} term=${t("web-for-task")}><button type="button" class="link" onClick=${() => go("matrix", { kind: "task", id: request.for_task ?? "" })}>${request.for_task}</button><//>`}
    ${(request.effect?.en || request.effect?.ja) && html`<${Fact} term=${t("web-effect")}>${nameText(request.effect)}<//>`}
    ${request.joint && !request.joint.satisfied && html`<${Fact} term=${t("web-joint-put-forward")}><${Joint} joint=${request.joint} /><//>`}
    <${Fact} term=${t("web-released-to")}>${request.rel_to.filter((nation) => nation !== session.value?.nation).map(nationName).join(t("web-comma")) || t("web-own-only")}<//>
  </dl>`;

/** What one side puts forward about a joint plan: how much, what it gains, and each use and time. @param {{joint: import("../app/types.mjs").Joint}} props */
function Joint({ joint }) {
  const { bookings = [], meetings = [] } = joint.offer ?? {};
  const gain = joint.gain_min ?? null;
  return html`<details class="joint">
    <summary>${t("web-joint-offer", { bookings: bookings.length, meetings: meetings.length })}</summary>
    ${gain !== null && html`<p class="muted">${gain >= 0 ? t("web-joint-gain", { length: lengthText(gain) }) : t("web-joint-loss", { length: lengthText(-gain) })}</p>`}
    <ul class="plain">
      ${bookings.map((each) => html`<li>${resourceName(each.resource)} × ${each.quantity} · ${windowText(each.start, each.end)}</li>`)}
      ${meetings.map((each) => html`<li><button type="button" class="link" onClick=${() => go("matrix", { kind: "task", id: each.task })}>${each.task}</button> · ${windowText(each.start, each.end)}</li>`)}
    </ul>
  </details>`;
}

/** @param {{terms: any}} props */
export const Terms = ({ terms }) =>
  html`<dl class="facts terms">${termLines(terms).map(({ name, text }) => html`<${Fact} term=${name}>${text}<//>`)}</dl>
    ${terms?.joint && html`<${Joint} joint=${terms.joint} />`}`;

/** @param {{request: Request}} props */
function Crossed({ request }) {
  const { crossed } = request;
  if (!crossed) return null;
  return html`<section class="crossed note bad" role="group" aria-label=${t("web-crossed")}>
    ${icon("clash")}
    <div>
      <strong>${t("web-crossed-title")}</strong>
      <ul class="plain">
        ${crossed.acts.map((act) => html`<li><${NationTag} code=${act.by} /> ${told(act.told)} · <${Moment} at=${act.valid} /></li>`)}
      </ul>
      <p>${t("web-crossed-must")}</p>
      <ul class="plain">
        ${Object.entries(crossed.must).map(([nation, duty]) => html`<li class=${nation === session.value?.nation ? "mine" : ""}><${NationTag} code=${nation} /> ${told(duty)}</li>`)}
      </ul>
      <p class="hint">${t("web-crossed-same")}</p>
    </div>
  </section>`;
}

/** @param {{request: Request}} props */
function Duplicates({ request }) {
  const [busy, work] = useBusy();
  const judge = (/** @type {string} */ of, /** @type {boolean} */ same) =>
    work(async () => {
      try {
        await send({ kind: "requests.JudgeDuplicate", body: { request: request.id, of, same }, label: null });
        await resources.requests.load();
      } catch (error) {
        toastError(error);
      }
    });
  const refused = hasAnyRole(JUDGES) ? null : onlyRoles(JUDGES);
  return request.duplicates.map(
    (each) =>
      html`<section class=${`note ${each.state === "offered" ? "warn" : "info"}`} key=${each.request}>
        ${icon("requests")}
        <div>
          <strong>${t(`web-duplicate-${each.state}-title`)}</strong>
          <p><button type="button" class="link" onClick=${() => select("request", each.request)}>${each.request}</button> ${nameText(resources.requests.value.value?.find((r) => r.id === each.request)?.need)}</p>
          <ul class="evidence">${each.evidence.map((evidence) => html`<li>${icon("check")}${told(evidence)}</li>`)}</ul>
          <div class="acts">
            ${each.state !== "confirmed" && html`<${Act} label=${t("web-duplicate-confirm")} tone="primary" refused=${busy ? t("web-loading") : refused} show=${false} run=${() => judge(each.request, true)} />`}
            ${each.state !== "dismissed" && html`<${Act} label=${t("web-duplicate-dismiss")} refused=${busy ? t("web-loading") : refused} show=${false} run=${() => judge(each.request, false)} />`}
          </div>
        </div>
      </section>`,
  );
}

/** A role token in words: `liaison_officer:7f2`. @param {string} author */
export function authorText(author) {
  const role = author.split(":")[0];
  return hasText(`web-role-${role}`) ? t(`web-role-${role}`) : author;
}

/** @param {{request: Request}} props */
const History = ({ request }) =>
  html`<section>
    <h3>${t("web-history")}</h3>
    <p class="hint">${t("web-history-hint")}</p>
    <ol class="history">
      ${request.history.map(
        (act) =>
          html`<li key=${act.id} class=${act.by === session.value?.nation ? "own" : "partner"}>
            <div class="history-head"><${NationTag} code=${act.by} /> <b>${told(act.told)}</b> ${act.late && html`<${Chip} tone="warn" mark="late">${t("web-late-arrival")}<//>`}</div>
            <p class="muted">${authorText(act.author)} · <${Moment} at=${act.valid} /></p>
            <p class="muted small">${t("web-recorded-at", { moment: localNamed(act.recorded) })}</p>
            ${act.terms && html`<${Terms} terms=${act.terms} />`}
            ${(act.note?.en || act.note?.ja) && html`<blockquote>${nameText(act.note)}</blockquote>`}
          </li>`,
      )}
    </ol>
  </section>`;

/** What a person here may do next; what is refused says why. @param {{request: Request}} props */
function Verbs({ request }) {
  const { drafts = [] } = request;
  const drafter = hasAnyRole(DRAFTERS) ? null : onlyRoles(DRAFTERS);
  return html`<section class="verbs">
    <h3>${t("web-what-next")}</h3>
    ${drafts.map(
      (/** @type {any} */ draft) =>
        html`<div class="note info" key=${draft.id}>${icon("requests")}
          <div><strong>${t("web-answer-drafted", { verb: t(`web-verb-${draft.verb}`), author: authorText(draft.author) })}</strong>
            ${draft.terms && html`<${Terms} terms=${draft.terms} />`}
            <${Act} label=${t("web-carry")} tone="primary" refused=${carryRefused(request, draft.verb)} run=${() => openAct(request, draft.verb, draft)} /></div>
        </div>`,
    )}
    ${request.may.length
      ? html`<div class="acts column">
          ${request.may.map(
            (may) =>
              html`<${Act}
                key=${may.verb}
                label=${t(`web-verb-${may.verb}`)}
                tone=${["accept", "offer", "commit", "request"].includes(may.verb) ? "primary" : ["decline", "withdraw"].includes(may.verb) ? "danger" : ""}
                refused=${may.allowed ? null : may.refused ? told(may.refused) : onlyRoles(may.roles)}
                run=${() => (may.verb === "request" ? openSend(request) : openAct(request, may.verb, null))}
              />`,
          )}
        </div>`
      : html`<p class="hint">${t("web-nothing-to-do")}</p>`}
    ${request.may.some((may) => !["request", "commit"].includes(may.verb)) && html`<${Act} label=${t("web-draft-answer")} refused=${drafter} show=${false} run=${() => openDraftAnswer(request)} />`}
  </section>`;
}

/** @param {Request} request @param {string} verb */
function carryRefused(request, verb) {
  const may = request.may.find((each) => each.verb === verb);
  if (!may) return t("web-verb-not-now");
  return may.allowed ? null : may.refused ? told(may.refused) : onlyRoles(may.roles);
}

/** @param {{request: Request}} props */
export const RequestDetail = ({ request }) =>
  html`<article class="request">
    <header>
      <p class="task-id">${request.id}</p>
      <h2>${told(request.told)}</h2>
      <${Chip} tone=${stateTone(request.state)}>${t(`web-state-${request.state}`)}<//>
    </header>
    ${request.at_risk && html`<${Note} tone="warn" mark="risk" title=${t("web-request-at-risk")}> ${told(request.at_risk)}<//>`}
    <${Crossed} request=${request} />
    <${Duplicates} request=${request} />
    <${Need} request=${request} />
    <div class="request-columns">
      <div><h3>${t("web-facts")}</h3><${Facts} request=${request} />${request.terms && html`<h3>${t("web-terms")}</h3><${Terms} terms=${request.terms} />`}</div>
      <div><${Verbs} request=${request} /><${History} request=${request} /></div>
    </div>
  </article>`;
