/**
 * Fleets under luck by night: what a proposal has to stand up to on seeds that it never saw (R37).
 */
import fc from "fast-check";
import {
  type Distribution,
  type Fleet,
  type Job,
  parsePolicy,
  type Summary,
} from "../../src/index.ts";
import { HOUR, lostRuns, MINUTE, nightly } from "./whatIf.ts";
const lengths: fc.Arbitrary<Distribution> = fc.oneof(
  fc.integer({ min: 10, max: 100 }).map((minutes) => minutes * MINUTE),
  fc
    .tuple(fc.integer({ min: 10, max: 90 }), fc.constantFrom(1.5, 2, 3))
    .map(([minutes, times]): Distribution => ({
      lognormal: { median: minutes * MINUTE, p95: times * minutes * MINUTE },
    })),
);
/** Jobs of a night, what they share, and what a proposal is to lower. */
export const nights = fc.record({
  jobs: fc.array(
    fc.record({
      time: fc.constantFrom("20:00", "21:30", "22:00", "22:00", "22:00", "23:00", "01:00"),
      length: lengths,
      isHourly: fc.integer({ min: 0, max: 7 }).map((draw) => draw === 7),
      failed: fc.constantFrom(0, 0.02, 0.1, 0.1, 0.3),
      proxy: fc.constantFrom(0, 0, 0, 1, 9),
    }),
    { minLength: 2, maxLength: 14 },
  ),
  slots: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  window: fc.constantFrom(undefined, [20, 6], [20, 8], [21, 4]),
  retries: fc.constantFrom(undefined, [1, 10], [3, 10], [3, 30]),
  rpo: fc.constantFrom(26, 30, 50),
  lower: fc.constantFrom("peak" as const, "wait" as const, "exposure" as const),
  zone: fc.constantFrom("UTC", "America/New_York"),
  seed: fc.nat(1_000_000),
});

/** One of them. */
export type Night = typeof nights extends fc.Arbitrary<infer Value> ? Value : never;

/** The fleet of a night. */
export function fleetOf({ jobs, slots, window, retries, rpo, zone }: Night): Fleet {
  return {
    clock: { zone, windowClock: "server" },
    proxies: slots.map((count, index) => ({ id: `p${index}`, slots: count })),
    jobs: jobs.map(({ time, length, isHourly, failed, proxy }, index): Job => ({
      id: `j${index}`,
      policy: parsePolicy({
        ...(isHourly
          ? { type: "Periodically", periodicallyEvery: "Hours4" }
          : { type: "Daily", dailyType: "Everyday", dailyTime: time }),
        ...(window && {
          backupWindowEnabled: true,
          backupWindowSettings: { backupWindow: nightly(window[0], window[1]) },
        }),
        ...(retries && {
          retryEnabled: true,
          retryNumber: retries[0],
          retryWaitInterval: retries[1],
        }),
      }),
      rpo: rpo * HOUR,
      workload: { duration: length, failed },
      ...(proxy < 2 && { proxyId: `p${proxy}` }),
    })),
  };
}

/** What must not rise with a proposal (R37). */
export const harms: Readonly<Record<string, (summary: Summary) => number>> = {
  "runs lost": lostRuns,
  "jobs over target": ({ fleet }) => fleet.jobsOverTarget.length,
  "worst exposure": ({ fleet }) => fleet.worstExposure,
};

/** The fleet with other daily times, a text for each job; `""` where a job stays. */
export function withStarts(fleet: Fleet, times: readonly string[]): Fleet {
  return {
    ...fleet,
    jobs: fleet.jobs.map((job, index) =>
      times[index] === ""
        ? job
        : { ...job, policy: parsePolicy({ ...job.policy, dailyTime: times[index] }) },
    ),
  };
}
