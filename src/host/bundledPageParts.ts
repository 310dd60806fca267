/**
 * `#page` in browsers: the built parts of a report's page within the bundle. Who makes no report
 * has none of it: bundlers leave out what nobody uses.
 */
import { deflateSync } from "fflate";
import { notice, script, scriptHash, style, styleHash } from "./page.cjs";
import type { PageParts } from "../report/page/document.js";

/** Script and style of a page. */
export function pageParts(): PageParts {
  return { script, style, scriptHash, styleHash, notice };
}

/** Bytes, deflated as `DecompressionStream("deflate-raw")` reads them. */
export function deflated(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes);
}
