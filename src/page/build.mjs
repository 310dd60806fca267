/**
 * Builds the script and the style of a report's page into `dist/run/page.json`: one text each, and
 * their hashes for the page's content-security policy.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const common = {
  bundle: true,
  minify: true,
  write: false,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

/** What a bundle comes to, as a text that may stand in a document. */
async function textOf(options) {
  const { outputFiles } = await build({ ...common, ...options });
  const text = outputFiles[0].text.trim();
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error("the bundle would end its element");
  return text;
}

const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

const script = await textOf({
  entryPoints: ["src/page/main.ts"],
  format: "iife",
  platform: "browser",
  target: ["chrome103", "firefox113", "safari16.4"],
  tsconfig: "src/page/tsconfig.json",
});
const style = await textOf({ entryPoints: ["src/page/page.css"] });

mkdirSync("dist/run", { recursive: true });
const parts = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
writeFileSync("dist/run/page.json", JSON.stringify(parts));
