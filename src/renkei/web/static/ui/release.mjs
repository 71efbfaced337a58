// Knows how a person sets a release label and sees, before sending, what each partner will see; releases nothing itself.
import { html, useEffect, useState } from "../app/libraries.mjs";
import { preview } from "../app/api.mjs";
import { hasText, nameText, nationName, t, told } from "../app/i18n.mjs";
import { session } from "../app/store.mjs";
import { hOffset, lengthText } from "../app/time.mjs";
import { channelText, partyName, quantityText, resourceName } from "../desks/words.mjs";
import { isMoment } from "../app/moment.mjs";
import { CheckField } from "./fields.mjs";
import { icon } from "./icons.mjs";
import { NationTag } from "./parts.mjs";

/** Pause after the last change of a form before the node is asked for a preview. */
const PAUSE_MS = 450;

/** @typedef {import("../app/types.mjs").ReleaseLabel} ReleaseLabel */

/** Name of a field in words; of a field inside another, both. @param {string} field */
export const fieldName = (field) =>
  field
    .split(".")
    .map((part) => (hasText(`web-field-${part}`) ? t(`web-field-${part}`) : part))
    .join(" – ");

/**
 * @param {{label: ReleaseLabel, fields: string[], onInput: (label: ReleaseLabel) => void, kept?: boolean}} props
 */
export function ReleaseFields({ label, fields, onInput }) {
  const partners = session.value?.partners ?? [];
  const withhold = label.withhold ?? [];
  const released = label.rel_to.length > 0;
  return html`<fieldset class="release">
    <legend>${t("web-release")}</legend>
    ${partners.map(
      ({ nation }) =>
        html`<${CheckField}
          label=${t("web-release-to", { nation: nationName(nation) })}
          checked=${label.rel_to.includes(nation)}
          onInput=${(/** @type {boolean} */ on) =>
            onInput({ ...label, rel_to: on ? [...label.rel_to, nation] : label.rel_to.filter((each) => each !== nation) })}
        />`,
    )}
    ${!released && html`<p class="hint">${t("web-release-none")}</p>`}
    ${released &&
    fields.length > 0 &&
    html`<div class="withhold" role="group" aria-label=${t("web-withhold")}>
      <p>${t("web-withhold")}</p>
      ${fields.map(
        (field) =>
          html`<${CheckField}
            label=${fieldName(field)}
            checked=${withhold.includes(field)}
            onInput=${(/** @type {boolean} */ on) =>
              onInput({ ...label, withhold: on ? [...withhold, field] : withhold.filter((each) => each !== field) })}
          />`,
      )}
    </div>`}
  </fieldset>`;
}

/** A value of an event's body as a person reads it. @param {any} value @returns {string} */
export function valueText(value) {
  if (value === null || value === undefined || value === "") return t("web-none");
  if (typeof value === "string") return isMoment(value) ? hOffset(value) : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.length ? value.map(valueText).join(t("web-comma")) : t("web-none");
  if ("en" in value && "ja" in value) return nameText(value);
  if ("resource" in value && "quantity" in value && Object.keys(value).every((key) => USE_FIELDS.includes(key))) {
    return `${resourceName(value.resource)} × ${value.quantity}`;
  }
  if ("source" in value && "bound" in value) return quantityText(value);
  return Object.entries(value)
    .filter(([, inner]) => !isEmpty(inner))
    .map(([name, inner]) => `${fieldName(name)} ${fieldText(name, inner)}`)
    .join(t("web-comma"));
}

const USE_FIELDS = ["resource", "quantity", "name"];

/** @param {any} value @returns {boolean} */
const isEmpty = (value) =>
  value === null ||
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && !value.length) ||
  (typeof value === "object" && "en" in value && !value.en && !value.ja);

/** Values whose field says how they are read. @type {Record<string, (value: any) => string>} */
const READERS = {
  asker: partyName,
  provider: partyName,
  owner: nationName,
  by: (value) => (isMoment(value) ? hOffset(value) : nationName(value)),
  channel: channelText,
  verb: (value) => t(`web-verb-${value}`),
  status: (value) => t(`web-status-${value}`),
  resource: resourceName,
  duration: (value) => lengthText(value.likely_min),
};

/**
 * A value read by its field. @param {string} name @param {any} value
 */
export const fieldText = (name, value) => (isEmpty(value) ? t("web-none") : (READERS[name] ?? valueText)(value));

/** Fields of a body that say nothing to a person. */
const TECHNICAL = ["based_on", "command"];

/** @param {{body: any}} props */
const BodyFacts = ({ body }) =>
  html`<dl class="facts">
    ${Object.entries(body)
      .flatMap(([name, value]) => (name === "content" ? Object.entries(/** @type {object} */ (value)) : [[name, value]]))
      .filter(([name, value]) => !TECHNICAL.includes(name) && !isEmpty(value))
      .map(([name, value]) => html`<dt>${fieldName(name)}</dt><dd>${fieldText(name, value)}</dd>`)}
  </dl>`;

/**
 * @param {{nation: string, shown: {kind: string, body: any}[], removed: {kind: string, field: string, rule: any}[]}} props
 */
const PartnerSees = ({ nation, shown, removed }) =>
  html`<section class="partner-sees">
    <h3><${NationTag} code=${nation} /> ${t("web-preview-sees", { nation: nationName(nation) })}</h3>
    ${shown.length
      ? shown.map(({ body }) => html`<${BodyFacts} body=${body} />`)
      : html`<p class="nothing">${icon("hidden")} ${t("web-preview-nothing")}</p>`}
    ${removed.length > 0 &&
    html`<h4>${t("web-preview-removed")}</h4>
      <ul class="removed">
        ${removed.map(({ field, rule }) => html`<li>${icon("hidden")}<span><b>${field ? fieldName(field) : t("web-preview-whole")}</b> ${told(rule)}</span></li>`)}
      </ul>`}
  </section>`;

/**
 * What each partner would see of a command, or of several that are one act; asked anew whenever they change.
 * @param {{command: import("../app/types.mjs").Command|import("../app/types.mjs").Command[]|null}} props
 */
export function PreviewPanel({ command }) {
  const [seen, setSeen] = useState(/** @type {import("../app/types.mjs").Preview|null} */ (null));
  const [fault, setFault] = useState(/** @type {string|null} */ (null));
  const key = JSON.stringify(command);
  useEffect(() => {
    if (!command) return undefined;
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const found = await preview(command);
        if (current) (setSeen(found), setFault(null));
      } catch (error) {
        if (current) setFault(/** @type {any} */ (error).text);
      }
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return html`<section class="preview" aria-label=${t("web-preview")} aria-live="polite">
    <h2>${icon("eye")} ${t("web-preview")}</h2>
    ${!command
      ? html`<p class="hint">${t("web-preview-incomplete")}</p>`
      : fault
        ? html`<p class="fault">${fault}</p>`
        : !seen
          ? html`<p class="hint">${t("web-loading")}</p>`
          : seen.refused
            ? html`<p class="fault">${t("web-preview-refused")} ${told(seen.refused)}</p>`
            : session.value?.partners.map(
                ({ nation }) => html`<${PartnerSees} nation=${nation} shown=${seen.released[nation] ?? []} removed=${seen.removed[nation] ?? []} />`,
              )}
  </section>`;
}

/**
 * The same for a draft that this person may not carry: what a partner sees once somebody carries it.
 * @param {{nation: string, body: any}} props
 */
export const CarriedPanel = ({ nation, body }) =>
  html`<section class="preview" aria-label=${t("web-preview")}>
    <h2>${icon("eye")} ${t("web-preview")}</h2>
    <h3><${NationTag} code=${nation} /> ${t("web-preview-carried", { nation: nationName(nation) })}</h3>
    <${BodyFacts} body=${body} />
  </section>`;
