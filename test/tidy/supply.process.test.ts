/**
 * What comes from others: each package has earned its place in a sentence, none runs a script where
 * it is installed, each licence is one that users can live with, and whatever is built in has its
 * licence beside it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/paths.ts";

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** A package of the lock file. */
interface Locked extends Manifest {
  readonly version: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
}

const read = (path: string): string => readFileSync(`${ROOT}${path}`, "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const { packages } = JSON.parse(read("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** Licences that ask for no more than to be told of. */
const ALLOWED = new Set([
  ...["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "Unlicense"],
]);

/** Where Node.js finds a package that another one asks for, from its place upward. */
function placeOf(name: string, from: string): string | undefined {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))
  ) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") return undefined;
  }
}

/** All packages that come with some, by their places in the lock file. */
function comingWith(names: readonly string[]): Map<string, Locked> {
  const found = new Map<string, Locked>();
  const visit = (name: string, from: string): void => {
    const place = placeOf(name, from);
    if (place === undefined || found.has(place)) return;
    const locked = packages[place]!;
    found.set(place, locked);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = locked;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
      visit(next, place);
    for (const next of Object.keys(peerDependencies ?? {}))
      if (peerDependenciesMeta?.[next]?.optional !== true) visit(next, place);
  };
  for (const name of names) visit(name, "");
  return found;
}

const installed = comingWith(Object.keys(manifest.dependencies ?? {}));
const peers = comingWith(Object.keys(manifest.peerDependencies ?? {}));

describe("packages of others", () => {
  it("should each have a sentence in CONTRIBUTING.md, and no sentence be of none", () => {
    const [, table] = /\n\| dependency \| what it saves \|\n\|[-|]+\n([\s\S]*?)\n(?!\|)/.exec(
      read("CONTRIBUTING.md"),
    )!;
    const named = table!
      .split("\n")
      .flatMap((row) => [...row.split("|")[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
    const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
    const asked = { ...dependencies, ...devDependencies, ...optionalDependencies };
    const names = Object.keys({ ...asked, ...peerDependencies });
    expect(names.filter((name) => !named.includes(name))).toEqual([]);
    const benches = JSON.parse(read("bench/peers/package.json")) as Manifest;
    const all = new Set([
      ...names,
      ...Object.keys({ ...benches.dependencies, ...benches.devDependencies }),
    ]);
    expect(named.filter((name) => !all.has(name) && !name.startsWith("python3-"))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it("should run no script where they are installed: with the library none", () => {
    const scripts = (all: ReadonlyMap<string, Locked>): string[] =>
      [...all].filter(([, one]) => one.hasInstallScript === true).map(([place]) => place);
    expect(installed.size).toBeGreaterThan(1);
    expect(scripts(installed)).toEqual([]);
    // An accelerator of BullMQ's messages: optional, it comes built for the usual platforms, and
    // BullMQ does without it where it is not there.
    expect(scripts(peers)).toEqual(["node_modules/msgpackr-extract"]);
    expect(packages["node_modules/msgpackr-extract"]!.optional).toBe(true);
  });

  it("should be found where they are", () => {
    for (const [place, { optional }] of [...installed, ...peers])
      if (optional !== true) expect(existsSync(`${ROOT}${place}`), place).toBe(true);
  });

  it("should have licences that users can live with: the library, and its optional peers", () => {
    expect(peers.size).toBeGreaterThan(20);
    const others = [...installed, ...peers]
      .filter(([, { license }]) => license === undefined || !ALLOWED.has(license))
      .map(([place, { license }]) => `${place}: ${license ?? "none"}`);
    expect(others).toEqual([]);
  });
});

describe("what is built in", () => {
  const licences = read("dist/run/echartsSvg.LICENSE.txt");
  const builtIn = ["echarts", "zrender", "tslib", "fflate"];

  it("should have its licence beside it, in the version that it is", () => {
    for (const name of builtIn) {
      const { version, license } = packages[placeOf(name, "node_modules/echarts")!]!;
      expect(licences).toContain(`${name} ${version}, ${license}\n`);
      expect(ALLOWED).toContain(license);
    }
    const holders = ["The Apache Software Foundation", "Baidu Inc.", "Mike Bostock"];
    for (const holder of [...holders, "Microsoft Corporation", "Arjun Barrett"])
      expect(licences).toContain(holder);
  });

  it("should be in the bill of materials, with what is installed, and nothing else", () => {
    const bill = JSON.parse(
      execFileSync("npm", ["run", "--silent", "sbom"], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, npm_config_offline: "true" },
      }),
    ) as {
      readonly bomFormat: string;
      readonly metadata: { readonly component: { readonly name: string } };
      readonly components: readonly {
        readonly name: string;
        readonly version: string;
        readonly properties: readonly { readonly name: string; readonly value: string }[];
      }[];
      readonly dependencies: readonly { readonly ref: string; readonly dependsOn: string[] }[];
    };
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(["CycloneDX", "runcast"]);
    const isBuiltIn = Object.fromEntries(
      bill.components.map(({ name, properties }) => [name, properties.at(-1)?.value]),
    );
    expect(isBuiltIn).toEqual({
      "@types/luxon": "false",
      luxon: "false",
      ...Object.fromEntries(builtIn.map((name) => [name, "true"])),
    });
    const refs = new Set(bill.dependencies.map(({ ref }) => ref));
    expect(refs.size).toBe(bill.components.length + 1);
    for (const { dependsOn } of bill.dependencies)
      for (const ref of dependsOn) expect(refs).toContain(ref);
  });
});
