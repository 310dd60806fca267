/**
 * The end of loops that a mutant has made endless. Stryker counts how often a mutant is met, and
 * ends it after a hundred times as often as without it, but not where it is met before the first
 * test, while modules are loaded. There this says how often is enough in one file of tests.
 *
 * Must never break: without a mutant no place is met nearly as often in all files together, or a
 * mutant would count as killed that nobody noticed. That is checked when the tests run without one.
 */
import { afterAll, beforeAll, inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The name under which what is mutated finds Stryker's counters. */
    readonly globalNamespace: string;
    /** `dry-run` where there is no mutant. */
    readonly mode: string;
  }
}

type Hits = Readonly<Record<string, number>>;

/** As much of the counters as is asked here. */
interface Counters {
  hitCount?: number;
  hitLimit?: number | undefined;
  readonly mutantCoverage?: {
    readonly static: Hits;
    readonly perTest: Readonly<Record<string, Hits>>;
  };
}

const ENOUGH = 200_000_000;
const AT_MOST = ENOUGH / 4;

const counters = (): Counters | undefined =>
  (globalThis as unknown as Record<string, Counters | undefined>)[inject("globalNamespace")];

function limit(): void {
  const found = counters();
  if (found === undefined) return;
  found.hitCount ??= 0;
  found.hitLimit ??= ENOUGH;
}

limit();
beforeAll(limit);

afterAll(() => {
  const coverage = counters()?.mutantCoverage;
  if (inject("mode") !== "dry-run" || coverage === undefined) return;
  const met: Record<string, number> = {};
  for (const hits of [coverage.static, ...Object.values(coverage.perTest)])
    for (const [mutant, often] of Object.entries(hits)) {
      met[mutant] = (met[mutant] ?? 0) + often;
      if (met[mutant] > AT_MOST)
        throw new Error(
          `mutant ${mutant} is met over ${AT_MOST} times: its piece needs fewer draws`,
        );
    }
});
