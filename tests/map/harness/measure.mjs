// Moves many symbols, drawn by the own layer or by a MapLibre source, for the benchmark to measure.
import "/harness/layer.mjs";

const SIDES = ["3", "4", "6", "1"];
const ENTITIES = ["120200", "120300", "140100", "140200", "140300", "140400", "140500", "150000", "160000", "170000", "180000", "190000"];
const CODES = SIDES.flatMap((side) => ENTITIES.map((entity) => `100${side}300000${entity}0000`));
const VIEW = { center: [134, 33], zoom: 5 };

/** Numbers that look random and are the same in each run. */
const random = (() => {
  let seed = 12345;
  return () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
})();

/** @param {number} n */
function fleet(n) {
  const at = { lon: new Float64Array(n), lat: new Float64Array(n), code: new Uint8Array(n), east: new Float64Array(n), north: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    at.lon[i] = 124 + random() * 20;
    at.lat[i] = 26 + random() * 13;
    at.code[i] = random() * CODES.length;
    at.east[i] = (random() - 0.5) * 0.02;
    at.north[i] = (random() - 0.5) * 0.02;
  }
  return at;
}

const frame = () => new Promise((done) => map.once("render", done));

/** Opens `n` symbols in the own layer; returns how to move a part of them once. */
globalThis.openOwn = async (n) => {
  const ships = fleet(n);
  await openLayer(VIEW);
  for (let i = 0; i < n; i++) layer.set(String(i), { lon: ships.lon[i], lat: ships.lat[i], sidc: CODES[ships.code[i]], flags: 0 });
  layer.repaint();
  await frame();
  let from = 0;
  globalThis.step = async (part) => {
    const count = Math.round(n * part);
    for (let k = 0; k < count; k++) {
      const i = (from + k) % n;
      layer.items.move(i, (ships.lon[i] += ships.east[i]), (ships.lat[i] += ships.north[i]));
    }
    from = (from + count) % n;
    layer.repaint();
    await frame();
  };
};

/** Opens the same in a MapLibre GeoJSON source. */
globalThis.openSource = async (n) => {
  const ships = fleet(n);
  await openLayer(VIEW);
  const pictures = CODES.map((code) => layer.atlas.picture(code, 21));
  map.removeLayer("symbols");
  pictures.forEach((picture, i) => {
    map.addImage(`s${i}`, picture.getContext("2d").getImageData(0, 0, picture.width, picture.height));
  });
  const features = () =>
    Array.from({ length: n }, (_, i) => ({
      type: "Feature",
      id: i,
      geometry: { type: "Point", coordinates: [ships.lon[i], ships.lat[i]] },
      properties: { image: `s${ships.code[i]}` },
    }));
  map.addSource("ships", { type: "geojson", data: { type: "FeatureCollection", features: features() }, maxzoom: 8, tolerance: 0 });
  map.addLayer({
    id: "ships",
    type: "symbol",
    source: "ships",
    layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-ignore-placement": true },
  });
  await map.once("idle");
  globalThis.step = async () => {
    for (let i = 0; i < n; i++) {
      ships.lon[i] += ships.east[i];
      ships.lat[i] += ships.north[i];
    }
    await map.getSource("ships").setData({ type: "FeatureCollection", features: features() }, true);
    await map.once("idle");
  };
};

/** Moves a part of all symbols so many times. */
globalThis.go = async (part, steps) => {
  for (let i = 0; i < steps; i++) await step(part);
};
