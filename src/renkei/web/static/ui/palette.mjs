// Knows the command palette: finds pages, acts, tasks, requests, units and places by words of either language.
import { html, signal, useEffect, useRef, useState } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { Dialog, closeDialog, openDialog } from "./dialog.mjs";

/** More lines than this are not read; the words find the rest. */
const SHOWN_MAX = 40;

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} text shown line
 * @property {string} group message key of its kind
 * @property {string} [words] further words that find it, for example the name in the other language
 * @property {string} [keys]
 * @property {() => void} run
 */

/** Sources of entries; a page adds its own while it is shown. @type {import("../app/libraries.mjs").Signal<(() => Entry[])[]>} */
const sources = signal([]);

/**
 * @param {() => Entry[]} source
 */
export function offer(source) {
  sources.value = [...sources.value, source];
  return () => {
    sources.value = sources.value.filter((each) => each !== source);
  };
}

/** @param {string} text */
const folded = (text) => text.normalize("NFKC").toLowerCase();

/**
 * Entries whose words hold every word asked for, those that begin with it first.
 * @param {Entry[]} entries
 * @param {string} asked
 */
export function matching(entries, asked) {
  const words = folded(asked).split(/\s+/).filter(Boolean);
  const scored = entries
    .map((entry) => ({ entry, hay: folded(`${entry.text} ${entry.words ?? ""}`) }))
    .filter(({ hay }) => words.every((word) => hay.includes(word)));
  const starts = (/** @type {{hay: string}} */ each) => (words.length && each.hay.startsWith(words[0]) ? 0 : 1);
  return scored.sort((a, b) => starts(a) - starts(b)).map(({ entry }) => entry);
}

export const openPalette = () => openDialog(Palette);

function Palette() {
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef(/** @type {HTMLElement|null} */ (null));
  const found = matching(sources.value.flatMap((source) => source()), asked).slice(0, SHOWN_MAX);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [chosen, asked]);
  const take = (/** @type {Entry|undefined} */ entry) => {
    if (!entry) return;
    closeDialog();
    entry.run();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(1, found.length));
    }
  };
  return html`<${Dialog} title=${t("web-palette")} onSubmit=${() => take(found[chosen])}>
    <input
      class="palette-input"
      role="combobox"
      aria-expanded="true"
      aria-controls="palette-list"
      aria-activedescendant=${found.length ? `palette-${chosen}` : null}
      aria-label=${t("web-palette-hint")}
      placeholder=${t("web-palette-hint")}
      autocomplete="off"
      value=${asked}
      onInput=${(/** @type {any} */ event) => {
        setAsked(event.target.value);
        setAt(0);
      }}
      onKeyDown=${key}
    />
    <ul id="palette-list" role="listbox" aria-label=${t("web-palette")} class="palette-list" ref=${list} tabindex="-1">
      ${found.map(
        (entry, index) =>
          html`<li
            key=${entry.id}
            id=${`palette-${index}`}
            role="option"
            aria-selected=${index === chosen ? "true" : "false"}
            onClick=${() => take(entry)}
            onPointerMove=${() => setAt(index)}
          >
            <span class="palette-kind">${t(entry.group)}</span><span class="palette-text">${entry.text}</span>
            ${entry.keys && html`<kbd>${entry.keys}</kbd>`}
          </li>`,
      )}
    </ul>
    <p role="status" class=${found.length ? "sr-only" : "hint"}>${found.length ? t("web-found", { n: found.length }) : t("web-palette-none")}</p>
  <//>`;
}
