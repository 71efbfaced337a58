// Knows how a wish about a partner's task becomes a draft request with a ghost beside the unchanged bar; changes no task.
import { html } from "../app/libraries.mjs";
import { inLanguage, t } from "../app/i18n.mjs";
import { hHour, momentOf } from "../app/time.mjs";
import { openCompose } from "../desks/compose.mjs";
import { toast } from "../ui/toast.mjs";
import { refusedFor } from "./edits.mjs";
import { drafts } from "./state.mjs";
import { windowOf } from "./model.mjs";

/** @typedef {import("../app/types.mjs").Bar} Bar */

/**
 * Opens the request form for another time of a partner's task; the ghost is drawn while the form is open.
 * @param {Bar} bar
 * @param {number} start
 */
export function proposeMove(bar, start) {
  const refused = refusedFor("requests.DraftRequest");
  if (refused) {
    toast("bad", () => refused);
    return;
  }
  const window = windowOf(bar, start);
  const end = start + (window ? window.end - window.start : (bar.duration_min ?? 60));
  drafts.value = [{ task: bar.task, start, end }];
  const move = { task: bar.task, start: momentOf(start), end: momentOf(end) };
  openCompose({
    title: () => t("web-propose-title", { task: bar.task }),
    intro: () => html`<p>${t("web-propose-hint")}</p>`,
    content: {
      provider: bar.owner,
      need: { en: sentence("en", bar, move), ja: sentence("ja", bar, move) },
      move,
    },
    moved: (wish) => (drafts.value = [{ task: bar.task, start: minuteOf(wish.start), end: minuteOf(wish.end) }]),
    closed: () => (drafts.value = []),
  });
}

/** @param {string} iso */
const minuteOf = (iso) => Math.round((Date.parse(iso) - hHour()) / 60_000);

/**
 * The first words of the wish, from the product's own texts in both languages; the author may change them.
 * @param {"en"|"ja"} language
 * @param {Bar} bar
 * @param {{start: string, end: string}} move
 */
const sentence = (language, bar, move) =>
  inLanguage(language, "web-propose-need", { task: bar.task, name: bar.name, from: move.start, to: move.end });

/**
 * Opens the request form with what a way out of a conflict prepared; its words are the sentence of that way out.
 * @param {any} content
 * @param {import("../app/types.mjs").Message} said
 */
export function openRequestDraft(content, said) {
  const facts = said.facts ?? {};
  const need = { en: inLanguage("en", said.key, facts), ja: inLanguage("ja", said.key, facts) };
  openCompose({ title: () => t("web-prepare-request"), intro: () => null, content: { need, ...content }, moved: () => {}, closed: () => {} });
}
