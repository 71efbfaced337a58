// Knows the commands of a planner on own tasks, and how to take them back; the node decides.
import { send } from "../app/api.mjs";
import { t } from "../app/i18n.mjs";
import { hasAnyRole, resources } from "../app/store.mjs";
import { momentOf, windowText } from "../app/time.mjs";
import { toast, toastError } from "../ui/toast.mjs";
import { onlyRoles } from "../ui/act.mjs";
import { forgetSketches, pending } from "./state.mjs";
import { windowOf } from "./model.mjs";

/** A row of key presses is one move: the command goes when no key came for this long. */
const SETTLE_MS = 650;
/** Changes that can be taken back one after the other. */
const UNDO_MAX = 100;

/** @typedef {import("../app/types.mjs").Bar} Bar */

/** Who may do what with own tasks; the node has the last word. @type {Record<string, string[]>} */
const ROLES = {
  "plan.AddTask": ["planner"],
  "plan.EditTask": ["planner", "commander"],
  "plan.CancelTask": ["planner", "commander"],
  "plan.MoveTask": ["planner", "commander"],
  "plan.AdoptPlan": ["planner", "commander"],
  "plan.CommitTask": ["commander"],
  "plan.ReportTask": ["watch_officer"],
  "plan.SetCapacity": ["planner"],
  "requests.DraftRequest": ["planner", "liaison_officer"],
  "requests.DraftAnswer": ["planner", "liaison_officer"],
};

/**
 * Why this person may not send a command, or null.
 * @param {string} kind
 */
export const refusedFor = (kind) => (hasAnyRole(ROLES[kind] ?? []) ? null : onlyRoles(ROLES[kind] ?? []));

/** No label on a command: the task is released as it was before. */
export const KEPT = null;

/** Own changes of this visit, newest last. @type {{task: string, change: string}[]} */
const done = [];

/**
 * Sends commands on one task and remembers how to take them back.
 * @param {import("../app/types.mjs").Command} command
 * @param {string|null} [task]
 */
export async function change(command, task = null) {
  const answer = await send(command);
  if (task && answer.events.length) {
    done.push({ task, change: answer.events[answer.events.length - 1] });
    done.splice(0, done.length - UNDO_MAX);
  }
  await resources.matrix.load();
  return answer;
}

/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const timers = new Map();

/**
 * Moves an own task to a minute; drawn at once, sent when the keys rest.
 * @param {Bar} bar
 * @param {number} start
 * @param {boolean} [now] send without waiting
 */
export function moveTo(bar, start, now = false) {
  const refused = refusedFor("plan.MoveTask");
  if (refused) {
    toast("bad", () => refused);
    return;
  }
  const length = lengthOf(bar);
  pending.value = new Map(pending.value).set(bar.task, { start, end: start + length });
  clearTimeout(timers.get(bar.task));
  timers.set(bar.task, setTimeout(() => void sendMove(bar, start), now ? 0 : SETTLE_MS));
}

/** @param {Bar} bar */
function lengthOf(bar) {
  const window = windowOf(bar, 0);
  return window ? window.end - window.start : (bar.duration_min ?? 0);
}

/**
 * Where an own task stands now, with moves that are still under way.
 * @param {Bar} bar
 */
export const presentStart = (bar) => pending.value.get(bar.task)?.start ?? windowOf(bar, 0)?.start ?? 0;

/**
 * @param {Bar} bar
 * @param {number} start
 */
async function sendMove(bar, start) {
  const newest = resources.matrix.value.value?.bars.find((each) => each.task === bar.task) ?? bar;
  const body = { task: bar.task, based_on: newest.version, start: momentOf(start) };
  try {
    await change({ kind: "plan.MoveTask", body, label: KEPT }, bar.task);
    const when = () => windowText(momentOf(start), momentOf(start + lengthOf(newest)));
    toast("good", () => t("web-moved", { task: bar.task, window: when() }), { label: () => t("web-undo"), run: () => void undo() });
  } catch (error) {
    toastError(error);
  } finally {
    const left = new Map(pending.value);
    left.delete(bar.task);
    pending.value = left;
    timers.delete(bar.task);
  }
}

/** Takes the newest own change back. */
export async function undo() {
  const last = done.at(-1) ?? fromNode();
  if (!last) {
    toast("info", () => t("web-undo-none"));
    return;
  }
  try {
    await send({ kind: "plan.UndoChange", body: last, label: KEPT });
    await resources.matrix.load();
    toast("good", () => t("web-undone", { task: last.task }));
  } catch (error) {
    toastError(error);
  } finally {
    done.pop();
  }
}

/** The newest change that the node says can be taken back. @returns {{task: string, change: string}|undefined} */
function fromNode() {
  const first = /** @type {any} */ (resources.matrix.value.value?.undo?.[0]);
  return first?.task && first.change ? { task: first.task, change: first.change } : undefined;
}

export const canUndo = () => done.length > 0 || fromNode() !== undefined;

/** @param {Bar} bar */
export async function cancelTask(bar) {
  try {
    await change({ kind: "plan.CancelTask", body: { task: bar.task, based_on: bar.version }, label: KEPT }, bar.task);
    toast("good", () => t("web-cancelled", { task: bar.task }), { label: () => t("web-undo"), run: () => void undo() });
  } catch (error) {
    toastError(error);
  }
}

/** @param {Bar} bar */
export async function commitTask(bar) {
  try {
    await change({ kind: "plan.CommitTask", body: { task: bar.task, based_on: bar.version }, label: KEPT });
    toast("good", () => t("web-committed", { task: bar.task }));
  } catch (error) {
    toastError(error);
  }
}

/**
 * @param {{[task: string]: string}} basedOn version of each task that the schedule was made from
 * @param {any[]} schedule
 * @param {any[]} misses
 * @param {string|null} [talk] the request on which both sides agreed
 */
export async function adopt(basedOn, schedule, misses, talk = null) {
  const based_on = Object.fromEntries(schedule.map(({ task }) => [task, basedOn[task] ?? ""]));
  await change({ kind: "plan.AdoptPlan", body: { based_on, schedule, misses, ...(talk ? { talk } : {}) }, label: KEPT });
  forgetSketches();
  toast("good", () => t("web-adopted", { n: schedule.length }));
}
