/**
 * Sets of places that are joined: what belongs together is what can be reached.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinedSets } from "../../../src/core/simulation/joinedSets.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

describe("joinedSets", () => {
  it("should have one head for all places that are joined, and its own for each other one", () => {
    const joins = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 20 });
    fc.assert(
      fc.property(joins, (list) => {
        const { join, headOf } = joinedSets(15);
        let sets = Array.from({ length: 15 }, (_, place) => new Set([place]));
        for (const [place, to] of list) {
          const headOfTo = headOf(to);
          join(place, to);
          expect(headOf(place)).toBe(headOfTo);
          const both = sets.filter((set) => set.has(place) || set.has(to));
          sets = [
            ...sets.filter((set) => !both.includes(set)),
            new Set(both.flatMap((set) => [...set])),
          ];
        }
        for (const set of sets) {
          const heads = new Set([...set].map(headOf));
          expect(heads.size).toBe(1);
          expect(set.has([...heads][0]!)).toBe(true);
        }
        expect(new Set(Array.from({ length: 15 }, (_, place) => headOf(place))).size).toBe(
          sets.length,
        );
      }),
      runs(300),
    );
  });
});
