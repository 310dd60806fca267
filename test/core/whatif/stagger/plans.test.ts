/**
 * Plans as they are made of places, whatever a fleet lives through: the trials are given.
 */
import { describe, expect, it } from "vitest";
import type { Places, Puzzle } from "../../../../src/core/whatif/stagger/placement.ts";
import { type Bench, bestPlan, type Plan } from "../../../../src/core/whatif/stagger/plans.ts";
import type { Trial } from "../../../../src/core/whatif/stagger/trial.ts";
import { allAtOnce, type Steps } from "../../../../src/core/whatif/steps.ts";
import { piece, puzzleOf } from "../../../support/placedPieces.ts";

/** Jobs of an hour that all start at once and may start in any hour, as many as there are jobs. */
function crowdOf(count: number): Puzzle {
  const hours = Array.from({ length: count }, (_, hour) => hour);
  return puzzleOf(
    hours.map(() => piece(1, hours)),
    hours.map(() => 0),
  );
}

const movedAt = (places: Places): number[] =>
  [...places.keys()].filter((index) => places[index] !== 0);

/** What came of a plan, and how many moves each trial had. */
function planned(
  count: number,
  trialOf: (moved: readonly number[], before: Trial) => Trial,
): { plan: Plan | undefined; tried: number[] } {
  const tried: number[] = [];
  const before: Trial = {
    value: [count, count, count],
    lostRuns: [0, 0, 0],
    jobsOverTarget: [0, 0, 0],
    worstExposure: [9, 9, 9],
    ties: [0],
    lostOf: new Float64Array(count),
    overOf: new Float64Array(count),
    exceedsOf: new Float64Array(count),
  };
  function* live(places: Places): Steps<Trial> {
    tried.push(movedAt(places).length);
    yield;
    return trialOf(movedAt(places), before);
  }
  const bench: Bench = {
    puzzle: crowdOf(count),
    jobs: Array.from({ length: count }, (_, index) => ({ index })),
    before,
    tried: live,
    *triedUpTo(most, places) {
      const trial = yield* live(places);
      return trial.value[0]! > most ? undefined : trial;
    },
  };
  return { plan: allAtOnce(bestPlan(bench)), tried };
}

const valued = (value: number, before: Trial): Trial => ({
  ...before,
  value: [value, value, value],
});

describe("a plan", () => {
  it("should be all moves where each of them brings something", () => {
    const { plan } = planned(4, (moved, before) => valued(4 - moved.length, before));
    expect(plan!.trial.value).toEqual([1, 1, 1]);
    expect(new Set(plan!.places)).toEqual(new Set([0, 1, 2, 3]));
    expect(plan!.moves.toSorted((a, b) => a - b)).toEqual(movedAt(plan!.places));
  });

  it("should be the fewest moves that bring as much", () => {
    const { plan } = planned(5, (moved, before) => valued(moved.length >= 2 ? 2 : 5, before));
    expect([plan!.moves.length, movedAt(plan!.places).length]).toEqual([2, 2]);
    // one of them is what brings it all, wherever it stands in the order
    for (const needed of [1, 2, 3, 4]) {
      const alone = planned(5, (moved, before) => valued(moved.includes(needed) ? 2 : 5, before));
      expect(alone.plan!.moves, String(needed)).toEqual([needed]);
    }
  });

  it("should be none where nothing falls, or something gets worse, whoever is well off", () => {
    expect(planned(4, (_, before) => before).plan).toBeUndefined();
    for (const metric of ["lostRuns", "jobsOverTarget", "worstExposure"] as const) {
      const harmful = planned(4, (moved, before) => ({
        ...valued(4 - moved.length, before),
        [metric]: [99, 99, 99],
      }));
      expect(harmful.plan, metric).toBeUndefined();
    }
  });

  it("should leave a job where it is that is worse off wherever it goes", () => {
    for (const of of ["lostOf", "overOf", "exceedsOf"] as const) {
      const { plan } = planned(4, (moved, before) => ({
        ...valued(4 - moved.length, before),
        [of]: Float64Array.from(before[of], (_, job) => (job === 2 && moved.includes(2) ? 1 : 0)),
      }));
      expect(plan!.places[2], of).toBe(0);
      expect(plan!.trial.value[0], of).toBeLessThan(4);
    }
  });

  it("should be tried at eighths of its moves where these are many", () => {
    const { tried } = planned(33, (_, before) => before);
    // all of them, then fewer; and so for the other way to place them
    const each = [32, 28, 24, 20, 16, 8, 4];
    expect(tried).toEqual([...each, ...each]);
  });
});
