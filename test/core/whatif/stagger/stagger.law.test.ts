/**
 * Proposals against a search of all placings by hand, and never worse than what is.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  compile,
  type Fleet,
  type Job,
  simulate,
  stagger,
  type StaggerAim,
  type StaggerGoal,
  type Summary,
} from "../../../../src/index.ts";
import { type Scenario, scenarios } from "../../../support/fleetArbitraries.ts";
import { sharingScenarios } from "../../../support/sharingArbitraries.ts";
import { daily, DAY, HOUR, lostRuns, MINUTE, valueOf, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };

describe("stagger, against an exhaustive search", () => {
  // Sessions of a fixed length, no resources: who runs when is arithmetic, and shares no code with
  // the simulation.
  const STEP = 30;
  const peakOf = (starts: readonly number[], lengths: readonly number[]): number =>
    Math.max(
      ...starts.map(
        (at) => starts.filter((start, job) => start <= at && at < start + lengths[job]!).length,
      ),
    );
  const best = (
    lengths: readonly number[],
    present: readonly number[],
    closes: number,
    placed: readonly number[] = [],
  ): number => {
    const job = placed.length;
    if (job === lengths.length) return peakOf(placed, lengths);
    let least = Infinity;
    for (let start = 20 * 60; start < closes * 60; start += STEP) {
      if (start + lengths[job]! > closes * 60 && start !== present[job]) continue;
      least = Math.min(least, best(lengths, present, closes, [...placed, start]));
    }
    return least;
  };
  const nights = fc.record({
    closes: fc.constantFrom(22, 23),
    jobs: fc.array(
      fc.record({
        minutes: fc.constantFrom(10, 30, 45, 60, 90),
        present: fc.constantFrom(20 * 60, 20.5 * 60, 21 * 60),
      }),
      { minLength: 2, maxLength: 5 },
    ),
  });
  const clock = (minute: number): string =>
    `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

  it("should reach the best peak there is, and know a bound that is none too high", () => {
    let reached = 0;
    let tight = 0;
    let nightsSeen = 0;
    fc.assert(
      fc.property(nights, ({ closes, jobs }) => {
        const lengths = jobs.map(({ minutes }) => minutes);
        const present = jobs.map((job) => job.present);
        fc.pre(present.every((start, job) => start + lengths[job]! <= closes * 60));
        const fleet: Fleet = {
          jobs: jobs.map(({ minutes, present: start }, index) => ({
            id: `j${index}`,
            policy: windowed(clock(start), 20, closes),
            workload: { duration: minutes * MINUTE },
          })),
        };
        const proposal = stagger(
          fleet,
          // Over one day, who starts later would be without a restore point for longer.
          { from: week.from, to: week.from + 2 * DAY },
          { gridMinutes: STEP },
        );
        const least = best(lengths, present, closes);
        expect(proposal.candidate).toBeGreaterThanOrEqual(least);
        expect(proposal.bound!.atLeast).toBeLessThanOrEqual(least);
        expect(proposal.bound!.losingNoMore).toBe(true);
        nightsSeen += 1;
        if (proposal.bound!.atLeast === least) tight += 1;
        if (proposal.candidate === least) reached += 1;
      }),
      { numRuns: 60, seed: 4 },
    );
    // The bound is of starts off the grid, too, so at some nights it is below the best on it.
    expect(reached / nightsSeen).toBe(1);
    expect(tight / nightsSeen).toBeGreaterThan(0.8);
  });

  it("should fit jobs together that only fit in one way", () => {
    // Two of 90 minutes and one of 60 fill four hours to the last minute; the longest first leaves
    // no room for the rest.
    const fleet: Fleet = {
      jobs: [90, 90, 60].map((minutes, index) => ({
        id: `j${index}`,
        policy: daily("22:00"),
        workload: { duration: minutes * MINUTE },
      })),
    };
    expect(stagger(fleet, week, { gridMinutes: 30, within: "20:00-00:00" })).toMatchObject({
      baseline: 3,
      candidate: 1,
      bound: { atLeast: 1 },
    });
  });

  it("should claim no bound that a line of waiting sessions goes below", () => {
    const fleet: Fleet = {
      jobs: ["a", "b", "c", "d"].map((id) => ({
        id,
        policy: daily("22:00"),
        proxyId: "p",
        workload: { duration: HOUR },
      })),
      proxies: [{ id: "p", slots: 1 }],
    };
    const proposal = stagger(fleet, week, { within: "22:00-23:00" });
    expect([proposal.candidate, proposal.bound?.atLeast]).toEqual([1, 1]);
    // Hours that are asked for are no bound either: other start times would come below 4.
    const { proxyId: _, ...free } = fleet.jobs[0]!;
    const jobs = fleet.jobs.map(({ id }) => ({ ...free, id }));
    expect(stagger({ jobs }, week, { within: "22:00-23:00" })).toMatchObject({
      candidate: 4,
      bound: { atLeast: 1 },
    });
  });

  it("should come to the least wait", () => {
    const scenario = fc.record({
      slots: fc.constantFrom(1, 2),
      lengths: fc.array(fc.constantFrom(30, 45, 60), { minLength: 2, maxLength: 3 }),
    });
    const night = { from: week.from, to: week.from + 2 * DAY, keep: "summary" as const };
    let reached = 0;
    let seen = 0;
    fc.assert(
      fc.property(scenario, ({ slots, lengths }) => {
        const fleetAt = (starts: readonly number[]): Fleet => ({
          jobs: lengths.map((minutes, index) => ({
            id: `j${index}`,
            policy: windowed(clock(starts[index]!), 20, 23),
            proxyId: "p",
            workload: { duration: minutes * MINUTE },
          })),
          proxies: [{ id: "p", slots }],
        });
        const starts = [20 * 60, 20.5 * 60, 21 * 60, 21.5 * 60, 22 * 60];
        const all = lengths.reduce<number[][]>(
          (lists) => lists.flatMap((list) => starts.map((start) => [...list, start])),
          [[]],
        );
        const waits = all
          .map((list) => simulate(fleetAt(list), night).summary)
          .filter((summary) => lostRuns(summary) === 0)
          .map(({ fleet }) => fleet.wait.mean);
        const proposal = stagger(fleetAt(lengths.map(() => 20 * 60)), night, {
          lower: "wait",
          gridMinutes: 30,
        });
        seen += 1;
        if (proposal.candidate === Math.min(...waits)) reached += 1;
      }),
      { numRuns: 12, seed: 2 },
    );
    expect(reached / seen).toBe(1);
  });
});

describe("stagger, laws", () => {
  const goals: fc.Arbitrary<StaggerGoal> = fc.record(
    {
      lower: fc.constantFrom<StaggerAim>("peak", "demand", "wait", "exposure"),
      keep: fc.constantFrom([], ["j0"]),
      atMostMinutes: fc.constantFrom(30, 120),
      gridMinutes: fc.constantFrom(15, 30, 7),
      within: fc.constantFrom("20:00-06:00", "21:30-02:00"),
    },
    { requiredKeys: ["gridMinutes"], noNullPrototype: true },
  );

  it("should never be worse than the input, do the same twice, and keep to the constraints", () => {
    // With slots, and with all that sessions can share and wait for (R28 to R32).
    const any = fc.oneof(
      scenarios({ mostJobs: 4 }),
      sharingScenarios().map((scenario) => scenario as Scenario),
    );
    fc.assert(
      fc.property(any, goals, ({ fleet, from, to, rules }, goal) => {
        const span = { from, to, rules };
        const proposal = stagger(fleet, span, goal);
        const [before, after] = [fleet, proposal.fleet].map((side) => simulate(side, span));
        const aim = (goal.lower ?? "peak") as StaggerAim;
        expect([proposal.baseline, proposal.candidate]).toEqual([
          valueOf(aim, before!.summary),
          valueOf(aim, after!.summary),
        ]);
        expect(proposal.moves.length === 0 || proposal.candidate < proposal.baseline).toBe(true);
        expect(lostRuns(after!.summary)).toBeLessThanOrEqual(lostRuns(before!.summary));
        expect(JSON.stringify(stagger(fleet, span, goal))).toBe(JSON.stringify(proposal));
        expect(JSON.stringify(proposal.comparison)).toBe(JSON.stringify(compare(before!, after!)));
        const moved = new Map(proposal.moves.map((move) => [move.job, move]));
        fleet.jobs.forEach((job, index) => {
          const now = proposal.fleet.jobs[index]!;
          const move = moved.get(job.id);
          if (move === undefined) return expect(now).toEqual(job);
          expect(goal.keep ?? []).not.toContain(job.id);
          expect(Math.abs(move.byMinutes)).toBeLessThanOrEqual(goal.atMostMinutes ?? Infinity);
          expect(now).toEqual({
            ...job,
            policy: { ...job.policy, [move.setting]: move.candidate },
          });
          const minute =
            typeof move.candidate === "number"
              ? move.candidate
              : Number(move.candidate.slice(0, 2)) * 60 + Number(move.candidate.slice(3, 5));
          expect(minute % goal.gridMinutes!).toBe(0);
          const runs = (of: Job): number =>
            compile(of.policy, { ...fleet.clock, ...of.clock }).count(from, to);
          expect(runs(now)).toBeGreaterThanOrEqual(runs(job));
          const lost = (summary: Summary): number => {
            const { blocked, missed, stopped } = summary.jobs[index]!;
            return (
              blocked.backupWindow +
              blocked.startWindow +
              missed.notStarted +
              missed.retryPending +
              missed.stillRunning +
              missed.stillWaiting +
              missed.windowClosed +
              stopped
            );
          };
          expect(lost(after!.summary)).toBeLessThanOrEqual(lost(before!.summary));
        });
        return undefined;
      }),
      { numRuns: 60 },
    );
  });
});
