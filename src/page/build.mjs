/**
 * Builds what pages are made of: the script and the style of a report's page into
 * `dist/run/page.json`, one text each, with their hashes for the page's content-security policy;
 * and `docs/playground.html`, a page that is whole.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

const forBrowsers = {
  format: "iife",
  platform: "browser",
  target: ["chrome103", "firefox113", "safari16.4"],
  tsconfig: "src/page/tsconfig.json",
  alias: { "#threads": "./src/host/noThreads.ts" },
};
const script = await textOf({ ...forBrowsers, entryPoints: ["src/page/main.ts"] });
const style = await textOf({ entryPoints: ["src/page/page.css"] });
const styleHash = hashOf(style);

mkdirSync("dist/run", { recursive: true });
const parts = { script, style, scriptHash: hashOf(script), styleHash };
writeFileSync("dist/run/page.json", JSON.stringify(parts));

const playground = await textOf({ ...forBrowsers, entryPoints: ["src/page/playground.ts"] });
const sample = JSON.stringify(JSON.parse(readFileSync("examples/sample-jobs.json", "utf8")));
// A function, since a text would have its dollars read as patterns.
const filled = readFileSync("src/page/playground.html", "utf8")
  .replace("{{policy}}", () => policyOf(hashOf(playground)))
  .replace("{{style}}", () => style)
  .replace("{{sample}}", () => sample.replaceAll("<", "\\u003c"))
  .replace("{{script}}", () => playground);
writeFileSync("docs/playground.html", filled);

/** Nothing is loaded and nothing is sent; charts put styles on their elements. */
function policyOf(scriptHash) {
  return (
    `default-src 'none'; script-src '${scriptHash}'; style-src-elem '${styleHash}'; ` +
    "style-src-attr 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
  );
}
