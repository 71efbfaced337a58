// Knows when reported delays call for a repair, and offers it by itself; a person decides, nothing is repaired here.
import { html, signal } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { openInspector } from "../app/preferences.mjs";
import { lengthText } from "../app/time.mjs";
import { icon } from "../ui/icons.mjs";
import { refusedFor } from "./edits.mjs";
import { TaskLink } from "./inspector.mjs";
import { run, running } from "./jobs.mjs";
import { tab } from "./state.mjs";

/** What a person has put aside: the delays as they were then. */
const aside = signal("");

/** Own open tasks that reported delays push on, the longest first. @param {import("../app/types.mjs").MatrixState} state */
const pushed = (state) =>
  state.bars.filter((bar) => bar.own && (bar.slip_min ?? 0) > 0 && !["done", "cancelled"].includes(bar.status)).sort((a, b) => (b.slip_min ?? 0) - (a.slip_min ?? 0));

function look() {
  openInspector(true);
  tab.value = "repair";
  void run("repair", {});
}

/** @param {{state: import("../app/types.mjs").MatrixState}} props */
export function RepairOffer({ state }) {
  const bars = pushed(state);
  const now = bars.map((bar) => `${bar.task}:${bar.slip_min}`).join(" ");
  if (!bars.length || aside.value === now || refusedFor("plan.AdoptPlan")) return html`<div class="offer-place" role="status"></div>`;
  const [first, ...others] = bars;
  return html`<div class="offer-place" role="status">
    <div class="offer">
      ${icon("late")}
      <span><${TaskLink} task=${first.task} /> ${t("web-offer", { length: lengthText(first.slip_min ?? 0), n: others.length })}</span>
      <button type="button" class="primary" disabled=${running("repair")} onClick=${look}>${t("web-offer-look")}</button>
      <button type="button" onClick=${() => (aside.value = now)}>${t("web-offer-aside")}</button>
    </div>
  </div>`;
}
