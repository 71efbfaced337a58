// Knows the keys and the menu of the matrix: which act each bar offers, to whom, and what it opens.
import { useEffect } from "../app/libraries.mjs";
import { selection } from "../app/address.mjs";
import { nameText, t } from "../app/i18n.mjs";
import { register } from "../app/keys.mjs";
import { openInspector, inspectorOpen } from "../app/preferences.mjs";
import { resources } from "../app/store.mjs";
import { confirmDialog } from "../ui/dialog.mjs";
import { openMenu } from "../ui/menu.mjs";
import { offer } from "../ui/palette.mjs";
import { cancelTask, commitTask, refusedFor, undo } from "./edits.mjs";
import { focusInspector } from "./inspector.mjs";
import { run } from "./jobs.mjs";
import { checked, planVersion } from "./known.mjs";
import { proposeMove } from "./propose.mjs";
import { openReport } from "./report.mjs";
import { openRepair, openSolve } from "./solve_dialog.mjs";
import { openTask } from "./task_dialog.mjs";
import { tab, view } from "./state.mjs";
import { windowOf } from "./model.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */
const CLOSED = ["executing", "done", "cancelled"];

/** @returns {Bar|null} */
export function selectedBar() {
  const at = selection.value;
  return (at?.kind === "task" && resources.matrix.value.value?.bars.find((bar) => bar.task === at.id)) || null;
}

/** Why an own task cannot be changed now, or null. @param {Bar} bar @param {string} kind */
function closedFor(bar, kind) {
  return CLOSED.includes(bar.status) ? t("web-task-closed", { status: t(`web-status-${bar.status}`) }) : refusedFor(kind);
}

/** @param {Bar} bar */
export const askCancel = (bar) =>
  confirmDialog({
    title: () => t("web-cancel-task"),
    text: () => t("web-cancel-task-ask", { task: `${bar.task} ${nameText(bar.name)}` }),
    confirm: () => t("web-cancel-task"),
    danger: true,
    run: () => cancelTask(bar),
  });

/**
 * What can be done with a task; a partner's offers only requests.
 * @param {Bar} bar
 * @returns {{key: string, label: string, keys?: string, refused: string|null, tone?: string, run: () => void}[]}
 */
export function taskActs(bar) {
  if (!bar.own) {
    return [
      {
        key: "propose",
        label: t("web-prepare-request"),
        keys: "p",
        refused: refusedFor("requests.DraftRequest"),
        tone: "primary",
        run: () => proposeMove(bar, windowOf(bar, 0)?.start ?? 0),
      },
    ];
  }
  const grant = bar.needs_grant && bar.grant !== "granted" ? t("web-commit-needs-grant", { request: bar.needs_grant }) : null;
  return [
    { key: "edit", label: t("web-edit-task"), keys: "e", refused: closedFor(bar, "plan.EditTask"), run: () => openTask(bar) },
    {
      key: "commit",
      label: t("web-commit-task"),
      refused: bar.status === "committed" ? t("web-already-committed") : (grant ?? closedFor(bar, "plan.CommitTask")),
      run: () => void commitTask(bar),
    },
    {
      key: "report",
      label: t("web-report-task"),
      refused: bar.status === "done" ? t("web-task-closed", { status: t("web-status-done") }) : refusedFor("plan.ReportTask"),
      run: () => openReport(bar),
    },
    { key: "cancel", label: t("web-cancel-task"), keys: "Delete", refused: closedFor(bar, "plan.CancelTask"), tone: "danger", run: () => askCancel(bar) },
  ];
}

/**
 * @param {import("./model.mjs").Item} item
 * @param {{x: number, y: number}} at
 */
export function taskMenu(item, at) {
  openMenu(t("web-task-menu", { task: item.bar.task }), taskActs(item.bar), at);
}

/** Runs an act of the selected task by its key, if it is allowed. @param {string} key */
function actOn(key) {
  const bar = selectedBar();
  const act = bar && taskActs(bar).find((each) => each.key === key);
  if (act && !act.refused) act.run();
}

export const check = async () => {
  const version = planVersion();
  const job = await run("check");
  if (job?.state !== "done") return;
  checked.value = { version, conflicts: job.result.conflicts };
  await resources.matrix.load();
  tab.value = "conflicts";
};

/** @param {1|-1} step */
const conflict = (step) => view.current?.toConflict(selection.value?.id ?? null, step);

/** @returns {import("../app/keys.mjs").Shortcut[]} */
const keys = () => {
  const where = "web-keys-matrix";
  return [
    { keys: "c", what: "web-key-next-conflict", where, run: () => conflict(1) },
    { keys: "+", what: "web-key-zoom-in", where, run: () => view.current?.zoomIn() },
    { keys: "-", what: "web-key-zoom-out", where, run: () => view.current?.zoomOut() },
    { keys: "f", what: "web-key-fit", where, run: () => view.current?.fit() },
    { keys: "n", what: "web-key-new-task", where, run: () => !refusedFor("plan.AddTask") && openTask(null) },
    { keys: "e", what: "web-key-edit", where, run: () => actOn("edit") },
    { keys: "p", what: "web-key-propose", where, run: () => actOn("propose") },
    { keys: "Delete", what: "web-key-cancel", where, run: () => actOn("cancel") },
    { keys: "k", what: "web-key-check", where, run: () => void check() },
    { keys: "i", what: "web-key-inspector", where, run: () => openInspector(!inspectorOpen.value) },
    { keys: "Ctrl+Z", what: "web-key-undo", where, run: () => void undo() },
    // These are the drawing's own keys: listed here for the sheet, handled where the focus is.
    { keys: "ArrowLeft ArrowRight ArrowUp ArrowDown", what: "web-key-walk", where, run: () => {}, when: () => false },
    { keys: "Shift+ArrowLeft Shift+ArrowRight", what: "web-key-move", where, run: () => {}, when: () => false },
    { keys: "Enter", what: "web-key-open", where, run: focusInspector, when: () => false },
    { keys: "Shift+F10", what: "web-key-menu", where, run: () => {}, when: () => false },
  ];
};

/** @returns {import("../ui/palette.mjs").Entry[]} */
const entries = () => {
  const group = "web-palette-act";
  const bar = selectedBar();
  const own = (bar ? taskActs(bar) : [])
    .filter((act) => !act.refused)
    .map((act) => ({ id: `act-${act.key}`, text: `${act.label} · ${bar?.task}`, group, run: act.run }));
  return [
    { id: "check", text: t("web-check"), group, keys: "k", words: "check 点検", run: () => void check() },
    { id: "solve", text: t("web-solve"), group, words: "solve 立案", run: openSolve },
    { id: "repair", text: t("web-repair"), group, words: "repair 修正", run: () => openRepair() },
    { id: "new-task", text: t("web-new-task"), group, keys: "n", words: "new task 新しい任務", run: () => openTask(null) },
    { id: "conflict", text: t("web-next-conflict"), group, keys: "c", words: "conflict 競合", run: () => conflict(1) },
    { id: "fit", text: t("web-fit"), group, keys: "f", words: "fit 全体", run: () => view.current?.fit() },
    { id: "print", text: t("web-print"), group, words: "print 印刷", run: () => print() },
    ...own,
  ];
};

/** Keys and palette entries of the matrix while it is shown. */
export function useMatrixKeys() {
  useEffect(() => {
    const ends = [register(keys()), offer(entries)];
    return () => ends.forEach((end) => end());
  }, []);
}
