/**
 * The catalogue against summaries of random fleets: whatever they measure is listed, whatever is
 * listed is measured, and units are what the numbers look like.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate, type Summary } from "../../../src/index.ts";
import {
  flatMetrics,
  measuredThings,
  metricReader,
  shapedMetrics,
} from "../../../src/core/whatif/flatMetrics.ts";
import {
  FLEET_METRICS,
  JOB_METRICS,
  metricAt,
  type MetricUnit,
  RESOURCE_METRICS,
  type ScopeKind,
} from "../../../src/core/whatif/metrics.ts";
import { type Scenario, scenarios } from "../../support/fleetArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";
import { daily, HOUR, MINUTE } from "../../support/whatIf.ts";

/** With slots, or with all that sessions can share and wait for (R28 to R32). */
const anyScenario = fc.oneof(
  { weight: 6, arbitrary: scenarios({ mostJobs: 4 }) },
  { weight: 1, arbitrary: sharingScenarios().map((scenario) => scenario as Scenario) },
);

const summaryOf = ({ fleet, from, to, rules }: Scenario): Summary =>
  simulate(fleet, { from, to, rules, keep: "summary" }).summary;

const NAMES_AND_SETTINGS = ["id", "name", "copyOf", "slots", "threads", "rpo", "night"];
const WORDS = ["target", "longestWait", "because"];

/** Every number, yes or no, and list of ids below a value, whoever put it there. */
function* leaves(value: unknown, path = ""): Generator<[path: string, number: number]> {
  if (typeof value === "number" || typeof value === "boolean") yield [path, Number(value)];
  else if (value instanceof Float64Array)
    for (const [index, item] of value.entries()) yield [`${path}[${index}]`, item];
  else if (Array.isArray(value) && typeof value[0] === "object")
    for (const item of value as { readonly night: string }[])
      yield* leaves(item, `${path}[${item.night}]`);
  else if (Array.isArray(value) && path !== "waves") yield [path, value.length];
  else if (value !== null && typeof value === "object")
    for (const [key, inner] of Object.entries(value)) {
      const step = /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
      if (![...NAMES_AND_SETTINGS, ...WORDS].includes(key))
        yield* leaves(inner, path === "" ? key : path + step);
    }
}

describe("the catalogue", () => {
  it("should list whatever a summary measures, and nothing that none measures", () => {
    const seen = { job: new Set<string>(), resource: new Set<string>(), fleet: new Set<string>() };
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        for (const { of, thing } of measuredThings(summaryOf(scenario))) {
          const scope = of === "job" || of === "fleet" ? of : "resource";
          for (const [path] of leaves(thing)) seen[scope].add(path.replace(/\[[\d-]+\]/, "[*]"));
        }
      }),
      { numRuns: 500 }, // the rarest, a wait until the window closes, is in one of forty
    );
    expect([...seen.job].sort()).toEqual(Object.keys(JOB_METRICS).sort());
    expect([...seen.resource].sort()).toEqual(Object.keys(RESOURCE_METRICS).sort());
    expect([...seen.fleet].sort()).toEqual(Object.keys(FLEET_METRICS).sort());
  });

  it("should give units that fit the numbers", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { fleet, from, to } = scenario;
        const bounds: Record<MetricUnit, readonly [low: number, high: number]> = {
          // a slack reaches beyond the span, to where the window closes: a week at most
          ms: [0, fleet.jobs.length * (to - from) + 7 * 24 * HOUR],
          instant: [from - MINUTE, to],
          count: [0, 1e6],
          share: [0, 1],
          minute: [0, 1_439],
          truth: [0, 1],
          ratio: [1, Infinity],
        };
        const odd: string[] = [];
        for (const { of, thing } of measuredThings(summaryOf(scenario)))
          for (const [path, value] of flatMetrics(of, thing)) {
            const { unit } = metricAt(of, path);
            const [low, high] = bounds[unit];
            if (!(value >= low && value <= high)) odd.push(`${of} ${path}: ${value} as ${unit}`);
          }
        expect(odd).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("should refuse what it does not list", () => {
    const unlisted: [ScopeKind, string][] = [
      ["job", "wait.p96"],
      ["job", "rpo"],
      ["job", "busyByHour[22]"],
      ["proxy", "slots"],
      ["fleet", "waves[2026-01-05].night"],
      ["fleet", ""],
    ];
    for (const [of, path] of unlisted)
      expect(() => metricAt(of, path), path).toThrow(
        `invariant: no metric of a ${of} is called ${path}`,
      );
  });

  it("should call no two metrics alike that texts tell of one thing", () => {
    for (const rows of [JOB_METRICS, RESOURCE_METRICS, FLEET_METRICS]) {
      const told = Object.values(rows).filter(({ told: isTold }) => isTold === true);
      expect(new Set(told.map(({ label }) => label)).size).toBe(told.length);
      expect(told.length).toBeGreaterThan(0);
    }
  });
});

describe("flatMetrics", () => {
  it("should name every metric by the way to it", () => {
    const { summary } = simulate(
      {
        jobs: [
          { id: "mail", policy: daily("22:00"), rpo: 25 * HOUR, workload: { duration: "PT45M" } },
        ],
      },
      { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 7) },
    );
    const job = flatMetrics("job", summary.jobs[0]!);
    expect([
      job.get("due"),
      job.get("blocked.backupWindow"),
      job.get("exposure.worst"),
      job.get("exposure.worstInterval.causes.failed"),
      job.get("withinTarget"),
      job.get("rpo"),
      job.get("id"),
    ]).toEqual([2, 0, 24.75 * HOUR, 0, 1, undefined, undefined]);
    const fleet = flatMetrics("fleet", summary.fleet);
    expect([
      fleet.get("occupancy.peak"),
      fleet.get("occupancy.busyByHour[46]"),
      fleet.get("jobsOverTarget"),
      fleet.get("waves[2026-01-05].makespan"),
      fleet.get("longestWave.sessions"),
    ]).toEqual([1, 0.75, 0, 45 * MINUTE, 1]);
  });

  it("should have every number in the summary's order, and 0 for causes that did not occur", () => {
    fc.assert(
      fc.property(scenarios({ mostJobs: 3 }), (scenario) => {
        for (const { of, thing } of measuredThings(summaryOf(scenario))) {
          const flat = [...flatMetrics(of, thing)];
          const measured = [...leaves(thing)];
          const paths = new Set(measured.map(([path]) => path));
          expect(flat.filter(([path]) => paths.has(path))).toEqual(measured);
          for (const [path, value] of flat)
            if (!paths.has(path))
              expect([path, value]).toEqual([expect.stringMatching(/causes/), 0]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("should come back in the shape of the summary", () => {
    fc.assert(
      fc.property(scenarios({ mostJobs: 3 }), (scenario) => {
        for (const { of, thing } of measuredThings(summaryOf(scenario))) {
          const flat = flatMetrics(of, thing);
          const shaped = shapedMetrics(of, flat) as object;
          // what a tree of plain numbers and arrays is, the walk of the test reads as well
          for (const [path, value] of leaves(thing)) {
            const keys = path.match(/[^.[\]"]+/g)!;
            const found = keys.reduce<unknown>(
              (node, key) =>
                Array.isArray(node) && key.includes("-")
                  ? (node as { night: string }[]).find(({ night }) => night === key)
                  : (node as Record<string, unknown>)[key],
              shaped,
            );
            expect(found, path).toBe(value);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("should leave out of its shape what has no value, whole groups too", () => {
    const shaped = shapedMetrics(
      "job",
      new Map([
        ["due", 7],
        ["wait.max", 3],
        ["exposure.worstInterval.to", 5],
      ]),
    );
    expect(shaped).toEqual({ due: 7, wait: { max: 3 }, exposure: { worstInterval: { to: 5 } } });
  });

  it("should read one metric as all of them are read", () => {
    fc.assert(
      fc.property(scenarios({ mostJobs: 3 }), (scenario) => {
        for (const { of, thing } of measuredThings(summaryOf(scenario))) {
          const flat = flatMetrics(of, thing);
          const rows = { job: JOB_METRICS, fleet: FLEET_METRICS }[of as "job"] ?? RESOURCE_METRICS;
          for (const path of Object.keys(rows).filter((each) => !each.includes("[*]")))
            expect(metricReader(of, path)(thing), path).toBe(flat.get(path));
        }
      }),
      { numRuns: 20 },
    );
  });
});
