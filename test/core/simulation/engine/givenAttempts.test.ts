/**
 * What a function workload gives that is no result, by what is said of it.
 */
import { describe, expect, it } from "vitest";
import { PolicyError, simulate, type Workload } from "../../../../src/index.ts";
import { at, daily, DAY, HOUR } from "../../../support/scheduleBuilders.ts";

const MON = at("2026-01-05T00:00Z");

/** The issues of a fleet whose only job gives this. */
function issuesOf(result: unknown): string[] {
  const jobs = [{ id: "a", policy: daily("22:00"), workload: (() => result) as Workload }];
  try {
    simulate({ jobs }, { from: MON, to: MON + DAY });
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe("what a function workload gives", () => {
  it("should be told what is wrong with it, and of nothing else", () => {
    const good = { duration: HOUR, outcome: "Success" };
    const path = `jobs[0].workload({ nominal: ${MON + 22 * HOUR}, attempt: 0 })`;
    const duration = `${path}.duration: expected a number of ms, 0 or more, received`;
    const outcome = `${path}.outcome: expected Success, Warning or Failed, received`;
    const threads = `${path}.threads: expected a whole number of threads from 1, received`;
    expect(issuesOf(good)).toEqual([]);
    expect(issuesOf({ ...good, threads: 2 })).toEqual([]);
    expect(issuesOf({ ...good, threads: 1.5 })).toEqual([`${threads} 1.5`]);
    expect(issuesOf({ ...good, threads: 0 })).toEqual([`${threads} 0`]);
    expect(issuesOf({ ...good, duration: -1 })).toEqual([`${duration} -1`]);
    expect(issuesOf({ ...good, outcome: "Stopped" })).toEqual([`${outcome} "Stopped"`]);
    expect(issuesOf(undefined)).toEqual([`${duration} nothing`, `${outcome} nothing`]);
  });
});
