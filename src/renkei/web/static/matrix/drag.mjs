// Knows how a pointer pans the matrix and drags a bar: an own bar to a new time, a partner's bar to a proposal; changes nothing itself.
import { momentOf, windowText } from "../app/time.mjs";

/** A press that moves less than this is a click. */
const THRESHOLD_PX = 4;
/** Minutes that a dragged bar snaps to. */
const SNAP_MIN = 60;
const FINE_SNAP_MIN = 15;
/** From this scale on a quarter of an hour is wide enough to aim at. */
const FINE_FROM_PPH = 40;

/** A proposal is drawn this much lower, so that the unchanged bar stays in sight. */
const BESIDE_PX = 16;

/** @param {number} pph */
export const unitAt = (pph) => (pph >= FINE_FROM_PPH ? FINE_SNAP_MIN : SNAP_MIN);

/**
 * @param {number} minute
 * @param {number} pph
 */
const snapped = (minute, pph) => Math.round(minute / unitAt(pph)) * unitAt(pph);

/**
 * @typedef {object} DragHost
 * @property {HTMLElement} scroller
 * @property {() => number} pph
 * @property {(item: import("./model.mjs").Item) => boolean} mayDrag
 * @property {(item: import("./model.mjs").Item, start: number) => void} dropped
 */

/**
 * @param {HTMLElement} scroller
 * @param {DragHost} host
 */
export function followPointer(scroller, host) {
  scroller.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    const target = /** @type {HTMLElement} */ (event.target);
    const bar = /** @type {import("./bar.mjs").BarElement|null} */ (target.closest(".bar"));
    if (bar && host.mayDrag(bar.item)) dragBar(event, bar, host);
    else if (!bar && !target.closest("button, .row-head, .corner")) pan(event, scroller);
  });
}

/**
 * Follows one press until it ends; Escape gives up.
 * @param {PointerEvent} start
 * @param {(event: PointerEvent) => void} move
 * @param {(moved: boolean, event: Event) => void} end
 */
function track(start, move, end) {
  let moved = false;
  const moving = (/** @type {PointerEvent} */ event) => {
    moved ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) >= THRESHOLD_PX;
    if (moved) move(event);
  };
  const stop = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== "Escape") return;
    removeEventListener("pointermove", moving);
    removeEventListener("pointerup", stop);
    removeEventListener("pointercancel", stop);
    removeEventListener("keydown", stop, true);
    end(moved && event.type === "pointerup", event);
  };
  addEventListener("pointermove", moving);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
  addEventListener("keydown", stop, true);
}

/**
 * @param {PointerEvent} event
 * @param {HTMLElement} scroller
 */
function pan(event, scroller) {
  const [left, top] = [scroller.scrollLeft, scroller.scrollTop];
  scroller.classList.add("panning");
  track(
    event,
    (at) => scroller.scrollTo(left - (at.clientX - event.clientX), top - (at.clientY - event.clientY)),
    () => scroller.classList.remove("panning"),
  );
}

/**
 * @param {PointerEvent} event
 * @param {import("./bar.mjs").BarElement} bar
 * @param {DragHost} host
 */
function dragBar(event, bar, host) {
  const { item } = bar;
  const ghost = document.createElement("div");
  ghost.className = `${bar.className} dragging ${item.bar.own ? "" : "proposing"}`;
  ghost.setAttribute("aria-hidden", "true");
  let start = item.start;
  const move = (/** @type {PointerEvent} */ at) => {
    start = snapped(item.start + ((at.clientX - event.clientX) / host.pph()) * 60, host.pph());
    ghost.style.left = `${parseFloat(bar.style.left) + ((start - item.start) / 60) * host.pph()}px`;
    ghost.style.top = `${parseFloat(bar.style.top) + (item.bar.own ? 0 : BESIDE_PX)}px`;
    ghost.style.width = bar.style.width;
    ghost.textContent = windowText(momentOf(start), momentOf(start + item.end - item.start));
    if (!ghost.isConnected) bar.parentElement?.append(ghost);
    bar.classList.toggle("leaving", item.bar.own);
  };
  track(event, move, (moved) => {
    ghost.remove();
    bar.classList.remove("leaving");
    if (moved && start !== item.start) host.dropped(item, start);
  });
}
