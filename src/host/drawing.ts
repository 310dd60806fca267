/**
 * `#drawing` in Node.js, Bun and Deno: what draws pictures, loaded with the first one.
 *
 * It is a bundle of its own, since it is larger than all of the library.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { DrawPicture } from "../report/svg/picture.js";

// Sources that run as they are (tests) draw with what was built.
const BUNDLE = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/echartsSvg.cjs" : "./echartsSvg.cjs",
  import.meta.url,
);

let loaded: { readonly drawPicture: DrawPicture } | undefined;

/** Draws a chart as an SVG document. Throws where the bundle is missing. */
export const drawPicture: DrawPicture = (chart, look) => {
  loaded ??= load();
  return loaded.drawPicture(chart, look);
};

function load(): { readonly drawPicture: DrawPicture } {
  const file = fileURLToPath(BUNDLE);
  if (!existsSync(file)) throw new Error("echartsSvg.cjs is missing: bundlers leave it behind");
  return createRequire(import.meta.url)(file) as { readonly drawPicture: DrawPicture };
}
