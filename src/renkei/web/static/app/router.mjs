// Knows which module draws which page and loads it when it is first wanted.
import { html, signal, useEffect, useRef } from "./libraries.mjs";
import { page } from "./address.mjs";
import { Told } from "./api.mjs";
import { t } from "./i18n.mjs";
import { language } from "./preferences.mjs";
import * as store from "./store.mjs";
import { Failed, Loading } from "../ui/parts.mjs";

/** @type {Record<string, () => Promise<any>>} */
const LOADERS = {
  matrix: () => import("../matrix/page.mjs"),
  map: () => import("../map/page.mjs"),
  requests: () => import("../desks/requests.mjs"),
  log: () => import("../desks/log.mjs"),
  link: () => import("../desks/link.mjs"),
};

/** Modules read so far; a failed read is kept as its fault. @type {import("./libraries.mjs").Signal<Record<string, any>>} */
const loaded = signal({});

/** @param {string} name */
async function read(name) {
  let found;
  try {
    found = await LOADERS[name]();
  } catch (error) {
    console.warn(error);
    found = new Told("fault", "web-error-page");
  }
  loaded.value = { ...loaded.value, [name]: found };
}

/** Begins to read the page that the address names, before anything can be drawn. */
export const readAhead = () => {
  if (!loaded.value[page.value]) void read(page.value);
};

export function Page() {
  const name = page.value;
  const found = loaded.value[name];
  useEffect(() => {
    if (!found) void read(name);
  }, [name]);
  if (!found) return html`<${Loading} />`;
  if (found instanceof Told) return html`<${Failed} error=${found} again=${() => read(name)} />`;
  return found.default ? html`<${found.default} key=${name} />` : html`<${Mounted} key=${name} mount=${found.mount} />`;
}

/**
 * A page that draws itself into an element: `mount(element, {store, t, language}) -> {destroy}`.
 * @param {{mount: (element: HTMLElement, tools: object) => any}} props
 */
function Mounted({ mount }) {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    const made = Promise.resolve(mount(/** @type {HTMLElement} */ (place.current), { store, t, language }));
    return () => void made.then((each) => each?.destroy?.());
  }, []);
  return html`<div class="mounted" ref=${place}></div>`;
}
