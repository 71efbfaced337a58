// Knows what the palette finds on every page: pages, tasks, requests, units, places, themes and languages.
import { PAGES, go } from "./address.mjs";
import { nameText, nationTag, t } from "./i18n.mjs";
import { THEMES, chooseLanguage, chooseTheme, language } from "./preferences.mjs";
import { resources } from "./store.mjs";
import { laneName } from "../matrix/words.mjs";
import { signOut } from "./shell.mjs";

/** @typedef {import("../ui/palette.mjs").Entry} Entry */

/** @param {{en: string, ja: string}} name */
const both = (name) => `${name.en} ${name.ja}`;

/** @returns {Entry[]} */
const acts = () => [
  ...PAGES.map((name) => ({ id: `page-${name}`, text: t(`web-page-${name}`), group: "web-palette-page", words: name, run: () => go(name) })),
  ...THEMES.map((name) => ({ id: `theme-${name}`, text: t(`web-theme-${name}`), group: "web-theme", words: name, run: () => chooseTheme(name) })),
  {
    id: "language",
    text: language.value === "en" ? "日本語" : "English",
    group: "web-language",
    words: "language japanese english 言語 日本語 英語",
    run: () => chooseLanguage(language.value === "en" ? "ja" : "en"),
  },
  { id: "sign-out", text: t("web-sign-out"), group: "web-palette-act", words: "sign out log out サインアウト", run: signOut },
];

/** @returns {Entry[]} */
const tasks = () =>
  (resources.matrix.value.value?.bars ?? []).map((bar) => ({
    id: `task-${bar.task}`,
    text: `${bar.task} ${nameText(bar.name)} · ${nationTag(bar.owner)}`,
    group: "web-palette-task",
    words: both(bar.name),
    run: () => go("matrix", { kind: "task", id: bar.task }),
  }));

/** @returns {Entry[]} */
const requests = () =>
  (resources.requests.value.value ?? []).map((each) => ({
    id: `request-${each.id}`,
    text: `${each.id} ${nameText(each.need)}`,
    group: "web-palette-request",
    words: both(each.need),
    run: () => go("requests", { kind: "request", id: each.id }),
  }));

/** @returns {Entry[]} */
const lanes = () =>
  (resources.matrix.value.value?.lanes ?? []).map((lane) => ({
    id: `lane-${lane.id}`,
    text: `${laneName(lane)} · ${nationTag(lane.nation)}`,
    group: "web-palette-unit",
    words: both(lane.name),
    run: () => go("matrix", { kind: "lane", id: lane.id }),
  }));

/** @returns {Entry[]} */
const places = () =>
  (resources.matrix.value.value?.places ?? []).map((place) => ({
    id: `place-${place.resource}`,
    text: nameText(place.name),
    group: "web-palette-place",
    words: both(place.name),
    run: () => go("matrix", { kind: "place", id: place.resource }),
  }));

/** @returns {Entry[]} */
const units = () => {
  const shown = new Set(resources.matrix.value.value?.lanes.map((lane) => lane.id.replace(/^unit:/, "")));
  return (resources.units.value.value ?? [])
    .filter((unit) => !shown.has(unit.id))
    .map((unit) => ({
      id: `unit-${unit.id}`,
      text: `${nameText(unit.name)} · ${nationTag(unit.owner)}`,
      group: "web-palette-unit",
      words: both(unit.name),
      run: () => go("map", { kind: "unit", id: unit.id }),
    }));
};

export const paletteEntries = () => [...acts(), ...tasks(), ...requests(), ...lanes(), ...places(), ...units()];
