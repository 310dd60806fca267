/**
 * `runcast` runs in a browser: nothing that it imports, directly or not, knows a name that only
 * Node.js has.
 *
 * The compiler walks the graph, with the types of a browser and none of Node.js. What it cannot
 * resolve is what a page would not find, and a package that it comes by is one that a page loads.
 */
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  // what a bundler for browsers takes from the `imports` of package.json
  paths: {
    "#threads": [`${ROOT}src/host/noThreads.ts`],
    "#drawing": [`${ROOT}src/host/ownDrawing.ts`],
    "#page": [`${ROOT}src/host/bundledPageParts.ts`],
  },
};

/** What a graph of modules needs beside a browser. */
interface Needs {
  /** What the compiler does not find, with its file. */
  readonly unknown: readonly string[];
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** What a module needs, with all that it imports. `text` stands in the place of its own. */
function needsOf(path: string, text?: string): Needs {
  const entry = `${ROOT}${path}`;
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    text !== undefined && name === entry
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([entry], OPTIONS, host);
  const files = program.getSourceFiles().map(({ fileName }) => fileName);
  const outside = files.flatMap(
    (name) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(name) ?? [],
  );
  return {
    unknown: ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, messageText }) =>
          `${file?.fileName.slice(ROOT.length) ?? ""} ` +
          ts.flattenDiagnosticMessageText(messageText, " "),
      ),
    files: files.filter((name) => name.startsWith(`${ROOT}src/`)),
    packages: [...new Set(outside.filter((_, index) => index % 2 === 1))].filter(
      (name) => name !== "typescript",
    ),
  };
}

describe("the library, where no name of Node.js is known", () => {
  const { unknown, files, packages } = needsOf("src/index.ts");

  it("should be seen whole", () => expect(files.length).toBeGreaterThan(150));
  it("should find all that it asks for", () => expect(unknown).toEqual([]));
  it("should load no package but luxon, and for who asks what draws and what writes Parquet", () =>
    expect(packages).toEqual([
      "@types/luxon",
      "fflate",
      "echarts",
      "hyparquet",
      "hyparquet-writer",
    ]));
});

describe("the check of names", () => {
  it("should catch every way to need Node.js", () => {
    const lines = [
      'import { readFileSync } from "node:fs"; readFileSync("a");',
      'import { availableParallelism } from "os"; availableParallelism();',
      'const { deserialize } = await import("node:v8"); deserialize(new Uint8Array());',
      'import { threads } from "./host/threads.js"; threads;',
      "process.versions;",
      'if (typeof process !== "undefined") process.exit();',
      "globalThis.process.env;",
      "setImmediate(() => {});",
      "let timer: NodeJS.Timeout | undefined;",
      'Buffer.from("a");',
      'require("luxon");',
      "__dirname;",
      "global.queueMicrotask(() => {});",
    ];
    const missed = lines.filter(
      (line) => needsOf("src/index.ts", `${line}\nexport {};`).unknown.length === 0,
    );
    expect(missed).toEqual([]);
  });

  it("should let be what browsers have as well", () => {
    const text =
      "crypto.getRandomValues(new Uint8Array(1)); setTimeout(() => {}, 1); new URL('a:b'); " +
      "new AbortController(); new TextDecoder(); performance.now(); export {};";
    expect(needsOf("src/index.ts", text).unknown).toEqual([]);
  });
});
