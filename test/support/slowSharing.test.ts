/**
 * The division of threads (R28): examples by hand, and what max-min fair means.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compared, type Fraction, fraction, total } from "./fraction.ts";
import type { SlowResource } from "./slowModel.ts";
import { mostThreads, type Sharer, shareThreads } from "./slowSharing.ts";

const sizes = (...threads: (number | undefined)[]): SlowResource[] =>
  threads.map((count, index) => ({
    id: `r${index}`,
    ...(count === undefined ? {} : { threads: count }),
  }));
const words = (shares: readonly Fraction[]): string[] =>
  shares.map(({ top, bottom }) => (bottom === 1n ? `${top}` : `${top}/${bottom}`));

describe("shareThreads", () => {
  it("should give equally many to all, and what one cannot use to the others", () => {
    const [p] = sizes(8);
    const of = (...mosts: number[]): string[] =>
      words(shareThreads(mosts.map((most) => ({ most, resources: [p!] }))));
    expect(of(8)).toEqual(["8"]);
    expect(of(8, 8)).toEqual(["4", "4"]);
    expect(of(8, 8, 8)).toEqual(["8/3", "8/3", "8/3"]);
    expect(of(1, 8, 8)).toEqual(["1", "7/2", "7/2"]);
    expect(of(1, 3, 16)).toEqual(["1", "3", "4"]);
    expect(of(1, 2)).toEqual(["1", "2"]); // 5 are left over
    expect(of(16)).toEqual(["8"]); // can use more than there are
    expect(of()).toEqual([]);
  });

  it("should divide two resources that are used together", () => {
    // A on p, B on p and r, C on r: p has 8, r has 2. All rise to 1, then r is used up: B and C
    // stop. A goes on to the rest of p, 7.
    const [p, r] = sizes(8, 2);
    expect(
      words(
        shareThreads([
          { most: 16, resources: [p!] },
          { most: 16, resources: [p!, r!] },
          { most: 16, resources: [r!] },
        ]),
      ),
    ).toEqual(["7", "1", "1"]);
    // p has 4, r 5. All rise to 2, then p is used up; C goes on to 3 of r.
    const [small, large] = sizes(4, 5);
    expect(
      words(
        shareThreads([
          { most: 16, resources: [small!] },
          { most: 16, resources: [small!, large!] },
          { most: 16, resources: [large!] },
        ]),
      ),
    ).toEqual(["2", "2", "3"]);
  });

  it("should not be limited by what has no threads, or an equal id", () => {
    const [p, plain] = sizes(4, undefined);
    const namesake: SlowResource = { id: p!.id, threads: 3 };
    expect(
      words(
        shareThreads([
          { most: 16, resources: [p!, plain!] },
          { most: 16, resources: [namesake] },
          { most: 5, resources: [plain!] },
        ]),
      ),
    ).toEqual(["4", "3", "5"]);
  });

  const scenes: fc.Arbitrary<Sharer[]> = fc
    .tuple(
      fc.array(fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), {
        minLength: 4,
        maxLength: 4,
      }),
      fc.array(
        fc.tuple(fc.integer({ min: 1, max: 12 }), fc.subarray([0, 1, 2, 3], { minLength: 1 })),
        { maxLength: 7 },
      ),
    )
    .map(([threads, users]) => {
      const resources = sizes(...threads);
      return users.map(([most, own]) => ({
        most,
        resources: own.map((index) => resources[index]!),
      }));
    });

  it("should leave nobody short without a used-up resource on which nobody has more", () => {
    fc.assert(
      fc.property(scenes, (sharers) => {
        const shares = shareThreads(sharers);
        const usersOf = (resource: SlowResource): number[] =>
          [...sharers.keys()].filter((index) => sharers[index]!.resources.includes(resource));
        const usedOf = (resource: SlowResource): Fraction =>
          total(usersOf(resource).map((index) => shares[index]!));
        sharers.forEach(({ most, resources }, index) => {
          const share = shares[index]!;
          expect(compared(share, fraction(0))).toBeGreaterThan(0);
          const limited = resources.filter(({ threads }) => threads !== undefined);
          for (const resource of limited)
            expect(compared(usedOf(resource), fraction(resource.threads!))).toBeLessThanOrEqual(0);
          if (compared(share, fraction(most)) === 0) return;
          expect(compared(share, fraction(most))).toBeLessThan(0);
          const narrow = limited.filter(
            (resource) =>
              compared(usedOf(resource), fraction(resource.threads!)) === 0 &&
              usersOf(resource).every((other) => compared(shares[other]!, share) <= 0),
          );
          expect(narrow).not.toEqual([]);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("should not depend on the order of the sessions", () => {
    fc.assert(
      fc.property(scenes, (sharers) => {
        expect(shareThreads(sharers.toReversed())).toEqual(shareThreads(sharers).toReversed());
      }),
    );
  });
});

describe("mostThreads", () => {
  it("should be what the workload names, else what the smallest of its resources has", () => {
    expect(mostThreads(16, sizes(8, 2))).toBe(16);
    expect(mostThreads(undefined, sizes(8, undefined, 2))).toBe(2);
    expect(mostThreads(undefined, sizes(undefined))).toBe(undefined);
    expect(mostThreads(16, sizes(undefined))).toBe(undefined);
    expect(mostThreads(undefined, [])).toBe(undefined);
  });
});
