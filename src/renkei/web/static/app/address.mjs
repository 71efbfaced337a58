// Knows the address line: page, the one selection, the one filter, the moment looked at, and each panel's own settings.
import { batch, effect, signal } from "./libraries.mjs";

export const PAGES = ["matrix", "map", "requests", "log", "link"];
/** @typedef {{kind: string, id: string}} Selection */

/** @type {import("./libraries.mjs").Signal<string>} */
export const page = signal("matrix");
/** @type {import("./libraries.mjs").Signal<Selection|null>} */
export const selection = signal(null);
export const filter = signal("");
/** Moment looked at, ISO Zulu, or null to follow the clock. @type {import("./libraries.mjs").Signal<string|null>} */
export const lookingAt = signal(null);
/** Settings of single panels, such as the matrix's first hour. @type {import("./libraries.mjs").Signal<Record<string, string>>} */
export const panel = signal({});

/**
 * @param {string|null} text
 * @returns {Selection|null}
 */
function parseSelection(text) {
  const cut = text?.indexOf(":") ?? -1;
  return text && cut > 0 ? { kind: text.slice(0, cut), id: text.slice(cut + 1) } : null;
}

function read() {
  const query = new URLSearchParams(location.search);
  const name = location.pathname.replace(/^\//, "").split("/")[0];
  batch(() => {
    page.value = PAGES.includes(name) ? name : "matrix";
    selection.value = parseSelection(query.get("select"));
    filter.value = query.get("filter") ?? "";
    lookingAt.value = query.get("at");
    const rest = [...query].filter(([key]) => !["select", "filter", "at", "language"].includes(key));
    panel.value = Object.fromEntries(rest);
  });
}

function write() {
  const query = new URLSearchParams();
  if (selection.value) query.set("select", `${selection.value.kind}:${selection.value.id}`);
  if (filter.value) query.set("filter", filter.value);
  if (lookingAt.value) query.set("at", lookingAt.value);
  for (const [key, value] of Object.entries(panel.value)) if (value) query.set(key, value);
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return `/${page.value}${text ? `?${text}` : ""}`;
}

/** Reads the address and keeps it equal to the state from now on. */
export function followAddress() {
  read();
  addEventListener("popstate", read);
  let waiting = 0;
  effect(() => {
    const target = write();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (target !== location.pathname + location.search) history.replaceState(null, "", target);
    }, 120);
  });
}

/**
 * Goes to a page, keeping selection, filter and moment.
 * @param {string} name
 * @param {Selection|null} [select]
 */
export function go(name, select) {
  batch(() => {
    if (select !== undefined) selection.value = select;
    if (page.value !== name) {
      panel.value = {};
      page.value = name;
    }
  });
  const target = write();
  if (target !== location.pathname + location.search) history.pushState(null, "", target);
}

/** The address of a page with the present selection, filter and moment. @param {string} name */
export function addressOf(name) {
  const query = new URLSearchParams();
  if (selection.value) query.set("select", `${selection.value.kind}:${selection.value.id}`);
  if (filter.value) query.set("filter", filter.value);
  if (lookingAt.value) query.set("at", lookingAt.value);
  const text = query.toString().replaceAll("%3A", ":");
  return `/${name}${text ? `?${text}` : ""}`;
}

/**
 * @param {string} kind
 * @param {string} id
 */
export function select(kind, id) {
  if (selection.value?.kind !== kind || selection.value.id !== id) selection.value = { kind, id };
}

export const unselect = () => (selection.value = null);

/** @param {Record<string, string|null>} settings */
export function setPanel(settings) {
  const next = { ...panel.value };
  for (const [key, value] of Object.entries(settings)) {
    if (value === null || value === "") delete next[key];
    else next[key] = value;
  }
  if (JSON.stringify(next) !== JSON.stringify(panel.value)) panel.value = next;
}
