/**
 * `#page` in Node.js, Bun and Deno: the built parts of a report's page, read when the first report
 * is made. Importing the library reads nothing.
 */
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import type { PageParts } from "../report/page/document.js";

// Sources that run as they are (tests) have no page beside them: theirs is the built one.
const PARTS = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/page.json" : "./page.json",
  import.meta.url,
);

let known: PageParts | undefined;

/** Script and style of a page. Throws where a bundler has left them behind. */
export function pageParts(): PageParts {
  return (known ??= JSON.parse(readFileSync(PARTS, "utf8")) as PageParts);
}

/** Bytes, deflated as `DecompressionStream("deflate-raw")` reads them. */
export function deflated(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes);
}
