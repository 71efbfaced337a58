// Knows the full text of a bar, shown on hover and on keyboard focus; Escape hides it.
import { iconElement } from "../ui/icons.mjs";
import { itemLines } from "./words.mjs";

/** A pointer that only passes over bars shall not flicker. */
const HOVER_MS = 250;

export class Tip {
  /**
   * @param {HTMLElement} place
   * @param {(key: string) => import("./model.mjs").Item|null} itemOf
   * @param {(lane: string) => import("../app/types.mjs").Lane|null} laneOf
   */
  constructor(place, itemOf, laneOf) {
    this.place = place;
    this.itemOf = itemOf;
    this.laneOf = laneOf;
    this.element = document.createElement("div");
    this.element.className = "tip";
    this.element.hidden = true;
    this.element.setAttribute("aria-hidden", "true");
    document.body.append(this.element);
    this.timer = 0;
    place.addEventListener("pointerover", (event) => this.#over(event));
    place.addEventListener("pointerdown", () => this.hide());
    place.addEventListener("focusin", (event) => {
      const bar = barOf(event);
      if (bar?.matches(":focus-visible")) this.show(bar);
    });
    place.addEventListener("focusout", () => this.hide());
    place.addEventListener("scroll", () => this.hide(), true);
    this.escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.hide();
    addEventListener("keydown", this.escape);
  }

  /** @param {PointerEvent} event */
  #over(event) {
    clearTimeout(this.timer);
    const bar = barOf(event);
    if (!bar) this.hide();
    else if (!event.buttons) this.timer = setTimeout(() => this.show(bar), HOVER_MS);
  }

  /** @param {HTMLElement} bar */
  show(bar) {
    const item = this.itemOf(bar.dataset.key ?? "");
    const lane = item && this.laneOf(item.lane);
    if (!item || !lane || !bar.isConnected) return;
    const { head, lines, alarms } = itemLines(item, lane);
    this.element.replaceChildren(
      line("tip-head", head),
      ...lines.map((text) => line("tip-line", text)),
      ...alarms.map(({ mark, tone, text }) => {
        const element = line(`tip-alarm ${tone}`, text);
        element.prepend(iconElement(mark));
        return element;
      }),
    );
    this.element.hidden = false;
    this.#put(bar.getBoundingClientRect());
  }

  /** @param {DOMRect} bar */
  #put(bar) {
    const box = this.element.getBoundingClientRect();
    const frame = this.place.getBoundingClientRect();
    const left = Math.min(Math.max(bar.left, frame.left + 8), innerWidth - box.width - 8);
    const below = bar.bottom + 8 + box.height < innerHeight;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${below ? bar.bottom + 8 : Math.max(4, bar.top - 8 - box.height)}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }

  destroy() {
    removeEventListener("keydown", this.escape);
    this.element.remove();
  }
}

/** @param {Event} event */
const barOf = (event) => /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (event.target).closest(".bar"));

/**
 * @param {string} name
 * @param {string} text
 */
function line(name, text) {
  const element = document.createElement("div");
  element.className = name;
  element.append(document.createTextNode(text));
  return element;
}
