// Knows how a conflict is told: why in facts, then the ways out with their cost, who must agree, and what this person can do.
import { html } from "../app/libraries.mjs";
import { nameText, nationName, nationTag, t, told } from "../app/i18n.mjs";
import { resources, session } from "../app/store.mjs";
import { go } from "../app/address.mjs";
import { lengthText } from "../app/time.mjs";
import { Act } from "../ui/act.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Empty, NationTag, Note } from "../ui/parts.mjs";
import { toastError } from "../ui/toast.mjs";
import { check } from "./acts.mjs";
import { change, refusedFor } from "./edits.mjs";
import { TaskLink } from "./inspector.mjs";
import { jobs } from "./jobs.mjs";
import { conflicts, outdated } from "./known.mjs";
import { openRequestDraft } from "./propose.mjs";
import { openPlace } from "./state.mjs";

/** @typedef {import("../app/types.mjs").Explanation} Explanation */
/** @typedef {import("../app/types.mjs").WayOut} WayOut */

/** @param {WayOut} way */
async function take(way) {
  if (!way.own_command) return;
  try {
    const body = /** @type {{task?: string}} */ (way.own_command.body);
    await change({ ...way.own_command, label: null }, body.task ?? null);
    if (way.own_command.kind.startsWith("requests.")) {
      await resources.requests.load();
      go("requests", { kind: "request", id: /** @type {any} */ (body).request });
    } else await check();
  } catch (error) {
    toastError(error);
  }
}

/** @param {{way: WayOut}} props */
function WayOutRow({ way }) {
  const own = session.value?.nation ?? "";
  const others = way.who.filter((nation) => nation !== own);
  const cost = way.delta_min === null ? null : way.delta_min > 0 ? t("web-cost-later", { length: lengthText(way.delta_min) }) : t("web-cost-earlier", { length: lengthText(way.delta_min) });
  return html`<li class="way-out">
    <p class="way-told">${told(way.told)}</p>
    <p class="way-facts">
      ${cost && html`<${Chip} tone="plain" mark="late">${cost}<//>`}
      <${Chip} tone="plain" mark="user">${t("web-who-agrees", { nations: way.who.map(nationName).join(t("web-comma")) })}<//>
    </p>
    ${way.alone === false && html`<p class="hint">${t("web-way-not-alone")}</p>`}
    ${way.own_command && way.own
      ? html`<${Act} label=${t(way.own_command.kind === "requests.DraftAnswer" ? "web-way-answer" : "web-way-apply")} tone="primary" refused=${refusedFor(way.own_command.kind)} run=${() => take(way)} show=${false} />`
      : way.request
        ? html`<${Act}
            label=${t("web-way-request", { nation: nationTag(others[0] ?? own) })}
            refused=${refusedFor("requests.DraftRequest")}
            run=${() => openRequestDraft(/** @type {any} */ (way.request), way.told)}
            show=${false}
          />`
        : html`<p class="hint">${t("web-way-other", { nations: way.who.map(nationName).join(t("web-comma")) })}</p>`}
  </li>`;
}

/** @param {{item: import("../app/types.mjs").ExplanationItem}} props */
const Reason = ({ item }) =>
  html`<li>
    <${NationTag} code=${item.owner} />
    <div>
      <p>${told(item.told)}</p>
      ${item.why && (item.why.en || item.why.ja) && html`<p class="hint">${nameText(item.why)}</p>`}
      <p class="reason-links">
        ${item.task && html`<${TaskLink} task=${item.task} />`}
        ${item.resource && html`<button type="button" class="link" onClick=${() => (openPlace.value = item.resource)}>${icon("eye")} ${t("web-capacity-show")}</button>`}
      </p>
    </div>
  </li>`;

/** @param {{conflict: Explanation}} props */
export const ConflictCard = ({ conflict }) =>
  html`<section class="conflict-card">
    <h3>${icon("clash")} ${t("web-why-conflict")}</h3>
    <p class="conflict-told">${told(conflict.told)}</p>
    <p class="hint">${t("web-smallest-set", { n: conflict.items.length })}</p>
    <ul class="reasons">
      ${conflict.items.map((item) => html`<${Reason} key=${item.field} item=${item} />`)}
    </ul>
    <h3>${t("web-ways-out")}</h3>
    ${conflict.ways_out.length
      ? html`<ul class="ways-out">
          ${conflict.ways_out.map((way) => html`<${WayOutRow} key=${way.id} way=${way} />`)}
        </ul>`
      : html`<p class="hint">${t("web-ways-none")}</p>`}
    <p class="hint">${t(conflict.proved ? "web-proved" : "web-not-proved", { seconds: conflict.seconds })}</p>
  </section>`;

export function Conflicts() {
  const job = jobs.value.check;
  const found = conflicts.value;
  const done = job?.state === "done" && job.result;
  return html`<div class="conflicts">
    <p class="acts"><button type="button" class="primary" onClick=${check}>${t("web-check-plan")}</button></p>
    ${done && (job.result.feasible ? html`<${Note} tone="good" mark="check">${t("web-check-fine")}<//>` : html`<${Note} tone="bad" mark="clash">${t("web-check-conflicts", { n: job.result.conflicts.length })}<//>`)}
    ${done && job.result.decided === false && html`<${Note} tone="warn" mark="wait">${t("web-check-undecided")}<//>`}
    ${outdated.value && html`<${Note} tone="warn" mark="wait">${t("web-check-outdated")}<//>`}
    ${job?.state === "failed" && html`<${Note} tone="bad" mark="clash">${job.why ? told(job.why) : t("web-job-failed")}<//>`}
    ${done && job.result.broken?.map((/** @type {any} */ broken) => html`<${Note} tone="bad" mark="clash">${told(broken)}<//>`)}
    ${done && job.result.places?.map((/** @type {any} */ landing) => html`<${Note} tone="info" mark="map">${told(landing.told)}<//>`)}
    ${found.length ? found.map((conflict) => html`<${ConflictCard} key=${conflict.id} conflict=${conflict} />`) : !done && html`<${Empty} title=${t("web-no-conflicts")} hint=${t("web-no-conflicts-hint")} />`}
  </div>`;
}
