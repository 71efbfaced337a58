// Knows how log rows become a CSV or JSON file in the browser; asks nobody.

/** @typedef {import("../app/types.mjs").LogRow} LogRow */
const COLUMNS = /** @type {(keyof LogRow)[]} */ (["number", "id", "kind", "origin", "author", "valid", "recorded", "late", "shared"]);

/**
 * One cell by RFC 4180; a leading formula sign is defused, because spreadsheets run it.
 * @param {unknown} value
 */
export function cell(value) {
  const plain = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {LogRow[]} rows
 * @param {(row: LogRow) => string} sentence
 */
export function asCsv(rows, sentence) {
  const lines = [[...COLUMNS, "rel_to", "told"], ...rows.map((row) => [...COLUMNS.map((name) => row[name]), row.rel_to.join(" "), sentence(row)])];
  // The mark at the start tells spreadsheets that the file is UTF-8.
  return `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/**
 * @param {LogRow[]} rows
 * @param {(row: LogRow) => string} sentence
 */
export const asJson = (rows, sentence) => `${JSON.stringify(rows.map((row) => ({ ...row, sentence: sentence(row) })), null, 1)}\n`;

/**
 * Hands a file to the browser's download.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
