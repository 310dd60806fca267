/**
 * Bundles what is run into `dist/run`: the doors of the package, its commands, what draws pictures,
 * and the pages; and `docs/playground.html`, a page that is whole.
 *
 * Packages stay outside, for whoever installs runcast has them, but for ECharts and what deflates:
 * those are needed while it is built, and go with it.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const OUT = "dist/run";

/** What Node.js, Bun and Deno run; packages and what package.json `imports` stay outside. */
const FOR_NODE = {
  bundle: true,
  splitting: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  external: ["#threads", "#drawing", "#page"],
  outdir: OUT,
  logLevel: "warning",
};

/** What stands alone, with all that it needs. */
const WHOLE = {
  bundle: true,
  minify: true,
  platform: "browser",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await Promise.all([doors(), commands(), drawings(), pages()]);

async function doors() {
  const entryPoints = {
    library: "src/index.ts",
    node: "src/node.ts",
    server: "src/server.ts",
    bullmq: "src/bullmq.ts",
    threads: "src/host/threads.ts",
    noThreads: "src/host/noThreads.ts",
    drawing: "src/host/drawing.ts",
    pageParts: "src/host/pageParts.ts",
  };
  await build({ ...FOR_NODE, entryPoints });
}

async function commands() {
  const entryPoints = {
    cli: "src/cli/main.ts",
    forecast: "src/cli/npmStart.ts",
    sweepWorker: "src/host/sweepWorker.ts",
  };
  await build({ ...FOR_NODE, entryPoints });
}

/** The engine of pictures, for Node.js to load when it is asked for one, and for bundlers. */
async function drawings() {
  await build({
    ...WHOLE,
    entryPoints: { echartsSvg: "src/report/svg/picture.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    outdir: OUT,
  });
  await build({
    ...WHOLE,
    entryPoints: { ownDrawing: "src/host/ownDrawing.ts" },
    format: "esm",
    external: ["*/echartsSvg.cjs"],
    outdir: OUT,
  });
  const licences = ["echarts/LICENSE", "echarts/NOTICE", "echarts/licenses/LICENSE-d3"];
  const texts = [...licences, "zrender/LICENSE", "fflate/LICENSE"].map((name) =>
    readFileSync(`node_modules/${name}`, "utf8"),
  );
  writeFileSync(`${OUT}/echartsSvg.LICENSE.txt`, texts.join("\n"));
}

/** Script and style of a report's page, with their hashes for its content-security policy. */
async function pages() {
  const inBrowsers = {
    format: "iife",
    target: ["chrome103", "firefox113", "safari16.4"],
    tsconfig: "src/page/tsconfig.json",
    alias: { "#threads": "./src/host/noThreads.ts" },
  };
  const [script, style, playground] = await Promise.all([
    textOf({ ...inBrowsers, entryPoints: ["src/page/main.ts"] }),
    textOf({ entryPoints: ["src/page/page.css"] }),
    textOf({ ...inBrowsers, entryPoints: ["src/page/playground.ts"] }),
  ]);
  const parts = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
  const lines = Object.entries(parts).map(
    ([name, text]) => `exports.${name} = ${JSON.stringify(text)};\n`,
  );
  writeFileSync(`${OUT}/page.cjs`, lines.join(""));
  await build({
    ...WHOLE,
    entryPoints: ["src/host/bundledPageParts.ts"],
    format: "esm",
    external: ["*/page.cjs"],
    outdir: OUT,
  });
  writePlayground(playground, style);
}

function writePlayground(script, style) {
  const sample = JSON.stringify(JSON.parse(readFileSync("examples/sample-jobs.json", "utf8")));
  // Nothing is loaded and nothing is sent; charts put styles on their elements.
  const policy =
    `default-src 'none'; script-src '${hashOf(script)}'; style-src-elem '${hashOf(style)}'; ` +
    "style-src-attr 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
  // Functions, since a text would have its dollars read as patterns.
  const page = readFileSync("src/page/playground.html", "utf8")
    .replace("{{policy}}", () => policy)
    .replace("{{style}}", () => style)
    .replace("{{sample}}", () => sample.replaceAll("<", "\\u003c"))
    .replace("{{script}}", () => script);
  writeFileSync("docs/playground.html", page);
}

/** What a bundle comes to, as a text that may stand in a document. */
async function textOf(options) {
  const { outputFiles } = await build({ ...WHOLE, charset: "utf8", write: false, ...options });
  const text = outputFiles[0].text.trim();
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error("the bundle would end its element");
  return text;
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
