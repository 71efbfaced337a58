// Knows the sign-in page: language, user, password, and every refusal in words; knows nothing of the node's contents.
import { effect, html, render, signal } from "../app/libraries.mjs";
import { post } from "../app/api.mjs";
import { loadTexts, t } from "../app/i18n.mjs";
import { LANGUAGES, chooseLanguage, language, theme } from "../app/preferences.mjs";
import { Choice, TextField } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";

const LANGUAGE_NAMES = { en: "English", ja: "日本語" };
const user = signal("");
const password = signal("");
/** @type {import("../app/libraries.mjs").Signal<any>} */
const fault = signal(null);
const busy = signal(false);

/** Where to go afterwards: only a page of this node. */
function target() {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return /^\/(?!\/|\\)/.test(next) ? next : "/";
}

/** @param {Event} event */
async function submit(event) {
  event.preventDefault();
  busy.value = true;
  fault.value = null;
  try {
    await post("/api/sign-in", { user: user.value.trim(), password: password.value });
    location.assign(target());
  } catch (error) {
    fault.value = error;
    password.value = "";
    busy.value = false;
  }
}

const Page = () => {
  document.title = `${t("web-sign-in")} · Renkei`;
  document.documentElement.lang = language.value;
  return html`<main class="sign-in">
    <div class="sign-in-language">
      <${Choice}
        label=${t("web-language")}
        value=${language.value}
        options=${LANGUAGES.map((code) => [code, html`<span lang=${code}>${LANGUAGE_NAMES[code]}</span>`])}
        onInput=${chooseLanguage}
      />
    </div>
    <form onSubmit=${submit} novalidate>
      <h1><b lang="ja">連携</b> Renkei</h1>
      <p class="motto">${t("web-motto")}</p>
      <p class="muted">${t("web-sign-in-where", { address: location.host })}</p>
      ${fault.value && html`<p class="note bad" role="alert">${icon("clash")}<span>${fault.value.text}</span></p>`}
      <${TextField} label=${t("web-user")} value=${user.value} autocomplete="username" required onInput=${(/** @type {string} */ value) => (user.value = value)} />
      <${TextField} label=${t("web-password")} type="password" value=${password.value} autocomplete="current-password" required onInput=${(/** @type {string} */ value) => (password.value = value)} />
      <button type="submit" class="primary" disabled=${busy.value || !user.value.trim() || !password.value}>${t("web-sign-in")}</button>
      <p class="hint">${t("web-sign-in-hint")}</p>
    </form>
  </main>`;
};

async function start() {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  await loadTexts();
  render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
}

void start();
