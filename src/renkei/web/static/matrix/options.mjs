// Knows how one option is shown, taken over whole or in part, and laid beside another; a person decides.
import { html, useState } from "../app/libraries.mjs";
import { nationName, t, told } from "../app/i18n.mjs";
import { resources } from "../app/store.mjs";
import { hHour, hOffset, lengthText, windowText } from "../app/time.mjs";
import { Act } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { icon } from "../ui/icons.mjs";
import { Chip, Note } from "../ui/parts.mjs";
import { toastError } from "../ui/toast.mjs";
import { adopt, refusedFor } from "./edits.mjs";
import { RequestLink, TaskLink } from "./inspector.mjs";
import { proposeMove } from "./propose.mjs";
import { optionMoves } from "./state.mjs";

/** @typedef {import("../app/types.mjs").RepairOption} Option */
/** @typedef {import("../app/types.mjs").Move} Move */
/** What can be laid side by side. @typedef {{name: string, moves: Move[], misses: Option["misses"], at_risk: string[], committed: string[], certified: boolean}} Choice */

export const barsByTask = () => new Map(resources.matrix.value.value?.bars.map((bar) => [bar.task, bar]));

/** Moves of a solved schedule against the plan as it stands, in time or to another place. @param {any} result @returns {Move[]} */
export function movesOf(result) {
  const bars = barsByTask();
  return (result.schedule ?? []).flatMap((/** @type {any} */ each) => {
    const bar = bars.get(each.task);
    const same = bar?.start && Date.parse(bar.start) === Date.parse(each.start) && (each.place ?? null) === (bar.place ?? null);
    return same ? [] : [{ task: each.task, from: [bar?.start ?? "", bar?.end ?? ""], to: [each.start, each.end] }];
  });
}

/** @param {Move} move @param {0|1} end */
const spanText = (move, end) => {
  const [from, to] = end ? move.to : move.from;
  return from ? windowText(from, to) : t("web-not-scheduled");
};

/** Own tasks of a schedule as `AdoptPlan` takes them. @param {any[]} schedule */
const placed = (schedule) => {
  const bars = barsByTask();
  return schedule.filter((each) => bars.get(each.task)?.own).map(({ task, start, end, place = null, mode = null }) => ({ task, start, end, place, mode }));
};

/** @param {{moves: Move[], said: {[task: string]: string}, left: Set<string>, setLeft: ((left: Set<string>) => void)|null}} props */
const Moves = ({ moves, said, left, setLeft }) => {
  const bars = barsByTask();
  const turn = (/** @type {string} */ task) => {
    const next = new Set(left);
    if (!next.delete(task)) next.add(task);
    setLeft?.(next);
  };
  return html`<ul class="moves">
    ${moves.map(
      (move) =>
        html`<li>
          ${setLeft &&
          bars.get(move.task)?.own &&
          html`<input type="checkbox" aria-label=${t("web-take-move", { task: move.task })} checked=${!left.has(move.task)} onChange=${() => turn(move.task)} />`}
          <${TaskLink} task=${move.task} />
          ${spanText(move, 0) === spanText(move, 1)
            ? html`<span class="move"><b>${spanText(move, 1)}</b></span>`
            : html`<span class="move"><s>${spanText(move, 0)}</s> ${icon("arrow")} <b>${spanText(move, 1)}</b></span>`}
          ${said[move.task] && html`<p class="hint">${said[move.task]}</p>`}
        </li>`,
    )}
  </ul>`;
};

/** @param {import("../app/types.mjs").Miss} miss */
const missText = (miss) => t("web-miss", { task: miss.task, due: hOffset(miss.due), end: hOffset(miss.end), length: lengthText(miss.by_min), nation: nationName(miss.owner) });

/** @param {{misses: Option["misses"]}} props */
const Misses = ({ misses }) =>
  html`<ul class="misses">
    ${misses.map((miss) => html`<li>${icon("late")} <span>${missText(miss)}</span></li>`)}
  </ul>`;

/**
 * One option: what it moves and costs, and the acts on it. With several own moves a person may take only some of them; the
 * node checks the rest of the plan with them and refuses a part that does not hold.
 * @param {{title: string, chips: any, basedOn: {[task: string]: string}, schedule: any[], moves: Move[], misses?: Option["misses"], said?: {[task: string]: string}, talk?: string|null, children?: any}} props
 */
export function OptionCard({ title, chips, basedOn, schedule, moves, misses = [], said = {}, talk = null, children }) {
  const [left, setLeft] = useState(/** @type {Set<string>} */ (new Set()));
  const own = placed(schedule);
  const movable = own.filter((each) => moves.some((move) => move.task === each.task));
  const taken = own.filter((each) => !left.has(each.task));
  const kept = new Set(taken.map((each) => each.task));
  const part = movable.length - movable.filter((each) => left.has(each.task)).length;
  const shown = moves.length > 0 && optionMoves.value.length > 0 && JSON.stringify(optionMoves.value) === JSON.stringify(moves);
  const nothing = own.length ? (part || !movable.length ? null : t("web-adopt-nothing-chosen")) : t("web-adopt-nothing-own");
  const refused = refusedFor("plan.AdoptPlan") ?? nothing;
  const stated = misses.filter((miss) => kept.has(miss.task));
  return html`<section class="option-card">
    <h3>${title}</h3>
    <p class="way-facts"><${Chip} mark="arrow">${t("web-moves", { n: moves.length })}<//>${chips}</p>
    <${Moves} moves=${moves} said=${said} left=${left} setLeft=${movable.length > 1 ? setLeft : null} />
    <${Misses} misses=${misses} />
    ${children} ${left.size > 0 && html`<p class="hint">${t("web-adopt-part-hint")}</p>`}
    <div class="acts">
      <button type="button" aria-pressed=${String(shown)} onClick=${() => (optionMoves.value = shown ? [] : moves)}>${t("web-show-on-matrix")}</button>
      <${Act}
        label=${left.size ? t("web-adopt-part", { n: part, of: movable.length }) : t("web-adopt")}
        tone="primary"
        refused=${refused}
        show=${nothing !== null}
        run=${() => void adopt(basedOn, taken, stated, talk).catch(toastError)}
      />
    </div>
  </section>`;
}

/** What was proved of an option: no two kinds prove the same. @param {Option} option */
const certifiedKey = (option) => ({ least_lateness: "web-certified-late", in_between: "web-certified-between", ask_partner: "web-certified-asked" })[option.goal ?? ""] ?? "web-certified";

/**
 * Where own moves alone cannot do it: what the partner would have to be asked for, each with its request prepared, and the
 * own moves that follow once the partner has moved. Nothing of it is adopted from here.
 * @param {{option: Option}} props
 */
export function AskingCard({ option }) {
  const bars = barsByTask();
  const own = option.moves.filter((move) => bars.get(move.task)?.own);
  const asked = option.moves.filter((move) => !own.includes(move));
  const shown = JSON.stringify(optionMoves.value) === JSON.stringify(option.moves);
  const minute = (/** @type {string} */ iso) => Math.round((Date.parse(iso) - hHour()) / 60_000);
  return html`<section class="option-card">
    <h3>${t("web-ask-partner")}</h3>
    <p class="way-facts"><${Chip} mark="requests">${t("web-ask-moves", { n: asked.length })}<//>${option.certified && html`<${Chip} tone="good" mark="check">${t(certifiedKey(option))}<//>`}</p>
    <ul class="moves">
      ${asked.map((move) => {
        const bar = bars.get(move.task);
        return html`<li>
          <${TaskLink} task=${move.task} />
          <span class="move"><s>${spanText(move, 0)}</s> ${icon("arrow")} <b>${spanText(move, 1)}</b></span>
          ${bar && html`<${Act} label=${t("web-prepare-request")} refused=${refusedFor("requests.DraftRequest")} show=${false} run=${() => proposeMove(bar, minute(move.to[0]))} />`}
        </li>`;
      })}
    </ul>
    ${own.length > 0 && html`<p class="hint">${t("web-ask-then")}</p>`}
    ${own.length > 0 && html`<${Moves} moves=${own} said=${{}} left=${new Set()} setLeft=${null} />`}
    <${Misses} misses=${option.misses} />
    <div class="acts"><button type="button" aria-pressed=${String(shown)} onClick=${() => (optionMoves.value = shown ? [] : option.moves)}>${t("web-show-on-matrix")}</button></div>
  </section>`;
}

/** @param {{result: any, option: Option}} props */
export function RepairOptionCard({ result, option }) {
  const chips = html`<${Chip} tone=${option.misses.length ? "bad" : "good"} mark=${option.misses.length ? "late" : "check"}>${t("web-misses", { n: option.misses.length })}<//>
    ${option.certified && html`<${Chip} tone="good" mark="check">${t(certifiedKey(option))}<//>`}`;
  const schedule = option.schedule ?? option.moves.map((move) => ({ task: move.task, start: move.to[0], end: move.to[1] }));
  return html`<${OptionCard} title=${told(option.told)} chips=${chips} basedOn=${result.based_on} schedule=${schedule} moves=${option.moves} misses=${option.misses}>
    ${option.committed_moved?.length ? html`<${Note} tone="warn" mark="lock">${t("web-option-committed", { tasks: option.committed_moved.join(t("web-comma")) })}<//>` : null}
    ${option.at_risk.length > 0 && html`<${Note} tone="warn" mark="risk">${t("web-option-at-risk")} ${option.at_risk.map((id) => html`<${RequestLink} id=${id} />`)}<//>`}
  <//>`;
}

/** @param {Option} option @returns {Choice} */
export const choiceOf = (option) => ({
  name: told(option.told),
  moves: option.moves,
  misses: option.misses,
  at_risk: option.at_risk,
  committed: option.committed_moved ?? [],
  certified: option.certified,
});

/** @param {Choice[]} choices */
export const openCompare = (choices) => openDialog(() => html`<${CompareDialog} choices=${choices} />`);

/** @param {{choices: Choice[]}} props */
function CompareDialog({ choices }) {
  const tasks = [...new Set(choices.flatMap((choice) => choice.moves.map((move) => move.task)))].sort();
  const none = t("web-none");
  const row = (/** @type {string} */ term, /** @type {(choice: Choice) => any} */ cell) =>
    html`<tr>
      <th scope="row">${term}</th>
      ${choices.map((choice) => html`<td>${cell(choice)}</td>`)}
    </tr>`;
  const lists = (/** @type {string[]} */ words) => (words.length ? words.map((word) => html`<div>${word}</div>`) : none);
  return html`<${Dialog} title=${t("web-compare-title")} wide actions=${html`<button type="button" class="primary" onClick=${closeDialog}>${t("web-close")}</button>`}>
    <div class="compare-options" tabindex="0" role="region" aria-label=${t("web-compare-title")}>
      <table>
        <thead>
          <tr>
            <td></td>
            ${choices.map((choice) => html`<th scope="col">${choice.name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${row(t("web-compare-moves"), (choice) => choice.moves.length)} ${row(t("web-compare-misses"), (choice) => lists(choice.misses.map(missText)))}
          ${row(t("web-compare-late"), (choice) => lengthText(choice.misses.reduce((sum, miss) => sum + miss.by_min, 0)))}
          ${row(t("web-compare-risk"), (choice) => lists(choice.at_risk))} ${row(t("web-compare-committed"), (choice) => lists(choice.committed))}
          ${row(t("web-compare-certified"), (choice) => (choice.certified ? t("web-yes") : t("web-no")))}
          ${tasks.map((task) =>
            row(task, (choice) => {
              const move = choice.moves.find((each) => each.task === task);
              return move ? html`<s>${spanText(move, 0)}</s> ${icon("arrow")} <b>${spanText(move, 1)}</b>` : html`<span class="hint">${t("web-compare-stays")}</span>`;
            }),
          )}
        </tbody>
      </table>
    </div>
  <//>`;
}
