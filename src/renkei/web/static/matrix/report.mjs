// Knows what is asked when a person reports that an own task began, ended, or slips.
import { html, useState } from "../app/libraries.mjs";
import { now } from "../app/clock.mjs";
import { nameText, t } from "../app/i18n.mjs";
import { useBusy } from "../ui/act.mjs";
import { Dialog, closeDialog, openDialog } from "../ui/dialog.mjs";
import { MomentField, SelectField } from "../ui/fields.mjs";
import { change } from "./edits.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */

/** @param {Bar} bar */
export const openReport = (bar) => openDialog(() => html`<${Report} bar=${bar} />`);

/** @param {{bar: Bar}} props */
function Report({ bar }) {
  const running = bar.status === "executing";
  const [report, setReport] = useState(running ? "finished" : "started");
  const [at, setAt] = useState(/** @type {string|null} */ (new Date(Math.floor(now.value / 60_000) * 60_000).toISOString().replace(".000Z", "Z")));
  const [fault, setFault] = useState(/** @type {string|null} */ (null));
  const [busy, work] = useBusy();
  const options = /** @type {[string, string][]} */ ((running ? ["finished", "delayed"] : ["started", "delayed"]).map((key) => [key, t(`web-report-${key}`)]));
  const submit = () =>
    at &&
    work(async () => {
      try {
        await change({ kind: "plan.ReportTask", body: { task: bar.task, report, at }, label: null });
        closeDialog();
      } catch (error) {
        setFault(/** @type {any} */ (error).text);
      }
    });
  return html`<${Dialog}
    title=${t("web-report-task")}
    onSubmit=${submit}
    actions=${html`<button type="button" onClick=${closeDialog}>${t("web-back")}</button><button type="submit" class="primary" disabled=${busy}>${t("web-report-send")}</button>`}
  >
    <p>${bar.task} ${nameText(bar.name)}</p>
    <${SelectField} label=${t("web-report-what")} value=${report} options=${options} onInput=${setReport} />
    <${MomentField} label=${t(report === "delayed" ? "web-report-expected" : "web-report-at")} value=${at} fault=${at ? null : t("web-moment-missing")} required onInput=${setAt} />
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
  <//>`;
}
