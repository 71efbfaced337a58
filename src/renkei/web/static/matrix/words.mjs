// Knows how a task of the matrix is said: accessible name, tooltip lines, state words; draws nothing.
import { nameText, nationName, spoken, t } from "../app/i18n.mjs";
import { session } from "../app/store.mjs";
import { hOffset, lengthText, localNamed, momentOf, windowText, zulu } from "../app/time.mjs";

/** @typedef {import("./model.mjs").Item} Item */
/** @typedef {import("../app/types.mjs").Bar} Bar */

/** Mark of each state; planned tasks carry none. @type {Record<string, string>} */
export const STATUS_MARK = { done: "check", executing: "play", committed: "lock", on_call: "wait" };

/** @param {Bar} bar */
export const ownerWords = (bar) => t(bar.own ? "web-owner-own" : "web-owner-partner", { nation: nationName(bar.owner) });

/** The name of a task, or that it was not released. @param {Bar} bar */
export const taskName = (bar) => nameText(bar.name) || t("web-name-not-released");

/** A name that is only a nation's code is said as the nation's headquarters. @param {import("../app/types.mjs").Name} name @param {string} nation */
export const orNation = (name, nation) => (name.en === nation ? headquartersName(nation) : nameText(name));

/** @param {string} nation */
function headquartersName(nation) {
  const here = session.value;
  const partner = here?.partners.find((each) => each.nation === nation);
  return partner ? nameText(partner.name) : here?.nation === nation ? nameText(here.name) : nationName(nation);
}

/** The name of a lane: its unit, or that the nation named none. @param {import("../app/types.mjs").Lane} lane */
export const laneName = (lane) => (lane.id.startsWith("nation:") ? t("web-lane-no-unit") : nameText(lane.name));

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

/** What a bar says of itself, before it is shortened. @param {Item} item */
export function labelText(item) {
  if (item.kind !== "ghost") return taskName(item.bar);
  return item.ghost ? t("web-ghost-label", { request: item.ghost.request }) : t("web-ghost-draft");
}

/**
 * Full accessible name of a bar. It begins with what can be read on the bar, so that a person who dictates can say it.
 * @param {Item} item
 * @param {import("../app/types.mjs").Lane} lane
 */
export function itemName(item, lane) {
  const { bar } = item;
  const task = `${bar.task} ${taskName(bar)}`;
  if (item.kind === "ghost") {
    return spoken([labelText(item), task, item.ghost && t("web-ghost-by", { by: nationName(item.ghost.by) }), itemWindow(item)]);
  }
  if (item.kind === "option") return spoken([task, t("web-option"), itemWindow(item)]);
  return spoken([
    task,
    ownerWords(bar),
    laneName(lane),
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
      ? t("web-ghost", { task: taskName(bar), by: item.ghost ? nationName(item.ghost.by) : t("web-draft") })
      : item.kind === "option"
        ? t("web-option-of", { task: taskName(bar) })
        : taskName(bar);
  const from = momentOf(item.start);
  const to = momentOf(item.end);
  const when = item.unscheduled
    ? [t("web-not-scheduled")]
    : [`${itemWindow(item)} (${lengthText(item.end - item.start)})`, `${localNamed(from)} – ${localNamed(to)}`, `${zulu(from)} – ${zulu(to)}`];
  const due = bar.due && bar.due !== "withheld" ? [t("web-due-at", { moment: hOffset(bar.due) })] : [];
  return { head, lines: [`${bar.task} · ${ownerWords(bar)} · ${laneName(lane)}`, ...when, ...due, statusWords(bar)], alarms: alarms(bar) };
}
