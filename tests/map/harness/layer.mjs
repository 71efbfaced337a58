// Opens the symbol layer alone over a plain ground, so that tests and benchmarks can look at single pixels and single updates.
import { mapLibrary, symbolLibrary } from "/static/map/libraries.mjs";
import { paletteOf } from "/static/map/palette.mjs";
import { SymbolLayer } from "/static/map/symbols.mjs";

const maplibre = await mapLibrary();
const symbols = await symbolLibrary();

/** @param {object} view what `new Map` takes */
globalThis.openPlain = async (view) => {
  const element = document.getElementById("page");
  const map = new maplibre.Map({
    container: element,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#000000" } }] },
    attributionControl: false,
    fadeDuration: 0,
    ...view,
  });
  await map.once("load");
  return (globalThis.map = map);
};

globalThis.openLayer = async (view) => {
  const map = await openPlain(view);
  const layer = new SymbolLayer(symbols, paletteOf("night"));
  map.addLayer(layer);
  return (globalThis.layer = layer);
};

/** Colours of the frame at points in CSS pixels, read in the same task as the drawing. */
globalThis.pixels = (points) =>
  new Promise((resolve) => {
    map.once("render", () => {
      const gl = map.painter.context.gl;
      const ratio = map.getPixelRatio();
      const height = gl.drawingBufferHeight;
      resolve(
        points.map(({ x, y }) => {
          const found = new Uint8Array(4);
          gl.readPixels(Math.round(x * ratio), Math.round(height - y * ratio), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, found);
          return [...found];
        }),
      );
    });
    map.triggerRepaint();
  });

/** Share of the frame that is not ground. */
globalThis.covered = () =>
  new Promise((resolve) => {
    map.once("render", () => {
      const gl = map.painter.context.gl;
      const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
      const all = new Uint8Array(width * height * 4);
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, all);
      let drawn = 0;
      for (let i = 0; i < all.length; i += 4) if (all[i] + all[i + 1] + all[i + 2] > 24) drawn += 1;
      resolve(drawn / (width * height));
    });
    map.triggerRepaint();
  });

globalThis.ready = true;
