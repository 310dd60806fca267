/**
 * What was asked, what came and what was expected: a comparison as data, so that whoever makes it
 * need not be a test, and whoever finds a difference can print one.
 */
import { isDeepStrictEqual } from "node:util";

/** One answer of the code under test, beside what a second opinion says. */
export interface Answer {
  /** The question as one would write it in a test. */
  readonly code: string;
  readonly got: unknown;
  readonly expected: unknown;
  /** How far two numbers may be apart; default: not at all. */
  readonly within?: number;
}

/** Whether the answer is not what was expected. */
export function differs({ got, expected, within }: Answer): boolean {
  if (Object.is(got, expected)) return false;
  if (within !== undefined && typeof got === "number" && typeof expected === "number")
    return !(Math.abs(got - expected) <= within);
  return !isDeepStrictEqual(got, expected);
}
