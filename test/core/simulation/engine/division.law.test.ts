/**
 * The division of threads: its invariants on any resources and members, and many alike as one
 * member that stands for them.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divisionOf } from "../../../../src/core/simulation/engine/division.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";

const CLOSE = 1e-9;

/** Threads of some resources; members with what they need, their most, and how many are alike. */
const shared = fc
  .array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 4 })
  .chain((threads) =>
    fc.record({
      threads: fc.constant(threads),
      members: fc.array(
        fc.record({
          needs: fc.subarray(
            threads.map((_, at) => at),
            { minLength: 1 },
          ),
          most: fc.integer({ min: 1, max: 80 }),
          alike: fc.integer({ min: 1, max: 5 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  );

interface Member {
  readonly needs: readonly number[];
  readonly most: number;
}

function divide(threads: readonly number[], members: readonly Member[], alike?: Float64Array) {
  const division = divisionOf(
    Float64Array.from(threads),
    (member) => members[member]!.needs,
    Float64Array.from(members, ({ most }) => most),
    alike,
  );
  const all = Int32Array.from(members, (_, at) => at);
  division.divide(
    threads.map((_, at) => at),
    all,
    0,
    members.length,
  );
  return division;
}

describe("the division of threads", () => {
  it("should give nobody more than its most, and no resource more than it has", () => {
    const { given, used } = divide([10], [{ needs: [0], most: 2 }, ...four(8)]);
    expect([...given]).toEqual([2, 2, 2, 2, 2]);
    expect([...used]).toEqual([10]);
    expect([...divide([10], [{ needs: [0], most: 1 }, ...four(8).slice(0, 2)]).given]).toEqual([
      1, 4.5, 4.5,
    ]);
  });

  it("should be max-min fair: who has less than its most is held by a full resource", () => {
    fc.assert(
      fc.property(shared, ({ threads, members }) => {
        const { given, used } = divide(threads, members);
        threads.forEach((has, resource) => {
          const out = members.reduce(
            (sum, { needs }, at) => sum + (needs.includes(resource) ? given[at]! : 0),
            0,
          );
          expect(out).toBeLessThanOrEqual(has + CLOSE);
          expect(Math.abs(used[resource]! - out)).toBeLessThan(CLOSE);
        });
        members.forEach(({ needs, most }, at) => {
          expect(given[at]!).toBeGreaterThan(0);
          expect(given[at]!).toBeLessThanOrEqual(most + CLOSE);
          if (given[at]! > most - CLOSE) return;
          const holders = needs.filter(
            (need) =>
              used[need]! > threads[need]! - CLOSE &&
              members.every(
                (other, place) =>
                  !other.needs.includes(need) || given[place]! <= given[at]! + CLOSE,
              ),
          );
          expect(holders.length).toBeGreaterThan(0);
        });
      }),
      runs(300),
    );
  });

  it("should give one that stands for many what each of the many has", () => {
    fc.assert(
      fc.property(shared, ({ threads, members }) => {
        const many = members.flatMap((member) =>
          Array.from({ length: member.alike }, () => member),
        );
        const each = divide(threads, many).given;
        const one = divide(
          threads,
          members,
          Float64Array.from(members, ({ alike }) => alike),
        ).given;
        let place = 0;
        members.forEach(({ alike }, at) => {
          expect(Math.abs(one[at]! - each[place]!)).toBeLessThan(CLOSE);
          place += alike;
        });
      }),
      runs(300),
    );
  });
});

function four(most: number): Member[] {
  return Array.from({ length: 4 }, () => ({ needs: [0], most }));
}
