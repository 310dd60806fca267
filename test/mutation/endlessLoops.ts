/**
 * The end of loops that a mutant has made endless. Stryker counts how often a mutant is met, and
 * ends it after a hundred times as often as without it, but not where it is met before the first
 * test, while modules are loaded. There this says how often is enough: far oftener than any file of
 * tests comes by, and far sooner than the clock would end it.
 */
import { beforeAll, inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The name under which what is mutated finds Stryker's counters. */
    readonly globalNamespace: string;
  }
}

/** As much of them as is asked here. */
interface Counters {
  hitCount?: number;
  hitLimit?: number | undefined;
}

const ENOUGH = 20_000_000;

function limit(): void {
  const found = (globalThis as unknown as Record<string, Counters | undefined>)[
    inject("globalNamespace")
  ];
  if (found === undefined) return;
  found.hitCount ??= 0;
  found.hitLimit ??= ENOUGH;
}

limit();
beforeAll(limit);
