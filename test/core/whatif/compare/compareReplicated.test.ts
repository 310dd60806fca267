import { describe, expect, it } from "vitest";
import { areRare, chanceOf } from "../../../../src/core/whatif/evidence.ts";
import { metricAt } from "../../../../src/core/whatif/metrics.ts";
import {
  compareReplicated,
  type Fleet,
  type Job,
  pairedInterval,
  PolicyError,
  simulate,
} from "../../../../src/index.ts";
import { daily, HOUR, windowed } from "../../../support/whatIf.ts";

const span = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
const job = (id: string, time = "22:00"): Job => ({
  id,
  policy: daily(time),
  proxyId: "p",
  workload: { duration: { lognormal: { median: "PT45M", p95: "PT2H" } }, failed: 0.1 },
});
const withSlots = (slots: number): Fleet => ({
  jobs: [job("mail"), job("sites"), job("teams")],
  proxies: [{ id: "p", slots }],
});

describe("compareReplicated", () => {
  const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
  const comparison = compareReplicated(withSlots(1), withSlots(2), span, { seeds: 8 });

  it("should give the paired interval of each metric, as the seeds one by one have it", () => {
    const values = (slots: number): number[] =>
      seeds.map(
        (seed) =>
          simulate(withSlots(slots), { ...span, seed, keep: "summary" }).summary.fleet.wait.max,
      );
    const [was, is] = [values(1), values(2)];
    const expected = pairedInterval(was, is);
    const found = comparison.find("fleet", "", "wait.max")!;
    expect(found.difference.mean).toBeCloseTo(expected.mean, 3);
    expect([found.difference.low, found.difference.high]).toEqual([
      expect.closeTo(expected.low, 3),
      expect.closeTo(expected.high, 3),
    ]);
    expect([found.baseline, found.candidate]).toEqual(
      [was, is].map((list): unknown =>
        expect.closeTo(list.reduce((sum, value) => sum + value, 0) / 8, 3),
      ),
    );
    expect([found.difference.high < 0, found.difference.n]).toEqual([true, 8]);
    expect(comparison.seeds).toEqual(seeds);
    expect(comparison.metrics).toContainEqual(found);
  });

  it("should give no verdict under fewer than 10 seeds, and the same figures as ever", () => {
    const isClear = (seeds: number): boolean[] => {
      const { find, isJudged, metrics } = compareReplicated(withSlots(1), withSlots(2), span, {
        seeds,
      });
      return [isJudged, find("fleet", "", "wait.max")!.isClear, metrics.some((one) => one.isClear)];
    };
    expect([isClear(2), isClear(9)]).toEqual([
      [false, false, false],
      [false, false, false],
    ]);
    expect(isClear(10)).toEqual([true, true, true]);
  });

  it.each([100, 480])("should judge what is looked at together together, seeds from %i", (seed) => {
    const of = (id: string, median: string, more: Partial<Job>): Job => ({
      ...job(id),
      organizationId: "o",
      workload: { duration: { lognormal: { median, p95: "PT2H" } } },
      ...more,
    });
    const fleet = (median: string): Fleet => ({
      jobs: [
        of("a", "PT40M", {}),
        of("b", median, { repositoryId: "r" }),
        of("c", "PT40M", { repositoryId: "r" }),
      ],
      proxies: [{ id: "p", slots: 2 }],
      repositories: [{ id: "r", slots: 1 }],
      organizations: [{ id: "o", slots: 2 }],
    });
    const two = { from: span.from, to: span.from + 48 * HOUR, seed };
    const { metrics } = compareReplicated(fleet("PT40M"), fleet("PT55M"), two, { seeds: 10 });
    type Change = (typeof metrics)[number];
    const clearIn = (groupOf: (change: Change) => string): boolean[] => {
      const clear = new Set<Change>();
      for (const name of new Set(metrics.map(groupOf))) {
        const group = metrics.filter((change) => groupOf(change) === name);
        areRare(group.map(({ difference }) => chanceOf(difference))).forEach(
          (isRare, at) => isRare && clear.add(group[at]!),
        );
      }
      return metrics.map((change) => clear.has(change));
    };
    const isTold = ({ of: kind, metric }: Change): boolean => metricAt(kind, metric).told ?? false;
    const scopeOf = ({ of: kind }: Change): string =>
      kind === "job" || kind === "fleet" ? kind : "resource";
    const judged = metrics.map(({ isClear }) => isClear);
    expect(judged).toEqual(clearIn((change) => `${scopeOf(change)} ${isTold(change)}`));
    // Other groups would come to other verdicts.
    for (const groupOf of [
      (change: Change): string => `${change.of} ${isTold(change)}`,
      scopeOf,
      (change: Change): string => String(isTold(change)),
    ])
      expect(judged).not.toEqual(clearIn(groupOf));
  });

  it("should judge a yes or no by the seeds in which it turns, not by a spread", () => {
    // A target between the length of most sessions and of the longest: one slot makes some miss it.
    const withTarget = (slots: number): Fleet => {
      const { jobs, proxies } = withSlots(slots);
      return { jobs: jobs.map((one) => ({ ...one, rpo: 26 * HOUR })), proxies: proxies! };
    };
    const kept = (slots: number): boolean[] =>
      Array.from(
        { length: 40 },
        (_, seed) => simulate(withTarget(slots), { ...span, seed }).summary.jobs[2]!.withinTarget!,
      );
    const [was, is] = [kept(1), kept(2)];
    const turned = is.filter((yes, seed) => yes !== was[seed]).length;
    const gained = is.filter((yes, seed) => yes && was[seed] === false).length;
    expect([gained > 0, turned < 40]).toEqual([true, true]);
    const found = compareReplicated(withTarget(1), withTarget(2), span, { seeds: 40 }).find(
      "job",
      "teams",
      "withinTarget",
    )!;
    expect(found.difference.mean).toBeCloseTo((2 * gained - turned) / 40, 12);
    expect(found.difference.low >= -1 && found.difference.high <= 1).toBe(true);
    expect(found.difference.n).toBe(40);
  });

  it("should know what no seed changes", () => {
    expect(comparison.find("job", "mail", "due")).toMatchObject({
      baseline: 7,
      candidate: 7,
      difference: { mean: 0, low: 0, high: 0 },
      isClear: false,
    });
    expect(comparison.metrics.some(({ metric }) => metric === "due")).toBe(false);
    expect(comparison.changes.map(({ text }) => text)).toEqual(["has 2 slots (1 slot before)"]);
    expect(comparison.find("job", "nobody", "due")).toBeUndefined();
    expect(comparison.find("job", "mail", "slack.mean")).toBeUndefined();
  });

  it("should be empty for the same fleet, and count only seeds where both have a metric", () => {
    const same = compareReplicated(withSlots(1), withSlots(1), span, { seeds: [3, 9] });
    expect([same.isEmpty, same.metrics, same.seeds]).toEqual([true, [], [3, 9]]);
    const window: Fleet = {
      jobs: [{ ...job("mail"), policy: windowed("22:00", 20, 6) }],
      proxies: [{ id: "p", slots: 1 }],
    };
    const { find } = compareReplicated(window, withSlots(1), span, { seeds: 2 });
    expect([
      find("job", "mail", "slack.mean"),
      find("job", "sites", "due"),
      find("job", "mail", "sessions")?.difference.n,
    ]).toEqual([undefined, undefined, 2]);
  });

  it("should name every issue of both fleets and of the seeds", () => {
    const paths = (baseline: unknown, candidate: unknown, options: unknown): string[] => {
      try {
        compareReplicated(
          baseline as Fleet,
          candidate as Fleet,
          span,
          options as { seeds: number },
        );
      } catch (error) {
        if (error instanceof PolicyError) return error.issues.map((issue) => issue.path);
        throw error;
      }
      return [];
    };
    const bad = { jobs: [{ id: "", policy: daily("22:00"), workload: { duration: "soon" } }] };
    expect(paths(bad, null, { seeds: 1 })).toEqual([
      "baseline.jobs[0].id",
      "baseline.jobs[0].workload.duration",
      "candidate",
      "seeds",
    ]);
    for (const seeds of [1, 0.5, "2", [1], undefined, 1e9, Number.NaN])
      expect(paths(withSlots(1), withSlots(1), { seeds })).toEqual(["seeds"]);
    for (const seeds of [
      [1, 1],
      [1, "2"],
    ])
      expect(paths(withSlots(1), withSlots(1), { seeds })).toEqual(["seeds[1]"]);
    expect(paths(withSlots(1), withSlots(1), undefined)).toEqual(["seeds"]);
  });
});
