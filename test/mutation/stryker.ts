/**
 * One file, mutated: Stryker changes it place by place and runs the tests that come by there.
 *
 * What became of it is kept under `dist/.mutation`, a file for a file: so who is interrupted goes
 * on with the next one. It is taken as it is only while the file and the tests of its piece are
 * what they were. Of a file that has changed, or whose tests have, all mutants are tried again but
 * those of unchanged code whose killer, known by its name, is still there.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { inProject } from "../support/paths.ts";
import type { Report } from "./mutants.ts";
import { type Piece, testFilesOf } from "./pieces.ts";

const KEPT = "dist/.mutation";
const keptAt = (path: string): string => `${KEPT}/${path}.json`;
const stampAt = (path: string): string => inProject(`${KEPT}/${path}.stamp`);

/** What the result of a file hangs on, as far as it is looked at. */
function stampOf(path: string, piece: Piece): string {
  const hash = createHash("sha256").update(`${piece.draws}`);
  for (const read of [path, ...testFilesOf(piece)])
    hash.update(`${read}\n`).update(readFileSync(inProject(read)));
  return hash.digest("hex");
}

/** What is kept of a file, where that still holds. */
export function keptReport(path: string, piece: Piece): Report | undefined {
  const isFresh =
    existsSync(stampAt(path)) && readFileSync(stampAt(path), "utf8") === stampOf(path, piece);
  return isFresh
    ? (JSON.parse(readFileSync(inProject(keptAt(path)), "utf8")) as Report)
    : undefined;
}

/** Forgets what is kept of a file. */
export function forget(path: string): void {
  for (const place of [inProject(keptAt(path)), stampAt(path)]) rmSync(place, { force: true });
}

/**
 * Takes out of a kept report what was not killed: Stryker would not see that a test has got more to
 * say, nor that one which comes by while modules are loaded is there at all.
 */
function keepOnlyKilled(place: string): void {
  if (!existsSync(place)) return;
  const report = JSON.parse(readFileSync(place, "utf8")) as Report;
  const files = Object.entries(report.files).map(([path, file]) => [
    path,
    { ...file, mutants: file.mutants.filter(({ status }) => status === "Killed") },
  ]);
  writeFileSync(place, JSON.stringify({ ...report, files: Object.fromEntries(files) as object }));
}

/**
 * Mutates a file, and keeps what became of it. Rejects where a test of the piece fails without any
 * mutant.
 */
export async function mutate(path: string, piece: Piece, workers: number): Promise<Report> {
  const stamp = stampOf(path, piece);
  rmSync(stampAt(path), { force: true });
  mkdirSync(dirname(inProject(keptAt(path))), { recursive: true });
  process.env["RUNCAST_MUTATION_TESTS"] = testFilesOf(piece).join(",");
  process.env["RUNCAST_FUZZ"] = String(piece.draws ?? 1);
  keepOnlyKilled(inProject(keptAt(path)));
  await new Stryker({
    configFile: inProject("test/mutation/stryker.config.mjs"),
    mutate: [path],
    concurrency: workers,
    incrementalFile: keptAt(path),
  }).runMutationTest();
  writeFileSync(stampAt(path), stamp);
  return JSON.parse(readFileSync(inProject(keptAt(path)), "utf8")) as Report;
}
