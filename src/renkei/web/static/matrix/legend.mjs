// Knows what each drawing of the matrix means, in words beside a sample.
import { html } from "../app/libraries.mjs";
import { nationName, t } from "../app/i18n.mjs";
import { nationClass, nations, session } from "../app/store.mjs";
import { icon } from "../ui/icons.mjs";

const SAMPLES = [
  ["s-planned", null, "web-status-planned"],
  ["s-on_call", "wait", "web-status-on_call"],
  ["s-committed", "lock", "web-status-committed"],
  ["s-executing", "play", "web-status-executing"],
  ["s-done", "check", "web-status-done"],
  ["s-planned conflict", "clash", "web-in-conflict"],
  ["s-planned risk", "risk", "web-at-risk"],
  ["s-planned unscheduled", null, "web-not-scheduled"],
  ["ghost", "ghost", "web-legend-ghost"],
  ["option", "ghost", "web-option"],
];

/** @param {{close: () => void}} props */
export const Legend = ({ close }) =>
  html`<section class="legend" id="legend" aria-label=${t("web-legend")} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close()}>
    <ul>
      ${nations.value.map((code) => {
        const own = code === session.value?.nation;
        return html`<li>
          <span class=${`bar sample s-planned ${nationClass(code)} ${own ? "own" : "partner"}`}></span>
          <span>${t(own ? "web-owner-own" : "web-owner-partner", { nation: nationName(code) })}</span>
        </li>`;
      })}
      ${SAMPLES.map(
        ([look, mark, key]) =>
          html`<li>
            <span class=${`bar sample own ${look} ${nationClass(session.value?.nation ?? "")}`}>${mark && icon(mark)}</span><span>${t(/** @type {string} */ (key))}</span>
          </li>`,
      )}
      <li><span class="sample-line now"></span><span>${t("web-legend-now")}</span></li>
      <li><span class="sample-line h-hour"></span><span>${t("web-h-hour")}</span></li>
      <li><span class="sample-line looking"></span><span>${t("web-legend-looking")}</span></li>
      <li><span class="sample-slack"></span><span>${t("web-legend-slack")}</span></li>
      <li><span class="sample-due"></span><span>${t("web-legend-due")}</span></li>
    </ul>
  </section>`;
