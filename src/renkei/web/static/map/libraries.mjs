// Knows which vendored files the map stands on, and loads the large ones only when a map is wanted.

export { Component, Fragment, html, render, signal, effect, computed, batch, untracked } from "../app/libraries.mjs";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../app/libraries.mjs";

/** Address of a file beside this one, wherever the node serves it. @param {string} path */
const beside = (path) => new URL(path, import.meta.url).href;

const MAPLIBRE = "../../vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";
const PMTILES = "../../vendor/pmtiles-4.5.0/pmtiles.mjs";
const MILSYMBOL = "../../vendor/milsymbol-3.0.4/milsymbol.js";

/** The map library. @returns {Promise<any>} */
export const mapLibrary = () => import(MAPLIBRE);

/** The reader of the tile file. @returns {Promise<any>} */
export const tileLibrary = () => import(PMTILES);

/** @type {Promise<any>|null} */
let symbols = null;

/**
 * The library that draws standard symbols. It comes as a classic script that sets a global, and says its copyright
 * on the console once.
 * @returns {Promise<any>}
 */
export function symbolLibrary() {
  symbols ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = beside(MILSYMBOL);
    script.onload = () => resolve(/** @type {any} */ (globalThis).ms);
    script.onerror = () => reject(new Error("milsymbol"));
    document.head.append(script);
  });
  return symbols;
}

/**
 * Adds a style sheet to the page once and waits until it holds.
 * @param {string} path relative to this file
 * @returns {Promise<void>}
 */
export function styleSheet(path) {
  const href = beside(path);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(path));
    document.head.append(link);
  });
}

/** The style sheet of the map library. */
export const MAPLIBRE_CSS = "../../vendor/maplibre-gl-6.17.0/maplibre-gl.css";
