// Knows how a message key becomes a sentence in the chosen language; holds no sentence itself.
import { FluentBundle, FluentResource, signal } from "./libraries.mjs";
import { LANGUAGES, language } from "./preferences.mjs";
import { isMoment, spokenMoment } from "./moment.mjs";

/** @typedef {import("./types.mjs").Name} Name */
/** @typedef {import("./types.mjs").Message} Message */
/** @typedef {import("./types.mjs").Fact} Fact */

/** @type {Record<string, any>} */
const bundles = {};
/** Keys that had no text, for tests: a page must end with none. @type {Set<string>} */
export const missing = new Set();
/** Turns true when the texts of both languages are there. */
export const textsReady = signal(false);

/** Reads both languages at once, so that switching needs neither reload nor network. */
export async function loadTexts() {
  const sources = await Promise.all(LANGUAGES.map((code) => fetch(`/locale/${code}.ftl`).then((answer) => answer.text())));
  LANGUAGES.forEach((code, index) => {
    const bundle = new FluentBundle(code, { useIsolating: false });
    bundle.addResource(new FluentResource(sources[index]));
    bundles[code] = bundle;
  });
  textsReady.value = true;
}

/**
 * @param {unknown} value
 * @returns {value is Name}
 */
const isName = (value) => typeof value === "object" && value !== null && "en" in value && "ja" in value;

/**
 * @param {Record<string, Fact|null|undefined>} facts
 * @param {import("./types.mjs").Language} code
 * @returns {Record<string, string|number>}
 */
function flat(facts, code) {
  /** @type {Record<string, string|number>} */
  const out = {};
  for (const [key, value] of Object.entries(facts)) {
    if (isName(value)) out[key] = value[code] || value.en || value.ja;
    else if (typeof value === "string" && isMoment(value)) out[key] = spokenMoment(value);
    else out[key] = /** @type {string|number} */ (value ?? "");
  }
  return out;
}

/** @param {string} key */
export const hasText = (key) => Boolean(bundles[language.value]?.hasMessage(key));

/**
 * Returns the text of a message in the chosen language; the key as it is where there is none, so that a newer
 * partner's message is still shown.
 * @param {string} key
 * @param {Record<string, Fact|null|undefined>} [facts]
 */
export const t = (key, facts = {}) => inLanguage(language.value, key, facts);

/**
 * The same in a language of choice, for words that are written in both.
 * @param {import("./types.mjs").Language} code
 * @param {string} key
 * @param {Record<string, Fact|null|undefined>} facts
 */
export function inLanguage(code, key, facts) {
  const bundle = bundles[code];
  const found = bundle?.getMessage(key);
  if (!found?.value) {
    missing.add(`${code}:${key}`);
    return key;
  }
  /** @type {Error[]} */
  const errors = [];
  const said = bundle.formatPattern(found.value, flat(facts, code), errors);
  if (errors.length) missing.add(`${code}:${key}: ${errors[0].message}`);
  return said;
}

/**
 * Returns the sentence of a message that came from the node.
 * @param {Message|null|undefined} message
 */
export const told = (message) => (message ? t(message.key, message.facts ?? {}) : "");

/**
 * Returns a bilingual name in the chosen language, or its original where nobody has written one yet.
 * @param {Name|string|null|undefined} name
 */
export function nameText(name) {
  if (!name) return "";
  if (typeof name === "string") return name;
  return language.value === "ja" ? name.ja || name.en : name.en || name.ja;
}

/**
 * The language a bilingual name is really shown in, for `lang` attributes.
 * @param {Name} name
 */
export const shownLanguage = (name) => (name[language.value] ? language.value : language.value === "ja" ? "en" : "ja");

/**
 * A nation in words; the code where it has no words yet.
 * @param {string} code
 */
export const nationName = (code) => (hasText(`web-nation-${code}`) ? t(`web-nation-${code}`) : code);

/**
 * A nation as a short tag.
 * @param {string} code
 */
export const nationTag = (code) => (hasText(`web-nation-tag-${code}`) ? t(`web-nation-tag-${code}`) : code);

/**
 * @param {string[]} codes
 */
export const nationList = (codes) => list(codes.map(nationName));

/**
 * Joins words the way the language does.
 * @param {string[]} words
 */
export const list = (words) => new Intl.ListFormat(language.value, { type: "conjunction" }).format(words);

/**
 * Joins the parts of an accessible name.
 * @param {(string|false|null|undefined)[]} parts
 */
export const spoken = (parts) => parts.filter(Boolean).join(language.value === "ja" ? "、" : ", ");

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(language.value).format(value);
