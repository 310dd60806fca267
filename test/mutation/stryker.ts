/**
 * Stryker changes files place by place and runs the tests that come by there.
 *
 * What became of a file is kept under `dist/.mutation`, a file for a file: so who is interrupted
 * goes on with the next one. It is taken as it is only while the file and the tests of its piece
 * are what they were. Of a file that has changed, or whose tests have, all mutants are tried again
 * but those of unchanged code whose killer, known by its name, is still there. Of a share of the
 * mutants the files of a piece are tried and kept together: the tests are loaded and run without a
 * mutant once then, which takes longer than some files' share.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { inProject } from "../support/paths.ts";
import type { Report } from "./mutants.ts";
import { type Piece, testFilesOf } from "./pieces.ts";
import { leftOutOf } from "./testsAlone.ts";

const KEPT = "dist/.mutation";

/** What is to be tried: files of a piece, all of their mutants or a share. */
export interface Trial {
  readonly name: string;
  readonly piece: Piece;
  readonly paths: readonly string[];
  readonly share: number;
}

/** Where it is kept: of all mutants of a file by its path, of a share of several by their piece. */
const keptAt = ({ name, paths, share }: Trial): string =>
  share === 1 ? `${KEPT}/${paths[0]}.json` : `${KEPT}/${name}.share.json`;
const stampAt = (trial: Trial): string => inProject(`${keptAt(trial)}.stamp`);

/** What the tests of a piece find hangs on, as far as it is looked at, and on these files. */
function stampOf(piece: Piece, ...more: readonly string[]): string {
  const hash = createHash("sha256").update(`${piece.draws}`);
  for (const read of [...more, ...testFilesOf(piece)])
    hash.update(`${read}\n`).update(readFileSync(inProject(read)));
  return hash.digest("hex");
}

const stampOfTrial = ({ piece, paths, share }: Trial): string =>
  `${share} ${stampOf(piece, ...paths)}`;

/** What is kept of a trial, where that still holds. */
export function keptReport(trial: Trial): Report | undefined {
  const isFresh =
    existsSync(stampAt(trial)) && readFileSync(stampAt(trial), "utf8") === stampOfTrial(trial);
  return isFresh
    ? (JSON.parse(readFileSync(inProject(keptAt(trial)), "utf8")) as Report)
    : undefined;
}

/** Forgets what is kept of a trial. */
export function forget(trial: Trial): void {
  for (const place of [inProject(keptAt(trial)), stampAt(trial)]) rmSync(place, { force: true });
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

/** Tries mutants, and keeps what became of them. Rejects where the tests fail without any. */
export async function mutate(trial: Trial, workers: number): Promise<Report> {
  const { piece, paths, share } = trial;
  const stamp = stampOfTrial(trial);
  rmSync(stampAt(trial), { force: true });
  mkdirSync(dirname(inProject(keptAt(trial))), { recursive: true });
  const leftOut = Object.keys(leftOutOf(piece, stampOf(piece)));
  process.env["RUNCAST_MUTATION_TESTS"] = testFilesOf(piece).join(",");
  process.env["RUNCAST_MUTATION_LEFT_OUT"] = JSON.stringify(leftOut);
  process.env["RUNCAST_MUTATION_SHARE"] = String(share);
  process.env["RUNCAST_FUZZ"] = String(piece.draws ?? 1);
  keepOnlyKilled(inProject(keptAt(trial)));
  await new Stryker({
    configFile: inProject("test/mutation/stryker.config.mjs"),
    mutate: [...paths],
    concurrency: workers,
    incrementalFile: keptAt(trial),
  }).runMutationTest();
  writeFileSync(stampAt(trial), stamp);
  return JSON.parse(readFileSync(inProject(keptAt(trial)), "utf8")) as Report;
}
