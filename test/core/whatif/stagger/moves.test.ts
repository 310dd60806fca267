/**
 * How a proposal is told while it is made and once it is: progress, and what its moves bring.
 */
import { describe, expect, it } from "vitest";
import { type Fleet, stagger, type StaggerGoal } from "../../../../src/index.ts";
import { daily, DAY, MINUTE } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5, 12);
const week = { from: FROM, to: FROM + 7 * DAY };
const at22 = (count: number): Fleet => ({
  jobs: Array.from({ length: count }, (_, index) => ({
    id: `j${index}`,
    policy: daily("22:00"),
    workload: { duration: 50 * MINUTE },
  })),
});

describe("the moves of a proposal", () => {
  it("should each say what they bring, where there are twenty", () => {
    const { moves, baseline, candidate } = stagger(at22(21), week, { gridMinutes: 60 });
    expect([moves.length, baseline, candidate]).toEqual([20, 21, 1]);
    expect(moves.map(({ after }) => after)).toEqual(
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
    expect(new Set(moves.map(({ gain }) => gain))).toEqual(new Set([1]));
  });

  it("should say it after each eighth of them, where there are more", () => {
    const { moves, baseline, candidate } = stagger(at22(23), week, { gridMinutes: 60 });
    expect([moves.length, baseline, candidate]).toEqual([22, 23, 1]);
    const told = [2, 5, 8, 10, 13, 16, 19, 21];
    expect(moves.flatMap((move, index) => (move.after === undefined ? [] : [index]))).toEqual(told);
    expect(told.map((index) => moves[index]!.after)).toEqual(told.map((index) => 22 - index));
    // what a single move brings is known only next to one that was told
    for (const move of moves) expect(move).not.toHaveProperty("gain");
  });
});

describe("the progress of a proposal", () => {
  const toldOf = (fleet: Fleet, goal: StaggerGoal): number[][] => {
    const told: number[][] = [];
    stagger(fleet, week, goal, { onProgress: ({ done, total }) => told.push([done, total]) });
    return told;
  };

  it("should be counted in simulations, of what there usually are, to the end", () => {
    // 10 seeds with 20 trials and as it is; 20 judges before and after, and 20 moves.
    const total = 10 * 21 + 20 * 22;
    const told = toldOf(at22(3), { gridMinutes: 60 });
    expect(told[0]).toEqual([10, total]);
    expect(told.every(([, all]) => all === total)).toBe(true);
    expect(told.at(-1)).toEqual([total, total]);
    const steps = told.slice(0, -1).map(([done]) => done!);
    expect(steps.every((done, index) => done > (steps[index - 1] ?? 0) && done < total)).toBe(true);
    const few = toldOf(at22(3), { gridMinutes: 60, seeds: 30, judges: 15 });
    expect([few[0], few.at(-1)]).toEqual([
      [30, 30 * 21 + 15 * 22],
      [30 * 21 + 15 * 22, 30 * 21 + 15 * 22],
    ]);
  });

  it("should be told of a fleet that nobody may move, too", () => {
    const told = toldOf(at22(2), { keep: ["j0", "j1"] });
    expect(told).toEqual([
      [20, 650],
      [650, 650],
    ]);
  });
});
