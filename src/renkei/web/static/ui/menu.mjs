// Knows a menu that opens at a button or a point: arrow keys, letters, Escape; knows no act.
import { html, signal, useLayoutEffect, useRef } from "../app/libraries.mjs";

/** @typedef {{label: string, run: () => void, refused?: string|null, keys?: string}} Item */
/** @type {import("../app/libraries.mjs").Signal<{items: Item[], x: number, y: number, label: string, back: Element|null}|null>} */
const open = signal(null);

/**
 * @param {string} label accessible name
 * @param {Item[]} items
 * @param {{x: number, y: number}} at viewport pixels
 */
export function openMenu(label, items, at) {
  open.value = { items, label, ...at, back: document.activeElement };
}

const close = () => {
  const back = open.value?.back;
  open.value = null;
  if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
};

export const MenuPlace = () => (open.value ? html`<${Menu} ...${open.value} />` : null);

/** @param {{items: Item[], x: number, y: number, label: string}} props */
function Menu({ items, x, y, label }) {
  const element = useRef(/** @type {HTMLElement|null} */ (null));
  useLayoutEffect(() => {
    const menu = /** @type {HTMLElement} */ (element.current);
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(x, innerWidth - box.width - 6))}px`;
    menu.style.top = `${Math.max(4, Math.min(y, innerHeight - box.height - 6))}px`;
    /** @type {HTMLElement|null} */ (menu.querySelector("[role=menuitem]"))?.focus();
    const outside = (/** @type {Event} */ event) => !menu.contains(/** @type {Node} */ (event.target)) && close();
    addEventListener("pointerdown", outside, true);
    return () => removeEventListener("pointerdown", outside, true);
  }, [items]);
  const key = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...(element.current?.querySelectorAll("[role=menuitem]") ?? [])]);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[(to + all.length) % all.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="menu" role="menu" aria-label=${label} ref=${element} onKeyDown=${key}>
    ${items.map(
      (item) =>
        html`<button
          type="button"
          role="menuitem"
          tabindex="-1"
          aria-disabled=${item.refused ? "true" : null}
          onClick=${() => {
            if (item.refused) return;
            close();
            item.run();
          }}
        >
          <span>${item.label}${item.refused && html`<small>${item.refused}</small>`}</span>${item.keys && html`<kbd>${item.keys}</kbd>`}
        </button>`,
    )}
  </div>`;
}
