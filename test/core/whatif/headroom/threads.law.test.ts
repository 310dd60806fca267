/**
 * With how few threads a fleet does: both sides of the edge, tried again by hand (R28, R39).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeHeadroom,
  type Fleet,
  headroom,
  type KeyMetric,
  PolicyError,
  simulate,
  type Summary,
} from "../../../../src/index.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { daily, DAY, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const SEEDS = Array.from({ length: 10 }, (_, seed) => seed);
const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 8) };

const fleets: fc.Arbitrary<Fleet> = fc
  .record({
    threads: fc.constantFrom(4, 8, 12),
    jobs: fc.array(
      fc.record({
        start: fc.constantFrom("22:00", "22:00", "22:30", "23:00"),
        median: fc.constantFrom("PT20M", "PT45M"),
        threads: fc.constantFrom(undefined, 1, 2, 4, 16),
        closes: fc.constantFrom(undefined, 1, 3),
      }),
      { minLength: 2, maxLength: 5 },
    ),
  })
  .map(({ threads, jobs }) => ({
    jobs: jobs.map(({ start, median, threads: most, closes }, index) => ({
      id: `j${index}`,
      policy: closes === undefined ? daily(start) : windowed(start, 22, closes),
      proxyId: "p",
      rpo: 26 * HOUR,
      workload: {
        duration: { lognormal: { median, p95: "PT90M" } },
        ...(most === undefined ? {} : { threads: most }),
      },
    })),
    proxies: [{ id: "p", slots: Infinity, threads }],
  }));

const limits = fc.constantFrom<Partial<Record<KeyMetric, number>>[]>(
  { slowdownMean: 2 },
  { slowdownMean: 3, stopped: 2 },
  { demand: 2 },
  { threadsFull: 0.1 },
  { worstExposure: 26 * HOUR },
);

const greatest = (numbers: readonly number[]): number => Math.max(0, ...numbers);
const figures: Readonly<Partial<Record<KeyMetric, (summary: Summary) => number>>> = {
  slowdownMean: ({ jobs }) => greatest(jobs.map(({ slowdown }) => slowdown?.mean ?? 1)),
  stopped: ({ fleet }) => fleet.stopped,
  demand: ({ proxies }) => proxies[0]!.peakDemand! / proxies[0]!.threads!,
  threadsFull: ({ proxies }) => proxies[0]!.shareFull!,
  worstExposure: ({ jobs }) => greatest(jobs.map(({ exposure }) => exposure.worst)),
};

describe("headroom in threads", () => {
  it("should hold on one side of the edge and break on the other, as simulated", () => {
    let edges = 0;
    fc.assert(
      fc.property(fleets, limits, (fleet, held) => {
        const kept = (threads: number): number => {
          const proxies = [{ ...fleet.proxies![0]!, threads }];
          return SEEDS.filter((seed) => {
            const { summary } = simulate({ ...fleet, proxies }, { ...span, seed });
            return Object.entries(held).every(
              ([metric, limit]) => figures[metric as KeyMetric]!(summary) <= limit,
            );
          }).length;
        };
        const found = headroom(fleet, span, {
          limits: held,
          seeds: SEEDS,
          share: 0.9,
          ask: ["threads"],
        });
        const { threads } = fleet.proxies![0]!;
        expect(found.holds).toBe(kept(threads!) >= 9);
        if (!found.holds) return;
        const edge = found.threads![0]!;
        expect(edge).toMatchObject({ of: "proxy", id: "p", threads });
        expect(Math.round(edge.share.mean * 10)).toBe(kept(edge.holds));
        expect(kept(edge.holds)).toBeGreaterThanOrEqual(9);
        if (edge.breaks === undefined) {
          expect(edge.holds).toBe(1);
          return;
        }
        edges += 1;
        expect(edge.breaks).toBe(edge.holds - 1);
        expect(kept(edge.breaks)).toBeLessThan(9);
        expect(Math.round(edge.breaksShare!.mean * 10)).toBe(10 - kept(edge.breaks));
      }),
      runs(40),
    );
    expect(edges).toBeGreaterThan(5);
  });
});

describe("headroom, by example", () => {
  // Three of 30 min, each of which can use four threads: on 12 nobody is slowed, on 6 all, by 2.
  const three: Fleet = {
    jobs: ["a", "b", "c"].map((id) => ({
      id,
      policy: daily("22:00"),
      proxyId: "p",
      workload: { duration: 30 * MINUTE, threads: 4 },
    })),
    proxies: [{ id: "p", slots: Infinity, threads: 12 }],
  };
  const week = { from: span.from, to: span.from + 7 * DAY };

  it("should tell with how few threads nobody takes more than twice as long", () => {
    const found = headroom(three, week, { limits: { slowdownMean: 2 }, ask: ["threads"] });
    expect(found.threads).toMatchObject([
      { id: "p", threads: 12, unnamed: 0, holds: 6, breaks: 5 },
    ]);
    expect(describeHeadroom(found)).toBe(
      [
        "Limits, to hold under at least 95 % of 20 seeds: mean slowdown at most 2.",
        "  proxy p: 6 of 12 threads would do (held under 20 of 20 seeds, 84-100 %)",
        "    with 5, 20 of 20 seeds break: under seed 0 mean slowdown 2.4, limit 2: a, b, c",
        "In brackets: the seeds that held, with the 95 % interval of their share. Other seeds " +
          "than these 20, on which the edges were found, may break them more often.",
      ].join("\n"),
    );
  });

  it.each([
    ["slowdownMean", "mean slowdown"],
    ["slowdownP95", "slowdown, p95"],
  ] as const)("should name whom fewer threads slow, and nobody else: %s", (metric, words) => {
    const [first, ...others] = three.jobs;
    const { proxyId: _, ...free } = { ...first!, id: "free" };
    const found = headroom({ ...three, jobs: [free, first!, ...others] }, week, {
      limits: { [metric]: 1 },
      ask: ["threads"],
      seeds: 2,
    });
    expect(found.threads).toMatchObject([
      {
        holds: 12,
        breaks: 11,
        because: `${words} 1.09, limit 1: a, b, c`,
        broken: ["a", "b", "c"],
      },
    ]);
  });

  it("should say that fewer threads slow who names none only beside others", () => {
    const unnamed = three.jobs.map((job) => ({ ...job, workload: { duration: 30 * MINUTE } }));
    const found = headroom({ ...three, jobs: unnamed }, week, {
      limits: { slowdownMean: 3 },
      ask: ["threads"],
    });
    expect(found.threads).toMatchObject([{ holds: 1, unnamed: 3 }]);
    expect(describeHeadroom(found)).toContain(
      "    3 jobs name no threads, so fewer slow them only beside others (R28)",
    );
  });

  it("should ask for threads where there are any, and say where there are none", () => {
    const limit = { limits: { slowdownMean: 3 }, seeds: 2, mostJobs: 1, mostFactor: 1.01 };
    expect(headroom(three, week, limit).threads).toHaveLength(1);
    const beside = { ...three, proxies: [...three.proxies!, { id: "q", slots: 1 }] };
    expect(headroom(beside, week, limit).threads!.map(({ id }) => id)).toEqual(["p"]);
    const without = { jobs: three.jobs, proxies: [{ id: "p", slots: 2 }] };
    expect(headroom(without, week, limit)).not.toHaveProperty("threads");
    const asked = headroom(without, week, { ...limit, ask: ["threads"] });
    expect(asked.threads).toEqual([]);
    expect(describeHeadroom(asked)).toContain("  no resource has threads");
    expect(() => headroom(three, week, { ...limit, ask: ["thread"] })).toThrow(PolicyError);
  });
});
