// Knows how a solved schedule and repair options are read, looked at on the matrix, and taken over; a person decides.
import { html } from "../app/libraries.mjs";
import { nationName, t, told } from "../app/i18n.mjs";
import { resources } from "../app/store.mjs";
import { hOffset, lengthText, windowText } from "../app/time.mjs";
import { Act } from "../ui/act.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Empty, Note } from "../ui/parts.mjs";
import { toastError } from "../ui/toast.mjs";
import { ConflictCard } from "./conflict.mjs";
import { adopt, refusedFor } from "./edits.mjs";
import { RequestLink, TaskLink } from "./inspector.mjs";
import { jobs } from "./jobs.mjs";
import { openRepair, openSolve } from "./solve_dialog.mjs";
import { optionMoves } from "./state.mjs";

/** @typedef {import("../app/types.mjs").RepairOption} Option */
/** @typedef {import("../app/types.mjs").Move} Move */

/** @param {Move[]} moves */
const shown = (moves) => moves.length > 0 && optionMoves.value === moves;

/** @param {{moves: Move[]}} props */
const Moves = ({ moves }) =>
  html`<ul class="moves">
    ${moves.map(
      (move) =>
        html`<li>
          <${TaskLink} task=${move.task} />
          <span class="move"><s>${move.from[0] ? windowText(move.from[0], move.from[1]) : t("web-not-scheduled")}</s> ${icon("arrow")} <b>${windowText(move.to[0], move.to[1])}</b></span>
        </li>`,
    )}
  </ul>`;

/** @param {{misses: Option["misses"]}} props */
const Misses = ({ misses }) =>
  html`<ul class="misses">
    ${misses.map(
      (miss) =>
        html`<li>
          ${icon("late")}
          <span>${t("web-miss", { task: miss.task, due: hOffset(miss.due), end: hOffset(miss.end), length: lengthText(miss.by_min), nation: nationName(miss.owner) })}</span>
        </li>`,
    )}
  </ul>`;

/** @param {any[]} moves @returns {any[]} */
const scheduleOf = (moves) => {
  const bars = new Map(resources.matrix.value.value?.bars.map((bar) => [bar.task, bar]));
  return moves.filter((move) => bars.get(move.task)?.own).map((move) => ({ task: move.task, start: move.to[0], end: move.to[1] }));
};

/** Fields that the engine may add to a placed task. @param {any[]} schedule */
const placed = (schedule) => {
  const bars = new Map(resources.matrix.value.value?.bars.map((bar) => [bar.task, bar]));
  return schedule.filter((each) => bars.get(each.task)?.own).map(({ task, start, end, place = null, mode = null }) => ({ task, start, end, place, mode }));
};

/** @param {{result: any, option: Option}} props */
function OptionCard({ result, option }) {
  const schedule = placed(option.schedule ?? scheduleOf(option.moves));
  const take = () => void adopt(result.based_on, schedule, option.misses).catch(toastError);
  const refused = refusedFor("plan.AdoptPlan") ?? (schedule.length ? null : t("web-adopt-nothing-own"));
  return html`<section class="option-card">
    <h3>${told(option.told)}</h3>
    <p class="way-facts">
      <${Chip} mark="arrow">${t("web-moves", { n: option.moves.length })}<//>
      <${Chip} tone=${option.misses.length ? "bad" : "good"} mark=${option.misses.length ? "late" : "check"}>${t("web-misses", { n: option.misses.length })}<//>
      ${option.certified && html`<${Chip} tone="good" mark="check">${t("web-certified")}<//>`}
    </p>
    <${Moves} moves=${option.moves} />
    <${Misses} misses=${option.misses} />
    ${option.committed_moved?.length ? html`<${Note} tone="warn" mark="lock">${t("web-option-committed", { tasks: option.committed_moved.join(t("web-comma")) })}<//>` : null}
    ${option.at_risk.length > 0 && html`<${Note} tone="warn" mark="risk">${t("web-option-at-risk")} ${option.at_risk.map((id) => html`<${RequestLink} id=${id} />`)}<//>`}
    <div class="acts">
      <button type="button" aria-pressed=${String(shown(option.moves))} onClick=${() => (optionMoves.value = shown(option.moves) ? [] : option.moves)}>
        ${t("web-show-on-matrix")}
      </button>
      <${Act} label=${t("web-adopt")} tone="primary" refused=${refused} run=${take} show=${!schedule.length} />
    </div>
  </section>`;
}

/** No answer, and why, as far as the engine says. @param {{result: any, said: string}} props */
const Nothing = ({ result, said }) =>
  html`<${Note} tone="warn" mark="clash">${t(said)}<//>
    ${result?.conflicts?.map((/** @type {any} */ conflict) => html`<${ConflictCard} key=${conflict.id} conflict=${conflict} />`)}`;

/** Moves of a solved schedule against the plan as it stands. @param {any} result @returns {Move[]} */
function movesOf(result) {
  const bars = new Map(resources.matrix.value.value?.bars.map((bar) => [bar.task, bar]));
  return (result.schedule ?? []).flatMap((/** @type {any} */ each) => {
    const bar = bars.get(each.task);
    const same = bar && bar.start && Date.parse(bar.start) === Date.parse(each.start);
    return same ? [] : [{ task: each.task, from: [bar?.start ?? "", bar?.end ?? ""], to: [each.start, each.end] }];
  });
}

/** @param {{job: import("../app/types.mjs").Job}} props */
function Solved({ job }) {
  const { result } = job;
  if (!result?.schedule?.length) return html`<${Nothing} result=${result} said="web-solve-none" />`;
  const moves = movesOf(result);
  return html`<section class="option-card">
    <h3>${t(job.state === "cancelled" ? "web-solved-cancelled" : "web-solved")}</h3>
    <p class="way-facts">
      <${Chip} mark="arrow">${t("web-moves", { n: moves.length })}<//>
      ${result.verified && html`<${Chip} tone="good" mark="check">${t("web-verified")}<//>`}
    </p>
    <${Moves} moves=${moves} />
    <div class="acts">
      <button type="button" onClick=${() => (optionMoves.value = optionMoves.value.length ? [] : moves)}>${t("web-show-on-matrix")}</button>
      <${Act}
        label=${t("web-adopt")}
        tone="primary"
        refused=${refusedFor("plan.AdoptPlan")}
        show=${false}
        run=${() => void adopt(result.based_on, placed(result.schedule), result.misses ?? []).catch(toastError)}
      />
    </div>
  </section>`;
}

export function Repair() {
  const { repair, solve } = jobs.value;
  const ready = (/** @type {any} */ job) => job && ["done", "cancelled"].includes(job.state);
  return html`<div class="repair">
    <p class="acts">
      <button type="button" class="primary" onClick=${() => openRepair()}>${t("web-repair")}</button>
      <button type="button" onClick=${openSolve}>${t("web-solve")}</button>
    </p>
    ${[repair, solve].map((job) => job?.state === "failed" && html`<${Note} tone="bad" mark="clash">${job.why ? told(job.why) : t("web-job-failed")}<//>`)}
    ${ready(repair) &&
    (repair?.result?.options?.length
      ? repair.result.options.map((/** @type {Option} */ option) => html`<${OptionCard} key=${option.id} result=${repair.result} option=${option} />`)
      : html`<${Nothing} result=${repair?.result} said="web-repair-none" />`)}
    ${solve && ready(solve) && html`<${Solved} job=${solve} />`}
    ${!repair && !solve && html`<${Empty} title=${t("web-repair-empty")} hint=${t("web-repair-hint")} />`}
  </div>`;
}
