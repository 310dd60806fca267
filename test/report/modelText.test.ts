import { describe, expect, it } from "vitest";
import {
  compareModels,
  describeModels,
  type Fleet,
  type JobInput,
  type ModelComparison,
  type ModelSide,
  parsePolicy,
  type SharingModel,
  simulate,
  withModel,
} from "../../src/index.ts";
import { daily, HOUR, MINUTE, windowed } from "../support/whatIf.ts";

const night = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 6, 12) };

function told(
  job: Omit<JobInput, "id">,
  count: number,
  one: SharingModel,
  other: SharingModel,
  span: Parameters<typeof simulate>[1] = night,
): string {
  const jobs = Array.from({ length: count }, (_, index) => ({ id: `job-${index}`, ...job }));
  const fleet = { jobs, proxies: [{ id: "p" }] };
  const under = (model: SharingModel) => simulate(withModel(fleet, model), span);
  return describeModels(compareModels(under(one), under(other))!);
}

const hour = { proxyId: "p", workload: { duration: HOUR, threads: 16 } };

describe("two models in a sentence", () => {
  it("should say what each backs up, what becomes of the rest, and how many jobs that is", () => {
    const job = { ...hour, policy: windowed("22:00", 22, 6) };
    expect(told(job, 40, { slots: 4 }, "threads")).toBe(
      "By slots 32 of 40 runs are backed up and 8 never start; by threads none is, all 40 are " +
        "stopped at 06:00: the models disagree about 32 jobs.",
    );
    expect(told(job, 40, "threads", { slots: 4 })).toBe(
      "By threads none of 40 runs is backed up, all 40 are stopped at 06:00; by slots 32 are and " +
        "8 never start: the models disagree about 32 jobs.",
    );
    expect(told(job, 9, { slots: 1 }, "threads")).toBe(
      "By slots 8 of 9 runs are backed up and 1 never starts; by threads all 9 are: the models " +
        "disagree about 1 job.",
    );
  });

  it("should count runs, and say from when on, over several days", () => {
    const week = { from: night.from, to: night.from + 7 * 24 * HOUR };
    const job = { ...hour, policy: windowed("22:00", 22, 6) };
    expect(told(job, 40, { slots: 4 }, "threads", week)).toBe(
      "By slots 224 of 280 runs are backed up and 56 never start; by threads none is, all 280 " +
        "are stopped at 06:00: the models disagree about 224 runs of 32 jobs, from 2026-01-05 " +
        "22:00 on.",
    );
  });

  it("should say that they agree, and how long the runs take", () => {
    const job = { ...hour, policy: daily("22:00") };
    expect(told(job, 40, { slots: 4 }, "threads")).toBe(
      "By slots all 40 runs are backed up; by threads all 40 are: the models agree on which runs " +
        "are backed up, and such a run takes on average 1 h by slots and 10 h by threads.",
    );
    expect(told(job, 1, { slots: 4 }, "threads")).toBe(
      "By slots the one run is backed up; by threads it is: the models agree on which runs are " +
        "backed up, and each takes as long by both.",
    );
    expect(told(job, 2, { slots: 1 }, "threads")).toBe(
      "By slots both runs are backed up; by threads both are: the models agree on which runs are " +
        "backed up, and each takes as long by both.",
    );
    const never = { ...job, workload: { duration: HOUR, failed: 1 } };
    expect(told(never, 2, { slots: 1 }, "threads")).toBe(
      "Under seed 0, by slots none of 2 runs is backed up, both fail; by threads none is, both " +
        "fail: the models agree that no run is backed up.",
    );
    const none = { ...job, enabled: false };
    expect(told(none, 2, { slots: 1 }, "threads")).toBe(
      "By slots as by threads no run is due in the span.",
    );
  });

  it("should say under which seed where anything is drawn", () => {
    const workload = { duration: { uniform: [50 * MINUTE, HOUR] }, threads: 16 };
    const job = { ...hour, workload, policy: windowed("22:00", 22, 6) };
    expect(told(job, 40, { slots: 4 }, "threads", { ...night, seed: 7 })).toMatch(
      /^Under seed 7, by slots 32 of 40 runs are backed up, /,
    );
  });

  it("should add what copies make, where that differs", () => {
    const fleet: Fleet = {
      jobs: [
        {
          id: "mail",
          policy: windowed("22:00", 22, 6),
          proxyId: "p",
          workload: { duration: 5 * HOUR },
        },
        {
          id: "sites",
          policy: windowed("22:00", 22, 6),
          proxyId: "p",
          workload: { duration: 5 * HOUR },
        },
        { id: "copy", policy: parsePolicy({ type: "Immediate" }), copyOf: "mail" },
      ],
      proxies: [{ id: "p", slots: 1 }],
    };
    const threads = simulate(withModel(fleet, "threads"), night);
    expect(describeModels(compareModels(simulate(fleet, night), threads)!)).toBe(
      "By slots 1 of 2 runs is backed up and 1 is stopped at 06:00; by threads none is, both are " +
        "stopped at 06:00: the models disagree about 1 job; copies make 1 restore point by slots " +
        "and 0 by threads.",
    );
  });

  it("should have words for every fate", () => {
    const side = (fates: ModelSide["fates"]): ModelSide => ({ model: "slots", fates });
    const models = (many: number): ModelComparison => ({
      span: night,
      runs: 9 * many + 1,
      baseline: side({
        "backed-up": 1,
        stopped: many,
        failed: many,
        warning: many,
        running: many,
        "nothing-to-copy": many,
        "still-running": many,
        "window-closed": many,
        "retry-pending": many,
        "not-started": many,
      }),
      candidate: { ...side({ "backed-up": 1, failed: 9 * many }), model: "both" },
      lengths: { runs: 1, longer: 1, shorter: 0, baseline: HOUR, candidate: HOUR + 1 },
      disputed: [],
      disputedJobs: [],
      toJSON: () => ({}),
    });
    expect(describeModels(models(1))).toBe(
      "By slots 1 of 10 runs is backed up, 1 is stopped, 1 fails, 1 ends with a warning, 1 finds " +
        "nothing to copy, 1 never starts, 2 are skipped, 1 still waits when the span ends and 1 " +
        "still runs when the span ends; by slots and threads 1 is and 9 fail: the models agree " +
        "on which runs are backed up, and such a run takes on average 1 h by both.",
    );
    expect(describeModels(models(1_000))).toContain(
      "1,000 are stopped, 1,000 fail, 1,000 end with a warning, 1,000 find nothing to copy, " +
        "1,000 never start, 2,000 are skipped, 1,000 still wait when the span ends and " +
        "1,000 still run",
    );
  });

  it("should be refused for what is no comparison of models", () => {
    expect(() => describeModels(undefined as unknown as ModelComparison)).toThrow(
      "models: expected a comparison of models, as compareModels gives it, received nothing",
    );
  });
});
