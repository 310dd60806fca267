/**
 * Tests that no mutant meets: those that take long, and those that fail without a mutant where
 * properties make a share of their draws. A mutant that lives costs all tests that come by, so one
 * slow law would cost as much as all the others.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inProject } from "../support/paths.ts";
import { type Piece, testFilesOf } from "./pieces.ts";

const LONG_MS = 3_000;
const REPORT = inProject("dist/.mutation/tests.json");

/** As much of vitest's report as is asked here. */
interface TestsReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number;
    }[];
  }[];
}

/** Why a test is left out, by its name with those of its suites. */
export type LeftOut = Readonly<Record<string, "fails" | "takes long">>;

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

/** Which tests of a report are left out. Throws as `leftOutOf` does. */
export function judgeTests({ testResults }: TestsReport, { draws }: Piece): LeftOut {
  const leftOut: Record<string, LeftOut[string]> = {};
  for (const { message, assertionResults } of testResults) {
    if (assertionResults.length === 0 && message !== "") throw new Error(message);
    for (const { ancestorTitles, title, status, duration } of assertionResults) {
      const name = [...ancestorTitles, title].join(" > ");
      if (status === "failed") {
        if (draws === undefined) throw new Error(`${name} fails without any mutant`);
        leftOut[name] = "fails";
      } else if ((duration ?? 0) > LONG_MS) leftOut[name] = "takes long";
    }
  }
  return leftOut;
}
