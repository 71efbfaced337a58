// Knows what one person chose on this device (language, theme, single keys); never leaves the browser.
import { signal } from "./libraries.mjs";

/** @typedef {"night"|"day"|"contrast"} Theme */
export const THEMES = /** @type {Theme[]} */ (["night", "day", "contrast"]);
export const LANGUAGES = /** @type {import("./types.mjs").Language[]} */ (["en", "ja"]);

/**
 * @param {string} key
 * @returns {string|null}
 */
function remembered(key) {
  try {
    return localStorage.getItem(`renkei.${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(`renkei.${key}`, value);
  } catch {
    /* A browser that keeps nothing still works for this visit. */
  }
}

/** @returns {Theme} */
function firstTheme() {
  const kept = /** @type {Theme} */ (remembered("theme"));
  if (THEMES.includes(kept)) return kept;
  return matchMedia("(prefers-contrast: more)").matches ? "contrast" : "night";
}

/** @returns {import("./types.mjs").Language} */
function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("language") ?? remembered("language") ?? navigator.language;
  return asked.toLowerCase().startsWith("ja") ? "ja" : "en";
}

/** Whether a person chose a language on this device; otherwise the node's language is taken after sign-in. */
export const languageWasChosen = () =>
  remembered("language") !== null || new URLSearchParams(location.search).has("language");

export const theme = signal(firstTheme());
export const language = signal(firstLanguage());
export const singleKeys = signal(remembered("single-keys") !== "off");
export const inspectorOpen = signal(remembered("inspector") !== "closed");

/** @param {Theme} name */
export function chooseTheme(name) {
  theme.value = name;
  remember("theme", name);
}

/** @param {import("./types.mjs").Language} code */
export function chooseLanguage(code) {
  language.value = code;
  remember("language", code);
}

/** @param {boolean} on */
export function chooseSingleKeys(on) {
  singleKeys.value = on;
  remember("single-keys", on ? "on" : "off");
}

/** @param {boolean} open */
export function openInspector(open) {
  inspectorOpen.value = open;
  remember("inspector", open ? "open" : "closed");
}
