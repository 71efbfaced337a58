// Knows the map page: puts map, lists and inspector together and keeps them at one selection and one filter.
import { Chart } from "./chart.mjs";
import { computed, effect, html, render, signal, styleSheet, useLayoutEffect, useRef } from "./libraries.mjs";
import { Foot, Legend, Notice, Tools } from "./overlay.mjs";
import { named, placeMarks, placed, things, trackWanted } from "./picture.mjs";
import { Side } from "./side.mjs";
import { Source } from "./source.mjs";
import { Words } from "./words.mjs";

/**
 * Everything the parts of the page share. Its own settings in the address, beside the shared selection and filter:
 * side, from, age, hide, names, tab, view.
 */
export class Page {
  /**
   * @param {Source} source
   * @param {Words} words
   * @param {() => "en"|"ja"} language
   */
  constructor(source, words, language) {
    this.source = source;
    this.words = words;
    this.language = language;
    /** @type {import("../app/libraries.mjs").Signal<Chart|null>} The map once its libraries are there. */
    this.chart = signal(null);
    /** What the graphics card is doing: "opening", "ready", "lost", "failed". */
    this.graphics = signal("opening");
    /** Where the pointer is on the map. @type {import("../app/libraries.mjs").Signal<{lon: number, lat: number}|null>} */
    this.pointer = signal(null);
    /** Rises when the map moved. */
    this.moved = signal(0);
    this.choice = computed(() => ({
      text: source.filter.value,
      side: this.setting("side"),
      from: this.setting("from"),
      age: this.setting("age"),
      hidden: this.setting("hide").split(",").filter(Boolean),
    }));
    this.tracks = computed(() => [...source.tracks.value.values()].filter((track) => trackWanted(track, this.choice.value)));
    this.units = computed(() => source.unitList.value.filter((/** @type {any} */ unit) => named(unit, this.choice.value)));
    this.places = computed(() => source.placeList.value.filter((/** @type {any} */ place) => named(place, this.choice.value)));
  }

  /** @param {string} key */
  setting(key) {
    return this.source.settings.value[key] ?? "";
  }

  /** @param {string} key @param {string|null} value */
  set(key, value) {
    this.source.set(key, value);
  }

  /** Which names stand on the map: the screen's language unless chosen otherwise. @returns {import("./style.mjs").Names} */
  get names() {
    const chosen = this.setting("names");
    return chosen === "en" || chosen === "ja" || chosen === "both" ? chosen : this.language();
  }

  /** @param {string} layer */
  hides(layer) {
    return this.choice.value.hidden.includes(layer);
  }

  /** @param {string} layer */
  toggle(layer) {
    const hidden = this.choice.value.hidden.filter((/** @type {string} */ each) => each !== layer);
    this.set("hide", (this.hides(layer) ? hidden : [...hidden, layer]).join(","));
  }

  /** Selects from a list: the map shows where it is. @param {import("./selection.mjs").Selection} selection */
  choose(selection) {
    this.source.selection.value = selection;
    const found = this.find(selection);
    if (found && placed(found)) this.chart.value?.reveal(found);
  }

  /** @param {import("./selection.mjs").Selection|null} selection @returns {any} */
  find(selection) {
    if (selection?.kind === "track") return this.source.tracks.value.get(selection.id);
    const lists = /** @type {Record<string, any[]>} */ ({ unit: this.source.unitList.value, place: this.source.placeList.value });
    return lists[selection?.kind ?? ""]?.find((each) => each.id === selection?.id);
  }

  /** Brings everything that is shown into the view; where there is nothing, the places. */
  fit() {
    const shown = [...this.tracks.value, ...this.#reported(), ...this.units.value];
    this.chart.value?.fit((shown.length ? shown : this.places.value).filter(placed));
  }

  /** The first view: where something happens. Units far away at their bases would make it too small to read. */
  open() {
    this.chart.value?.fit([...this.tracks.value, ...this.#reported()].filter(placed));
  }

  #reported() {
    return this.places.value.filter((/** @type {any} */ place) => place.status);
  }
}

/** The map itself; Preact keeps its hands off the inside. @param {{page: Page}} props */
function Stage({ page }) {
  const element = useRef(null);
  useLayoutEffect(() => openChart(page, /** @type {any} */ (element.current)), [page]);
  return html`<div class="map-canvas" ref=${element}></div>`;
}

/**
 * @param {Page} page
 * @param {HTMLElement} element
 * @returns {() => void}
 */
function openChart(page, element) {
  const chart = new Chart(
    element,
    {
      select: (selection) => (page.source.selection.value = selection),
      point: (position) => (page.pointer.value = position),
      moved: () => (page.moved.value += 1),
      state: (state) => (page.graphics.value = state),
    },
    { theme: page.source.theme.value, names: page.names },
  );
  /** @type {(() => void)[]} */
  let endings = [];
  chart.open(page.words.t("map-name")).then(
    () => {
      if (chart.closed) return;
      page.chart.value = chart;
      endings = follow(page, chart);
    },
    (error) => {
      page.graphics.value = "failed";
      console.warn(error);
    },
  );
  return () => {
    for (const end of endings) end();
    page.chart.value = null;
    chart.close();
  };
}

/**
 * Keeps the map at what the page shows.
 * @param {Page} page
 * @param {Chart} chart
 */
function follow(page, chart) {
  const { source } = page;
  let fitted = openView(page, chart);
  return [
    effect(() => chart.restyle({ theme: source.theme.value, names: page.names })),
    effect(() => chart.name(page.words.t("map-name"))),
    effect(() => {
      if (page.graphics.value === "opening") return;
      const tracks = page.hides("tracks") ? [] : page.tracks.value;
      const units = page.hides("units") ? [] : page.units.value;
      chart.show(things({ tracks, units }, (name) => page.words.name(name)));
    }),
    effect(() => chart.showPlaces(page.hides("places") ? [] : placeMarks(page.places.value))),
    effect(() => chart.select(source.selection.value)),
    effect(() => {
      if (fitted || !source.tracks.value.size || !source.places.value.value) return;
      fitted = true;
      page.open();
    }),
    keepView(page, chart),
  ];
}

/**
 * Goes to the view that the address names; true if it names one.
 * @param {Page} page
 * @param {Chart} chart
 */
function openView(page, chart) {
  const [lon, lat, zoom] = page.setting("view").split(",").map(Number);
  if (![lon, lat, zoom].every(Number.isFinite) || !page.setting("view")) return false;
  chart.map.jumpTo({ center: [lon, lat], zoom });
  return true;
}

/**
 * Writes the view into the address when the map came to rest.
 * @param {Page} page
 * @param {Chart} chart
 */
function keepView(page, chart) {
  const write = () => {
    const { lng, lat } = chart.map.getCenter();
    page.set("view", [lng.toFixed(3), lat.toFixed(3), chart.map.getZoom().toFixed(2)].join(","));
  };
  chart.map.on("moveend", write);
  return () => chart.map?.off("moveend", write);
}

/** @param {{page: Page}} props */
const Whole = ({ page }) =>
  html`<div class="map-page">
    <section class="map-stage" aria-label=${page.words.t("map-stage")}>
      <${Stage} page=${page} />
      <${Notice} page=${page} />
      <${Tools} page=${page} />
      <${Legend} page=${page} />
      <${Foot} page=${page} />
    </section>
    <${Side} page=${page} />
  </div>`;

/**
 * Puts the map page into an element.
 * @param {HTMLElement} element
 * @param {{store?: any, t: import("./words.mjs").Translate, language: any}} shell `language`: a signal or a code
 * @returns {{destroy: () => void, page: Page}}
 */
export function mount(element, { store, t, language }) {
  const code = () => (typeof language === "object" ? language.value : language);
  const page = new Page(new Source(store), new Words(t, code), code);
  let gone = false;
  void Promise.all([styleSheet("map.css"), styleSheet("side.css")]).then(() => {
    if (!gone) render(html`<${Whole} page=${page} />`, element);
  });
  return {
    page,
    destroy() {
      gone = true;
      render(null, element);
      page.source.close();
    },
  };
}
