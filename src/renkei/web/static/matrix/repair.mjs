// Knows the tab of options: repairs and the solved schedule, how far the engine got, and how options are compared.
import { html } from "../app/libraries.mjs";
import { t, told } from "../app/i18n.mjs";
import { lengthText } from "../app/time.mjs";
import { Chip, Empty, Fact, Note } from "../ui/parts.mjs";
import { ConflictCard } from "./conflict.mjs";
import { jobs } from "./jobs.mjs";
import { JointOptions, agreedTalks, openJoint } from "./joint.mjs";
import { AskingCard, OptionCard, RepairOptionCard, choiceOf, movesOf, openCompare } from "./options.mjs";
import { openRepair, openSolve } from "./solve_dialog.mjs";

/** @typedef {import("../app/types.mjs").RepairOption} Option */

/** Levels of the objective whose value is a length in minutes. */
const LENGTHS = ["makespan", "starts"];

/** No answer, and why, as far as the engine says. @param {{result: any, said: string}} props */
const Nothing = ({ result, said }) =>
  html`<${Note} tone="warn" mark="clash">${t(said)}<//>
    ${result?.conflicts?.map((/** @type {any} */ conflict) => html`<${ConflictCard} key=${conflict.id} conflict=${conflict} />`)}`;

/** How good the schedule is, level by level, and what was proved of it. @param {{levels: {name: string, value: number, bound: number}[]}} props */
const Levels = ({ levels }) =>
  html`<details class="levels">
    <summary>${t("web-levels")}</summary>
    <dl class="facts">
      ${levels.map(({ name, value, bound }) => {
        const words = (/** @type {number} */ n) => (LENGTHS.includes(name) ? lengthText(n) : String(n));
        return html`<${Fact} term=${t(`web-level-${name}`)}>${words(value)} · ${value === bound ? t("web-level-proved") : t("web-level-bound", { bound: words(bound) })}<//>`;
      })}
    </dl>
  </details>`;

/** @param {{job: import("../app/types.mjs").Job}} props */
function Solved({ job }) {
  const { result } = job;
  if (!result?.schedule?.length) return html`<${Nothing} result=${result} said="web-solve-none" />`;
  const chips = html`${result.verified && html`<${Chip} tone="good" mark="check">${t("web-verified")}<//>`}
  ${result.optimal && html`<${Chip} tone="good" mark="check">${t("web-solved-optimal")}<//>`}`;
  const said = Object.fromEntries((result.places ?? []).map((/** @type {any} */ landing) => [landing.task, told(landing.told)]));
  return html`<${OptionCard}
    title=${t(job.state === "cancelled" ? "web-solved-cancelled" : "web-solved")}
    chips=${chips}
    basedOn=${result.based_on}
    schedule=${result.schedule}
    moves=${movesOf(result)}
    said=${said}
  >
    ${result.left_out?.length > 0 && html`<${Note} tone="warn" mark="clash">${t("web-left-out", { tasks: result.left_out.join(t("web-comma")) })}<//>`}
    ${result.levels?.length > 0 && html`<${Levels} levels=${result.levels} />`}
  <//>`;
}

export function Repair() {
  const { repair, solve } = jobs.value;
  const ready = (/** @type {any} */ job) => job && ["done", "cancelled"].includes(job.state);
  const options = /** @type {Option[]} */ ((ready(repair) && repair?.result?.options) || []);
  return html`<div class="repair">
    <p class="acts">
      <button type="button" class="primary" onClick=${() => openRepair()}>${t("web-repair")}</button>
      <button type="button" onClick=${openSolve}>${t("web-solve")}</button>
      <button type="button" onClick=${() => openJoint()}>${t("web-joint")}</button>
      ${options.length > 1 && html`<button type="button" onClick=${() => openCompare(options.map(choiceOf))}>${t("web-compare")}</button>`}
    </p>
    ${[repair, solve].map((job) => job?.state === "failed" && html`<${Note} tone="bad" mark="clash">${job.why ? told(job.why) : t("web-job-failed")}<//>`)}
    <${JointOptions} />
    ${ready(repair) &&
    (options.length
      ? options.map((option) => html`<${RepairOptionCard} key=${option.id} result=${repair?.result} option=${option} />`)
      : html`<${Nothing} result=${repair?.result} said="web-repair-none" />
          ${repair?.result?.asking && html`<${AskingCard} option=${repair.result.asking} />`}`)}
    ${solve && ready(solve) && html`<${Solved} job=${solve} />`}
    ${!repair && !solve && !agreedTalks().length && html`<${Empty} title=${t("web-repair-empty")} hint=${t("web-repair-hint")} />`}
  </div>`;
}
