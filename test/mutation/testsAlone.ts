/**
 * Runs the tests of a piece without any mutant, to know which ones no mutant is to meet.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inProject } from "../support/paths.ts";
import { judgeTests, type LeftOut, type TestsReport } from "./leftOut.ts";
import { type Piece, testFilesOf } from "./pieces.ts";

const REPORT = inProject("dist/.mutation/tests.json");

/**
 * What of a piece's tests is left out, found by running them once, and kept under the stamp of
 * what it hangs on. Throws where a test fails that makes all its draws, or a file cannot be loaded.
 */
export function leftOutOf(piece: Piece, stamp: string): LeftOut {
  // Pieces with the same tests share it.
  const place = inProject(`dist/.mutation/leftOut.${stamp}.json`);
  if (existsSync(place)) return JSON.parse(readFileSync(place, "utf8")) as LeftOut;
  mkdirSync(inProject("dist/.mutation"), { recursive: true });
  rmSync(REPORT, { force: true });
  const config = ["--config", "test/mutation/vitest.config.ts", "--bail", "0"];
  const env = {
    ...process.env,
    RUNCAST_MUTATION_TESTS: testFilesOf(piece).join(","),
    RUNCAST_FUZZ: String(piece.draws ?? 1),
  };
  try {
    const args = ["vitest", "run", ...config, "--reporter=json", `--outputFile=${REPORT}`];
    execFileSync("npx", args, { cwd: inProject("."), env, stdio: "ignore" });
  } catch (error) {
    // It ends like that where a test fails, too: what it wrote down says more.
    if (!existsSync(REPORT)) throw error;
  }
  const leftOut = judgeTests(JSON.parse(readFileSync(REPORT, "utf8")) as TestsReport, piece);
  writeFileSync(place, JSON.stringify(leftOut, undefined, 2));
  return leftOut;
}
