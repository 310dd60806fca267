/**
 * runcast as a user has it: packed as it is built, and installed into a folder of its own.
 *
 * No registry is asked, so that the test says the same on every machine: what runcast depends on is
 * packed out of this checkout's `node_modules`, in the versions of the lock file, and npm installs
 * the tarballs offline. A dependency that is not among them fails the installation.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./paths.ts";

const run = promisify(execFile);

/** What of a manifest matters here. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly overrides?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** What a program printed, and how it ended. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** An application with runcast in its `node_modules`. */
export interface Application {
  readonly folder: string;
  /** Every package that was installed, by name, with its folder. */
  readonly packages: ReadonlyMap<string, string>;
  /** Writes a file into the application, and gives its path. */
  readonly write: (name: string, text: string) => string;
  /** Runs a program of the application in a process of its own. */
  readonly run: (file: string, ...args: string[]) => Promise<Printed>;
  /** The same with something else than Node.js. */
  readonly runWith: (runtime: string, ...args: string[]) => Promise<Printed>;
}

/** Installs runcast, as it is built, below an empty folder. */
export async function installPackage(home: string): Promise<Application> {
  const folder = join(home, "app");
  mkdirSync(folder);
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  write("package.json", JSON.stringify({ private: true, type: "module" }));
  const packed = [ROOT, ...dependenciesOf(ROOT)];
  await npm(ROOT, "pack", ...packed, "--ignore-scripts", "--pack-destination", home);
  const tarballs = readdirSync(home).filter((name) => name.endsWith(".tgz"));
  const quiet = ["--offline", "--no-audit", "--no-fund"];
  await npm(folder, "install", ...quiet, ...tarballs.map((name) => join(home, name)));
  const runWith = (runtime: string, ...args: string[]): Promise<Printed> =>
    run(runtime, args, { cwd: folder, env: { PATH: process.env["PATH"] } })
      .then(({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }))
      .catch((error: { code?: unknown; stdout: string; stderr: string }) => {
        if (typeof error.code !== "number") throw error;
        return { code: error.code, out: error.stdout, err: error.stderr };
      });
  return {
    folder,
    packages: packagesIn(join(folder, "node_modules")),
    write,
    run: (file, ...args) => runWith(process.execPath, file, ...args),
    runWith,
  };
}

/** The manifest of a package in a folder. */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The size of all files below a folder, in bytes. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

async function npm(cwd: string, ...words: string[]): Promise<void> {
  await run("npm", words, { cwd, shell: process.platform === "win32" });
}

/** The folders of all packages that a package depends on, directly or not. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const own = join(folder, "node_modules", name);
    const place = existsSync(own) ? own : join(ROOT, "node_modules", name);
    if (found.has(place)) continue;
    found.add(place);
    dependenciesOf(place, found);
  }
  return found;
}

/** The packages of a `node_modules`, also those within others. */
function packagesIn(modules: string): Map<string, string> {
  const places = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /(?:^|\/node_modules\/)(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(name))
    .map((name) => join(modules, name.slice(0, -"/package.json".length)));
  return new Map(places.map((place) => [manifestOf(place).name, place]));
}
