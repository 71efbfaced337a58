// Knows the strip below the matrix that shows one shared place: which places there are, its use, its excess in words.
import { html, useEffect, useRef } from "../app/libraries.mjs";
import { nameText, nationName, number, t } from "../app/i18n.mjs";
import { language, theme } from "../app/preferences.mjs";
import { nations } from "../app/store.mjs";
import { icon } from "../ui/icons.mjs";
import { NationTag } from "../ui/parts.mjs";
import { overuse, paintStrip, segments, stepWords } from "./capacity.mjs";
import { openPlace, view } from "./state.mjs";

const HEIGHT_PX = 104;

/** Redraws the strip when the matrix scrolled. @type {{current: ((left: number) => void)|null}} */
export const follow = { current: null };

/** @param {{model: import("./model.mjs").Model}} props */
export function CapacityStrip({ model }) {
  const canvas = useRef(/** @type {HTMLCanvasElement|null} */ (null));
  const place = model.state.places.find((each) => each.resource === openPlace.value);
  const steps = place ? segments(model, place) : [];
  useEffect(() => {
    const paint = () => {
      const matrix = view.current;
      const element = canvas.current;
      if (!matrix || !element || !place) return;
      const window = matrix.window();
      const left = matrix.scroller.scrollLeft;
      paintStrip(element, steps, {
        x: (minute) => window.x(minute) - left,
        width: matrix.timeWidth,
        height: HEIGHT_PX,
        nationIndex: (code) => Math.max(0, nations.value.indexOf(code)) % 4,
        resource: place.resource,
      });
    };
    paint();
    follow.current = paint;
    return () => {
      follow.current = null;
    };
  }, [model, place, theme.value, language.value]);
  if (!place) return null;
  const over = overuse(steps);
  const now = steps.find((step) => step.from <= 0);
  return html`<section class="strip" aria-label=${t("web-capacity-title", { place: nameText(place.name) })}>
    <div class="strip-head">
      <label class="sr-only" for="strip-place">${t("web-capacity-choose")}</label>
      <select id="strip-place" value=${place.resource} onChange=${(/** @type {any} */ event) => (openPlace.value = event.target.value)}>
        ${model.state.places.map((each) => html`<option value=${each.resource} selected=${each.resource === place.resource}>${nameText(each.name)}</option>`)}
      </select>
      <p><${NationTag} code=${place.owner} /> ${t("web-capacity-owner", { nation: nationName(place.owner), n: number(now?.capacity ?? 0) })}</p>
      <ul class="strip-words">
        ${over.length
          ? over.map((step) => html`<li class="bad">${icon("clash")}${stepWords(step)}</li>`)
          : html`<li class="good">${icon("check")}${t("web-capacity-fine")}</li>`}
      </ul>
      <button type="button" class="quiet strip-close" aria-label=${t("web-capacity-close")} onClick=${() => (openPlace.value = null)}>${icon("close")}</button>
    </div>
    <canvas ref=${canvas} role="img" aria-label=${[t("web-capacity-title", { place: nameText(place.name) }), ...over.map(stepWords)].join(" ")}></canvas>
  </section>`;
}
