import { describe, expect, it } from "vitest";
import type { Issue } from "../../../../src/core/input/issues.ts";
import { type CheckedGoal, checkGoal } from "../../../../src/core/whatif/stagger/proposal.ts";
import type { Fleet, StaggerGoal } from "../../../../src/index.ts";
import { daily, HOUR, MINUTE } from "../../../support/whatIf.ts";

const fleet: Fleet = { jobs: ["a", "b"].map((id) => ({ id, policy: daily("22:00") })) };

const goalOf = (goal?: StaggerGoal): CheckedGoal => {
  const issues: Issue[] = [];
  const checked = checkGoal(goal, fleet, issues);
  expect(issues).toEqual([]);
  return checked;
};
const messagesOf = (goal: unknown): string[] => {
  const issues: Issue[] = [];
  checkGoal(goal as StaggerGoal, fleet, issues);
  return issues.map(({ path, message }) => `${path}: ${message}`);
};

describe("a goal", () => {
  it("should be the usual one where nothing is said", () => {
    for (const goal of [undefined, {}])
      expect(goalOf(goal)).toEqual({
        lower: "peak",
        keep: new Set(),
        atMostMinutes: Infinity,
        gridMinutes: 5,
        certainty: 0.99,
        seeds: 10,
        judges: 20,
      });
  });

  it("should be what is said, to its edges", () => {
    const goal = { lower: "wait", keep: ["b"], atMostMinutes: 0, gridMinutes: 60 } as const;
    expect(goalOf({ ...goal, certainty: 0.5, seeds: 1_000, judges: 10 })).toEqual({
      ...goal,
      keep: new Set(["b"]),
      certainty: 0.5,
      seeds: 1_000,
      judges: 10,
    });
    expect(goalOf({ certainty: 0.9999, gridMinutes: 1 })).toMatchObject({ certainty: 0.9999 });
  });

  it("should read hours, of one day or over midnight", () => {
    const hoursOf = (within: string): (number | undefined)[] => {
      const { fromMs, toMs } = goalOf({ within }).within!;
      return [fromMs / MINUTE, toMs / MINUTE];
    };
    expect(hoursOf("08:15-17:45")).toEqual([495, 1_065]);
    expect(hoursOf("8:15-17:45")).toEqual([495, 1_065]);
    expect(hoursOf(" 20:00 - 06:30 ")).toEqual([1_200, 1_440 + 390]);
    expect(hoursOf("20:00-24:00")).toEqual([1_200, 1_440]);
    expect(hoursOf("20:00-20:00")).toEqual([1_200, 1_200 + 1_440]);
    expect(goalOf({ within: "23:59-0:00" }).within).toEqual({
      fromMs: 24 * HOUR - MINUTE,
      toMs: 24 * HOUR,
    });
  });

  it("should be refused with what was expected", () => {
    expect(messagesOf({ within: "24:00-06:00" })).toEqual([
      'goal.within: expected two times of day, such as "20:00-06:00", received "24:00-06:00"',
    ]);
    for (const within of ["20:60-06:00", "20:00-06:60", "20:00 06:00", "x20:00-06:00", "20-06"])
      expect(messagesOf({ within }), within).toHaveLength(1);
    expect(messagesOf({ seeds: 9, judges: 1_001 })).toEqual([
      "goal.seeds: expected a number of seeds from 10 to 1000, received 9",
      "goal.judges: expected a number of seeds from 10 to 1000, received 1001",
    ]);
    expect(messagesOf({ certainty: 0.49, gridMinutes: 61, atMostMinutes: Number.NaN })).toEqual([
      "goal.atMostMinutes: expected minutes, 0 or more, received NaN",
      "goal.gridMinutes: expected whole minutes from 1 to 60, received 61",
      "goal.certainty: expected a share from 0.5 to 0.9999, received 0.49",
    ]);
    expect(messagesOf({ lower: "costs", keep: ["a", "c"] })).toEqual([
      'goal.lower: expected peak, demand, wait, exposure, received "costs"',
      'goal.keep[1]: expected the id of a job of the fleet, received "c"',
    ]);
  });
});
