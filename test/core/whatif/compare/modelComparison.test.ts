import { describe, expect, it } from "vitest";
import {
  compareModels,
  type Fleet,
  parsePolicy,
  type SharingModel,
  simulate,
  type Timeline,
  withModel,
} from "../../../../src/index.ts";
import { daily, HOUR, MINUTE, windowed } from "../../../support/whatIf.ts";

const night = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };
const forty: Fleet = {
  jobs: Array.from({ length: 40 }, (_, index) => ({
    id: `job-${index}`,
    policy: windowed("22:00", 22, 6),
    proxyId: "p",
    workload: { duration: HOUR, threads: 16 },
  })),
  proxies: [{ id: "p", slots: 4 }],
};
const under = (fleet: Fleet, model: SharingModel, span: Parameters<typeof simulate>[1] = night) =>
  simulate(withModel(fleet, model), span);

describe("two models of forty jobs", () => {
  const models = compareModels(under(forty, { slots: 4 }), under(forty, "threads"))!;

  // By hand: four slots and eight hours are room for 32 sessions of an hour. Of 64 threads each of
  // 40 sessions gets 1.6 of the 16 that it can use, so that it needs ten hours and has eight.
  it("should be told apart run by run", () => {
    expect(models.runs).toBe(40);
    expect(models.baseline).toEqual({
      model: "slots",
      fates: { "backed-up": 32, "window-closed": 8 },
    });
    expect(models.candidate).toEqual({
      model: "threads",
      fates: { stopped: 40 },
      stoppedAt: "06:00",
    });
    expect(models.disputed).toHaveLength(32);
    expect(models.disputed[0]).toEqual({
      job: "job-0",
      nominal: Date.UTC(2026, 0, 5, 22),
      baseline: "backed-up",
      candidate: "stopped",
    });
    expect(models.disputedJobs).toEqual(forty.jobs.slice(0, 32).map(({ id }) => id));
    expect(models.since).toBe("2026-01-05T22:00:00Z");
    expect([models.lengths, models.seed]).toEqual([undefined, undefined]);
  });

  it("should survive as data, with its instants in words", () => {
    expect(structuredClone(models)).toEqual(models);
    const { disputed } = JSON.parse(JSON.stringify(models)) as { disputed: object[] };
    expect(disputed[0]).toMatchObject({ nominal: "2026-01-05T22:00:00Z" });
  });

  it("should agree, with the lengths, where there is time enough", () => {
    const long: Fleet = {
      ...forty,
      jobs: forty.jobs.map((job) => ({ ...job, policy: daily("22:00") })),
    };
    const both = compareModels(under(long, { slots: 4 }), under(long, "threads"))!;
    expect([both.baseline.fates, both.candidate.fates]).toEqual([
      { "backed-up": 40 },
      { "backed-up": 40 },
    ]);
    expect([both.disputed, both.since]).toEqual([[], undefined]);
    expect(both.lengths).toEqual({
      runs: 40,
      longer: 40,
      shorter: 0,
      baseline: HOUR,
      candidate: 10 * HOUR,
    });
  });
});

describe("a comparison of models", () => {
  it("should be nothing where more than the model differs, or it does not", () => {
    const slots = under(forty, { slots: 4 });
    expect(compareModels(slots, under(forty, { slots: 8 }))).toBeUndefined();
    expect(compareModels(slots, slots)).toBeUndefined();
    const other = { ...forty, jobs: forty.jobs.slice(1) };
    expect(compareModels(slots, under(other, "threads"))).toBeUndefined();
    expect(compareModels(slots, under(forty, "threads", { ...night, seed: 1 }))).toBeUndefined();
    const later = { from: night.from, to: night.to + 1 };
    expect(compareModels(slots, under(forty, "threads", later))).toBeUndefined();
    const rules = { outage: "fail" as const };
    expect(compareModels(slots, under(forty, "threads", { ...night, rules }))).toBeUndefined();
    const paced = { ...forty, proxies: [{ id: "p", slots: 4, pace: "Mon 22:00-24:00 50 %" }] };
    const threads = simulate(withModel(paced, "threads"), night);
    expect(compareModels(slots, threads)).toBeUndefined();
  });

  it("should be refused where there are no runs, or no timelines", () => {
    const slots = under(forty, { slots: 4 });
    const summary = under(forty, "threads", { ...night, keep: "summary" });
    expect(() => compareModels(slots, summary)).toThrow("candidate.span.keep: expected all");
    expect(() => compareModels(forty as unknown as Timeline, slots)).toThrow(/baseline.*simulate/);
  });

  it("should be told under its seed where anything is drawn", () => {
    const drawn: Fleet = {
      ...forty,
      jobs: forty.jobs.map((job) => ({
        ...job,
        workload: { duration: { uniform: [30 * MINUTE, HOUR] }, threads: 16 },
      })),
    };
    const span = { ...night, seed: 7 };
    expect(
      compareModels(under(drawn, { slots: 4 }, span), under(drawn, "threads", span))!.seed,
    ).toBe(7);
  });

  it("should count restore points of copies that follow, and pair no runs of theirs", () => {
    const copying: Fleet = {
      jobs: [
        ...forty.jobs,
        {
          id: "copy",
          copyOf: "job-0",
          policy: parsePolicy({ type: "Immediate" }),
          workload: { duration: MINUTE },
        },
        {
          id: "early",
          copyOf: "job-0",
          policy: daily("22:30"),
          workload: { duration: MINUTE },
        },
      ],
      proxies: [{ id: "p", slots: 4 }],
    };
    const models = compareModels(under(copying, { slots: 4 }), under(copying, "threads"))!;
    // the daily copy comes half an hour before its source has anything
    expect(models.runs).toBe(41);
    expect(models.baseline).toMatchObject({ copied: 1, fates: { "nothing-to-copy": 1 } });
    expect(models.candidate).toMatchObject({ copied: 0, fates: { "nothing-to-copy": 1 } });
    expect(models.disputedJobs).not.toContain("copy");
  });
});
