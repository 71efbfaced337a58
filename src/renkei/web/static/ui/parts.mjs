// Knows the small pieces that every page repeats: nation tags, chips, notes, empty and error states, moments, bilingual words.
import { html } from "../app/libraries.mjs";
import { language } from "../app/preferences.mjs";
import { nameText, nationName, nationTag, shownLanguage, t } from "../app/i18n.mjs";
import { nationClass } from "../app/store.mjs";
import { hOffset, localNamed, zulu } from "../app/time.mjs";
import { icon } from "./icons.mjs";

/** @typedef {import("../app/types.mjs").Name} Name */

/** @param {{code: string}} props */
export const NationTag = ({ code }) =>
  html`<span class=${`nation-tag ${nationClass(code)}`} title=${nationName(code)}>${nationTag(code)}</span>`;

/**
 * @param {{tone?: string, mark?: string, children?: any}} props
 */
export const Chip = ({ tone = "plain", mark, children }) =>
  html`<span class=${`chip ${tone}`}>${mark && icon(mark)}<span>${children}</span></span>`;

/** @param {{tone?: string, mark?: string, title?: string, children?: any}} props */
export const Note = ({ tone = "info", mark, title, children }) =>
  html`<div class=${`note ${tone}`}>
    ${mark && icon(mark)}
    <div>${title && html`<strong>${title}</strong>`}${children}</div>
  </div>`;

/** @param {{title: string, hint?: string, children?: any}} props */
export const Empty = ({ title, hint, children }) =>
  html`<div class="empty"><p class="empty-title">${title}</p>${hint && html`<p>${hint}</p>`}${children}</div>`;

/** @param {{error: import("../app/api.mjs").Told, again: () => void}} props */
export const Failed = ({ error, again }) =>
  html`<div class="empty failed" role="alert">
    ${icon("clash")}
    <p class="empty-title">${t("web-failed")}</p>
    <p>${error.text}</p>
    <p><button type="button" onClick=${again}>${t("web-try-again")}</button></p>
  </div>`;

export const Loading = () => html`<div class="empty" role="status"><p>${t("web-loading")}</p></div>`;

/**
 * A moment with H-hour first and the full forms below it.
 * @param {{at: string|number}} props
 */
export const Moment = ({ at }) =>
  html`<time datetime=${new Date(at).toISOString()} class="moment"
    ><b>${hOffset(at)}</b> <span>${localNamed(at)}</span> <span>${zulu(at)}</span></time
  >`;

/**
 * Words that people wrote, in the chosen language where they exist, marked with the state of the translation.
 * @param {{text: Name, status?: string, original?: string}} props
 */
export function Words({ text, status, original }) {
  const shown = shownLanguage(text);
  const foreign = shown !== language.value;
  return html`<span class="words"
    ><span lang=${shown}>${nameText(text)}</span>${foreign
      ? html`<${Chip} tone="warn" mark="translate">${t("web-untranslated")}<//>`
      : original && original !== language.value && status === "machine"
        ? html`<${Chip} tone="warn" mark="translate">${t("web-translated-machine")}<//>`
        : null}</span
  >`;
}

/** @param {{term: any, children?: any}} props */
export const Fact = ({ term, children }) => html`<dt>${term}</dt><dd>${children}</dd>`;

export const NotReleased = () => html`<span class="not-released">${icon("hidden")} ${t("web-not-released")}</span>`;
