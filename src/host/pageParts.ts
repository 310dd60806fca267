/**
 * `#page` in Node.js, Bun and Deno: the built parts of a report's page, read when the first report
 * is made. Importing the library reads nothing.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import type { PageParts } from "../report/page/document.js";

// Sources that run as they are (tests) have no page beside them: theirs is the built one.
const PARTS = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/page.cjs" : "./page.cjs",
  import.meta.url,
);

let known: PageParts | undefined;

/** Script and style of a page. Throws where a bundler has left them behind. */
export function pageParts(): PageParts {
  return (known ??= load());
}

/** Bytes, deflated as `DecompressionStream("deflate-raw")` reads them. */
export function deflated(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes);
}

function load(): PageParts {
  const file = fileURLToPath(PARTS);
  if (!existsSync(file)) throw new Error("page.cjs is missing: bundlers leave it behind");
  return createRequire(import.meta.url)(file) as PageParts;
}
