// Knows which side a symbol code states and how sides are told apart by shape and colour; decides no side itself.

/** @typedef {"friend"|"assumed"|"neutral"|"unknown"|"pending"|"suspect"|"hostile"} Affiliation */

/** In the order of the marks in the atlas. @type {Affiliation[]} */
export const AFFILIATIONS = ["friend", "assumed", "neutral", "unknown", "pending", "suspect", "hostile"];

/** MIL-STD-2525D and APP-6D: fourth digit, standard identity. @type {Record<string, Affiliation>} */
const BY_DIGIT = { 0: "pending", 1: "unknown", 2: "assumed", 3: "friend", 4: "neutral", 5: "suspect", 6: "hostile" };
/** MIL-STD-2525C and APP-6B: second letter; exercise letters count as the side they stand for. @type {Record<string, Affiliation>} */
const BY_LETTER = {
  P: "pending",
  G: "pending",
  U: "unknown",
  W: "unknown",
  A: "assumed",
  M: "assumed",
  F: "friend",
  D: "friend",
  N: "neutral",
  L: "neutral",
  S: "suspect",
  J: "suspect",
  H: "hostile",
  K: "hostile",
};

/**
 * The side that the source states in a symbol code; unknown where it states none.
 * @param {string} sidc twenty digits (2525D) or fifteen letters (2525C)
 * @returns {Affiliation}
 */
export function affiliationOf(sidc) {
  const found = /^\d/.test(sidc) ? BY_DIGIT[sidc[3]] : BY_LETTER[sidc[1]?.toUpperCase()];
  return found ?? "unknown";
}

/** Shape and fill of each side's small mark; fills are those of the standard's full symbols. */
export const MARKS = /** @type {Record<Affiliation, {shape: "bar"|"square"|"clover"|"diamond", fill: string, dashed: boolean}>} */ ({
  friend: { shape: "bar", fill: "#80e0ff", dashed: false },
  assumed: { shape: "bar", fill: "#80e0ff", dashed: true },
  neutral: { shape: "square", fill: "#aaffaa", dashed: false },
  unknown: { shape: "clover", fill: "#ffff80", dashed: false },
  pending: { shape: "clover", fill: "#ffff80", dashed: true },
  suspect: { shape: "diamond", fill: "#ff8080", dashed: true },
  hostile: { shape: "diamond", fill: "#ff8080", dashed: false },
});
