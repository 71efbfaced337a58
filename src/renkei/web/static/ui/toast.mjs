// Knows the short messages at the edge of the screen; they are announced and stay long enough to be read.
import { html, signal } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { icon } from "./icons.mjs";

/** Reading time of a plain message; refusals stay until closed. */
const STAY_MS = 7000;
/** More than this many at once hide the page. */
const MAX = 4;

/** @typedef {{id: number, tone: "good"|"bad"|"info", text: () => string, action?: {label: () => string, run: () => void}}} Toast */
/** @type {import("../app/libraries.mjs").Signal<Toast[]>} */
const toasts = signal([]);
let last = 0;

/** @param {number} id */
const close = (id) => (toasts.value = toasts.value.filter((toast) => toast.id !== id));

/**
 * @param {Toast["tone"]} tone
 * @param {() => string} text a function, so that it follows the language
 * @param {Toast["action"]} [action]
 */
export function toast(tone, text, action) {
  const id = ++last;
  toasts.value = [...toasts.value, { id, tone, text, action }].slice(-MAX);
  if (tone !== "bad") setTimeout(() => close(id), STAY_MS);
}

/** @param {any} error */
export const toastError = (error) => toast("bad", () => error.text ?? String(error.message ?? error));

export const Toasts = () =>
  html`<div class="toasts" role="region" aria-label=${t("web-messages")}>
    <div aria-live="polite" class="toast-list">
      ${toasts.value.map(
        (each) =>
          html`<div class=${`toast ${each.tone}`} key=${each.id} role=${each.tone === "bad" ? "alert" : null}>
            ${icon(each.tone === "bad" ? "clash" : "check")}<span>${each.text()}</span>
            ${each.action &&
            html`<button
              type="button"
              onClick=${() => {
                close(each.id);
                each.action?.run();
              }}
            >
              ${each.action.label()}
            </button>`}
            <button type="button" class="quiet" aria-label=${t("web-close")} onClick=${() => close(each.id)}>${icon("close")}</button>
          </div>`,
      )}
    </div>
  </div>`;
