/**
 * How sure a plan has to be, and why there is none.
 */
import { describe, expect, it } from "vitest";
import { type Fleet, type Job, type Proposal, stagger } from "../../../../src/index.ts";
import { daily, DAY, MINUTE, windowed } from "../../../support/whatIf.ts";

const FROM = Date.UTC(2026, 0, 5, 12);
const nights = { from: FROM, to: FROM + 3 * DAY };

describe("the certainty of a proposal", () => {
  // From 22:00 on the job is alone, and three of 10,000 of its runs take longer than is left then;
  // at 21:00 it is not alone yet.
  const fleet: Fleet = {
    jobs: [
      { id: "kept", policy: daily("20:00"), workload: { duration: 90 * MINUTE } },
      {
        id: "moves",
        policy: windowed("20:00", 20, 1),
        workload: { duration: { lognormal: { median: "1h", p95: 104 * MINUTE } } },
      },
    ],
  };
  const movesAt = (certainty: number): unknown[] =>
    stagger(fleet, nights, { keep: ["kept"], gridMinutes: 60, certainty }).moves.map(
      ({ job, candidate }) => [job, candidate],
    );

  it("should be asked of each run, no less", () => {
    expect(movesAt(0.999)).toEqual([["moves", "22:00:00"]]);
    expect(movesAt(0.9999)).toEqual([]);
  });

  it("should be no more than it takes", () => {
    // A run in a million takes more than six hours, which no other start leaves.
    const job: Omit<Job, "id"> = {
      policy: windowed("20:00", 20, 2),
      workload: { duration: { lognormal: { median: "1h", p95: "2h" } } },
    };
    const two: Fleet = { jobs: ["a", "b"].map((id) => ({ id, ...job })) };
    const { moves } = stagger(two, nights, { keep: ["a"], gridMinutes: 30 });
    expect(moves.map(({ job: id }) => id)).toEqual(["b"]);
  });
});

describe("why there is no proposal", () => {
  const job = (more: Partial<Job> = {}): Omit<Job, "id"> => ({
    policy: daily("22:00"),
    proxyId: "p",
    workload: { duration: "1h" },
    ...more,
  });
  const asked = (jobs: readonly Omit<Job, "id">[], slots: number): Proposal["because"] => {
    const named = jobs.map((one, index) => ({ id: `j${index}`, ...one }));
    const keep = named.map(({ id }) => id);
    const fleet = { proxies: [{ id: "p", slots }], repositories: [{ id: "r", slots }] };
    return stagger({ ...fleet, jobs: named }, nights, { keep }).because;
  };

  it("should be that slots are full, where all jobs need them and some wait", () => {
    expect(asked([job(), job(), job()], 2)).toBe(
      "all 2 slots of the proxies are taken at the peak while sessions wait for them, so start " +
        "times show in the wait: lower that (--lower wait)",
    );
    const stays = "no job may move";
    const { proxyId: _, ...free } = job();
    expect(asked([job(), job()], 2)).toBe(stays); // nobody waits
    expect(asked([job(), job()], 3)).toBe(stays);
    expect(asked([job(), job(), job(), free], 2)).toBe(stays);
    expect(asked([job(), job(), job({ repositoryId: "r" })], 2)).toContain("of the proxies");
  });

  it("should be that nobody waits where the wait is to be lowered", () => {
    const jobs = ["a", "b"].map((id) => ({ id, ...job() }));
    const { because } = stagger({ jobs, proxies: [{ id: "p", slots: 2 }] }, nights, {
      lower: "wait",
    });
    expect(because).toBe("there is nothing to lower");
  });
});
