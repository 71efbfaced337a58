// Knows how a dialog opens, holds the focus and gives it back; the browser's own modal dialog does the work.
import { html, signal, useLayoutEffect, useRef } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { icon } from "./icons.mjs";

/** The open dialog's content, or null. @type {import("../app/libraries.mjs").Signal<(() => any)|null>} */
const open = signal(null);

/** @param {() => any} content draws the dialog; use `Dialog` inside */
export function openDialog(content) {
  open.value = content;
}

export const closeDialog = () => (open.value = null);
export const dialogIsOpen = () => open.value !== null;

export const DialogPlace = () => (open.value ? html`<${open.value} />` : null);

/** Where a person begins: the first field, otherwise the first button of the answer. @param {HTMLDialogElement} dialog @returns {HTMLElement|null} */
const firstControl = (dialog) => dialog.querySelector(".dialog-body :is(input, select, textarea)") ?? dialog.querySelector(":scope footer button");

/**
 * @param {{title: string, wide?: boolean, aside?: boolean, children?: any, actions?: any, onSubmit?: () => void}} props
 */
export function Dialog({ title, wide = false, aside = false, children, actions, onSubmit }) {
  const element = useRef(/** @type {HTMLDialogElement|null} */ (null));
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = /** @type {HTMLDialogElement} */ (element.current);
    dialog.showModal();
    firstControl(dialog)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return html`<dialog
    ref=${element}
    class=${`dialog${wide ? " wide" : ""}${aside ? " aside" : ""}`}
    aria-labelledby="dialog-title"
    onClose=${closeDialog}
    onCancel=${closeDialog}
  >
    <form
      novalidate
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <header>
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="quiet" aria-label=${t("web-close")} onClick=${closeDialog}>${icon("close")}</button>
      </header>
      <div class="dialog-body">${children}</div>
      ${actions && html`<footer>${actions}</footer>`}
    </form>
  </dialog>`;
}

/**
 * Asks for one confirmation in words.
 * @param {{title: () => string, text: () => string, confirm: () => string, danger?: boolean, run: () => void|Promise<void>}} question
 */
export function confirmDialog({ title, text, confirm, danger = false, run }) {
  openDialog(
    () => html`<${Dialog}
      title=${title()}
      onSubmit=${() => {
        closeDialog();
        void run();
      }}
      actions=${html`<button type="button" onClick=${closeDialog}>${t("web-back")}</button>
        <button type="submit" class=${danger ? "danger" : "primary"}>${confirm()}</button>`}
    >
      <p>${text()}</p>
    <//>`,
  );
}
