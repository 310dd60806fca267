/**
 * What is published holds together: everything that package.json points at is there, and whoever
 * installs the package gets every package that its code and its types ask for.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Target>>;
  readonly imports: Readonly<Record<string, Target>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Where an entry of the manifest leads, under each condition. */
type Target = string | { readonly [condition: string]: Target };

const pathsOf = (target: Target): string[] =>
  typeof target === "string" ? [target] : Object.values(target).flatMap(pathsOf);

/** Files below a folder that end so. */
const filesOf = (folder: string, end: string): string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}/${name}`);

/** What a file imports, statically or not, as it is written. */
function specifiersOf(path: string): string[] {
  return [
    ...readFileSync(`${ROOT}${path}`, "utf8").matchAll(
      /(?:^|[;\s])(?:from|import)\s*\(?\s*"([^"]+)"/gm,
    ),
  ].map(([, specifier]) => specifier!);
}

/** The same of what it imports before its first line runs. */
function specifiersAtOnce(path: string): string[] {
  const text = readFileSync(`${ROOT}${path}`, "utf8");
  return [...text.matchAll(/^(?:(?:import|export|\}) .*)?(?:from|import) "([^"]+)";$/gm)].map(
    ([, specifier]) => specifier!,
  );
}

const isOfNode = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);

/** A built file and all files that it imports, directly or not. */
function builtGraph(
  name: string,
  importsOf: (path: string) => string[] = specifiersOf,
  seen = new Set<string>(),
): Set<string> {
  const path = `dist/run/${name}`;
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const specifier of importsOf(path))
    if (specifier.startsWith("./")) builtGraph(specifier.slice("./".length), importsOf, seen);
  return seen;
}

/** Packages that a file imports, by name. */
function packagesOf(path: string): string[] {
  return packagesAmong(specifiersOf(path));
}

function packagesAmong(specifiers: readonly string[]): string[] {
  return specifiers
    .filter((specifier) => !/^[.#]/.test(specifier) && !isOfNode(specifier))
    .map((specifier) =>
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

describe("the package", () => {
  it("should have what it points at", () => {
    const targets = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap(pathsOf),
      ...Object.values(manifest.imports).flatMap(pathsOf),
    ];
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) expect(existsSync(`${ROOT}${target}`), target).toBe(true);
  });

  it("should bring what its code imports", () => {
    const files = filesOf("dist/run", ".js");
    expect(files.length).toBeGreaterThan(3);
    const packages = new Set(files.flatMap(packagesOf));
    const { dependencies, peerDependencies, devDependencies } = manifest;
    expect([...packages].sort()).toEqual(
      [...Object.keys(peerDependencies), ...Object.keys(dependencies)]
        .filter((name) => !name.startsWith("@types/"))
        .sort(),
    );
    // so that they are here for the tests
    for (const name of Object.keys(peerDependencies))
      expect(devDependencies[name], name).toBe(peerDependencies[name]);
  });

  it.each(["library", "node", "threads", "noThreads", "sweepWorker"])(
    "should need none of its optional peers for all but the server and sweeps over Redis: %s",
    (name) => {
      const files = [...builtGraph(`${name}.js`, specifiersAtOnce)];
      const packages = packagesAmong(files.flatMap(specifiersAtOnce));
      expect(packages.filter((one) => one !== "luxon")).toEqual([]);
      const later = [...builtGraph(`${name}.js`)].flatMap(packagesOf);
      expect(later.filter((one) => one !== "luxon")).toEqual(
        name === "library" ? ["hyparquet-writer"] : [],
      );
    },
  );

  it("should load nothing of what exports before somebody exports", () => {
    const isExport = (path: string): boolean =>
      readFileSync(`${ROOT}${path}`, "utf8").includes("// src/export/");
    const atOnce = [...builtGraph("library.js", specifiersAtOnce)];
    expect(atOnce.filter(isExport)).toEqual([]);
    expect(atOnce.length).toBeGreaterThan(1);
    expect([...builtGraph("library.js")].some(isExport)).toBe(true);
  });

  it("should need nothing of Node.js for the library", () => {
    const own = [...builtGraph("library.js")];
    expect(own.flatMap(specifiersOf).filter(isOfNode)).toEqual([]);
    expect(own.flatMap(specifiersOf)).toContain("#threads");
    expect([...builtGraph("node.js")].flatMap(specifiersOf)).toContain("node:fs");
  });

  it("should bring what its types import, or the types of it", () => {
    const files = [
      ...["index", "node", "server", "bullmq"].map((door) => `dist/${door}.d.ts`),
      ...["core", "export", "host", "library", "report", "veeam"].flatMap((folder) =>
        filesOf(`dist/${folder}`, ".d.ts"),
      ),
    ];
    const packages = new Set(files.flatMap(packagesOf));
    expect([...packages]).toContain("luxon");
    for (const name of packages) {
      const hasOwnTypes =
        existsSync(`${ROOT}node_modules/${name}/package.json`) &&
        "types" in
          (JSON.parse(readFileSync(`${ROOT}node_modules/${name}/package.json`, "utf8")) as object);
      expect(Object.keys(manifest.dependencies), name).toContain(
        hasOwnTypes ? name : `@types/${name}`,
      );
    }
  });
});
