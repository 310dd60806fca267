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
import { BUILT_IN } from "./builtIn.mjs";

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
  metafile: true,
  logLevel: "warning",
};

/** The folders of packages of which something is in a bundle that is published. */
const packagesIn = new Set();

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await Promise.all([doors(), commands(), drawings(), pages()]);
writeLicences();

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
  const engine = await build({
    ...WHOLE,
    entryPoints: { echartsSvg: "src/report/svg/picture.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    outdir: OUT,
  });
  note(engine);
  await build({
    ...WHOLE,
    entryPoints: { ownDrawing: "src/host/ownDrawing.ts" },
    format: "esm",
    external: ["*/echartsSvg.cjs"],
    outdir: OUT,
  });
}

/** Script and style of a report's page, with their hashes for its content-security policy. */
async function pages() {
  const inBrowsers = {
    format: "iife",
    target: ["chrome103", "firefox113", "safari16.4"],
    tsconfig: "src/page/tsconfig.json",
    alias: { "#threads": "./src/host/noThreads.ts" },
  };
  const [page, { text: style }, { text: playground }] = await Promise.all([
    textOf({ ...inBrowsers, entryPoints: ["src/page/main.ts"] }),
    textOf({ entryPoints: ["src/page/page.css"] }),
    textOf({ ...inBrowsers, entryPoints: ["src/page/playground.ts"] }),
  ]);
  note(page);
  const script = page.text;
  // who hands a page on hands on what is built into it
  const notice = licencesOf(foldersIn(page)).replaceAll(/-{2,}/g, "-");
  const parts = { script, style, scriptHash: hashOf(script), styleHash: hashOf(style), notice };
  const lines = Object.entries(parts).map(
    ([name, text]) => `exports.${name} = ${JSON.stringify(text)};\n`,
  );
  writeFileSync(`${OUT}/page.cjs`, lines.join(""));
  const forBundlers = await build({
    ...WHOLE,
    entryPoints: ["src/host/bundledPageParts.ts"],
    format: "esm",
    external: ["*/page.cjs"],
    outdir: OUT,
  });
  note(forBundlers);
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
  const built = await build({ ...WHOLE, charset: "utf8", write: false, ...options });
  const text = built.outputFiles[0].text.trim();
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error("the bundle would end its element");
  return { text, metafile: built.metafile };
}

/** Remembers the packages of which a bundle has something. */
function note(bundle) {
  for (const folder of foldersIn(bundle)) packagesIn.add(folder);
}

/** The folders of the packages of which a bundle has something. */
function foldersIn({ metafile }) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  return folders;
}

/** The licences of what is built in, and of nothing else. */
function writeLicences() {
  const names = new Set([...packagesIn].map((folder) => manifestOf(folder).name));
  for (const name of Object.keys(BUILT_IN))
    if (!names.has(name)) refuse(`${name} of src/builtIn.mjs is not built in`);
  writeFileSync(`${OUT}/echartsSvg.LICENSE.txt`, `${licencesOf(packagesIn)}\n`);
}

/** The licences of packages, one after the other. */
function licencesOf(folders) {
  const texts = [...folders]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((folder) => {
      const { name, version, license } = manifestOf(folder);
      const files = BUILT_IN[name] ?? refuse(`${name} is built in: src/builtIn.mjs has no licence`);
      const licences = files.map((file) => readFileSync(`${folder}/${file}`, "utf8").trim());
      return [`${name} ${version}, ${license}`, ...licences].join("\n\n");
    });
  return texts.join(`\n\n${"-".repeat(80)}\n\n`);
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
}

function refuse(why) {
  throw new Error(why);
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
