// Knows the exercise controller's buttons; shows nothing to anybody else.
import { html } from "./libraries.mjs";
import { post } from "./api.mjs";
import { clock, readClock } from "./clock.mjs";
import { t, told } from "./i18n.mjs";
import { hasRole, session } from "./store.mjs";
import { icon } from "../ui/icons.mjs";
import { toastError } from "../ui/toast.mjs";

/** @param {"next"|"pause"|"run"} act */
async function exercise(act) {
  try {
    await post(`/api/exercise/${act}`);
    await readClock();
  } catch (error) {
    toastError(error);
  }
}

export function ExerciseControls() {
  if (!session.value?.exercise || !hasRole("exercise_controller")) return null;
  const running = clock.value?.running;
  return html`<div class="exercise" role="group" aria-label=${t("web-exercise-controls")}>
    <button type="button" title=${clock.value?.following ? told(clock.value.following) : null} onClick=${() => exercise("next")}>${icon("next")}<span>${t("web-exercise-next")}</span></button>
    ${running
      ? html`<button type="button" onClick=${() => exercise("pause")}>${icon("pause")}<span>${t("web-exercise-pause")}</span></button>`
      : html`<button type="button" onClick=${() => exercise("run")}>${icon("play")}<span>${t("web-exercise-run")}</span></button>`}
  </div>`;
}
