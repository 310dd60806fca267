/**
 * Properties as mutants meet them: the share of draws that the piece says, the same for every
 * mutant, and the end at the first failure, since nobody wants to know the smallest one. Left out
 * are the tests that the driver names (`leftOut.ts`).
 *
 * Laws count what their draws met, and want more than a share of them can meet. So with a share
 * nothing is too few there: `toBeGreaterThan` always holds in a law.
 */
import fc from "fast-check";
import { beforeEach, expect } from "vitest";

const SHARE = Number(process.env["RUNCAST_FUZZ"] ?? 1);
const AT_LEAST = 5;
const LEFT_OUT = new Set(
  JSON.parse(process.env["RUNCAST_MUTATION_LEFT_OUT"] ?? "[]") as readonly string[],
);

fc.configureGlobal({
  seed: 20_260_101,
  numRuns: Math.max(AT_LEAST, Math.ceil(100 * SHARE)),
  endOnFailure: true,
});

beforeEach(({ task, skip }) => {
  if (LEFT_OUT.has(task.fullTestName)) skip();
});

if (SHARE < 1)
  expect.extend({
    toBeGreaterThan(received: number, least: number) {
      const isLaw = this.testPath?.endsWith(".law.test.ts") === true;
      return {
        pass: isLaw ? !this.isNot : received > least,
        message: () =>
          `expected ${received} ${this.isNot ? "not " : ""}to be greater than ${least}`,
      };
    },
  });
