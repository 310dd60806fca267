/**
 * Properties as mutants meet them: the share of draws that the piece says, the same for every
 * mutant, and the end at the first failure, since nobody wants to know the smallest one.
 *
 * A test that counts what many draws meet finds too little in a share of them: it is left out then.
 */
import fc from "fast-check";
import { beforeEach } from "vitest";

const SHARE = Number(process.env["RUNCAST_FUZZ"] ?? 1);
const AT_LEAST = 5;
const COUNTING = new Set([
  "should have met every oddity of the clock, many times",
  "should keep a start that moves back into a stretch that shows again, in any zone",
  "should run once on each matching date that exists, under shift and first",
]);

fc.configureGlobal({
  seed: 20_260_101,
  numRuns: Math.max(AT_LEAST, Math.ceil(100 * SHARE)),
  endOnFailure: true,
});

beforeEach(({ task, skip }) => {
  if (SHARE < 1 && COUNTING.has(task.name)) skip();
});
