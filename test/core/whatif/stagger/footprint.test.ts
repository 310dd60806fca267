import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  type Footprint,
  footprintOf,
  type KnownRuns,
} from "../../../../src/core/whatif/stagger/footprint.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { type Job, parsePolicy } from "../../../../src/index.ts";
import { daily, HOUR, MINUTE } from "../../../support/whatIf.ts";

const CELL_MS = 30 * MINUTE;
const NONE: KnownRuns = { starts: new Float64Array(0), keys: new Float64Array(0) };
const retries = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 30 };

function footprint(
  workload: Job["workload"],
  policy = daily("22:00"),
  runs = NONE,
  retryOnWarning = false,
): Footprint {
  const { jobs } = checkedFleet({ jobs: [{ id: "a", policy, workload }] }, hostZone);
  return footprintOf(jobs[0]!, runs, 0, retryOnWarning, CELL_MS);
}

const sharesOf = ({ shares }: Footprint): number[] => Array.from(shares);

describe("the footprint of a run", () => {
  it("should be a whole session in every cell that it touches", () => {
    const one = footprint({ duration: 70 * MINUTE, threads: 3 });
    expect([sharesOf(one), one.mass, one.threads]).toEqual([[1_000, 1_000, 1_000], 3_000, 3]);
    expect([0.5, 0.01, 1e-6].map((tail) => one.reachMs(tail))).toEqual(
      Array.from({ length: 3 }, () => 70 * MINUTE),
    );
    expect(sharesOf(footprint({ duration: HOUR }))).toEqual([1_000, 1_000]);
    expect(sharesOf(footprint({ duration: 0 }))).toEqual([]);
    expect(footprint({ duration: HOUR }).threads).toBeNaN();
    // two days at most
    expect(sharesOf(footprint({ duration: 90 * HOUR }))).toHaveLength(96);
  });

  it("should thin out as sessions end", () => {
    const one = footprint({ duration: { empirical: ["30m", "1h", "1h", "2h"] } });
    expect(sharesOf(one)).toEqual([1_000, 750, 250, 250]);
    expect(one.reachMs(0.5)).toBe(HOUR);
    expect(one.reachMs(0.01)).toBe(2 * HOUR);
  });

  it("should have retries at their chance, as many as there may be", () => {
    const job = { duration: HOUR, failed: 0.1, retryShare: 0.5 };
    // An hour, half an hour's wait, half an hour's retry, and so again.
    expect(sharesOf(footprint(job, daily("22:00", retries)))).toEqual([
      1_000, 1_000, 0, 100, 0, 10,
    ]);
    expect(sharesOf(footprint(job))).toEqual([1_000, 1_000]);
    expect(sharesOf(footprint({ ...job, failed: 0.04 }, daily("22:00", retries)))).toEqual([
      1_000, 1_000, 0, 40,
    ]); // the second one is too rare
    const warned = { ...job, failed: 0, warning: 0.1 };
    expect(sharesOf(footprint(warned, daily("22:00", retries)))).toEqual([1_000, 1_000]);
    expect(sharesOf(footprint(warned, daily("22:00", retries), NONE, true))).toEqual([
      1_000, 1_000, 0, 100, 0, 10,
    ]);
  });

  it("should have no retry after what is due next", () => {
    const hourly = (periodicallyEvery: string) =>
      parsePolicy({ type: "Periodically", periodicallyEvery, ...retries });
    const job = { duration: 30 * MINUTE, failed: 0.1 };
    expect(sharesOf(footprint(job, hourly("Hours1")))).toEqual([1_000]);
    expect(sharesOf(footprint(job, hourly("Hours2")))).toEqual([1_000, 0, 100]);
    expect(sharesOf(footprint(job, hourly("Hours4")))).toEqual([1_000, 0, 100, 0, 10]);
  });

  it("should reach as far as its retries do, and no further than a session's quantile asks", () => {
    const job = { duration: HOUR, failed: 0.1, retryShare: 0.5 };
    const { reachMs } = footprint(job, daily("22:00", retries));
    for (const tail of [0.2, 0.01, 1e-6]) expect(reachMs(tail)).toBe(3 * HOUR);
    expect(footprint({ ...job, failed: 1e-6 }, daily("22:00", retries)).reachMs(1e-3)).toBe(HOUR);
    const varied = { ...job, duration: { uniform: ["0h", "10h"] as const } };
    // One in ten fails: what its retry takes is looked at with a tenth of the care.
    const { reachMs: reach } = footprint(varied, daily("22:00", { ...retries, retryNumber: 1 }));
    const each = 9.5 * HOUR;
    expect(reach(0.01)).toBeCloseTo(each + 30 * MINUTE + 0.5 * each, -1);
  });

  it("should ask a function for real runs", () => {
    const asked: number[] = [];
    const starts = Float64Array.from({ length: 4 }, (_, index) => index * HOUR);
    const one = footprint(
      ({ start }) => {
        asked.push(start);
        return {
          duration: start === 0 ? HOUR : 30 * MINUTE,
          outcome: start === 2 * HOUR ? "Failed" : "Success",
          threads: start === HOUR ? 5 : 2,
        };
      },
      daily("22:00", { ...retries, retryNumber: 1 }),
      { starts, keys: starts },
    );
    expect(asked).toEqual(Array.from(starts));
    // One in four fails, and what follows may be as long as the longest.
    expect([one.threads, one.reachMs(0.3)]).toEqual([5, 2.5 * HOUR]);
    expect(sharesOf(one)).toEqual([1_000, 250, 188, 109, 16]);
  });
});
