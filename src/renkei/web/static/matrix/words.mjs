// Knows how a task of the matrix is said: accessible name, tooltip lines, state words; draws nothing.
import { nameText, nationName, spoken, t } from "../app/i18n.mjs";
import { hOffset, lengthText, localNamed, momentOf, windowText, zulu } from "../app/time.mjs";

/** @typedef {import("./model.mjs").Item} Item */
/** @typedef {import("../app/types.mjs").Bar} Bar */

/** Mark of each state; planned tasks carry none. @type {Record<string, string>} */
export const STATUS_MARK = { done: "check", executing: "play", committed: "lock", on_call: "wait" };

/** @param {Bar} bar */
export const ownerWords = (bar) => t(bar.own ? "web-owner-own" : "web-owner-partner", { nation: nationName(bar.owner) });

/** @param {Bar} bar */
export const statusWords = (bar) => t(`web-status-${bar.status}`);

/** What is to be noticed about a task, most pressing first. @param {Bar} bar */
export function alarms(bar) {
  /** @type {{mark: string, tone: string, text: string}[]} */
  const out = [];
  if (bar.conflict) out.push({ mark: "clash", tone: "bad", text: t("web-in-conflict") });
  if (bar.late_min > 0) out.push({ mark: "late", tone: "bad", text: t("web-late-by", { length: lengthText(bar.late_min) }) });
  if (bar.at_risk) out.push({ mark: "risk", tone: "warn", text: t("web-at-risk") });
  if (bar.needs_grant && bar.grant !== "granted") {
    out.push({ mark: "wait", tone: bar.grant === "refused" ? "bad" : "warn", text: t(`web-grant-${bar.grant ?? "none"}`, { request: bar.needs_grant }) });
  }
  return out;
}

/** @param {Item} item */
export function itemWindow(item) {
  if (item.unscheduled) return t("web-not-scheduled");
  return windowText(momentOf(item.start), momentOf(item.end));
}

/**
 * Full accessible name of a bar.
 * @param {Item} item
 * @param {import("../app/types.mjs").Lane} lane
 */
export function itemName(item, lane) {
  const { bar } = item;
  if (item.kind === "ghost") {
    return spoken([
      t("web-ghost", { task: `${nameText(bar.name)} ${bar.task}`, by: item.ghost ? nationName(item.ghost.by) : t("web-draft") }),
      itemWindow(item),
      item.ghost && t("web-ghost-request", { request: item.ghost.request }),
    ]);
  }
  if (item.kind === "option") return spoken([t("web-option-of", { task: `${nameText(bar.name)} ${bar.task}` }), itemWindow(item)]);
  return spoken([
    nameText(bar.name),
    bar.task,
    ownerWords(bar),
    nameText(lane.name),
    itemWindow(item),
    statusWords(bar),
    ...alarms(bar).map((alarm) => alarm.text),
  ]);
}

/**
 * Lines of the tooltip.
 * @param {Item} item
 * @param {import("../app/types.mjs").Lane} lane
 */
export function itemLines(item, lane) {
  const { bar } = item;
  const head =
    item.kind === "ghost"
      ? t("web-ghost", { task: nameText(bar.name), by: item.ghost ? nationName(item.ghost.by) : t("web-draft") })
      : item.kind === "option"
        ? t("web-option-of", { task: nameText(bar.name) })
        : nameText(bar.name);
  const from = momentOf(item.start);
  const to = momentOf(item.end);
  const when = item.unscheduled
    ? [t("web-not-scheduled")]
    : [`${itemWindow(item)} (${lengthText(item.end - item.start)})`, `${localNamed(from)} – ${localNamed(to)}`, `${zulu(from)} – ${zulu(to)}`];
  const due = bar.due ? [t("web-due-at", { moment: hOffset(bar.due) })] : [];
  return { head, lines: [`${bar.task} · ${ownerWords(bar)} · ${nameText(lane.name)}`, ...when, ...due, statusWords(bar)], alarms: alarms(bar) };
}
