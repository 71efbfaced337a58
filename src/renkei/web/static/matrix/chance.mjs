// Knows how likely the plan holds: starts the simulation, lists what it promises with its chance and what decides it.
import { html, useState } from "../app/libraries.mjs";
import { t, told } from "../app/i18n.mjs";
import { hOffset, lengthText } from "../app/time.mjs";
import { openInspector } from "../app/preferences.mjs";
import { Empty, Note } from "../ui/parts.mjs";
import { TaskLink } from "./inspector.mjs";
import { jobs, run, running } from "./jobs.mjs";
import { planVersion } from "./known.mjs";
import { chanceText, played, simulation } from "./played.mjs";
import { tab } from "./state.mjs";

/** @typedef {import("../app/types.mjs").Chance} Chance */

/** Rows shown before a person asks for all: the least likely ones come first. */
const ROWS = 12;
/** Below this the least likely promises stand out. */
const DOUBTFUL = 0.8;

export async function simulate() {
  openInspector(true);
  tab.value = "chance";
  played.value = planVersion();
  await run("simulate");
}

/** @param {{chance: Chance}} props */
function Row({ chance }) {
  const { ends } = chance;
  const sure = chance.chance === null;
  return html`<li class="chance">
    <p class="chance-told">${told(chance.told)}</p>
    ${!sure &&
    html`<p class="chance-line">
      <meter min="0" max="1" low=${DOUBTFUL} high=${0.95} optimum="1" value=${chance.chance} aria-label=${told(chance.told)}></meter>
      <b>${chanceText(Number(chance.chance))}</b>
      <span class="hint">${t("web-chance-between", { low: chanceText(chance.low ?? 0), high: chanceText(chance.high ?? 1) })}</span>
    </p>`}
    <p class="hint">${t("web-chance-ends", { planned: hOffset(chance.planned), half: hOffset(ends.p50), most: hOffset(ends.p80), nearly: hOffset(ends.p95) })}</p>
    ${chance.deciders.length > 0 &&
    html`<p class="hint">${t("web-chance-deciders")}</p>
      <ul class="plain">
        ${chance.deciders.map(
          (each) => html`<li><${TaskLink} task=${each.task} /> <span class="hint">${t("web-chance-share", { share: Math.round(each.share * 100), spread: lengthText(Math.round(each.spread_min)) })}</span></li>`,
        )}
      </ul>`}
  </li>`;
}

/** @param {Chance[]} chances */
const doubtfulFirst = (chances) => {
  const whole = chances.filter((each) => each.kind === "plan");
  return [...whole, ...chances.filter((each) => each.kind !== "plan").sort((a, b) => (a.chance ?? 1) - (b.chance ?? 1))];
};

export function Chances() {
  const [all, setAll] = useState(false);
  const job = jobs.value.simulate;
  const result = job?.result;
  const chances = doubtfulFirst(/** @type {Chance[]} */ (result?.chances ?? []));
  return html`<div class="chances">
    <p class="acts"><button type="button" class="primary" disabled=${running("simulate")} onClick=${() => void simulate()}>${t("web-simulate")}</button></p>
    ${job?.state === "failed" && html`<${Note} tone="bad" mark="clash">${job.why ? told(job.why) : t("web-job-failed")}<//>`}
    ${!result && job?.state !== "failed" && html`<${Empty} title=${t("web-chance-empty")} hint=${t("web-chance-hint")} />`}
    ${result && !simulation.value && html`<${Note} tone="warn" mark="clash">${t("web-chance-outdated")}<//>`}
    ${result && html`<p class="hint">${t("web-chance-runs", { runs: result.runs, uncertain: result.uncertain, tasks: result.tasks })}</p>`}
    ${result && result.uncertain === 0 && html`<${Note} tone="info">${t("web-chance-no-estimates")}<//>`}
    <ul class="chance-list">
      ${(all ? chances : chances.slice(0, ROWS)).map((chance) => html`<${Row} key=${chance.key} chance=${chance} />`)}
    </ul>
    ${!all && chances.length > ROWS && html`<p class="acts"><button type="button" onClick=${() => setAll(true)}>${t("web-chance-all", { n: chances.length })}</button></p>`}
  </div>`;
}
