// Knows the elements that the matrix is drawn into and their roles; draws nothing.

/**
 * Makes the scrolling grid: a head with the axis, the rows, a canvas under them and lines over them.
 * @param {HTMLElement} place
 */
export function buildFrame(place) {
  const make = (/** @type {string} */ tag, /** @type {string} */ name, /** @type {HTMLElement} */ parent, /** @type {string} */ role = "") => {
    const element = document.createElement(tag);
    element.className = name;
    if (role) element.setAttribute("role", role);
    parent.append(element);
    return element;
  };
  const scroller = make("div", "matrix-scroll", place);
  const sizer = make("div", "matrix-sizer", scroller, "grid");
  const under = make("div", "matrix-under", sizer, "presentation");
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", "", under));
  canvas.setAttribute("aria-hidden", "true");
  const axis = make("div", "axis", sizer, "row");
  axis.setAttribute("aria-rowindex", "1");
  const corner = make("div", "corner", axis, "columnheader");
  const head = make("div", "axis-head", axis, "columnheader");
  const body = make("div", "matrix-rows", sizer, "rowgroup");
  const lines = make("div", "matrix-lines", sizer, "presentation");
  lines.setAttribute("aria-hidden", "true");
  return { scroller, sizer, canvas, corner, head, body, lines };
}
