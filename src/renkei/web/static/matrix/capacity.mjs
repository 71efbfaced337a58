// Knows how much of a shared place is asked for when, and how much there is; paints the strip below the matrix.
import { minutes, momentOf, windowText } from "../app/time.mjs";
import { nameText, number, t } from "../app/i18n.mjs";
import { colour, sharp } from "./canvas.mjs";

/**
 * A stretch of time: what is needed in all, what of it is not released, what there is, and who is known to need it.
 * @typedef {{from: number, to: number, need: number, hidden: number, capacity: number, tasks: import("../app/types.mjs").Bar[]}} Segment
 */

/**
 * Steps of use and capacity over time; open ends are cut at the span.
 * @param {import("./model.mjs").Model} model
 * @param {import("../app/types.mjs").SharedPlace} place
 * @returns {Segment[]}
 */
export function segments(model, place) {
  const [first, last] = model.span;
  const users = [...model.items.values()].filter(
    (item) => item.kind === "task" && !item.unscheduled && item.bar.status !== "done" && item.bar.uses?.some((use) => use.resource === place.resource),
  );
  const profile = place.profile.map(([from, until, capacity, used = 0]) => ({
    from: from ? minutes(from) : first,
    to: until ? minutes(until) : last,
    capacity,
    used,
  }));
  const cuts = new Set([first, last, ...profile.flatMap((p) => [p.from, p.to]), ...users.flatMap((u) => [u.start, u.end])]);
  const edges = [...cuts].filter((cut) => cut >= first && cut <= last).sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => {
    const tasks = users.filter((user) => user.start <= from && user.end > from).map((user) => user.bar);
    const known = tasks.reduce((sum, bar) => sum + (bar.uses?.find((use) => use.resource === place.resource)?.quantity ?? 0), 0);
    const step = profile.findLast((p) => p.from <= from && p.to > from) ?? profile.at(-1);
    const need = Math.max(known, step?.used ?? 0);
    return { from, to: edges[index + 1], need, hidden: need - known, capacity: step?.capacity ?? 0, tasks };
  });
}

/**
 * The strip in words, one line for each stretch in which more is asked for than there is.
 * @param {Segment[]} steps
 */
export const overuse = (steps) => steps.filter((step) => step.need > step.capacity);

/** @param {Segment} step */
export const stepWords = (step) =>
  t("web-capacity-over", {
    window: windowText(momentOf(step.from), momentOf(step.to)),
    need: number(step.need),
    capacity: number(step.capacity),
    tasks: [
      ...step.tasks.map((bar) => `${bar.task} ${nameText(bar.name)}`),
      ...(step.hidden ? [t("web-capacity-hidden", { n: step.hidden })] : []),
    ].join(t("web-comma")),
  });

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Segment[]} steps
 * @param {{x: (minute: number) => number, width: number, height: number, nationIndex: (code: string) => number, resource: string}} map
 */
export function paintStrip(canvas, steps, { x, width, height, nationIndex, resource }) {
  const pen = sharp(canvas, width, height);
  const top = Math.max(1, ...steps.map((step) => Math.max(step.need, step.capacity))) * 1.15;
  const y = (/** @type {number} */ value) => height - 4 - (value / top) * (height - 18);
  pen.font = `600 11px ${getComputedStyle(canvas).fontFamily}`;
  for (const step of steps) {
    const [left, right] = [x(step.from), x(step.to)];
    if (right < 0 || left > width) continue;
    let base = 0;
    for (const bar of step.tasks) {
      const size = bar.uses?.find((use) => use.resource === resource)?.quantity ?? 0;
      pen.fillStyle = colour(`nation-${nationIndex(bar.owner)}`);
      pen.fillRect(left, y(base + size), right - left, y(base) - y(base + size) - 1);
      base += size;
    }
    if (step.hidden) {
      pen.fillStyle = colour("edge");
      pen.fillRect(left, y(base + step.hidden), right - left, y(base) - y(base + step.hidden) - 1);
    }
    if (step.need > step.capacity) hatch(pen, left, y(step.need), right - left, y(step.capacity) - y(step.need));
  }
  paintLimit(pen, steps, x, y);
  paintNumbers(pen, steps, x, y);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Segment[]} steps
 * @param {(minute: number) => number} x
 * @param {(value: number) => number} y
 */
function paintLimit(pen, steps, x, y) {
  pen.strokeStyle = colour("text");
  pen.lineWidth = 2;
  pen.setLineDash([6, 3]);
  pen.beginPath();
  steps.forEach((step, index) => {
    if (!index) pen.moveTo(x(step.from), y(step.capacity));
    pen.lineTo(x(step.from), y(step.capacity));
    pen.lineTo(x(step.to), y(step.capacity));
  });
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * Figures where they change: "10 of 8".
 * @param {CanvasRenderingContext2D} pen
 * @param {Segment[]} steps
 * @param {(minute: number) => number} x
 * @param {(value: number) => number} y
 */
function paintNumbers(pen, steps, x, y) {
  let free = -Infinity;
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before && before.need === step.need && before.capacity === step.capacity) return;
    const said = t("web-capacity-of", { need: number(step.need), capacity: number(step.capacity) });
    const left = Math.max(4, x(step.from) + 4);
    const width = pen.measureText(said).width + 8;
    if (left < free || left + width - 4 > x(step.to)) return;
    free = left + width;
    const high = y(Math.max(step.need, step.capacity)) - 4;
    pen.fillStyle = colour("bg");
    pen.fillRect(left - 3, high - 10, width - 2, 13);
    pen.fillStyle = colour(step.need > step.capacity ? "bad" : "text");
    pen.fillText(said, left, high);
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 */
function hatch(pen, left, top, width, height) {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.fillStyle = colour("hatch-gap");
  pen.fillRect(left, top, width, height);
  pen.strokeStyle = colour("hatch");
  pen.lineWidth = 4;
  pen.beginPath();
  for (let at = left - height; at < left + width + height; at += 9) {
    pen.moveTo(at, top + height);
    pen.lineTo(at + height, top);
  }
  pen.stroke();
  pen.restore();
}
