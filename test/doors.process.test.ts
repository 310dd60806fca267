/**
 * The doors of the package, tried on what a user installs: from Node.js, from a bundler for
 * browsers, from the command line.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build as bundle } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import ts from "typescript";
import { build as bundleWithVite } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, chromiumHere, drawAll, openFile } from "./support/chromiumHere.ts";
import {
  type Application,
  bytesIn,
  installPackage,
  manifestOf,
} from "./support/installedPackage.ts";
import { scratch } from "./support/scratch.ts";

const CLI = join("node_modules", "runcast", "dist", "run", "cli.js");
const SAMPLE_JOBS = join("node_modules", "runcast", "examples", "sample-jobs.json");

const MB = 1_000_000;
const MOST_BYTES = 10 * MB;
const MOST_PACKED_BYTES = 2 * MB;

const home = scratch();
let app: Application;
beforeAll(async () => void (app = await installPackage(home)));

/** What every environment is to answer, as JavaScript after an import of what it needs. */
const QUESTION = `
  const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "02:30" };
  const clock = { zone: "America/New_York" };
  const next = nextRun(policy, "2026-03-08T00:00Z", clock);
  const workload = { duration: { uniform: ["PT30M", "PT90M"] }, failed: 0.2 };
  const jobs = ["mail", "sites"].map((id) => ({ id, policy: parsePolicy(policy), workload }));
  const span = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1), seed: 7 };
  const timeline = simulate({ clock, jobs }, span);
  globalThis.result = JSON.stringify([next.toISO(), [...timeline.rows()], summarize(timeline)]);`;
const IMPORT = 'import { nextRun, parsePolicy, simulate, summarize } from "runcast";';

/** A sweep with two threads: `study`, and in `rows` whether it has those of a sweep without. */
const SWEEP = `
  const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
  const jobs = ["mail", "sites"].map((id) => ({
    id, policy, proxyId: "p", workload: { duration: { uniform: ["PT30M", "PT90M"] } },
  }));
  const fleet = { jobs, proxies: [{ id: "p", slots: 1 }] };
  const span = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };
  const variations = slots("p", [1, 2]);
  const study = await sweepParallel(fleet, variations, span, { workers: 2 });
  const alone = sweep(fleet, variations, span);
  const rows = JSON.stringify(study.rows) === JSON.stringify(alone.rows);`;
const SWEEP_IMPORT = 'import { parsePolicy, slots, sweep, sweepParallel } from "runcast";';
const SWEEP_RESULT = "JSON.stringify([study.complete, study.workers, study.notes, rows])";

/** A picture and a page of two jobs that share a proxy, in `pictures`. */
const PICTURES_IMPORT = 'import { chartSvg, reportHtml, simulate } from "runcast";';
const PICTURES = `
  const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
  const jobs = ["mail", "sites"].map((id) => ({
    id, policy, proxyId: "p", rpo: "24h", workload: { duration: "45m" },
  }));
  const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
  const timeline = simulate({ jobs, proxies: [{ id: "p", slots: 1 }] }, span);
  const pictures = [chartSvg(timeline, "load"), reportHtml(timeline, { title: "A week" })];`;
const PICTURES_PRINTED = "\nconsole.log(JSON.stringify(pictures));";

/** What Node.js draws. */
async function picturesOfNode(): Promise<[picture: string, page: string]> {
  const file = app.write("pictures.js", PICTURES_IMPORT + PICTURES + PICTURES_PRINTED);
  const { out, err } = await app.run(file);
  expect(err).toBe("");
  return JSON.parse(out) as [string, string];
}

/** What vite makes of a script for browsers: one file. */
async function builtByVite(name: string, script: string): Promise<string> {
  const built = await bundleWithVite({
    root: app.folder,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input: app.write(name, script) } },
  });
  const [page] = [built].flat();
  const { output } = page as { output: { code?: string }[] };
  expect(output).toHaveLength(1);
  return output[0]!.code!;
}

/** What Node.js answers. */
async function answerOfNode(): Promise<string> {
  const file = app.write("question.js", `${IMPORT}${QUESTION}\nprocess.stdout.write(result);`);
  const { code, out, err } = await app.run(file);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

/** Runs a script where nothing is known but the language itself, and `more`. */
async function runBare(
  script: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const context = createContext({ ...more });
  for (const name of ["process", "Buffer", "require", "setImmediate", "global"])
    expect(runInContext(`typeof ${name}`, context), name).toBe("undefined");
  await runInContext(script, context);
  return runInContext("globalThis.result", context);
}

describe("an installation", () => {
  it("should take less than 10 MB, 2 MB of them packed, and run no script", () => {
    expect([...app.packages.keys()]).toContain("runcast");
    expect(bytesIn(join(app.folder, "node_modules"))).toBeLessThan(MOST_BYTES);
    const packed = readdirSync(home).filter((name) => /^runcast-.*\.tgz$/.test(name));
    expect(packed).toHaveLength(1);
    expect(statSync(join(home, packed[0]!)).size).toBeLessThan(MOST_PACKED_BYTES);
    for (const [name, folder] of app.packages) {
      const scripts = Object.keys(manifestOf(folder).scripts ?? {});
      const atInstall = ["preinstall", "install", "postinstall"];
      expect(
        scripts.filter((script) => atInstall.includes(script)),
        name,
      ).toEqual([]);
      expect(existsSync(join(folder, "binding.gyp")), name).toBe(false); // npm builds these
    }
  });

  it("should bring no package but what earned its place, and decide for nobody else's", () => {
    expect([...app.packages.keys()].sort()).toEqual(["@types/luxon", "luxon", "runcast"]);
    const { overrides, peerDependencies, peerDependenciesMeta } = manifestOf(
      app.packages.get("runcast")!,
    );
    expect(overrides).toBeUndefined();
    for (const name of Object.keys(peerDependencies ?? {}))
      expect(peerDependenciesMeta?.[name], name).toEqual({ optional: true });
  });
});

describe("the tarball", () => {
  const tarball = (): Uint8Array<ArrayBuffer> => {
    const [name] = readdirSync(home).filter((file) => /^runcast-.*\.tgz$/.test(file));
    return new Uint8Array(readFileSync(join(home, name!)));
  };

  it("should have nothing that publint would do better", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball().buffer }, strict: true });
    expect(pkg?.["name"]).toBe("runcast");
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("should have types that are found, and are those of what runs", async () => {
    const checked = await checkPackage(createPackageFromTarballData(tarball()));
    if (checked.types === false) throw new Error("no types");
    const { problems, entrypoints } = checked;
    expect(Object.keys(entrypoints)).toContain("./bullmq");
    // The doors are ES modules alone. Every Node.js that runcast runs on can `require` them, which
    // is tried below; and who resolves as Node.js 10 did knows no `exports` at all.
    const isAccepted = (problem: (typeof problems)[number]): boolean =>
      (problem.kind === "CJSResolvesToESM" && problem.resolutionKind === "node16-cjs") ||
      (problem.kind === "NoResolution" && problem.resolutionKind === "node10");
    expect(problems.filter((problem) => !isAccepted(problem))).toEqual([]);
  });
});

describe("the doors, in Node.js", () => {
  it("should all open, on one house", async () => {
    const { exports } = manifestOf(app.packages.get("runcast")!);
    expect(Object.keys(exports)).toEqual([
      ".",
      "./node",
      "./server",
      "./bullmq",
      "./fleet.schema.json",
      "./package.json",
    ]);
    const file = app.write(
      "doors.js",
      `import * as library from "runcast";
      import * as node from "runcast/node";
      import * as server from "runcast/server";
      import * as bullmq from "runcast/bullmq";
      import { createRequire } from "node:module";
      const require = createRequire(import.meta.url);
      console.log(JSON.stringify([
        library.sweepParallel === node.sweepParallel,
        library.PolicyError === server.PolicyError,
        library.PolicyError === bullmq.PolicyError,
        require("runcast/fleet.schema.json").title !== "",
        require("runcast/package.json").name,
        (await node.readFleetAt("node_modules/runcast/examples/fleet.json")).ok,
      ]));`,
    );
    const { out, err } = await app.run(file);
    expect([JSON.parse(out), err]).toEqual([[true, true, true, true, "runcast", true], ""]);
  });

  it("should open for CommonJS, on the same house, without a warning", async () => {
    const file = app.write(
      "doors.cjs",
      `const library = require("runcast");
      const doors = ["runcast/node", "runcast/server", "runcast/bullmq"].map(require);
      import("runcast").then((imported) => console.log(JSON.stringify([
        imported.PolicyError === library.PolicyError,
        library.nextRun({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" }, 0).toISO(),
        doors.map((door) => Object.keys(door).length > 1),
      ])));`,
    );
    const { out, err } = await app.run(file);
    const opened = [true, true, true];
    expect([JSON.parse(out), err]).toEqual([[true, "1970-01-01T22:00:00.000Z", opened], ""]);
  });

  it("should draw and write pages", async () => {
    const [picture, page] = await picturesOfNode();
    expect(picture).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(page).toMatch(/^<!doctype html>/i);
    expect(page).toContain("<title>A week</title>");
  });

  it("should sweep in threads", async () => {
    const file = app.write("sweep.js", `${SWEEP_IMPORT}${SWEEP}\nconsole.log(${SWEEP_RESULT});`);
    const { out, err } = await app.run(file);
    expect([JSON.parse(out), err]).toEqual([[true, 2, [], true], ""]);
  });

  it("should sweep in place, and say why, where a bundler left the worker behind", async () => {
    const entry = app.write("bundled.js", `${SWEEP_IMPORT}${SWEEP}\nconsole.log(${SWEEP_RESULT});`);
    const outfile = join(app.folder, "out", "bundled.mjs");
    await bundle({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm" });
    const { out, err } = await app.run(outfile);
    const note = "without worker threads: sweepWorker.js is missing: bundlers leave it behind";
    expect([JSON.parse(out), err]).toEqual([[true, 0, [note], true], ""]);
  });
});

describe.each([
  ["bun", []],
  ["deno", ["run", "--allow-all"]],
])("the doors, in %s where it is on the PATH", (runtime, words) => {
  const isThere = spawnSync(runtime, ["--version"]).status === 0;
  const run = (...args: string[]) => app.runWith(runtime, ...words, ...args);

  it.skipIf(!isThere)("should open, and sweep in threads", async () => {
    const file = app.write("elsewhere.js", `${IMPORT}${QUESTION}\nconsole.log(result);`);
    const answer = await answerOfNode();
    expect(await run(file)).toEqual({ code: 0, out: `${answer}\n`, err: "" });
    const sweep = app.write("sweep.js", `${SWEEP_IMPORT}${SWEEP}\nconsole.log(${SWEEP_RESULT});`);
    const { out, err } = await run(sweep);
    expect([JSON.parse(out), err]).toEqual([[true, 2, [], true], ""]);
  });

  it.skipIf(!isThere)("should draw what Node.js draws, and open for CommonJS", async () => {
    const file = app.write("elsewhere.js", PICTURES_IMPORT + PICTURES + PICTURES_PRINTED);
    const { out, err } = await run(file);
    const [picture, page] = JSON.parse(out) as [string, string];
    const [picturesOf] = await picturesOfNode();
    expect([picture === picturesOf, err]).toEqual([true, ""]);
    expect(page).toContain("<title>A week</title>");
    const required = `const { NEVER } = require("runcast");\nconsole.log(NEVER);`;
    const answer = { code: 0, out: "Infinity\n", err: "" };
    expect(await run(app.write("required.cjs", required))).toEqual(answer);
  });

  it.skipIf(!isThere)("should answer on the command line", async () => {
    const asked = ["next", SAMPLE_JOBS, "--after", "2026-01-01"];
    const answer = await app.run(CLI, ...asked);
    expect(answer.out).toContain("Mailboxes of the board");
    expect(await run(CLI, ...asked)).toEqual(answer);
  });
});

describe("the types", () => {
  const problemsOf = (
    file: string,
    module: ts.ModuleKind,
    moduleResolution: ts.ModuleResolutionKind,
  ): string[] => {
    const program = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2023,
      module,
      moduleResolution,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
      types: [],
      strict: true,
      noEmit: true,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  };

  it.each([
    ["Node.js", ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
    ["a bundler", ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ])("should be those of every door, and ask for no others: %s", (_, module, moduleResolution) => {
    const file = app.write(
      "typed.ts",
      `import { nextRun, sweepParallel, type Study } from "runcast";
      import { type FleetAt, readFleetAt } from "runcast/node";
      import { startStandIn, type StandIn } from "runcast/server";
      import { startWorker, type SweepWorker } from "runcast/bullmq";
      export const year: number | undefined = nextRun({}, "2026-01-01")?.year;
      export const file: Promise<FleetAt> = readFleetAt("jobs.json");
      export const server: Promise<StandIn> = startStandIn({ port: 0 });
      export const study: Promise<Study> = sweepParallel({ jobs: [] }, {}, { from: 0, to: 1 });
      export const worker: Promise<SweepWorker> = startWorker({ redis: "redis://127.0.0.1" });
      // @ts-expect-error no such option
      void startStandIn({ prot: 0 });`,
    );
    expect(problemsOf(file, module, moduleResolution)).toEqual([]);
  });

  it("should be there for CommonJS, where TypeScript knows that Node.js can require", () => {
    const file = app.write(
      "typed.cts",
      `import runcast = require("runcast");
      export const never: number = runcast.NEVER;`,
    );
    const { Node16, Node20, NodeNext } = ts.ModuleKind;
    const as = (module: ts.ModuleKind, resolution: ts.ModuleResolutionKind): string[] =>
      problemsOf(file, module, resolution);
    expect(as(NodeNext, ts.ModuleResolutionKind.NodeNext)).toEqual([]);
    expect(as(Node20, ts.ModuleResolutionKind.Node16)).toEqual([]);
    expect(as(Node16, ts.ModuleResolutionKind.Node16)).toEqual([
      expect.stringContaining("only resolves to an ES module"),
    ]);
  });
});

describe("the library in a browser", () => {
  it("should answer there what it answers in Node.js: esbuild", async () => {
    const entry = app.write("page.js", IMPORT + QUESTION);
    const { outputFiles, warnings } = await bundle({
      entryPoints: [entry],
      bundle: true,
      platform: "browser",
      format: "iife",
      write: false,
    });
    expect(warnings).toEqual([]);
    expect(await runBare(outputFiles[0]!.text)).toBe(await answerOfNode());
  });

  it("should answer there what it answers in Node.js: vite", async () => {
    const built = await builtByVite("vitePage.js", IMPORT + QUESTION);
    expect(await runBare(built)).toBe(await answerOfNode());
  });

  it("should bring what draws and what makes pages to those alone who ask for them", async () => {
    const built = async (...names: string[]): Promise<string> =>
      builtByVite(
        `${names.join("")}.js`,
        `import { ${names.join(", ")} } from "runcast"; globalThis.all = [${names.join(", ")}];`,
      );
    const [next, simulated, drawn, page] = await Promise.all([
      built("nextRun"),
      built("simulate", "summarize"),
      built("chartSvg"),
      built("reportHtml"),
    ]);
    const KB = 1_000;
    expect(next.length).toBeLessThan(200 * KB);
    expect(simulated.length).toBeLessThan(300 * KB);
    expect(drawn.length).toBeGreaterThan(600 * KB); // the engine of pictures
    expect(page.length).toBeGreaterThan(700 * KB); // the script of pages, which draws, too
    for (const text of [next, simulated]) expect(text).not.toMatch(/zrender|sha256-/);
    expect(drawn).not.toContain("sha256-");
  });

  const picturesBuilt = (): Promise<string> =>
    builtByVite(
      "vitePictures.js",
      `${PICTURES_IMPORT}${PICTURES}\nglobalThis.result = JSON.stringify(pictures);`,
    );

  it("should draw there what it draws in Node.js, and write pages", async () => {
    const { setTimeout, TextEncoder, btoa } = globalThis;
    const result = await runBare(await picturesBuilt(), { setTimeout, TextEncoder, btoa });
    const [picture, page] = JSON.parse(result as string) as [string, string];
    expect(picture).toBe((await picturesOfNode())[0]);
    expect(page).toContain("<title>A week</title>");
  });

  it.skipIf(CHROMIUM === undefined)("should do so in Chromium, and pages open", async () => {
    const script = (await picturesBuilt()).replaceAll("</script", "<\\/script");
    const whole =
      '<!doctype html><html data-ready="yes"><meta charset="utf-8">' +
      `<script type="module">${script}</script></html>`;
    const browser = await chromiumHere();
    try {
      const builder = await openFile(browser, app.write("builder.html", whole));
      const result = await builder.page.evaluate<string>("globalThis.result");
      const [picture, page] = JSON.parse(result) as [string, string];
      expect([picture, builder.troubles]).toEqual([(await picturesOfNode())[0], []]);
      const report = await openFile(browser, app.write("report.html", page));
      expect(await drawAll(report.page)).toBeGreaterThan(2);
      expect(report.troubles).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("should have all else there, too, and sweep in place with a note", async () => {
    const entry = app.write(
      "wholePage.js",
      `import * as runcast from "runcast";
      const { createJob, parsePolicy, slots, sweep, sweepParallel } = runcast;
      export const done = (async () => {
        ${SWEEP}
        const what = { name: "Mail", backupType: "EntireOrganization", repositoryId: "r" };
        const context = { organizationId: "o", now: "2026-01-01T00:00Z" };
        const { status } = createJob({ ...what, schedulePolicy: policy }, context);
        const names = Object.keys(runcast).length;
        globalThis.result = JSON.stringify([JSON.parse(${SWEEP_RESULT}), status, names]);
      })();`,
    );
    const { outputFiles } = await bundle({
      entryPoints: [entry],
      bundle: true,
      platform: "browser",
      format: "iife",
      globalName: "page",
      write: false,
    });
    // what every page and every worker of one has
    const { crypto, setTimeout } = globalThis;
    const result = await runBare(`${outputFiles[0]!.text};page.done`, { crypto, setTimeout });
    const note = "without worker threads: they need Node.js, Bun or Deno";
    const names = Object.keys(await import("runcast")).length;
    expect(JSON.parse(result as string)).toEqual([[true, 0, [note], true], 201, names]);
  });
});

describe("the command line", () => {
  const command = (...words: string[]) => app.run(CLI, ...words);

  it("should be there under its name, and answer", async () => {
    expect(existsSync(join(app.folder, "node_modules", ".bin", "runcast"))).toBe(true);
    const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
    const file = app.write("policy.json", JSON.stringify(policy));
    const { code, out, err } = await command("next", file, "--after", "2026-01-01", "--json");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("2026-01-01T22:00:00");
  });

  it("should say in one line what to install before it serves", async () => {
    const line = (names: string, which: string): string =>
      `the stand-in server needs ${names}, which are not installed: npm install ${which}\n`;
    const router = line("hono and @hono/node-server", "hono @hono/node-server");
    const both = line("hono, @hono/node-server and libsql", "hono @hono/node-server libsql");
    const all = line(
      "hono, @hono/node-server, libsql and selfsigned",
      "hono @hono/node-server libsql selfsigned",
    );
    const plain = await command("serve", "--port", "0", "--http");
    expect(plain).toEqual({ code: 2, out: "", err: router });
    const kept = await command("serve", "--port", "0", "--http", "--data", "jobs");
    expect(kept).toEqual({ code: 2, out: "", err: both });
    const secure = await command("serve", "--port", "0", "--data", "jobs");
    expect(secure).toEqual({ code: 2, out: "", err: all });
    const file = app.write(
      "standIn.js",
      `import { startStandIn } from "runcast/server";
      await startStandIn().catch(({ message }) => console.log(message));`,
    );
    expect(await app.run(file)).toEqual({ code: 0, out: router, err: "" });
  });

  it("should say in one line what to install before a sweep goes over Redis", async () => {
    const line =
      "a sweep over Redis needs bullmq and ioredis, which are not installed: npm install bullmq " +
      "ioredis\n";
    const redis = ["--redis", "redis://127.0.0.1:1"];
    expect(await command("worker", ...redis)).toEqual({ code: 2, out: "", err: line });
    const words = ["node_modules/runcast/examples/fleet.json", "proxy-1.slots=2,3"];
    const over = await command("sweep", ...words, "--seeds", "2", ...redis);
    expect(over).toEqual({ code: 2, out: "", err: line });
    const file = app.write(
      "worker.js",
      `import { startWorker } from "runcast/bullmq";
      const { message } = await startWorker({ redis: "redis://127.0.0.1:1" }).catch((why) => why);
      console.log(message);`,
    );
    expect(await app.run(file)).toEqual({ code: 0, out: line, err: "" });
  });

  it("should export, and say in one line what to install before it writes Parquet", async () => {
    const fleet = join("node_modules", "runcast", "examples", "fleet.json");
    const csv = await command("export", fleet, "--from", "2026-01-05", "--days", "2");
    expect([csv.code, csv.err]).toEqual([0, ""]);
    expect(csv.out).toMatch(/^job,name,nominal,start,end,attempt,outcome\n/);
    const line =
      "Parquet needs hyparquet-writer, which is not installed: npm install hyparquet-writer\n";
    const parquet = await command("export", fleet, "-o", "sessions.parquet");
    expect(parquet).toEqual({ code: 2, out: "", err: line });
    const file = app.write(
      "parquet.js",
      `import { exportRuns } from "runcast";
      const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
      const span = { from: 0, to: 1 };
      await exportRuns(policy, span, "parquet", () => {})
        .catch(({ message }) => console.log(message));`,
    );
    expect(await app.run(file)).toEqual({ code: 0, out: line, err: "" });
  });

  it("should tell a package that is broken from one that is missing", async () => {
    const install = (name: string, text: string): void => {
      const folder = join("node_modules", name);
      mkdirSync(join(app.folder, folder), { recursive: true });
      app.write(join(folder, "package.json"), JSON.stringify({ name, exports: "./index.mjs" }));
      app.write(join(folder, "index.mjs"), text);
    };
    const told = async (text: string): Promise<string> => {
      install("libsql", text);
      const { code, out, err } = await command("serve", "--port", "0", "--http", "--data", "jobs");
      expect([code, out]).toEqual([2, ""]);
      return err;
    };
    for (const name of ["hono", "@hono/node-server"]) install(name, "export const none = 0;");
    const because = "the stand-in server needs libsql, which cannot be loaded: ";
    expect(await told('throw new Error("no native build\\nfor this machine");')).toBe(
      `${because}no native build\n`,
    );
    expect(await told('import "a-package-of-its-own";')).toMatch(
      new RegExp(`^${because}Cannot find package 'a-package-of-its-own' .*\\n$`),
    );
    for (const name of ["hono", "@hono", "libsql"])
      rmSync(join(app.folder, "node_modules", name), { recursive: true });
  });

  it("should tell why it sweeps in place", async () => {
    const run = join(app.packages.get("runcast")!, "dist", "run");
    const words = ["node_modules/runcast/examples/fleet.json", "proxy-1.slots=2,3", "--days", "2"];
    const well = await command("sweep", ...words, "--from", "2026-01-05");
    expect(well.err).not.toContain("threads");
    rmSync(join(run, "sweepWorker.js"));
    const { out, err } = await command("sweep", ...words, "--from", "2026-01-05");
    expect(err).toContain(
      "without worker threads: sweepWorker.js is missing: bundlers leave it behind\n",
    );
    expect(out).toBe(well.out);
  });
});
