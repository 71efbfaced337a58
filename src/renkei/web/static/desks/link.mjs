// Knows the link page: how each partner's link stands, what crossed, what waits, what is kept back, when it was cut.
import { html, useEffect } from "../app/libraries.mjs";
import { now } from "../app/clock.mjs";
import { nameText, nationName, number, t, told } from "../app/i18n.mjs";
import { linkMark, linkSentence, linkTone, sinceText } from "../app/link_state.mjs";
import { labelsShown } from "../app/marking.mjs";
import { resources, streamState, useResource } from "../app/store.mjs";
import { lengthText } from "../app/time.mjs";
import { icon } from "../ui/icons.mjs";
import { Empty, Failed, Loading, Moment, NationTag } from "../ui/parts.mjs";

/** Refused input is no event of the log, so nothing tells this page of it: it looks for itself. */
const RELOAD_MS = 5_000;
/** How many events there are and how many are kept back is nobody else's business. */
const OWN_ONLY = [[]];

/** @typedef {import("../app/types.mjs").PartnerLink} PartnerLink */

/** @param {{name: string, value: number|string, hint: string, tone?: string}} props */
const Figure = ({ name, value, hint, tone = "" }) =>
  html`<div class=${`figure ${tone}`}><dt>${name}</dt><dd><b>${value}</b><small>${hint}</small></dd></div>`;

/** A message, or an older node's plain words. @param {any} reason */
const reasonText = (reason) => (typeof reason === "string" ? reason : told(reason));

/** @param {{partner: PartnerLink}} props */
function Outages({ partner }) {
  if (!partner.outages.length) return html`<p class="hint">${t("web-outages-none")}</p>`;
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${t("web-outages")}>
    <table class="outages">
      <caption class="sr-only">
        ${t("web-outages")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("web-outage-from")}</th>
          <th scope="col">${t("web-outage-until")}</th>
          <th scope="col">${t("web-outage-length")}</th>
          <th scope="col">${t("web-outage-reason")}</th>
        </tr>
      </thead>
      <tbody>
        ${partner.outages.map(
          (outage) =>
            html`<tr>
              <td><${Moment} at=${outage.from} /></td>
              <td>${outage.until ? html`<${Moment} at=${outage.until} />` : html`<b class="bad">${t("web-outage-goes-on")}</b>`}</td>
              <td>${lengthText(((outage.until ? Date.parse(outage.until) : now.value) - Date.parse(outage.from)) / 60_000)}</td>
              <td>${reasonText(outage.reason)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{partner: PartnerLink}} props */
const Partner = ({ partner }) =>
  html`<section class="partner-card">
    <header>
      <${NationTag} code=${partner.nation} />
      <h2>${nameText(partner.name)}</h2>
      <p class=${`link-state big ${linkTone(partner)}`}>${icon(linkMark(partner))}${t(`web-link-state-${partner.state}`)}</p>
    </header>
    <p>${linkSentence(partner)} ${partner.why && html`<span class="muted">${reasonText(partner.why)}</span>`}</p>
    <dl class="figures">
      <${Figure} name=${t("web-figure-since")} value=${sinceText(partner.since)} hint=${t(`web-figure-since-${partner.state === "up" ? "up" : "down"}`)} />
      <${Figure} name=${t("web-figure-heard")} value=${sinceText(partner.last_received)} hint=${t("web-figure-heard-hint")} />
      <${Figure} name=${t("web-figure-sent")} value=${number(partner.sent)} hint=${t("web-figure-sent-hint")} />
      <${Figure} name=${t("web-figure-received")} value=${number(partner.received)} hint=${t("web-figure-received-hint", { nation: nationName(partner.nation) })} />
      <${Figure} name=${t("web-figure-waiting")} value=${number(partner.waiting_to_send)} hint=${t("web-figure-waiting-hint")} tone=${partner.waiting_to_send ? "warn" : ""} />
      <${Figure} name=${t("web-figure-withheld")} value=${number(partner.withheld)} hint=${t("web-figure-withheld-hint")} />
    </dl>
    <h3>${t("web-outages")}</h3>
    <${Outages} partner=${partner} />
    ${(partner.alarms ?? []).map((alarm) => html`<p class="note bad">${icon("clash")}<span>${told(alarm)}</span></p>`)}
    ${partner.state === "halted" && html`<p class="note bad">${icon("clash")}<span>${t("web-link-halted-hint")}</span></p>`}
  </section>`;

/** Input that was refused, sensor by sensor. @param {{sensors: import("../app/types.mjs").SensorRefused[]}} props */
const Refused = ({ sensors }) =>
  html`<section class="partner-card">
    <header><h2>${t("feeds-refused")}</h2></header>
    ${!sensors.length && html`<p class="hint">${t("feeds-refused-none")}</p>`}
    ${sensors.map(
      ({ sensor, refused, newest }) =>
        html`<h3>${t("feeds-refused-of", { sensor, n: refused })}</h3>
          <ul class="removed">
            ${newest.map(({ received, place, told: rule }) => html`<li>${icon("clash")}<span><b><${Moment} at=${received} /> ${place}</b> ${told(rule)}</span></li>`)}
          </ul>`,
    )}
  </section>`;

export default function LinkPage() {
  const link = useResource(resources.link);
  useEffect(() => {
    labelsShown.value = OWN_ONLY;
    const timer = setInterval(() => void resources.link.load(), RELOAD_MS);
    return () => clearInterval(timer);
  }, []);
  if (!link) return resources.link.error.value ? html`<${Failed} error=${resources.link.error.value} again=${() => resources.link.load()} />` : html`<${Loading} />`;
  return html`<div class="desk scroll">
    <div class="link-page">
      ${link.partners.length ? link.partners.map((partner) => html`<${Partner} key=${partner.nation} partner=${partner} />`) : html`<${Empty} title=${t("web-no-partners")} hint=${t("web-no-partners-hint")} />`}
      <section class="partner-card">
        <header>
          <h2>${t("web-own-log")}</h2>
          <p class=${`link-state big ${streamState.value === "open" ? "good" : "warn"}`}>${icon(streamState.value === "open" ? "link" : "cross")}${t(`web-stream-${streamState.value}`)}</p>
        </header>
        <dl class="figures">
          <${Figure} name=${t("web-figure-events")} value=${number(link.log.events)} hint=${t("web-figure-events-hint")} />
          <${Figure} name=${t("web-figure-position")} value=${number(link.log.position)} hint=${t("web-figure-position-hint")} />
          ${link.log.unapplied ? html`<${Figure} name=${t("web-figure-unapplied")} value=${number(link.log.unapplied)} hint=${t("web-figure-unapplied-hint")} tone="bad" />` : null}
        </dl>
        ${link.log.digest && html`<p class="muted digest">${t("web-digest")} <code>${link.log.digest}</code></p>`}
      </section>
      <${Refused} sensors=${link.sensors ?? []} />
    </div>
  </div>`;
}
