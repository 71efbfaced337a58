// Knows the sign-in page: language, user, password, a new password, and every refusal in words; knows nothing of the node's contents.
import { effect, html, render, signal, useEffect } from "../app/libraries.mjs";
import { post } from "../app/api.mjs";
import { loadTexts, t } from "../app/i18n.mjs";
import { LANGUAGES, chooseLanguage, language, theme } from "../app/preferences.mjs";
import { Choice, TextField } from "../ui/fields.mjs";
import { icon } from "../ui/icons.mjs";

const LANGUAGE_NAMES = { en: "English", ja: "日本語" };
/** Fewest characters of a chosen password; the node says no to fewer. */
const PASSWORD_MIN = 15;
/** What the node answers to a one-time password that comes alone. */
const FIRST = "accounts-password-first";
const user = signal("");
const password = signal("");
const chosen = signal("");
const again = signal("");
/** Whether a new password is chosen: at the first sign-in always, later at will. */
const choosing = signal(false);
const differs = signal(false);
/** The user whose password is for the first sign-in only. */
const forced = signal("");
/** @type {import("../app/libraries.mjs").Signal<any>} */
const fault = signal(null);
const busy = signal(false);

/** Where to go afterwards: only a page of this node. */
function target() {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return /^\/(?!\/|\\)/.test(next) ? next : "/";
}

/** Puts the cursor where the person goes on, once the page shows it. @param {string} kind the field's `autocomplete` */
const goOnAt = (kind) =>
  requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector(`input[autocomplete="${kind}"]`))?.focus());

/** @param {any} error */
function refused(error) {
  const first = error.key === FIRST;
  if (first) {
    choosing.value = true;
    forced.value = user.value.trim();
  } else if (!error.key?.startsWith("accounts-password-")) password.value = "";
  chosen.value = again.value = "";
  fault.value = error;
  busy.value = false;
  goOnAt(password.value ? "new-password" : "current-password");
}

/** @param {Event} event */
async function submit(event) {
  event.preventDefault();
  differs.value = choosing.value && chosen.value !== again.value;
  if (differs.value) return;
  busy.value = true;
  fault.value = null;
  const asked = { user: user.value.trim(), password: password.value };
  try {
    await post("/api/sign-in", choosing.value ? { ...asked, new: chosen.value } : asked);
    location.assign(target());
  } catch (error) {
    refused(error);
  }
}

function changeMind() {
  choosing.value = !choosing.value;
  differs.value = false;
  fault.value = null;
  chosen.value = again.value = "";
  goOnAt(user.value ? (choosing.value && password.value ? "new-password" : "current-password") : "username");
}

const complete = () =>
  Boolean(user.value.trim() && password.value && (!choosing.value || (chosen.value && again.value)));

const NewPassword = () => html`
  <${TextField} label=${t("web-password-new")} hint=${t("web-password-new-hint", { least: PASSWORD_MIN })} type="password" value=${chosen.value} autocomplete="new-password" required onInput=${(/** @type {string} */ value) => (chosen.value = value)} />
  <${TextField} label=${t("web-password-again")} fault=${differs.value ? t("web-password-differs") : null} type="password" value=${again.value} autocomplete="new-password" required onInput=${(/** @type {string} */ value) => (again.value = value)} />
`;

const Page = () => {
  useEffect(() => {
    document.title = `${t("web-sign-in")} · Renkei`;
    document.documentElement.lang = language.value;
  }, [language.value]);
  return html`<main class="sign-in">
    <div class="sign-in-language">
      <${Choice}
        label=${t("web-language")}
        value=${language.value}
        options=${LANGUAGES.map((code) => [code, html`<span lang=${code}>${LANGUAGE_NAMES[code]}</span>`])}
        onInput=${chooseLanguage}
      />
    </div>
    <form key=${choosing.value ? "choose" : "sign-in"} onSubmit=${submit} novalidate>
      <h1><b lang="ja">連携</b> Renkei</h1>
      <p class="motto">${t("web-motto")}</p>
      <p class="muted">${t("web-sign-in-where", { address: location.host })}</p>
      ${fault.value && html`<p class="note bad" role="alert">${icon("clash")}<span>${fault.value.text}</span></p>`}
      <${TextField} label=${t("web-user")} value=${user.value} autocomplete="username" required onInput=${(/** @type {string} */ value) => (user.value = value)} />
      <${TextField} label=${t("web-password")} type="password" value=${password.value} autocomplete="current-password" required onInput=${(/** @type {string} */ value) => (password.value = value)} />
      ${choosing.value && html`<${NewPassword} />`}
      <button type="submit" class="primary" disabled=${busy.value || !complete()}>${t(choosing.value ? "web-password-set" : "web-sign-in")}</button>
      ${(!choosing.value || forced.value !== user.value.trim()) && html`<button type="button" class="quiet" onClick=${changeMind}>${t(choosing.value ? "web-password-keep" : "web-password-choose")}</button>`}
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
