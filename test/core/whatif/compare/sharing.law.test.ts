/**
 * Sharing as a link between a change and what a job came to: it is told where it is one, and of
 * a fleet in which everybody has the resource for himself the figure is what is told (R28, R33).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  type Comparison,
  describeComparison,
  type Fact,
  type Fleet,
  type Job,
  simulate,
  type Summary,
  type VerdictFigure,
} from "../../../../src/index.ts";
import { apart, type LISTS } from "../../../support/apart.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { daily, DAY, HOUR, lostRuns, windowed } from "../../../support/whatIf.ts";

const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };
const days = { from: week.from, to: week.from + 3 * DAY };
const sharingIn = (chain: readonly Fact[]): Fact | undefined =>
  chain.find(({ kind }) => kind === "sharing");

/** Nights on two proxies that have as many threads as any session can use, or more. */
const nights = fc.record({
  jobs: fc.array(
    fc.record({
      start: fc.constantFrom("22:00", "22:00", "22:30", "23:30", "02:00"),
      other: fc.constantFrom("22:00", "22:30", "02:00"),
      closes: fc.constantFrom(undefined, undefined, 1, 4),
      proxyId: fc.constantFrom("p", "p", "q"),
      threads: fc.constantFrom(undefined, 2, 4, 8),
      duration: fc.constantFrom("PT30M", "PT1H", { lognormal: { median: "PT40M", p95: "PT2H" } }),
      failed: fc.constantFrom(0, 0, 0.3),
    }),
    { minLength: 2, maxLength: 5 },
  ),
  threads: fc.constantFrom(8, 8, 12),
  pace: fc.constantFrom(
    undefined,
    undefined,
    Array.from({ length: 168 }, (_, hour) => (hour % 24 < 6 ? 0.5 : 1)),
  ),
  moved: fc.nat(4),
  change: fc.constantFrom("start", "proxy", "length", "threads"),
});
type Nights = typeof nights extends fc.Arbitrary<infer T> ? T : never;

function fleetOf({ jobs, threads, pace, moved, change }: Nights, isChanged: boolean): Fleet {
  return {
    jobs: jobs.map(({ start, other, closes, proxyId, threads: most, duration, failed }, index) => {
      const now = isChanged && index === moved % jobs.length ? change : "";
      const at = now === "start" ? other : start;
      return {
        id: `j${index}`,
        policy: closes === undefined ? daily(at) : windowed(at, 22, closes),
        proxyId: now === "proxy" ? "p" : proxyId,
        workload: {
          duration: now === "length" ? "PT2H" : duration,
          failed,
          ...(most === undefined ? {} : { threads: most }),
        },
      };
    }),
    proxies: [
      {
        id: "p",
        slots: Infinity,
        threads: isChanged && change === "threads" ? 20 : threads,
        ...(pace === undefined ? {} : { pace }),
      },
      { id: "q", slots: Infinity, threads: 16 },
    ],
  };
}

function figureOf(metric: VerdictFigure["metric"], summary: Summary, id: string): number {
  const job = summary.jobs.find((one) => one.id === id)!;
  if (metric === "exposure.worst") return job.exposure.worst;
  if (metric === "wait.mean") return job.wait.mean;
  return lostRuns({
    ...summary,
    fleet: {
      ...summary.fleet,
      blocked: job.blocked.backupWindow + job.blocked.startWindow,
      missed: Object.values(job.missed).reduce((sum, count) => sum + count, 0),
      stopped: job.stopped,
    },
  });
}

describe("sharing as a cause", () => {
  it("should leave the figure that is told in a fleet in which nobody shares", () => {
    let checked = 0;
    fc.assert(
      fc.property(nights, (night) => {
        const [baseline, candidate] = [false, true].map((isChanged) => fleetOf(night, isChanged));
        const [was, is] = [baseline!, candidate!].map((fleet) => simulate(fleet, days));
        const { worse, better } = compare(was!, is!);
        for (const [verdicts, fleet] of [
          [worse, candidate!],
          [better, baseline!],
        ] as const) {
          for (const { job, chain, figure } of verdicts) {
            const fact = sharingIn(chain);
            if (fact === undefined) continue;
            const [of, id] = fact.about!.split(" ") as [keyof typeof LISTS, string];
            const asItIs = Math.max(figure.baseline, figure.candidate);
            expect(fact.without).toBeLessThan(asItIs);
            checked += 1;
            const lone = simulate(apart(fleet, of, id), days).summary;
            expect(fact.without).toBe(figureOf(figure.metric, lone, job));
          }
        }
      }),
      runs(100),
    );
    expect(checked).toBeGreaterThan(20);
  });
});

describe("sharing in the chain of a verdict", () => {
  const job = (id: string, start: string, more: Partial<Job> = {}): Job => ({
    id,
    policy: daily(start),
    proxyId: "proxy-1",
    workload: { duration: HOUR, threads: 8 },
    ...more,
  });
  const on = (proxy: object, ...jobs: Job[]): Fleet => ({
    jobs,
    proxies: [{ id: "proxy-1", slots: Infinity, threads: 8, ...proxy }],
  });
  const compared = (baseline: Fleet, candidate: Fleet): Comparison =>
    compare(simulate(baseline, week), simulate(candidate, week));
  const chainOf = (comparison: Comparison, id: string): string[] =>
    [...comparison.worse, ...comparison.better]
      .find((verdict) => verdict.job === id)!
      .chain.map(({ text }) => text);

  it("should say what a job that moves in does to another one, and the other way round", () => {
    const apartOf = on({}, job("mail", "22:00"), job("sites", "02:00"));
    const together = on({}, job("mail", "22:00"), job("sites", "22:00"));
    const comparison = compared(apartOf, together);
    expect(chainOf(comparison, "mail")).toEqual([
      "sites starts at 22:00 (02:00 before)",
      "half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy-1; " +
        "if nobody shared it: worst exposure 25 h",
      "sessions take 2.00 times as long as at full speed on average (1.00 before)",
      "worst exposure 26 h (25 h before)",
    ]);
    expect(comparison.causesComplete).toBe(true);
    expect(chainOf(compared(together, apartOf), "mail")).toEqual([
      "sites starts at 02:00 (22:00 before)",
      "before, half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs shared proxy-1; " +
        "had nobody shared it: worst exposure 25 h",
      "sessions take 1.00 times as long as at full speed on average (2.00 before)",
      "worst exposure 25 h (26 h before)",
    ]);
    expect(describeComparison(comparison)).toContain(
      "    -> half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy-1; if nobody",
    );
  });

  it("should say so where fewer threads are what was changed", () => {
    const jobs = [job("a", "22:00"), job("b", "22:00")];
    expect(chainOf(compared(on({ threads: 16 }, ...jobs), on({}, ...jobs)), "a")).toEqual([
      "proxy proxy-1 has 8 threads (16 threads before)",
      "half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy-1; " +
        "if nobody shared it: worst exposure 25 h",
      "sessions take 2.00 times as long as at full speed on average (1.00 before)",
      "worst exposure 26 h (25 h before)",
    ]);
  });

  it.each([
    ["a slower pace", { pace: "every day all day 50 %" }],
    ["an outage", { outages: [{ from: Date.UTC(2026, 0, 7, 22, 10), to: Date.UTC(2026, 0, 8) }] }],
  ])("should not call sharing what %s does to jobs that share as before", (_, change) => {
    const jobs = [job("a", "22:00"), job("b", "22:00")];
    const comparison = compared(on({}, ...jobs), on(change, ...jobs));
    expect(comparison.worse).toHaveLength(2);
    for (const { chain } of comparison.worse) expect(sharingIn(chain)).toBeUndefined();
  });

  it("should not call sharing what longer sessions of its own do", () => {
    const was = on({ threads: 16 }, job("a", "22:00"), job("b", "22:00"));
    const is = on(
      { threads: 16 },
      job("a", "22:00", { workload: { duration: 2 * HOUR, threads: 8 } }),
      job("b", "22:00"),
    );
    expect(chainOf(compared(was, is), "a")).toEqual([
      "sessions take 2 h, up to 8 threads (1 h, up to 8 threads before)",
      "worst exposure 26 h (25 h before)",
    ]);
  });

  it("should name a repository that brings another proxy, which others feel", () => {
    const fleet = (proxyId: string): Fleet => ({
      jobs: [
        job("a", "22:00"),
        { id: "b", policy: daily("22:00"), repositoryId: "r", workload: { duration: HOUR } },
      ],
      proxies: ["proxy-1", "proxy-2"].map((id) => ({ id, slots: Infinity, threads: 8 })),
      repositories: [{ id: "r", slots: Infinity, proxyId }],
    });
    expect(chainOf(compared(fleet("proxy-2"), fleet("proxy-1")), "a").slice(0, 2)).toEqual([
      "repository r, which it does not use, belongs to proxy proxy-1 (proxy proxy-2 before)",
      "half as fast between 22:00 and 00:00 (2026-01-05): 2 jobs share proxy-1; " +
        "if nobody shared it: worst exposure 25 h",
    ]);
  });

  it("should say where the budget did not reach", () => {
    const jobs = [job("a", "22:00"), job("b", "22:00")];
    const [was, is] = [on({ threads: 16 }, ...jobs), on({}, ...jobs)].map((fleet) =>
      simulate(fleet, week),
    );
    const comparison = compare(was!, is!, { budget: 0 });
    expect(comparison.causesComplete).toBe(false);
    for (const { chain } of comparison.worse) expect(sharingIn(chain)).toBeUndefined();
  });

  it("should watch each side once, and one side without sharing", () => {
    const jobs = [job("a", "22:00"), job("b", "22:00")];
    const [was, is] = [on({ threads: 16 }, ...jobs), on({}, ...jobs)].map((fleet) =>
      simulate(fleet, week),
    );
    // Two jobs of seven nights, thrice, each time with what a simulation costs beside.
    const cost = 3 * (100 + 14);
    const completes = (budget: number): boolean => compare(was!, is!, { budget }).causesComplete;
    expect([113, 114, 227, 228, cost - 1, cost].map(completes)).toEqual([
      ...[false, false, false, false, false],
      true,
    ]);
  });

  it("should come to an end where sides that copy each other meet in between", () => {
    const chain = (first: string, second: string): Fleet => ({
      jobs: [first, second].map((id, place) => ({
        ...job(id, "22:00"),
        ...(place === 0
          ? {}
          : { copyOf: first, policy: { ...daily("22:00"), type: "Immediate" as const } }),
      })),
      proxies: [{ id: "proxy-1", slots: Infinity, threads: 8 }],
    });
    const comparison = compared(chain("a", "b"), chain("b", "a"));
    expect(comparison.changes.length).toBeGreaterThan(0);
  });
});
