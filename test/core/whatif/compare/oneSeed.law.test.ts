/**
 * Luck is not an effect (R35): what only draws other luck, or meets the span's edge elsewhere, is
 * called neither better nor worse, under any seed; and what follows from a change still is.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  type Comparison,
  describeComparison,
  type Fleet,
  type Job,
  parsePolicy,
  type SchedulePolicy,
  simulate,
  type WorkloadResult,
  type WorkloadRun,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const month = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 1, 2) };
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const lone = (policy: SchedulePolicy, more: Partial<Job> = {}): Fleet => ({
  jobs: [
    {
      id: "mail",
      policy,
      rpo: 30 * HOUR,
      workload: { duration: { lognormal: { median: "PT45M", p95: "PT3H" } }, failed: 0.15 },
      ...more,
    },
  ],
});
const every = (periodicallyEvery: string): SchedulePolicy =>
  parsePolicy({ type: "Periodically", periodicallyEvery });
const retrying = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 15 };

function compared(baseline: Fleet, candidate: Fleet, seed: number): Comparison {
  const span = { ...month, seed };
  return compare(simulate(baseline, span), simulate(candidate, span));
}

const verdicts = ({ worse, better }: Comparison): number[] => [worse.length, better.length];

describe("a neutral change", () => {
  it.each([
    ["a minute later", daily("22:00"), daily("22:01")],
    ["a minute earlier", daily("22:00"), daily("21:59")],
    ["a minute, over midnight", daily("23:59"), daily("00:00")],
    ["a minute, with retries", daily("22:00", retrying), daily("22:01", retrying)],
    ["an hour", daily("22:00", retrying), daily("21:00", retrying)],
    ["hours, over midnight", daily("22:00"), daily("03:00")],
  ])("should give no verdict under any seed: %s", (_, before, after) => {
    for (const seed of SEEDS)
      expect([seed, ...verdicts(compared(lone(before), lone(after), seed))]).toEqual([seed, 0, 0]);
  });

  it("should give no verdict under any seed: another name", () => {
    for (const seed of SEEDS) {
      const [before, after] = ["Mail", "Post"].map((name) => lone(daily("22:00"), { name }));
      expect(compared(before!, after!, seed).isEmpty).toBe(true);
    }
  });

  it("should say why a difference at the span's edge is no verdict", () => {
    // The last night fails: the exposure runs to the end of the span, from a start that moved.
    const failing = (policy: SchedulePolicy): Fleet =>
      lone(policy, {
        workload: ({ nominal }) => ({
          duration: HOUR,
          outcome: nominal > Date.UTC(2026, 0, 30) ? "Failed" : "Success",
        }),
      });
    const { worse, better, unjudged } = compared(
      failing(daily("22:00")),
      failing(daily("22:01")),
      0,
    );
    expect([worse, better]).toEqual([[], []]);
    expect(unjudged.map(({ because, text }) => [because, text])).toEqual([
      [
        "span-edge",
        "its worst exposure, 73 h 59 min (74 h before), lies at the edge of the span and " +
          "differs by no more than the starts moved",
      ],
    ]);
  });
});

describe("a night that is moved as a whole", () => {
  /** Jobs that all start then, without luck, in this line. */
  const night = (start: number, lengths: readonly number[], slots: number): Fleet => ({
    jobs: lengths.map((duration, at) => ({
      id: `job-${at}`,
      policy: daily(clockText(start)),
      proxyId: "p",
      workload: { duration: duration * MINUTE },
    })),
    proxies: [{ id: "p", slots }],
  });
  const clockText = (minutes: number): string =>
    [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

  it("should give no verdict: only the edges of the span see another night", () => {
    let unjudged = 0;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 2 }),
        fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1439 })),
        fc.integer({ min: 2, max: 6 }),
        (lengths, slots, [before, after], days) => {
          const span = { from: month.from, to: month.from + days * DAY };
          const comparison = compare(
            simulate(night(before, lengths, slots), span),
            simulate(night(after, lengths, slots), span),
          );
          expect(verdicts(comparison)).toEqual([0, 0]);
          unjudged += comparison.unjudged.length;
        },
      ),
      { numRuns: 300 },
    );
    expect(unjudged).toBeGreaterThan(100);
  });

  it("should say why a mean wait that the end of the span cuts is no verdict", () => {
    const span = { from: month.from, to: month.from + 14 * DAY };
    // The last of three waits 6 h each night, of the last night 2 h or 3 h until the span ends; the
    // worst exposure lies in the middle, where a night fails.
    const failsOnce = ({ nominal }: WorkloadRun): WorkloadResult => ({
      duration: 3 * HOUR,
      outcome: Math.floor(nominal / DAY) === Math.floor(span.from / DAY) + 7 ? "Failed" : "Success",
    });
    const [before, after] = [22, 21].map((hour) => {
      const { jobs, proxies } = night(60 * hour, [180, 180, 180], 1);
      return simulate(
        { jobs: jobs.map((job) => ({ ...job, workload: failsOnce })), proxies },
        span,
      );
    });
    const { unjudged } = compare(before!, after!);
    expect(unjudged.map(({ job, text }) => [job, text])).toEqual([
      [
        "job-1",
        "its mean wait, 3 h (2 h 56 min before), differs by no more than one wait that the end " +
          "of the span may have cut short",
      ],
      [
        "job-2",
        "its mean wait, 5 h 47 min (5 h 43 min before), differs by no more than one wait that " +
          "the end of the span may have cut short",
      ],
    ]);
  });
});

describe("luck that is drawn anew", () => {
  it("should give no verdict where nothing else differs", () => {
    // Once a week either way, four times: other nights with other luck.
    let differing = 0;
    for (const seed of SEEDS) {
      const [before, after] = ["Tuesday", "Wednesday"].map((dailyType) =>
        lone(daily("22:00", { dailyType })),
      );
      const comparison = compared(before!, after!, seed);
      expect([seed, ...verdicts(comparison)]).toEqual([seed, 0, 0]);
      differing += comparison.unjudged.length;
    }
    expect(differing).toBeGreaterThan(100);
  });

  it("should still tell what follows from another interval", () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const quiet = { workload: { duration: { uniform: ["PT5M", "PT10M"] as const } } };
      const { worse, better } = compared(
        lone(every("Hours2"), quiet),
        lone(every("Hours4"), quiet),
        seed,
      );
      expect(worse.map(({ job }) => job)).toEqual(["mail"]);
      expect(better).toEqual([]);
    }
  });

  it("should give no verdict of two seeds, and say so", () => {
    const fleet = lone(daily("22:00"));
    const comparison = compare(
      simulate(fleet, { ...month, seed: 1 }),
      simulate(lone(windowed("22:00", 20, 23)), { ...month, seed: 2 }),
    );
    expect(verdicts(comparison)).toEqual([0, 0]);
    expect(comparison.seed).toBeUndefined();
    expect(describeComparison(comparison)).toContain(
      "No verdict: 1 job, which several seeds may tell more of\n" +
        "  mail: the two sides drew different luck (seeds 1 and 2)",
    );
  });

  it("should tell what happened as what happened under its seed, where anything was drawn", () => {
    const after = windowed("22:00", 20, 23);
    const text = describeComparison(compared(lone(daily("22:00")), lone(after), 7));
    expect(text).toMatch(/\nRuns under seed 7: /);
    expect(text).toMatch(/\nWorse under seed 7: 1 job\n/);
    const constant = { workload: { duration: "PT2H" } };
    const sure = describeComparison(
      compared(lone(daily("22:00"), constant), lone(after, constant), 7),
    );
    expect(sure).not.toContain("seed");
    expect(sure).toMatch(/\nWorse: 1 job\n/);
  });
});
