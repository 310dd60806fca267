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
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Files below a folder that end so. */
const filesOf = (folder: string, end: string): string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .map((name) => `${folder}/${name}`);

/** Packages that a file imports, statically or not, by name. */
function packagesOf(path: string): string[] {
  const specifiers = [
    ...readFileSync(`${ROOT}${path}`, "utf8").matchAll(
      /(?:^|[;\s])(?:from|import)\s*\(?\s*"([^"./][^"]*)"/gm,
    ),
  ].map(([, specifier]) => specifier!);
  return specifiers
    .filter((specifier) => !/^(?:node:|#)/.test(specifier) && !builtinModules.includes(specifier))
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
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === "string" ? [target] : Object.values(target),
      ),
    ];
    expect(targets.length).toBeGreaterThan(3);
    for (const target of targets) expect(existsSync(`${ROOT}${target}`), target).toBe(true);
  });

  it("should bring what its code imports", () => {
    const files = filesOf("dist/run", ".js");
    expect(files.length).toBeGreaterThan(3);
    const packages = new Set(files.flatMap(packagesOf));
    expect([...packages]).toEqual(expect.arrayContaining(["luxon", "hono", "lmdb"]));
    for (const name of packages) expect(Object.keys(manifest.dependencies), name).toContain(name);
  });

  it("should bring what its types import, or the types of it", () => {
    const files = [
      "dist/index.d.ts",
      ...["core", "host", "report", "veeam"].flatMap((folder) =>
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
