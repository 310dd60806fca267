/**
 * Tests that no mutant meets: those that take long, and those that fail without a mutant where
 * properties make a share of their draws. A mutant that lives costs all tests that come by, so one
 * slow law would cost as much as all the others.
 */
import type { Piece } from "./pieces.ts";

const LONG_MS = 3_000;

/** As much of vitest's report as is asked here. */
export interface TestsReport {
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
 * Which tests of a report are left out. Throws where a test fails that makes all its draws, or a
 * file cannot be loaded.
 */
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
