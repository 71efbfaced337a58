// Knows the marking of a page: the highest label of what it shows, computed, never typed in.
import { page } from "./address.mjs";
import { computed, effect, html, signal } from "./libraries.mjs";
import { nationList, nationName, t } from "./i18n.mjs";
import { session } from "./store.mjs";

/** Release lists of everything the page shows; none yet on a page that was just opened. @type {import("./libraries.mjs").Signal<string[][]>} */
export const labelsShown = signal([]);

effect(() => {
  void page.value;
  labelsShown.value = [];
});

/**
 * The narrowest release that covers everything: who may see the whole page, and how many entries may go to each partner.
 * A page of which nothing is known to be released is this nation's alone.
 * @param {string[][]} labels
 * @param {string} own
 * @param {string[]} partners
 */
export function highest(labels, own, partners) {
  const all = partners.filter((nation) => labels.every((label) => label.includes(nation)));
  const counts = partners.map((nation) => ({ nation, n: labels.filter((label) => label.includes(nation)).length }));
  return { releasable: labels.length ? all : [], own, counts, total: labels.length };
}

const marking = computed(() => {
  const here = session.value;
  return here && highest(labelsShown.value, here.nation, here.partners.map((partner) => partner.nation));
});

/** The marking in words, also for print. */
export function markingText() {
  const found = marking.value;
  const here = session.value;
  if (!found || !here) return t("web-marking-unclassified");
  const release = found.releasable.length
    ? t("web-marking-releasable", { nations: nationList([found.own, ...found.releasable].sort()) })
    : t("web-marking-own", { nation: nationName(found.own) });
  const parts = [here.exercise && t("web-marking-exercise"), t("web-marking-unclassified"), release];
  return parts.filter(Boolean).join(" · ");
}

export const MarkingBar = () => {
  const found = marking.value;
  const mixed = found && found.total > 0 && found.counts.some(({ n }) => n < found.total);
  return html`<div class="marking" role="region" aria-label=${t("web-marking")}>
    <strong>${markingText()}</strong>
    ${mixed &&
    found.counts.map(
      ({ nation, n }) =>
        html`<span class="marking-count">${t("web-marking-count", { n, total: found.total, nation: nationName(nation) })}</span>`,
    )}
  </div>`;
};
