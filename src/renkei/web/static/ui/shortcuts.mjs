// Knows the sheet of shortcuts: what is registered now, by heading, and the switch for single keys.
import { html } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { shortcuts } from "../app/keys.mjs";
import { chooseSingleKeys, singleKeys } from "../app/preferences.mjs";
import { Dialog, openDialog } from "./dialog.mjs";
import { CheckField } from "./fields.mjs";

export const openShortcuts = () => openDialog(Sheet);

/** @param {{keys: string}} props */
export const Keys = ({ keys }) =>
  html`<span class="keys">${keys.split(" ").map((part) => html`<kbd>${part.replaceAll("Arrow", "")}</kbd> `)}</span>`;

function Sheet() {
  const headings = [...new Set(shortcuts.value.map((shortcut) => shortcut.where))];
  return html`<${Dialog} title=${t("web-shortcuts")} wide>
    <div class="sheet">
      ${headings.map(
        (where) =>
          html`<section>
            <h3>${t(where)}</h3>
            <dl>
              ${shortcuts.value
                .filter((shortcut) => shortcut.where === where)
                .map((shortcut) => html`<dt><${Keys} keys=${shortcut.keys} /></dt><dd>${t(shortcut.what)}</dd>`)}
            </dl>
          </section>`,
      )}
    </div>
    <${CheckField}
      label=${t("web-single-keys")}
      hint=${t("web-single-keys-hint")}
      checked=${singleKeys.value}
      onInput=${chooseSingleKeys}
    />
  <//>`;
}
