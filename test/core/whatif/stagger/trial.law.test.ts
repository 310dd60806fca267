/**
 * A proposal stands up to seeds that it never saw, and a bound to every choice of start times.
 *
 * `RUNCAST_FUZZ=5` gives each law five times the fleets: 200 that are put on trial.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compile,
  type Distribution,
  type Fleet,
  type Job,
  pairedInterval,
  parsePolicy,
  simulate,
  stagger,
  type Summary,
} from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { DAY, HOUR, MINUTE, nightly, windowed } from "../../../support/whatIf.ts";

const unseenSeeds = Array.from({ length: 30 }, (_, index) => 2_000_000 + index);
/** Where the first 30 show harm, these say whether that was luck: one interval in forty is. */
const furtherSeeds = Array.from({ length: 300 }, (_, index) => 3_000_000 + index);

// --- fleets under luck: what a proposal has to stand up to

const lengths: fc.Arbitrary<Distribution> = fc.oneof(
  fc.integer({ min: 10, max: 100 }).map((minutes) => minutes * MINUTE),
  fc
    .tuple(fc.integer({ min: 10, max: 90 }), fc.constantFrom(1.5, 2, 3))
    .map(([minutes, times]): Distribution => ({
      lognormal: { median: minutes * MINUTE, p95: times * minutes * MINUTE },
    })),
);
const nights = fc.record({
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

type Night = typeof nights extends fc.Arbitrary<infer Value> ? Value : never;

function fleetOf({ jobs, slots, window, retries, rpo, zone }: Night): Fleet {
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

const harms: Readonly<Record<string, (summary: Summary) => number>> = {
  "runs lost": ({ fleet }) => fleet.blocked + fleet.missed + fleet.stopped,
  "jobs over target": ({ fleet }) => fleet.jobsOverTarget.length,
  "worst exposure": ({ fleet }) => fleet.worstExposure,
};

describe("a proposal", () => {
  it("should be worse in nothing on 30 seeds that it never saw", () => {
    // Two weeks around the night in which New York goes to daylight-saving time.
    const span = { from: Date.UTC(2026, 2, 1, 12), to: Date.UTC(2026, 2, 15, 12) };
    let proposed = 0;
    let suspected = 0;
    const worse: string[] = [];
    fc.assert(
      fc.property(nights, (night) => {
        const fleet = fleetOf(night);
        const { lower, seed } = night;
        const proposal = stagger(fleet, { ...span, seed }, { lower });
        if (proposal.moves.length === 0) {
          expect(proposal.fleet).toBe(fleet);
          expect(proposal.because).toMatch(/^\S/);
          return;
        }
        proposed += 1;
        const livedThrough = (seeds: readonly number[]): Summary[][] =>
          [fleet, proposal.fleet].map((side) =>
            seeds.map((each) => simulate(side, { ...span, seed: each, keep: "summary" }).summary),
          );
        const sides = livedThrough(unseenSeeds);
        for (const [name, of] of Object.entries(harms)) {
          const isWorse = ([before, after]: Summary[][]): boolean =>
            pairedInterval(before!.map(of), after!.map(of)).low > 0;
          if (!isWorse(sides)) continue;
          suspected += 1;
          if (isWorse(livedThrough(furtherSeeds)))
            worse.push(`${name} of ${JSON.stringify(night)}`);
        }
        const value = ({ fleet: whole }: Summary): number =>
          lower === "peak"
            ? whole.occupancy.peak
            : lower === "wait"
              ? whole.wait.mean
              : whole.worstExposure;
        const { mean } = pairedInterval(sides[0]!.map(value), sides[1]!.map(value));
        expect(mean).toBeLessThan(0);
      }),
      { ...runs(40), seed: 7 },
    );
    expect(worse).toEqual([]);
    // More than one suspicion in twenty proposals is more than luck.
    expect(suspected).toBeLessThanOrEqual(1 + proposed / 20);
    expect(proposed).toBeGreaterThan(runs(10).numRuns);
  });
});

// --- every choice of start times, by hand

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
        const lost = harms["runs lost"]!;
        const present = seeds.map((seed) => simulate(fleet, { ...span, seed }).summary);
        const least = Math.min(
          ...sides
            .filter(
              (side) =>
                bound.losingNoMore !== true ||
                side.every((summary, at) => lost(summary) <= lost(present[at]!)),
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

describe("a night of 400 jobs on 4 proxies", () => {
  // Everybody at 22:00; lengths around 45 minutes, every job its own median.
  const policy = windowed("22:00", 20, 6);
  const jobs = Array.from({ length: 400 }, (_, index): Job => ({
    id: `tenant-${index}`,
    policy,
    proxyId: `p${index % 4}`,
    workload: {
      duration: {
        lognormal: {
          median: (15 + ((index * 37) % 61)) * MINUTE,
          p95: 2 * (15 + ((index * 37) % 61)) * MINUTE,
        },
      },
    },
  }));
  const fleet: Fleet = {
    jobs,
    proxies: [0, 1, 2, 3].map((index) => ({ id: `p${index}`, slots: 40 })),
  };
  const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 15) };
  const proposal = stagger(fleet, span);
  const candidate = simulate(proposal.fleet, span);

  it("should lower the peak by far more than 40 %", () => {
    expect(proposal.baseline).toBe(160);
    expect(proposal.reduction).toBeGreaterThan(0.6);
    expect(candidate.summary.fleet.occupancy.peak).toBeLessThan(1.2 * proposal.candidate);
    expect(proposal.judged.lostRuns.candidate.high).toBe(0);
  });

  it("should let no job leave its window", () => {
    const { rows } = candidate;
    const window = compile(policy);
    for (const { start, end } of rows())
      expect(window.isAllowed(start) && end <= window.windowEnd(start)).toBe(true);
    expect([candidate.summary.fleet.started, harms["runs lost"]!(candidate.summary)]).toEqual([
      4_000, 0,
    ]);
  });

  it("should tell what the moves come to, each eighth of them, and end at the figure above", () => {
    const after = proposal.moves.flatMap((move) => (move.after === undefined ? [] : [move.after]));
    expect(after).toHaveLength(8);
    expect(after.at(-1)).toBe(proposal.candidate);
    expect(proposal.moves.at(-1)!.after).toBe(proposal.candidate);
    expect(Math.max(...after)).toBeLessThanOrEqual(proposal.baseline);
  });
});
