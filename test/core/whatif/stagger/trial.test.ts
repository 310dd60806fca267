import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../../src/core/simulation/checkFleet.ts";
import { checkSpan } from "../../../../src/core/simulation/span.ts";
import {
  confirmingSeeds,
  courtOf,
  harmOf,
  isLower,
  isLuckless,
  judgedOf,
  shownHarmOf,
  type Trial,
} from "../../../../src/core/whatif/stagger/trial.ts";
import { allAtOnce } from "../../../../src/core/whatif/steps.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import {
  type Fleet,
  type Job,
  simulate,
  type StaggerAim,
  type Summary,
} from "../../../../src/index.ts";
import { daily, DAY, HOUR, lostRuns, MINUTE, valueOf, windowed } from "../../../support/whatIf.ts";

const policy = daily("22:00");
const FROM = Date.UTC(2026, 0, 5);
const days = (count: number) => checkSpan({ from: FROM, to: FROM + count * DAY }, [])!;
const checkedOf = (...jobs: readonly Partial<Job>[]) =>
  checkedFleet({ jobs: jobs.map((job, index) => ({ id: `j${index}`, policy, ...job })) }, hostZone);

const nothing: Trial = {
  value: [1, 1, 1],
  lostRuns: [1, 1, 1],
  jobsOverTarget: [1, 1, 1],
  worstExposure: [5, 5, 5],
  ties: [],
  lostOf: new Float64Array(0),
  overOf: new Float64Array(0),
  exceedsOf: new Float64Array(0),
};

describe("a fleet without luck", () => {
  it("should be one of which no job draws anything", () => {
    const sure: Partial<Job> = { workload: { duration: HOUR, failed: 1 } };
    expect(isLuckless(checkedOf(sure, {}, { workload: { duration: "1h", warning: 0 } }))).toBe(
      true,
    );
    for (const workload of [
      { duration: HOUR, failed: 0.5 },
      { duration: HOUR, warning: 0.5 },
      { duration: { uniform: [0, HOUR] as const } },
      { duration: HOUR, full: 2 * HOUR },
      () => ({ duration: HOUR, outcome: "Success" as const }),
    ] satisfies Job["workload"][]) {
      expect(isLuckless(checkedOf({ workload }))).toBe(false);
      expect(isLuckless(checkedOf(sure, { workload }, sure))).toBe(false);
    }
  });

  it("should be confirmed on no further seeds, others on 40,000 runs and 200 seeds at most", () => {
    const lucky: Partial<Job> = { workload: { duration: HOUR, failed: 0.5 } };
    expect(confirmingSeeds(checkedOf({}), days(7))).toBe(0);
    expect(confirmingSeeds(checkedOf(lucky), days(7))).toBe(200);
    expect(confirmingSeeds(checkedOf(lucky, lucky), days(1_000))).toBe(20);
    expect(confirmingSeeds(checkedOf(lucky, lucky), days(2_000))).toBe(10);
    expect(confirmingSeeds(checkedOf(lucky, lucky), days(2_200))).toBe(0);
  });
});

describe("a trial", () => {
  it("should be lower only beyond the interval of the difference", () => {
    expect(isLower(nothing, { ...nothing, value: [0, 0, 0] })).toBe(true);
    expect(isLower(nothing, { ...nothing, value: [0, 0, 1] })).toBe(false);
    expect(isLower(nothing, nothing)).toBe(false);
  });

  it("should do harm where any seed has more, unless clearly fewer are had in all", () => {
    expect(harmOf(nothing, nothing)).toBeUndefined();
    for (const metric of ["lostRuns", "jobsOverTarget"] as const) {
      expect(harmOf(nothing, { ...nothing, [metric]: [0, 2, 1] }), metric).toBe(metric);
      expect(harmOf(nothing, { ...nothing, [metric]: [1, 1, 2] }), metric).toBe(metric);
      expect(harmOf(nothing, { ...nothing, [metric]: [0, 1, 1] }), metric).toBeUndefined();
      const many = { ...nothing, [metric]: [9, 9, 1] };
      expect(harmOf(many, { ...nothing, [metric]: [1, 1, 1] }), metric).toBeUndefined();
      const clearly = { ...nothing, [metric]: [1, 90, 91] };
      expect(harmOf({ ...nothing, [metric]: [100, 180, 90] }, clearly), metric).toBe(metric);
      const each = { ...nothing, [metric]: [0, ...Array.from({ length: 19 }, () => 9)] };
      const less = { ...nothing, [metric]: [1, ...Array.from({ length: 19 }, () => 0)] };
      expect(harmOf(each, less), metric).toBeUndefined();
    }
  });

  it("should let the worst exposure go up and down, if not on average", () => {
    expect(harmOf(nothing, { ...nothing, worstExposure: [9, 1, 5] })).toBeUndefined();
    expect(harmOf(nothing, { ...nothing, worstExposure: [9, 2, 5] })).toBe("worstExposure");
  });

  it("should be shown to do harm beyond the interval alone", () => {
    expect(shownHarmOf(nothing, { ...nothing, lostRuns: [2, 2, 2] })).toBe("lostRuns");
    expect(shownHarmOf(nothing, { ...nothing, lostRuns: [1, 1, 2] })).toBeUndefined();
    expect(shownHarmOf(nothing, { ...nothing, worstExposure: [6, 6, 6] })).toBe("worstExposure");
  });

  it("should be told with its seeds and both sides of everything", () => {
    const now = { ...nothing, value: [0, 0, 3], lostRuns: [2, 2, 2], worstExposure: [5, 5, 8] };
    const judged = judgedOf([7, 8, 9], nothing, now);
    expect(judged.seeds).toEqual([7, 8, 9]);
    const means = (["lostRuns", "jobsOverTarget", "worstExposure"] as const).map((metric) => [
      judged[metric].baseline.mean,
      judged[metric].candidate.mean,
    ]);
    expect([[judged.baseline.mean, judged.candidate.mean], ...means]).toEqual([
      [1, 1],
      [1, 2],
      [1, 1],
      [5, 6],
    ]);
  });
});

describe("a court", () => {
  const seeds = [3, 4, 5, 6];
  const lucky: Fleet = {
    proxies: [{ id: "p", slots: 1, threads: 2 }],
    jobs: ["a", "b", "c"].map((id, index) => ({
      id,
      policy: windowed("22:00", 20, 1, { retryEnabled: true, retryNumber: 1 }),
      proxyId: "p",
      rpo: (20 + 4 * index) * HOUR,
      workload: { duration: { uniform: ["30m", "2h"] }, failed: 0.3 },
    })),
  };
  const span = days(4);
  const summaries = seeds.map((seed) => simulate(lucky, { ...span, seed }).summary);
  const checked = checkedFleet(lucky, hostZone);

  it("should find what simulations say, under each seed, for every aim", () => {
    const whole: Record<StaggerAim, (summary: Summary) => number[]> = {
      peak: ({ fleet }) => [fleet.wait.mean],
      demand: ({ fleet, jobs }) => [
        jobs.reduce((sum, { slowdown }) => sum + (slowdown?.mean ?? 1), 0),
        fleet.wait.mean,
      ],
      wait: ({ fleet }) => [fleet.wait.max, fleet.occupancy.peak],
      exposure: ({ fleet, jobs }) => [
        fleet.jobsOverTarget.length,
        jobs.reduce((sum, { exposure }) => sum + exposure.worst, 0),
        fleet.wait.mean,
      ],
    };
    for (const aim of ["peak", "demand", "wait", "exposure"] as const) {
      const told: number[] = [];
      const court = courtOf(span, aim, (count) => told.push(count));
      const trial = allAtOnce(court.trial(checked, seeds));
      expect(told).toEqual([1, 1, 1, 1]);
      const close = (values: readonly number[]): unknown[] =>
        values.map((value) => expect.closeTo(value, 3) as unknown);
      expect(trial.value, aim).toEqual(close(summaries.map((summary) => valueOf(aim, summary))));
      expect(trial.lostRuns).toEqual(summaries.map(lostRuns));
      expect(trial.jobsOverTarget).toEqual(
        summaries.map(({ fleet }) => fleet.jobsOverTarget.length),
      );
      expect(trial.worstExposure).toEqual(summaries.map(({ fleet }) => fleet.worstExposure));
      const ties = summaries.map(whole[aim]);
      expect(trial.ties, aim).toEqual(
        close(ties[0]!.map((_, at) => ties.reduce((sum, each) => sum + each[at]!, 0))),
      );
      expect(Array.from(trial.overOf)).toEqual(
        lucky.jobs.map(
          ({ id }) => summaries.filter(({ fleet }) => fleet.jobsOverTarget.includes(id)).length,
        ),
      );
    }
  });

  it("should note for each job where it exceeds the worst of the fleet as it was", () => {
    const court = courtOf(span, "peak", () => undefined);
    const worst = [0, Infinity, 30 * HOUR, 30 * HOUR];
    const trial = allAtOnce(court.trial(checked, seeds, { ...nothing, worstExposure: worst }));
    expect(Array.from(trial.exceedsOf)).toEqual(
      lucky.jobs.map(
        (_, job) =>
          summaries.filter(({ jobs }, at) => jobs[job]!.exposure.worst > worst[at]!).length,
      ),
    );
    expect(Array.from(allAtOnce(court.trial(checked, seeds)).exceedsOf)).toEqual([0, 0, 0]);
  });

  it("should simulate once where nothing is drawn, and speak for all seeds", () => {
    const told: number[] = [];
    const court = courtOf(span, "peak", (count) => told.push(count));
    const sure = checkedOf({ workload: { duration: 30 * MINUTE } });
    const trial = allAtOnce(court.trial(sure, seeds));
    expect([told, trial.value, trial.worstExposure]).toEqual([
      [4],
      [1, 1, 1, 1],
      Array.from({ length: 4 }, () => DAY + 30 * MINUTE),
    ]);
  });

  it("should stop as soon as the mean is sure to be above what is asked for", () => {
    const court = courtOf(span, "peak", () => undefined);
    const trial = allAtOnce(court.trial(checked, seeds));
    const mean = trial.value.reduce((sum, value) => sum + value, 0) / seeds.length;
    expect(allAtOnce(court.trialUpTo(mean, checked, seeds))).toEqual(trial);
    let steps = 0;
    for (const _ of court.trialUpTo(mean / 2, checked, seeds)) steps += 1;
    expect(steps).toBeLessThanOrEqual(3);
    expect(allAtOnce(court.trialUpTo(0.99 * mean, checked, seeds))).toBeUndefined();
  });
});
