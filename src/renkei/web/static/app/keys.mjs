// Knows which key does what and tells the shortcut sheet; what is done belongs to whoever registered it.
import { signal } from "./libraries.mjs";
import { singleKeys } from "./preferences.mjs";

/** How long `g` waits for its letter. */
const CHORD_MS = 1500;

/**
 * @typedef {object} Shortcut
 * @property {string} keys as shown: `g m`, `Ctrl+K`, `?`
 * @property {string} what message key of the sheet's line
 * @property {string} where message key of the sheet's heading
 * @property {() => void} run
 * @property {(() => boolean)} [when]
 */

/** @type {import("./libraries.mjs").Signal<Shortcut[]>} */
export const shortcuts = signal([]);

/**
 * Adds shortcuts and returns how to take them away again.
 * @param {Shortcut[]} added
 */
export function register(added) {
  shortcuts.value = [...shortcuts.value, ...added];
  return () => {
    shortcuts.value = shortcuts.value.filter((shortcut) => !added.includes(shortcut));
  };
}

/** @param {EventTarget|null} target */
const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

/** @param {KeyboardEvent} event */
function spell(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Ctrl+${key.toUpperCase()}` : key;
}

/** @param {KeyboardEvent} event */
function allowed(event) {
  if (event.defaultPrevented || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return singleKeys.value && !isTyping(event.target) && !document.querySelector("dialog[open]");
}

/** Listens for the registered keys on the whole page. */
export function listen() {
  let chord = "";
  let timer = 0;
  addEventListener("keydown", (event) => {
    if (!allowed(event)) return;
    const pressed = chord ? `${chord} ${spell(event)}` : spell(event);
    clearTimeout(timer);
    chord = "";
    const found = shortcuts.value.findLast((s) => s.keys === pressed && (s.when?.() ?? true));
    if (found) {
      event.preventDefault();
      found.run();
    } else if (shortcuts.value.some((s) => s.keys.startsWith(`${pressed} `))) {
      chord = pressed;
      timer = setTimeout(() => (chord = ""), CHORD_MS);
    }
  });
}
