// Opens the map page without the shell round it: the screen's own texts, store, clock and stream.
import { followAddress } from "/static/app/address.mjs";
import { get } from "/static/app/api.mjs";
import { followClock, readClock } from "/static/app/clock.mjs";
import { loadTexts, missing, t } from "/static/app/i18n.mjs";
import { effect } from "/static/app/libraries.mjs";
import { chooseLanguage, chooseTheme, language, theme } from "/static/app/preferences.mjs";
import * as store from "/static/app/store.mjs";
import { followStream } from "/static/app/stream.mjs";
import { anchorTime } from "/static/app/time.mjs";
import { mount } from "/static/map/page.mjs";

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  document.documentElement.lang = language.value;
});
const [session] = await Promise.all([get("/api/session"), loadTexts()]);
anchorTime(session.t0, session.tz);
store.session.value = session;
followAddress();
await readClock();
followClock();
followStream(session.node);
globalThis.opened = mount(document.getElementById("page"), { store, t, language });
Object.assign(globalThis, { missing, chooseLanguage, chooseTheme });
