import { describe, expect, it } from "vitest";
import {
  FLEET_METRICS,
  JOB_METRICS,
  type Metric,
  RESOURCE_METRICS,
} from "../../../src/core/whatif/metrics.ts";

const SCOPES: readonly Readonly<Record<string, Metric>>[] = [
  JOB_METRICS,
  RESOURCE_METRICS,
  FLEET_METRICS,
];

/** The ways to the metrics of which something is so: of a job, of a resource, of the fleet. */
const pathsWhere = (is: (metric: Metric) => boolean): string[][] =>
  SCOPES.map((rows) => Object.keys(rows).filter((path) => is(rows[path]!)));

const inWaves = (...names: readonly string[]): string[] =>
  ["waves[*]", "longestWave"].flatMap((part) => names.map((name) => `${part}.${name}`));

describe("the catalogue", () => {
  it("should have a name for each metric, its own but where two count the same", () => {
    for (const rows of SCOPES)
      for (const [path, { label, short = "-" }] of Object.entries(rows)) {
        expect(label, path).toMatch(/^[a-z]/);
        expect(short.length > 0 && short.length < label.length, path).toBe(true);
      }
    const twice = SCOPES.map((rows) => {
      const labels = Object.values(rows).map(({ label }) => label);
      return labels.filter((label, index) => labels.indexOf(label) < index);
    });
    expect(twice).toEqual([
      ["sessions failed", "sessions stopped"],
      [],
      ["sessions", "first start of the night", "last end of the night", "sessions of the night"],
    ]);
  });

  it("should know which ways are better", () => {
    expect(pathsWhere(({ better }) => better === "more")).toEqual([
      [
        "started",
        "outcomes.Success",
        "exposure.restorePoints",
        "withinTarget",
        "slack.mean",
        "slack.min",
      ],
      [],
      ["started", "targets.kept"],
    ]);
    const neither = ["sessions", "peakAt", "meanBusy", "busyByHour[*]", "longestQueueAt"];
    expect(pathsWhere(({ better }) => better === undefined)).toEqual([
      [
        "due",
        "sessions",
        "outcomes.Running",
        "exposure.worstInterval.from",
        "exposure.worstInterval.to",
        "busy",
      ],
      [...neither, "peakDemandAt", "mean", "byHour[*]"],
      [
        "due",
        "sessions",
        ...neither.map((path) => `occupancy.${path}`),
        "starts.peakAt",
        "starts.busiestMinute",
        ...inWaves("from", "to", "sessions"),
        "targets.notJudged",
        "busy",
      ],
    ]);
  });

  it("should have a few that texts tell", () => {
    expect(pathsWhere(({ told }) => told === true)).toEqual([
      ["exposure.worst"],
      [
        "peak",
        "shareAtCapacity",
        "utilisation",
        "meanQueue",
        "longestQueue",
        "peakDemand",
        "shareFull",
      ],
      [
        "blocked",
        "missed",
        "started",
        "retries",
        "stopped",
        "failed",
        "occupancy.peak",
        "wait.mean",
        "wait.p95",
        "wait.max",
        "starts.peakPerMinute",
        "longestWave.makespan",
        "jobsOverTarget",
        "worstExposure",
      ],
    ]);
  });

  it("should count causes that did not occur as 0, and nothing else that is left out", () => {
    const [job, ...others] = pathsWhere(({ absent }) => absent === 0);
    expect(job).toEqual(Object.keys(JOB_METRICS).filter((path) => path.includes(".causes")));
    expect(job).toHaveLength(7);
    expect(others).toEqual([[], []]);
  });
});
