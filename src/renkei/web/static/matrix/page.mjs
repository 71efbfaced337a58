// Knows the matrix page: tool bar, drawing, inspector, and what an act on a bar means; the drawing itself is the view's.
import { html, useEffect, useMemo, useRef } from "../app/libraries.mjs";
import { filter, lookingAt, panel, select, selection, setPanel, unselect } from "../app/address.mjs";
import { now } from "../app/clock.mjs";
import { language, openInspector, inspectorOpen, theme } from "../app/preferences.mjs";
import { labelsShown } from "../app/marking.mjs";
import { resources, session, useResource } from "../app/store.mjs";
import { anchorTime, hHour, minutes } from "../app/time.mjs";
import { Failed, Loading } from "../ui/parts.mjs";
import { remember } from "./changes.mjs";
import { unitAt } from "./drag.mjs";
import { moveTo, presentStart } from "./edits.mjs";
import { conflictsOf } from "./known.mjs";
import { Inspector, focusInspector } from "./inspector.mjs";
import { taskMenu, useMatrixKeys } from "./acts.mjs";
import { buildModel } from "./model.mjs";
import { JointBar } from "./joint.mjs";
import { RepairOffer } from "./offer.mjs";
import { phaseChances } from "./played.mjs";
import { proposeMove } from "./propose.mjs";
import { drafts, forgetSketches, openPlace, optionMoves, pending, tab, view } from "./state.mjs";
import { CapacityStrip, follow } from "./strip.mjs";
import { Tools } from "./tools.mjs";
import { MatrixView } from "./view.mjs";

/** @typedef {import("./model.mjs").Item} Item */

/**
 * The plan with own moves that the node has not answered yet.
 * @param {import("../app/types.mjs").MatrixState} state
 */
function withPending(state) {
  if (!pending.value.size) return state;
  const at = (/** @type {number} */ minute) => new Date(hHour() + minute * 60_000).toISOString();
  const bars = state.bars.map((bar) => {
    const moved = pending.value.get(bar.task);
    return moved ? { ...bar, start: at(moved.start), end: at(moved.end) } : bar;
  });
  return { ...state, bars };
}

/** Shared places named by a conflict or used by a task. @param {import("../app/types.mjs").MatrixState} state @param {string} task */
function placeOf(state, task) {
  const known = new Set(state.places.map((place) => place.resource));
  const named = conflictsOf(task).flatMap((conflict) => conflict.items.map((item) => item.resource));
  return named.find((resource) => resource && known.has(resource)) ?? null;
}

/** @param {Item} item */
function chosen(item) {
  if (item.ghost) select("request", item.ghost.request);
  else select("task", item.bar.task);
}

/** @param {Item} item @param {number} start */
function dropped(item, start) {
  if (item.bar.own) moveTo(item.bar, start, true);
  else proposeMove(item.bar, start);
}

/** @param {Item} item @param {number} steps */
function nudged(item, steps) {
  const start = presentStart(item.bar) + steps * unitAt(view.current?.pph ?? 6);
  if (item.bar.own) moveTo(item.bar, start);
  else proposeMove(item.bar, start);
}

/** From this many pixels an hour labels of usual tasks can be read. */
const READABLE_PPH = 3.6;

/** Remembers in the address what part is shown, when nothing moved for a moment. */
let viewed = 0;
const keepView = (/** @type {number} */ hours, /** @type {number} */ pph) => {
  clearTimeout(viewed);
  viewed = setTimeout(() => setPanel({ h: String(hours), pph: String(pph) }), 300);
};

/**
 * @param {{current: HTMLElement|null}} place
 * @param {import("./model.mjs").Model|null} model
 */
function useView(place, model) {
  useEffect(() => {
    const element = place.current;
    if (!element || !model || view.current) return undefined;
    const made = new MatrixView(element, {
      chosen,
      dropped,
      nudged,
      menu: taskMenu,
      opened: focusInspector,
      looked: (iso) => (lookingAt.value = iso),
      viewed: keepView,
      scrolled: () => follow.current?.(0),
      timeless: (task) => select("task", task),
    });
    view.current = made;
    const { h, pph } = panel.value;
    made.setModel(model);
    if (pph) made.scale(Number(pph), Number(h) * 60);
    else firstLook(made);
    return undefined;
  }, [model !== null]);
  useEffect(
    () => () => {
      clearTimeout(viewed);
      view.current?.destroy();
      view.current = null;
    },
    [],
  );
}

/** The whole plan where its labels can be read, otherwise its present part. @param {MatrixView} made */
function firstLook(made) {
  made.fit();
  if (made.pph >= READABLE_PPH) return;
  const before = minutes(now.value) - 12 * 60;
  made.scale(READABLE_PPH, before < 24 * 60 ? made.origin : before);
}

/** Width of an A3 sheet across, without margins, in pixels. */
const PAPER_PX = 1510;

/** Lays the whole plan out when a person prints, in the colours of paper. */
function usePrint() {
  useEffect(() => {
    let back = () => {};
    const theme = document.documentElement.dataset;
    const before = () => {
      const screen = theme.theme;
      theme.theme = "print";
      const undo = view.current?.layOut(PAPER_PX);
      back = () => {
        theme.theme = screen;
        undo?.();
      };
    };
    const after = () => back();
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
}

export default function MatrixPage() {
  const state = useResource(resources.matrix);
  useResource(resources.requests);
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  // Before the plan has an H-hour, screens count from this hour.
  if (state && hHour() !== Date.parse(state.t0)) anchorTime(state.t0, session.value?.tz ?? "UTC");
  const known = state && withPending(state);
  const model = useMemo(
    () => known && buildModel(known, { filter: filter.value, options: optionMoves.value, drafts: drafts.value }),
    [state, pending.value, filter.value, optionMoves.value, drafts.value],
  );
  useView(place, model);
  useMatrixKeys();
  usePrint();
  useEffect(() => {
    if (state) {
      labelsShown.value = state.labels;
      remember(state);
    }
  }, [state]);
  useEffect(() => forgetSketches, []);
  const task = selection.value?.kind === "task" ? selection.value.id : null;
  useEffect(() => {
    const matrix = view.current;
    if (!matrix || !model) return;
    matrix.now = minutes(now.value);
    matrix.looking = lookingAt.value;
    matrix.setModel(model);
  }, [model, language.value, theme.value, phaseChances.value]);
  useEffect(() => {
    if (!view.current) return;
    view.current.now = minutes(now.value);
    view.current.looking = lookingAt.value;
    view.current.draw();
  }, [now.value, lookingAt.value]);
  useEffect(() => showSelected(model, task), [task, model !== null]);
  const { error } = resources.matrix;
  if (!state && error.value) return html`<${Failed} error=${error.value} again=${() => resources.matrix.load()} />`;
  return html`<div class=${inspectorOpen.value ? "matrix-page" : "matrix-page wide"}>
    <div class="matrix-head"><${Tools} model=${model} />${state && html`<${RepairOffer} state=${state} />`}<${JointBar} /></div>
    <div class="matrix" ref=${place}>${!state && html`<${Loading} />`}</div>
    ${model && html`<${CapacityStrip} model=${model} />`}
    <${Inspector} model=${model} />
  </div>`;
}

/**
 * @param {import("./model.mjs").Model|null} model
 * @param {string|null} task
 */
function showSelected(model, task) {
  const matrix = view.current;
  if (!matrix || !model) return;
  matrix.select(task);
  if (task) {
    const item = model.items.get(task);
    if (item) {
      matrix.rows.active = item.key;
      matrix.reveal(item);
    }
    if (!model.tasks.has(task)) unselect();
    const named = placeOf(model.state, task);
    if (named) openPlace.value = named;
    tab.value = "task";
    openInspector(true);
  } else if (selection.value?.kind === "place") openPlace.value = selection.value.id;
}
