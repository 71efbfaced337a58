// Knows how a selected thing is written as one key; knows no thing.

/** @typedef {{kind: string, id: string}} Selection kinds of the map: track, unit, place */

/** @param {Selection} selection */
export const keyOf = ({ kind, id }) => `${kind}:${id}`;

/** @param {string} key @returns {Selection} */
export const selectionOf = (key) => ({ kind: key.slice(0, key.indexOf(":")), id: key.slice(key.indexOf(":") + 1) });
