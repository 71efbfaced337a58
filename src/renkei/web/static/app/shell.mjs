// Knows the frame around every page: marking, header, navigation, link state; the pages bring their own content.
import { html, useEffect } from "./libraries.mjs";
import { PAGES, addressOf, go, lookingAt, page } from "./address.mjs";
import { clock, now } from "./clock.mjs";
import { ExerciseControls } from "./exercise.mjs";
import { nameText, nationName, t } from "./i18n.mjs";
import { LinkBar } from "./link_state.mjs";
import { conflictCount } from "../matrix/known.mjs";
import { MarkingBar } from "./marking.mjs";
import { LANGUAGES, THEMES, chooseLanguage, chooseTheme, language, theme } from "./preferences.mjs";
import { Page } from "./router.mjs";
import { resources, session, useResource } from "./store.mjs";
import { fully, hOffset, localNamed, zulu } from "./time.mjs";
import { post } from "./api.mjs";
import { DialogPlace } from "../ui/dialog.mjs";
import { Choice } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";
import { MenuPlace } from "../ui/menu.mjs";
import { openPalette } from "../ui/palette.mjs";
import { NationTag } from "../ui/parts.mjs";
import { openShortcuts } from "../ui/shortcuts.mjs";
import { Toasts } from "../ui/toast.mjs";

const LANGUAGE_NAMES = { en: "English", ja: "日本語" };

export async function signOut() {
  await post("/api/sign-out").catch(() => {});
  location.assign("/sign-in");
}

export const LanguageChoice = () =>
  html`<${Choice}
    label=${t("web-language")}
    value=${language.value}
    options=${LANGUAGES.map((code) => [code, html`<span lang=${code}>${LANGUAGE_NAMES[code]}</span>`])}
    onInput=${chooseLanguage}
  />`;

const ThemeChoice = () =>
  html`<label class="theme-choice"
    ><span class="sr-only">${t("web-theme")}</span>
    <select value=${theme.value} onChange=${(/** @type {any} */ event) => chooseTheme(event.target.value)}>
      ${THEMES.map((name) => html`<option value=${name} selected=${name === theme.value}>${t(`web-theme-${name}`)}</option>`)}
    </select>
  </label>`;

function ClockFace() {
  const at = now.value;
  const state = clock.value;
  if (!state) return html`<div class="clock"></div>`;
  return html`<div class="clock">
    <time datetime=${new Date(at).toISOString()}>
      <b>${hOffset(at)}</b><span>${localNamed(at)}</span><span class="zulu">${zulu(at)}</span>
    </time>
    <span class=${state.running ? "clock-state" : "clock-state paused"}>
      ${icon(state.running ? "play" : "pause")}${state.running ? t("web-clock-speed", { n: state.speed }) : t("web-clock-paused")}
    </span>
  </div>`;
}

const LookingAt = () =>
  lookingAt.value &&
  html`<div class="looking" role="status">
    ${icon("eye")}<span>${t("web-looking-at", { moment: fully(lookingAt.value) })}</span>
    <button type="button" onClick=${() => (lookingAt.value = null)}>${t("web-back-to-now")}</button>
  </div>`;

function Header() {
  const here = session.value;
  if (!here) return null;
  return html`<header class="top">
    <div class="brand">
      <b lang="ja">連携</b> <span class="latin">Renkei</span>
      <h1>${t(`web-page-${page.value}`)}</h1>
      <span class="operation" title=${nameText(here.title)}>${nameText(here.title)}</span>
    </div>
    <${ExerciseControls} />
    <${ClockFace} />
    <div class="who">
      <${NationTag} code=${here.nation} />
      <span class="who-name"><b>${nameText(here.name)}</b><small>${here.user} · ${here.roles.map((role) => t(`web-role-${role}`)).join(t("web-comma"))}</small></span>
    </div>
    <button type="button" class="quiet palette-button" title=${t("web-palette")} onClick=${openPalette} aria-keyshortcuts="Control+K">
      ${icon("search")}<span class="palette-label">${t("web-palette-short")}</span> <kbd aria-hidden="true">Ctrl K</kbd>
    </button>
    <${LanguageChoice} />
    <${ThemeChoice} />
    <button type="button" class="quiet" aria-label=${t("web-shortcuts")} title=${t("web-shortcuts")} onClick=${openShortcuts}><kbd>?</kbd></button>
    <button type="button" class="quiet" aria-label=${t("web-sign-out")} title=${t("web-sign-out")} onClick=${signOut}>${icon("out")}</button>
  </header>`;
}

/** Requests on which this side has something to do. @param {import("./types.mjs").Request[]|null} requests */
const waitingHere = (requests) =>
  requests?.filter((each) => each.crossed || each.at_risk || each.duplicates.some((d) => d.state === "offered")).length ?? 0;

/** @param {{n: number, said: string}} props */
const Badge = ({ n, said }) => (n ? html`<span class="badge" title=${t(said, { n })}><span aria-hidden="true">${n}</span><span class="sr-only"> ${t(said, { n })}</span></span>` : null);

function Navigation() {
  useResource(resources.matrix);
  const requests = useResource(resources.requests);
  const link = useResource(resources.link);
  const badges = /** @type {Record<string, [number, string]>} */ ({
    matrix: [conflictCount.value, "web-badge-conflicts"],
    requests: [waitingHere(requests), "web-badge-requests"],
    link: [link?.partners.filter((partner) => partner.state !== "up").length ?? 0, "web-badge-links"],
  });
  return html`<nav class="side" aria-label=${t("web-main-navigation")}>
    ${PAGES.map((name) => {
      const badge = badges[name];
      return html`<a
        key=${name}
        href=${addressOf(name)}
        aria-current=${page.value === name ? "page" : null}
        onClick=${(/** @type {MouseEvent} */ event) => {
          if (event.ctrlKey || event.metaKey || event.button) return;
          event.preventDefault();
          go(name);
        }}
        >${icon(name)}<span>${t(`web-page-${name}-short`)}</span>${badge && html`<${Badge} n=${badge[0]} said=${badge[1]} />`}</a
      >`;
    })}
  </nav>`;
}

export function Shell() {
  const here = session.value;
  useEffect(() => {
    document.title = `${t(`web-page-${page.value}`)} · ${here ? nationName(here.nation) : ""} · Renkei`;
  }, [page.value, language.value, here]);
  return html`<a class="skip" href="#main">${t("web-skip")}</a>
    <${MarkingBar} />
    <${Header} />
    <${Navigation} />
    <main id="main" tabindex="-1"><${LookingAt} /><${Page} /></main>
    <${LinkBar} />
    <${DialogPlace} />
    <${MenuPlace} />
    <${Toasts} />`;
}
