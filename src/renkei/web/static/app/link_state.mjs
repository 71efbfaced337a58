// Knows how the state of the links is said in plain words on every screen.
import { html } from "./libraries.mjs";
import { recorded } from "./clock.mjs";
import { nameText, t } from "./i18n.mjs";
import { resources, streamState, useResource } from "./store.mjs";
import { ageText } from "./time.mjs";
import { addressOf, go } from "./address.mjs";
import { icon } from "../ui/icons.mjs";

/** @param {import("./types.mjs").PartnerLink} partner */
export const linkTone = (partner) => ({ up: "good", down: "bad", halted: "bad", never: "warn" })[partner.state];
/** @param {import("./types.mjs").PartnerLink} partner */
export const linkMark = (partner) => (partner.state === "up" ? "link" : "cross");

/** How long ago by the machine's clock, which links go by. @param {string|null} moment */
export const sinceText = (moment) => (moment ? ageText((recorded.value - Date.parse(moment)) / 1000) : t("web-never"));

/**
 * One partner's link as a sentence.
 * @param {import("./types.mjs").PartnerLink} partner
 */
export function linkSentence(partner) {
  const facts = {
    partner: nameText(partner.name),
    duration: sinceText(partner.since),
    age: sinceText(partner.last_received),
    waiting: partner.waiting_to_send,
  };
  return t(`web-link-${partner.state}`, facts);
}

export function LinkBar() {
  const link = useResource(resources.link);
  const lost = streamState.value === "lost";
  return html`<footer class="linkbar" role="contentinfo">
    <a
      class="linkbar-partners"
      href=${addressOf("link")}
      onClick=${(/** @type {Event} */ event) => {
        event.preventDefault();
        go("link");
      }}
    >
      ${link?.partners.map(
        (partner) =>
          html`<span class=${`link-state ${linkTone(partner)}`} key=${partner.nation}>${icon(linkMark(partner))}${linkSentence(partner)}</span>`,
      ) ?? t("web-loading")}
    </a>
    <span role="status" class="link-own">
      ${lost ? html`<span class="link-state bad">${icon("cross")}${t("web-node-lost")}</span>` : null}
    </span>
    <span class="grow"></span>
    ${link && html`<span>${t("web-log-position", { n: link.log.position })}</span>`}
  </footer>`;
}
