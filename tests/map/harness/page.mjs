// Opens the map page without the shell, as the tests want it: language and theme from the address.
import { loadTexts, missing, t } from "/static/app/i18n.mjs";
import { chooseLanguage, language } from "/static/app/preferences.mjs";
import { effect } from "/static/app/libraries.mjs";
import { anchorTime } from "/static/app/time.mjs";
import { mount } from "/static/map/page.mjs";

const query = new URLSearchParams(location.search);
document.documentElement.dataset.theme = query.get("theme") ?? "night";
await loadTexts();
anchorTime("2026-02-09T15:30:00Z", "Asia/Tokyo");
if (query.get("language")) language.value = query.get("language");
effect(() => (document.documentElement.lang = language.value));
globalThis.opened = mount(document.getElementById("page"), { t, language });
globalThis.missing = missing;
globalThis.setLanguage = chooseLanguage;
