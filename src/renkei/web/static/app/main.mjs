// Knows the order in which the screen comes up: texts, session, clock, stream, shell.
import { effect, html, render } from "./libraries.mjs";
import { followAddress, go } from "./address.mjs";
import { authorise, get } from "./api.mjs";
import { followClock, readClock } from "./clock.mjs";
import { loadTexts } from "./i18n.mjs";
import { listen, register } from "./keys.mjs";
import { paletteEntries } from "./entries.mjs";
import { language, languageWasChosen, theme } from "./preferences.mjs";
import { readAhead } from "./router.mjs";
import { Shell } from "./shell.mjs";
import { session } from "./store.mjs";
import { followStream } from "./stream.mjs";
import { anchorTime } from "./time.mjs";
import { offer, openPalette } from "../ui/palette.mjs";
import { openShortcuts } from "../ui/shortcuts.mjs";

/** Keys of the whole screen; pages add theirs. */
const KEYS = [
  { keys: "Ctrl+K", what: "web-key-palette", run: openPalette },
  { keys: "?", what: "web-key-sheet", run: openShortcuts },
  { keys: "g m", what: "web-key-matrix", run: () => go("matrix") },
  { keys: "g a", what: "web-key-map", run: () => go("map") },
  { keys: "g r", what: "web-key-requests", run: () => go("requests") },
  { keys: "g l", what: "web-key-log", run: () => go("log") },
  { keys: "g k", what: "web-key-link", run: () => go("link") },
].map((key) => ({ ...key, where: "web-keys-everywhere" }));

const toSignIn = () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);

async function start() {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    document.documentElement.lang = language.value;
  });
  followAddress();
  readAhead();
  const [here] = await Promise.all([get("/api/session"), loadTexts()]);
  if (!languageWasChosen()) language.value = here.language;
  authorise(here.csrf, toSignIn);
  anchorTime(here.t0, here.tz);
  session.value = here;
  register(KEYS);
  offer(paletteEntries);
  listen();
  await readClock();
  followClock();
  followStream(here.node);
  render(html`<${Shell} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
}

start().catch((error) => {
  if (error.kind === "signed-out") toSignIn();
  else throw error;
});
