// Knows the talk of both sides' engines about a joint plan: who may start it, how it goes, and what was agreed; decides nothing.
import { html, signal, useEffect, useState } from "../app/libraries.mjs";
import { nationName, t, told } from "../app/i18n.mjs";
import { openInspector } from "../app/preferences.mjs";
import { post } from "../app/api.mjs";
import { hasAnyRole, resources, session, useResource } from "../app/store.mjs";
import { lengthText } from "../app/time.mjs";
import { onlyRoles } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { NumberField, SelectField } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip } from "../ui/parts.mjs";
import { toastError } from "../ui/toast.mjs";
import { RequestLink } from "./inspector.mjs";
import { OptionCard, movesOf } from "./options.mjs";
import { tab } from "./state.mjs";

/** @typedef {import("../app/types.mjs").JointTalk} JointTalk */
/** Minutes after which a talk ends by itself. */
const LIMIT_MIN = 5;
/** Pause between two looks at a talk that is going on. */
const LOOK_MS = 1000;
const CARRIERS = ["liaison_officer"];

/** Ended talks that a person has put aside, by job. @type {import("../app/libraries.mjs").Signal<string[]>} */
const aside = signal([]);

const refused = () => (hasAnyRole(CARRIERS) ? null : onlyRoles(CARRIERS));

/** @param {string} partner @param {number} minutes */
async function start(partner, minutes) {
  try {
    await post("/api/plan/negotiate", { partner, limit_s: minutes * 60 });
    await resources.joint.load();
  } catch (error) {
    toastError(error);
  }
}

/** @param {JointTalk} talk */
const stop = (talk) =>
  post(`/api/jobs/${talk.job?.job}/cancel`)
    .then(() => resources.joint.load())
    .catch(toastError);

function look() {
  openInspector(true);
  tab.value = "repair";
}

/** @param {string} [partner] */
export const openJoint = (partner) => openDialog(() => html`<${JointDialog} given=${partner} />`);

/** @param {{given?: string}} props */
function JointDialog({ given }) {
  const partners = session.value?.partners ?? [];
  const [partner, setPartner] = useState(given ?? partners[0]?.nation ?? "");
  const [minutes, setMinutes] = useState(/** @type {number|null} */ (LIMIT_MIN));
  const asked = resources.joint.value.value?.some((talk) => talk.partner === partner && talk.asked);
  const fault = !minutes || minutes < 1 || minutes > 10 ? t("web-joint-range") : null;
  const begin = () => {
    if (fault || refused()) return;
    closeDialog();
    void start(partner, minutes ?? LIMIT_MIN);
  };
  return html`<${Dialog}
    title=${t(asked ? "web-joint-take-part" : "web-joint-title")}
    onSubmit=${begin}
    actions=${html`<button type="button" onClick=${closeDialog}>${t("web-back")}</button><button type="submit" class="primary" disabled=${refused() !== null}>${t("web-start")}</button>`}
  >
    <p>${t("web-joint-hint", { partner: nationName(partner) })}</p>
    <ul class="plain">
      <li>${icon("eye")} ${t("web-joint-crosses")}</li>
      <li>${icon("hidden")} ${t("web-joint-stays")}</li>
      <li>${icon("lock")} ${t("web-joint-binds")}</li>
    </ul>
    ${partners.length > 1 && html`<${SelectField} label=${t("web-partner")} value=${partner} options=${partners.map((each) => [each.nation, nationName(each.nation)])} onInput=${setPartner} />`}
    <${NumberField} label=${t("web-joint-limit")} value=${minutes} min=${1} max=${10} fault=${fault} onInput=${setMinutes} />
    ${refused() && html`<p class="fault">${refused()}</p>`}
  <//>`;
}

/** @param {{talk: JointTalk}} props */
function Line({ talk }) {
  const { partner, job } = talk;
  const name = nationName(partner);
  const put = () => (aside.value = [...aside.value, job?.job ?? ""]);
  const may = refused();
  if (job?.state === "running")
    return html`<div class="offer plain">
      <span class="spinner" aria-hidden="true"></span>
      <span>${t(job.stopping ? "web-joint-stopping" : job.waiting ? "web-joint-waiting" : "web-joint-running", { partner: name, found: job.progress.found, most: job.progress.bound ?? 0 })}</span>
      <button type="button" disabled=${job.stopping} aria-disabled=${may ? "true" : null} title=${may} onClick=${() => !may && stop(talk)}>${t("web-job-cancel")}</button>
    </div>`;
  if (talk.asked)
    return html`<div class="offer">
      ${icon("requests")}
      <span>${t("web-joint-asked", { partner: name })}</span>
      <button type="button" class="primary" aria-disabled=${may ? "true" : null} title=${may} onClick=${() => !may && openJoint(partner)}>${t("web-joint-take-part")}</button>
    </div>`;
  if (!job || aside.value.includes(job.job)) return null;
  const agreed = job.result?.joint;
  const kept = agreed && !movesOf(job.result).length;
  return html`<div class=${agreed ? "offer good" : "offer plain"}>
    ${icon(agreed ? "check" : "clash")}
    <span>${job.why ? told(job.why) : t(`web-joint-ended-${job.result.how}`, { partner: name, found: job.progress.found })}${kept ? ` ${t("web-joint-kept")}` : ""}</span>
    ${agreed && !kept && html`<button type="button" class="primary" onClick=${look}>${t("web-joint-look")}</button>`}
    <button type="button" onClick=${put}>${t("web-offer-aside")}</button>
  </div>`;
}

/** What goes on between the engines, for everybody at this screen. */
export function JointBar() {
  const talks = useResource(resources.joint) ?? [];
  const running = talks.some((talk) => talk.job?.state === "running");
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void resources.joint.load(), LOOK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return html`<div class="offer-place" role="status">${talks.map((talk) => html`<${Line} key=${talk.partner} talk=${talk} />`)}</div>`;
}

/** Talks that ended in an agreement. */
export const agreedTalks = () => (resources.joint.value.value ?? []).filter((talk) => talk.job?.result?.joint);

/** What was agreed, to be adopted by this side. */
export function JointOptions() {
  useResource(resources.joint);
  return agreedTalks().map(({ partner, job }) => {
    const result = job?.result;
    const chips = html`<${Chip} tone=${result.misses.length ? "bad" : "good"} mark=${result.misses.length ? "late" : "check"}>${t("web-misses", { n: result.misses.length })}<//>`;
    return html`<${OptionCard}
      key=${job?.job}
      title=${t("web-joint-card", { partner: nationName(partner) })}
      chips=${chips}
      basedOn=${result.based_on}
      schedule=${result.schedule}
      moves=${movesOf(result)}
      misses=${result.misses}
      talk=${result.talk}
    >
      <p class="hint">${t("web-joint-card-hint", { partner: nationName(partner), late: lengthText(result.late_min ?? 0) })} <${RequestLink} id=${result.talk} /></p>
    <//>`;
  });
}
