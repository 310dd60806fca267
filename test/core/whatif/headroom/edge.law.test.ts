/**
 * An edge is found from any guess with few questions, and is no further for who asks for more.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgeFrom as edgeSteps, type Sides } from "../../../../src/core/whatif/headroom/edge.ts";
import { allAtOnce } from "../../../../src/core/whatif/steps.ts";

/** All steps at once. */
const edgeFrom = (guess: number, most: number, holdsAt: (value: number) => boolean): Sides =>
  allAtOnce(
    edgeSteps(guess, most, function* (value) {
      yield;
      return holdsAt(value);
    }),
  );

describe("the search for an edge", () => {
  it("should find the edge of a line that has one, from any guess, with few questions", () => {
    const lines = fc
      .nat(1_000_000)
      .chain((most) => fc.tuple(fc.constant(most), fc.nat(most), fc.nat(1_000_000)));
    fc.assert(
      fc.property(lines, ([most, guess, edge]) => {
        let asked = 0;
        const found = edgeFrom(guess, most, (value) => {
          asked += 1;
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual(most);
          return value <= edge;
        });
        expect(found).toEqual(edge >= most ? { holds: most } : { holds: edge, breaks: edge + 1 });
        const away = Math.abs(guess - Math.min(edge, most));
        expect(asked).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(away + 2)) + 2);
      }),
    );
  });

  it("should have asked for both sides, whatever the line is like", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.boolean(), { minLength: 1, maxLength: 60 })
          .chain((line) => fc.tuple(fc.constant([true, ...line]), fc.nat(line.length))),
        ([line, guess]) => {
          const asked = new Set([0]);
          const { holds, breaks } = edgeFrom(guess, line.length - 1, (value) => {
            asked.add(value);
            return line[value]!;
          });
          expect([line[holds], asked.has(holds)]).toEqual([true, true]);
          if (breaks === undefined) expect(holds).toBe(line.length - 1);
          else expect([breaks, line[breaks], asked.has(breaks)]).toEqual([holds + 1, false, true]);
        },
      ),
    );
  });

  it("should never come further for the stricter of two questions, on any line", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("neither", "looser", "both"), { minLength: 1, maxLength: 60 }),
        fc.nat(60),
        (line, at) => {
          const guess = Math.min(at, line.length);
          const strict = edgeFrom(guess, line.length, (value) => line[value - 1] === "both");
          const loose = edgeFrom(guess, line.length, (value) => line[value - 1] !== "neither");
          expect(strict.holds).toBeLessThanOrEqual(loose.holds);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    { guess: 100, edge: 98, asked: [100, 99, 97, 98] },
    { guess: 100, edge: 99, asked: [100, 99] },
    { guess: 50, edge: 48, asked: [50, 49, 47, 48] },
    { guess: 50, edge: 51, asked: [50, 51, 53, 52] },
    { guess: 50, edge: 100, asked: [50, 51, 53, 57, 65, 81, 100] },
    { guess: 3, edge: 0, asked: [3, 2, 1] },
    { guess: 2, edge: 0, asked: [2, 1] },
    { guess: 1, edge: 0, asked: [1] },
    { guess: 0, edge: 0, asked: [1] },
    { guess: 0, edge: 3, asked: [1, 3, 7, 5, 4] },
  ])("should stride away from $guess to the edge at $edge", ({ guess, edge, asked }) => {
    const values: number[] = [];
    edgeFrom(guess, 100, (value) => {
      values.push(value);
      return value <= edge;
    });
    expect(values).toEqual(asked);
  });

  it("should take the first edge that it meets where there is more than one", () => {
    const holes = (value: number): boolean => !((value >= 10 && value <= 20) || value > 60);
    expect(edgeFrom(0, 100, holes)).toEqual({ holds: 9, breaks: 10 });
    expect(edgeFrom(30, 100, holes)).toEqual({ holds: 60, breaks: 61 });
    // stepped over
    expect(edgeFrom(0, 100, (value) => value !== 2)).toEqual({ holds: 100 });
  });
});
