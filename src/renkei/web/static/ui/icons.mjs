// Knows the drawn marks of the screen (16 by 16, current colour); each stands beside words, never alone.
import { html } from "../app/libraries.mjs";

/** Path data; a leading `!` means filled, otherwise stroked. @type {Record<string, string>} */
const PATHS = {
  matrix: "M2 3h5M5 8h7M9 13h5M2 13h3M10 3h4",
  map: "M2 4l4-1.5 4 1.5 4-1.5v10L10 14l-4-1.5L2 14zM6 2.5v10M10 4v10",
  requests: "M2 4h9l-2.5-2.5M11 4L8.500 6.500M14 12H5l2.500-2.500M5 12l2.500 2.500",
  log: "M3 2h10v12H3zM5.500 5.500h5M5.500 8h5M5.500 10.500h3",
  link: "M6.500 9.500l3-3M7 4.500l1.500-1.500a3 3 0 014.500 4.500L11.500 9M9 11.500L7.500 13A3 3 0 013 8.500L4.500 7",
  check: "M3 8.500l3.500 3.500L13 4.500",
  lock: "M4 7.500h8V14H4zM5.500 7.500V5a2.500 2.500 0 015 0v2.500",
  play: "!M4.500 3l8 5-8 5z",
  pause: "!M4 3h3v10H4zM9 3h3v10H9z",
  next: "!M3 3l6 5-6 5zM10 3h3v10h-3z",
  clash: "!M8 1.200L15.300 14H.700zM7.200 5.800v4.200h1.600V5.800zM7.200 11.200v1.600h1.600v-1.600z",
  risk: "M8 1.500l6.500 6.500L8 14.500 1.500 8zM8 5v4M8 10.500v1",
  late: "M8 2a6 6 0 110 12A6 6 0 018 2zM8 4.500V8l2.500 2",
  wait: "M4 2h8M4 14h8M5 2c0 3 6 3 6 6s-6 3-6 6M11 2c0 3-6 3-6 6s6 3 6 6",
  hidden: "M2 8s2.500-4 6-4 6 4 6 4-2.500 4-6 4-6-4-6-4zM2.500 13.500l11-11",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  search: "M7 2.500a4.500 4.500 0 110 9 4.500 4.500 0 010-9zM10.300 10.300L14 14",
  close: "M4 4l8 8M12 4l-8 8",
  menu: "!M7 2h2v2H7zM7 7h2v2H7zM7 12h2v2H7z",
  undo: "M6 3L2.500 6.500 6 10M3 6.500h6.500a3.500 3.500 0 010 7H7",
  arrow: "M2 8h11M9 4l4 4-4 4",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  eye: "M2 8s2.500-4 6-4 6 4 6 4-2.500 4-6 4-6-4-6-4zM8 6.200a1.800 1.800 0 110 3.600 1.800 1.800 0 010-3.600z",
  panel: "M2 3h12v10H2zM10 3v10",
  print: "M4 6V2h8v4M4 12H2V6h12v6h-2M4 9.500h8V14H4z",
  user: "M8 2a3 3 0 110 6 3 3 0 010-6zM2.500 14c.500-3 2.500-4.500 5.500-4.500s5 1.500 5.500 4.500",
  out: "M9 2H3v12h6M6.500 8H14M11 5l3 3-3 3",
  cross: "M2 3l12 10M14 3L2 13",
  translate: "M2 4h7M5.500 2v2M7.500 4c-.500 3-2.500 5-5 6M4 6.500c1 2 2.500 3 4.500 3.500M8 14l3-7 3 7M9 12h4",
  ghost: "M3 3h3M8 3h3M13 5v3M13 11v2M10 13H7M4 13H3v-2M3 8V5",
};

/**
 * @param {string} name
 * @param {string} [extra]
 */
export const icon = (name, extra = "") => {
  const data = PATHS[name] ?? "";
  const filled = data.startsWith("!");
  return html`<svg class=${`icon ${extra}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${filled ? data.slice(1) : data} class=${filled ? "filled" : "stroked"} fill-rule="evenodd" />
  </svg>`;
};

/** @type {Map<string, Element>} */
const drawn = new Map();

/**
 * The same mark as a DOM element, for code that draws without Preact.
 * @param {string} name
 */
export function iconElement(name) {
  let found = drawn.get(name);
  if (!found) {
    const data = PATHS[name] ?? "";
    const filled = data.startsWith("!");
    const holder = document.createElement("template");
    holder.innerHTML = `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" class="${filled ? "filled" : "stroked"}"/></svg>`;
    found = /** @type {Element} */ (holder.content.firstElementChild);
    found.firstElementChild?.setAttribute("d", filled ? data.slice(1) : data);
    drawn.set(name, found);
  }
  return found.cloneNode(true);
}
