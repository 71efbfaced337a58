// Knows how requests, quantities and terms are said in either language; decides nothing.
import { hasText, nameText, nationName, number, t, told } from "../app/i18n.mjs";
import { resources } from "../app/store.mjs";
import { hOffset, windowText } from "../app/time.mjs";

/** Words that stand for one unit, in either language, and the unit's key. @type {Record<string, string>} */
const UNITS = {
  people: "people", person: "people", persons: "people", personnel: "people", rescuers: "people", 名: "people", 人: "people",
  vehicle: "vehicles", vehicles: "vehicles", 両: "vehicles", 台: "vehicles",
  meal: "meals", meals: "meals", 食: "meals",
  item: "items", items: "items", 枚: "items", 個: "items", 点: "items",
  m3: "m3", "m³": "m3", 立方メートル: "m3",
  parking: "parking", stands: "parking", 機: "parking",
}; // prettier-ignore

/** The units that a form offers. */
export const UNIT_KEYS = [...new Set(Object.values(UNITS))];

/**
 * A quantity in the chosen language: value, unit and bound; the source form where no value could be read.
 * @param {import("../app/types.mjs").Quantity|null|undefined} quantity
 */
export function quantityText(quantity) {
  if (!quantity) return t("web-none");
  const { value, unit = "", bound = "exact" } = quantity;
  if (value === null || value === undefined) return quantity.source;
  const known = UNITS[unit.trim().toLowerCase()];
  return known ? t(`requests-amount-${known}`, { n: value, bound }) : t("requests-amount-other", { n: value, unit, bound });
}

/** The amount of a request, in the node's own words where it says them. @param {import("../app/types.mjs").Request} request */
export const amountText = (request) => (request.amount ? told(request.amount) : quantityText(request.quantity));

/**
 * A party of a request: a nation, or a body outside both headquarters.
 * @param {string} party
 */
export function partyName(party) {
  const nation = nationName(party);
  if (nation !== party) return nation;
  const place = resources.places.value.value?.find((each) => each.id === party);
  if (place) return nameText(place.name);
  return hasText(`web-party-${party}`) ? t(`web-party-${party}`) : party;
}

/**
 * How a request came in: `USA->JPN`, `prefecture->JPN`.
 * @param {string} channel
 */
export const channelText = (channel) =>
  channel
    .split("->")
    .map((end) => (hasText(`web-channel-${end}`) ? t(`web-channel-${end}`) : partyName(end)))
    .join(" → ");

/** Name of a shared place, unit or stock. @param {string} id */
export function resourceName(id) {
  const state = resources.matrix.value.value;
  const place = state?.places.find((each) => each.resource === id);
  if (place) return nameText(place.name);
  for (const bar of state?.bars ?? []) {
    const use = bar.uses?.find((each) => each.resource === id);
    if (use) return nameText(use.name) || id;
  }
  const unit = resources.units.value.value?.find((each) => each.id === id);
  return unit ? nameText(unit.name) : id;
}

/**
 * Terms as lines: what, how many, when, otherwise, condition.
 * @param {any} terms
 * @returns {{name: string, text: string}[]}
 */
export function termLines(terms) {
  if (!terms) return [];
  const lines = [];
  if (terms.resource) lines.push({ name: t("web-terms-what"), text: resourceName(terms.resource) });
  if (terms.quantity !== null && terms.quantity !== undefined) lines.push({ name: t("web-terms-quantity"), text: number(terms.quantity) });
  if (terms.start && terms.end) lines.push({ name: t("web-terms-window"), text: windowText(terms.start, terms.end) });
  else if (terms.start || terms.end) lines.push({ name: t("web-terms-window"), text: hOffset(terms.start ?? terms.end) });
  if (terms.total !== null && terms.total !== undefined) lines.push({ name: t("web-terms-total"), text: number(terms.total) });
  if (terms.otherwise !== null && terms.otherwise !== undefined) lines.push({ name: t("web-terms-otherwise"), text: number(terms.otherwise) });
  if (terms.condition?.en || terms.condition?.ja) lines.push({ name: t("web-terms-condition"), text: nameText(terms.condition) });
  return lines;
}

/** @param {string} state */
export const stateTone = (state) =>
  ({ crossed: "bad", declined: "bad", withdrawn: "plain", accepted: "good", committed: "good", reported: "good", drafted: "info", registered: "plain" })[state] ?? "warn";

/** Whether somebody here has something to do on a request. @param {import("../app/types.mjs").Request} request */
export const wantsUs = (request) =>
  Boolean(request.crossed || request.at_risk || request.duplicates.some((each) => each.state === "offered") || ourTurn(request));

/** States in which the next act is this side's. @type {Record<string, string>} */
const TURN = {
  sent: "provider",
  offered: "asker",
  countered_by_provider: "asker",
  countered_by_asker: "provider",
  accepted: "provider",
  drafted: "asker",
};

/** @param {import("../app/types.mjs").Request} request */
export const ourTurn = (request) => TURN[request.state] === request.own_side && !(request.joint && request.state === "accepted");
