// Knows the head of the matrix: phases, H-hour, local and Zulu ticks, decision points, and the labelled lines; knows no task.
import { nameText, t } from "../app/i18n.mjs";
import { fully, hOffset, hHour, localShort, minutes, momentOf, zoneName, zuluShort } from "../app/time.mjs";
import { widthOf } from "./labels.mjs";
import { tickStep } from "./layout.mjs";
import { chanceText, phaseChances } from "./played.mjs";

/** Room that one tick label needs: `H+120`, `10 12:30`, `100330Z`. */
const TICK_PX = 68;

/** @typedef {import("./rows.mjs").Window} Window */

/**
 * Minutes of the labelled ticks inside a window.
 * @param {number} from
 * @param {number} to
 * @param {number} pph
 */
export function ticks(from, to, pph) {
  const step = tickStep(pph, TICK_PX) * 60;
  const out = [];
  for (let minute = Math.ceil(from / step) * step; minute <= to; minute += step) out.push(minute);
  return out;
}

export class Axis {
  /**
   * @param {HTMLElement} head
   * @param {HTMLElement} corner
   * @param {(iso: string) => void} onPick a person clicked a moment
   */
  constructor(head, corner, onPick) {
    this.head = head;
    this.corner = corner;
    this.drawn = "";
    head.addEventListener("click", (event) => {
      const at = /** @type {HTMLElement} */ (event.target).closest("[data-at]");
      if (at instanceof HTMLElement && at.dataset.at) onPick(at.dataset.at);
    });
  }

  /**
   * @param {import("../app/types.mjs").MatrixState} state
   * @param {Window} window
   * @param {string|null} looking
   */
  draw(state, window, looking) {
    const marks = ticks(window.from, window.to, window.pph);
    const key = JSON.stringify([marks, window.x(0), window.pph, window.from, Math.floor(window.now), looking, t("web-now"), state.phases, state.decisions, [...phaseChances.value]]);
    if (key === this.drawn) return;
    this.drawn = key;
    const points = state.decisions.filter((point) => point.at).sort((a, b) => minutes(a.at ?? 0) - minutes(b.at ?? 0));
    this.head.replaceChildren(
      ...state.phases.filter((phase) => phase.from && phase.to).map((phase) => this.#phase(phase, window)),
      ...marks.map((minute) => this.#tick(minute, window)),
      ...points.map((point, index) => this.#decision(point, window, points[index + 1])),
      ...this.#flags(window, looking),
    );
    this.#corner(points.length > 0);
  }

  /**
   * @param {import("../app/types.mjs").Phase} phase
   * @param {Window} window
   */
  #phase(phase, window) {
    const [begin, end] = [phase.from ?? 0, phase.to ?? 0];
    const from = Math.max(window.x(minutes(begin)), window.x(window.from));
    const to = Math.min(window.x(minutes(end)), window.x(window.to));
    const chance = phaseChances.value.get(phase.id);
    const held = chance === undefined ? "" : `${t("web-chance-holds", { chance: chanceText(chance) })} · `; // first: a narrow band cuts the name
    const element = part("phase", `${held}${nameText(phase.name)}`);
    element.title = `${held}${nameText(phase.name)} · ${hOffset(begin)} – ${hOffset(end)}`;
    element.hidden = to - from < 4;
    element.style.left = `${from}px`;
    element.style.width = `${Math.max(0, to - from)}px`;
    return element;
  }

  /**
   * @param {number} minute
   * @param {Window} window
   */
  #tick(minute, window) {
    const iso = momentOf(minute);
    const element = part("tick", "");
    element.append(part("tick-h", hOffset(iso)), part("tick-local", localShort(iso)), part("tick-zulu", zuluShort(iso)));
    element.style.left = `${window.x(minute)}px`;
    element.hidden = window.x(minute) + TICK_PX - 12 > window.x(window.to);
    return element;
  }

  /**
   * @param {import("../app/types.mjs").DecisionPoint} point
   * @param {Window} window
   * @param {import("../app/types.mjs").DecisionPoint|undefined} next
   */
  #decision(point, window, next) {
    const at = point.at ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "decision";
    button.dataset.at = at;
    button.style.left = `${window.x(minutes(at))}px`;
    const room = next?.at ? window.x(minutes(next.at)) - window.x(minutes(at)) - 4 : 260;
    button.style.maxWidth = `${Math.max(16, room)}px`;
    const said = t("web-decision-at", { name: nameText(point.name), moment: fully(at) });
    button.title = said;
    button.setAttribute("aria-label", said);
    button.append(part("diamond", ""), part("decision-name", nameText(point.name)));
    return button;
  }

  /**
   * Labels of the lines; one that would cover the next stands to the left of its line.
   * @param {Window} window
   * @param {string|null} looking
   */
  #flags(window, looking) {
    const sorted = flags(window, looking).sort((a, b) => a.minute - b.minute);
    return sorted.map((flag, index) => {
      const left = window.x(flag.minute);
      const next = sorted[index + 1];
      const width = widthOf(flag.text) + 14;
      const covers = next && window.x(next.minute) - left < width;
      const before = covers && left - width > window.x(window.from);
      const element = part(`flag ${flag.kind}${before ? " before" : ""}`, covers && !before ? flag.short : flag.text);
      element.style.left = `${left}px`;
      return element;
    });
  }

  /** @param {boolean} decisions */
  #corner(decisions) {
    const lines = [
      ["corner-phase", t("web-axis-phases")],
      ["corner-h", t("web-axis-h", { moment: localShort(hHour()), zone: zoneName() })],
      ["corner-local", t("web-axis-local", { zone: zoneName() })],
      ["corner-zulu", t("web-axis-zulu")],
      ["corner-flags", t("web-axis-lines")],
      ...(decisions ? [["corner-decisions", t("web-axis-decisions")]] : []),
    ];
    this.corner.replaceChildren(...lines.map(([name, text]) => part(name, text)));
  }
}

/**
 * The labelled vertical lines: H-hour, now, and the moment looked at.
 * @param {Window} window
 * @param {string|null} looking
 */
export function flags(window, looking) {
  const out = [
    { kind: "h-hour", minute: 0, text: t("web-h-hour"), short: "H" },
    { kind: "now", minute: window.now, text: t("web-now-at", { moment: hOffset(momentOf(window.now)) }), short: t("web-now") },
  ];
  if (looking) {
    const moment = hOffset(looking);
    out.push({ kind: "looking", minute: minutes(looking), text: t("web-looking", { moment }), short: moment });
  }
  return out;
}

/**
 * @param {string} name
 * @param {string} text
 */
function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
