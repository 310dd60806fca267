/**
 * Which runcast this is.
 */
import { readFileSync } from "node:fs";

/** The version of the package: `0.1.0`. */
export function ownVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}
