// Knows the list of what changed between two versions of the plan, in words, with links to the tasks.
import { html, useState } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { hOffset } from "../app/time.mjs";
import { SelectField } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";
import { Empty } from "../ui/parts.mjs";
import { fieldName, fieldText } from "../ui/release.mjs";
import { compare, versions } from "./changes.mjs";
import { TaskLink } from "./inspector.mjs";

/** @param {import("./changes.mjs").Version} version */
const versionName = (version) => t("web-version", { position: version.position, moment: hOffset(version.now) });

/** @param {{difference: import("./changes.mjs").Difference}} props */
function Change({ difference }) {
  const { task, before, after, fields } = difference;
  if (!before || !after) return html`<li><${TaskLink} task=${task} /> <p>${t(after ? "web-change-added" : "web-change-gone")}</p></li>`;
  const old = /** @type {Record<string, any>} */ (before);
  const young = /** @type {Record<string, any>} */ (after);
  const said = (/** @type {Record<string, any>} */ bar, /** @type {string} */ field) =>
    bar[field] === undefined ? t("web-not-released") : field === "status" ? t(`web-status-${bar.status}`) : fieldText(field, bar[field]);
  return html`<li>
    <${TaskLink} task=${task} />
    ${fields.map((field) => html`<p class="move"><span>${fieldName(field)}</span> <s>${said(old, field)}</s> ${icon("arrow")} <b>${said(young, field)}</b></p>`)}
  </li>`;
}

export function WhatChanged() {
  const known = versions.value;
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  if (known.length < 2) return html`<${Empty} title=${t("web-changes-none")} hint=${t("web-changes-hint")} />`;
  const pick = (/** @type {string} */ position, /** @type {number} */ otherwise) =>
    known.find((version) => String(version.position) === position) ?? /** @type {any} */ (known.at(otherwise));
  const before = pick(from, 0);
  const after = pick(to, -1);
  const options = /** @type {[string, string][]} */ (known.map((version) => [String(version.position), versionName(version)]));
  const found = compare(before.state, after.state);
  return html`<div class="changes">
    <${SelectField} label=${t("web-changes-from")} value=${String(before.position)} options=${options} onInput=${setFrom} />
    <${SelectField} label=${t("web-changes-to")} value=${String(after.position)} options=${options} onInput=${setTo} />
    <p role="status">${t("web-changes-count", { n: found.length })}</p>
    <ul class="moves">
      ${found.map((difference) => html`<${Change} key=${difference.task} difference=${difference} />`)}
    </ul>
  </div>`;
}
