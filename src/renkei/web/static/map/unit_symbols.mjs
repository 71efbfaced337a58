// Knows which standard symbol stands for a type of unit on the order of battle; where a source states a code, that one is drawn.

/**
 * First match wins. Symbol set and entity of MIL-STD-2525D (Air table 01, Land unit 10, Sea surface 30).
 * @type {[RegExp, string, string, string][]} pattern, symbol set, entity, its name in the table
 */
const RULES = [
  [/mv-?22|tilt/, "01", "110114", "vertical or short take-off and landing"],
  [/ch-?47|uh-?60|uh-?1|ch-?53|mh-?60|heli/, "01", "110200", "rotary wing"],
  [/c-?130|c-?17|(^|\W)c-?2(\W|_|$)|fixed|airlift/, "01", "110107", "cargo aircraft"],
  [/lcac|hover|lsv|lcu|landing[ _]craft|small[ _]transport|medium[ _]transport/, "30", "120308", "landing craft"],
  [/lst|lsd|landing[ _](ship|dock)|dock[ _]landing/, "30", "120307", "landing ship"],
  [/lpd|transport[ _]dock/, "30", "120306", "amphibious transport dock"],
  [/lha|lhd|amphibious/, "30", "120303", "amphibious assault ship"],
  [/ddh|destroyer/, "30", "120203", "destroyer"],
  [/carrier|cvn/, "30", "120100", "carrier"],
  [/hospital/, "30", "140116", "hospital ship"],
  [/ship|vessel/, "30", "120000", "military combatant"],
  [/truck|transport/, "10", "163600", "transportation"],
  [/medical|dmat/, "10", "161300", "medical"],
  [/engineer/, "10", "140700", "engineer"],
];

/** Reality, friendly: units on the order of battle are the own side's or the partner's. */
const HEAD = "1003";

/**
 * Twenty digits of MIL-STD-2525D for a friendly unit of a type; a land unit without an icon where nothing is known.
 * @param {string} type
 */
export function symbolOfUnit(type) {
  const found = RULES.find(([pattern]) => pattern.test(type.toLowerCase()));
  const [set, entity] = found ? [found[1], found[2]] : ["10", "000000"];
  return `${HEAD}${set}0000${entity}0000`;
}
