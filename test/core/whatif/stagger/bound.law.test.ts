/**
 * A bound stands up to every choice of start times (R38): all of them are simulated, on the grid
 * and off it, of jobs every day and all day, with copies, luck, lines and windows.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, type Job, parsePolicy, simulate, stagger } from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { DAY, HOUR, lostRuns, MINUTE, nightly } from "../../../support/whatIf.ts";

const atoms = fc.oneof(
  fc.record({
    type: fc.constant("Daily"),
    dailyType: fc.constantFrom("Everyday", "Everyday", "Workdays"),
    dailyTime: fc.constantFrom("22:00", "03:10"),
  }),
  fc.record({
    type: fc.constant("Periodically"),
    periodicallyEvery: fc.constantFrom("Minutes15", "Minutes30", "Hours1", "Hours1", "Hours2"),
  }),
);
const smallFleets = fc.record({
  jobs: fc.array(
    fc.record({
      policy: atoms,
      minutes: fc.constantFrom(5, 20, 40, 59, 60, 61, 100, 150, 26 * 60),
      varies: fc.constantFrom(false, false, true),
      window: fc.constantFrom(undefined, undefined, [20, 6], [3, 4]),
      failed: fc.constantFrom(0, 0, 1, 0.3),
      needs: fc.constantFrom(false, false, true),
      isKept: fc.constantFrom(false, false, true),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  pendingRetry: fc.constantFrom("superseded" as const, "first" as const),
  hours: fc.constantFrom(30, 60, 100),
  copies: fc.constantFrom(1, 1, 3),
});

describe("a bound", () => {
  it("should be below every choice of start times, on or off the grid", () => {
    let told = 0;
    let tight = 0;
    fc.assert(
      fc.property(smallFleets, ({ jobs, pendingRetry, hours, copies }) => {
        const fleet: Fleet = {
          proxies: [{ id: "p", slots: 1 }],
          jobs: jobs.flatMap(({ policy, minutes, varies, window, failed, needs }, index) =>
            Array.from({ length: index === 0 ? copies : 1 }, (_, copy): Job => ({
              id: `j${index}-${copy}`,
              policy: parsePolicy({
                ...policy,
                retryEnabled: true,
                retryNumber: 2,
                retryWaitInterval: 45,
                ...(window && {
                  backupWindowEnabled: true,
                  backupWindowSettings: { backupWindow: nightly(window[0], window[1]) },
                }),
              }),
              workload: {
                duration: varies
                  ? { uniform: [minutes * MINUTE, 2 * minutes * MINUTE] }
                  : minutes * MINUTE,
                failed,
              },
              ...(needs && { proxyId: "p" }),
            })),
          ),
        };
        const from = Date.UTC(2026, 0, 5);
        const span = { from, to: from + hours * HOUR, rules: { pendingRetry } };
        const keep = fleet.jobs.flatMap(({ id }) => (jobs[Number(id[1])]!.isKept ? [id] : []));
        const { bound, judged } = stagger(fleet, span, { keep, gridMinutes: 30, judges: 10 });
        if (bound === undefined) return;
        told += 1;
        const choices = fleet.jobs.map((job): readonly Job[] => {
          if (keep.includes(job.id)) return [job];
          const at = (settings: object): Job => ({
            ...job,
            policy: parsePolicy({ ...job.policy, ...settings }),
          });
          if (job.policy.type === "Daily")
            return ["22:00", "21:17", "03:10", "05:31", "12:00"].map((dailyTime) =>
              at({ dailyTime }),
            );
          return job.policy.periodicallyEvery?.startsWith("Hours") === true
            ? [0, 7, 30, 41].map((periodicallyOffsetMinutes) => at({ periodicallyOffsetMinutes }))
            : [job];
        });
        const placings = choices.reduce<Job[][]>(
          (lists, some) => lists.flatMap((list) => some.map((job) => [...list, job])),
          [[]],
        );
        fc.pre(placings.length <= 200);
        const isLucky = jobs.some(({ failed, varies }) => failed === 0.3 || varies);
        const seeds = isLucky ? judged.seeds : judged.seeds.slice(0, 1);
        const sides = placings.map((placing) =>
          seeds.map((seed) => simulate({ ...fleet, jobs: placing }, { ...span, seed }).summary),
        );
        const present = seeds.map((seed) => lostRuns(simulate(fleet, { ...span, seed }).summary));
        const least = Math.min(
          ...sides
            .filter(
              (side) =>
                bound.losingNoMore !== true ||
                side.every((summary, at) => lostRuns(summary) <= present[at]!),
            )
            .map(
              (side) =>
                side.reduce((sum, summary) => sum + summary.fleet.occupancy.peak, 0) / seeds.length,
            ),
        );
        expect(bound.atLeast).toBeLessThanOrEqual(least + 1e-9);
        if (bound.atLeast >= least - 1e-9) tight += 1;
      }),
      { ...runs(60), seed: 5 },
    );
    expect(told).toBeGreaterThan(runs(20).numRuns);
    expect(tight).toBeGreaterThan(runs(15).numRuns);
  });

  it("should be right where sessions outlast their interval (R16)", () => {
    const every = (periodicallyEvery: string, minutes: number, count: number): Fleet => ({
      jobs: Array.from({ length: count }, (_, index) => ({
        id: `j${index}`,
        policy: parsePolicy({ type: "Periodically", periodicallyEvery }),
        workload: { duration: minutes * MINUTE },
      })),
    });
    const day = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 6) };
    expect(stagger(every("Minutes15", 40, 1), day).bound?.atLeast).toBe(1);
    expect(stagger(every("Minutes5", 12, 100), day).bound?.atLeast).toBe(100);
    // Ten sessions of 40 minutes in every hour: whoever starts when, seven at once at some time.
    const week = { from: day.from, to: day.from + 7 * DAY };
    const hourly = stagger(every("Hours1", 40, 10), week);
    expect([hourly.bound?.atLeast, hourly.candidate]).toEqual([7, expect.any(Number)]);
    expect(hourly.candidate).toBeGreaterThanOrEqual(7);
  });
});
