/**
 * Changes of a fleet that change nothing, or that come to the same: threads, pace, outages and the
 * order of jobs (R28 to R30).
 *
 * "The same" is to the byte: the columns of sessions and of missed runs, and the summary but for
 * what it says of threads.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Fleet,
  simulate,
  summarize,
  type Summary,
  type Timeline,
} from "../../../src/index.ts";
import { numbers } from "../../support/statistics.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { type SharingScenario, sharingScenarios } from "../../support/sharingArbitraries.ts";
import type { SharingFleet, SharingResource } from "../../support/slowFleet.ts";
import type { SlowWork } from "../../support/slowModel.ts";

const LISTS = ["proxies", "repositories", "organizations"] as const;
/** What summaries say of threads: of resources, and of jobs. */
const OF_THREADS = new Set([
  "threads",
  "peakDemand",
  "peakDemandAt",
  "mean",
  "shareFull",
  "byHour",
]);
const OF_SLOWNESS = new Set(["slowdown", "slowedBy"]);

function timelineOf({ fleet, from, to, rules }: SharingScenario): Timeline {
  return simulate(fleet as Fleet, { from, to, rules });
}

/** The columns of sessions and of missed runs. */
function rowsOf({ sessions, missed }: Timeline): string {
  const columns = [...Object.values(sessions), ...Object.values(missed)] as unknown[];
  return columns
    .map((column) =>
      ArrayBuffer.isView(column) ? (column as Float64Array).join() : String(column),
    )
    .join("\n");
}

/** The summary; `without` threads: but for what it says of them. */
function metricsOf(summary: Summary, without: boolean): string {
  const written = (value: unknown, left: ReadonlySet<string>): string =>
    JSON.stringify(value, (key, field: unknown) => {
      if (without && left.has(key)) return undefined;
      return ArrayBuffer.isView(field) ? (field as Float64Array).join() : field;
    });
  const lists = LISTS.map((list) => written(summary[list], OF_THREADS));
  return [written(summary.jobs, OF_SLOWNESS), written(summary.fleet, OF_SLOWNESS), ...lists].join();
}

/** Expects the same bytes of two fleets. */
function expectSame(one: SharingScenario, other: SharingScenario, withoutThreads: boolean): void {
  const [left, right] = [timelineOf(one), timelineOf(other)];
  expect(rowsOf(left)).toBe(rowsOf(right));
  expect(metricsOf(summarize(left), withoutThreads)).toBe(
    metricsOf(summarize(right), withoutThreads),
  );
}

function withFleet(scenario: SharingScenario, change: Partial<SharingFleet>): SharingScenario {
  return { ...scenario, fleet: { ...scenario.fleet, ...change } };
}

/** The scenario with other resources. */
function withResources(
  scenario: SharingScenario,
  change: (resource: SharingResource) => SharingResource,
): SharingScenario {
  const lists = LISTS.map((list) => [list, (scenario.fleet[list] ?? []).map(change)]);
  return withFleet(scenario, Object.fromEntries(lists) as Partial<SharingFleet>);
}

/** The scenario with other answers of the workloads. */
function withAnswers(
  scenario: SharingScenario,
  change: (answer: SlowWork) => SlowWork,
): SharingScenario {
  const jobs = scenario.fleet.jobs.map((job) => {
    const workload = job.workload as (run: unknown) => SlowWork;
    return { ...job, workload: (run: unknown) => change(workload(run)) };
  });
  return withFleet(scenario, { jobs });
}

const withoutThreads = ({ threads: _, ...resource }: SharingResource): SharingResource => resource;
const threadsSlow = (scenario: SharingScenario): boolean =>
  rowsOf(timelineOf(scenario)) !== rowsOf(timelineOf(withResources(scenario, withoutThreads)));

describe("a fleet that shares", () => {
  it("R28: should be as without threads where there are more than all can use at once", () => {
    let slowed = 0;
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        // 5 jobs of 16 threads at most; one that names none would use all of the smallest resource.
        const named = withAnswers(scenario, (answer) => ({ threads: 16, ...answer }));
        const plenty = withResources(named, (resource) => ({ ...resource, threads: 80 }));
        expectSame(plenty, withResources(named, withoutThreads), true);
        if (threadsSlow(named)) slowed += 1;
      }),
      runs(100),
    );
    expect(slowed).toBeGreaterThan(30); // with fewer it would not have been
  });

  it("R28: should be as without threads where one session at a time can use what there is", () => {
    let shared = 0;
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        // A proxy each with one slot and some threads, which one session may use all of.
        const alone = withAnswers(
          withResources(scenario, (resource) => ({ ...resource, slots: 1 })),
          ({ threads: _, ...answer }) => answer,
        );
        expectSame(alone, withResources(alone, withoutThreads), true);
        if (scenario.fleet.proxies!.some(({ threads }) => threads !== undefined)) shared += 1;
      }),
      runs(100),
    );
    expect(shared).toBeGreaterThan(30);
  });

  it("R28: should take the same times with twice the threads, and twice as many to use", () => {
    fc.assert(
      fc.property(sharingScenarios(), fc.constantFrom(2, 3, 7), (scenario, factor) => {
        const wider = withResources(scenario, (resource) =>
          resource.threads === undefined
            ? resource
            : { ...resource, threads: factor * resource.threads },
        );
        const multiplied = withAnswers(wider, (answer) =>
          answer.threads === undefined ? answer : { ...answer, threads: factor * answer.threads },
        );
        expectSame(multiplied, scenario, true);
      }),
      runs(100),
    );
  });

  it("R29: should be at a pace of a half on everything as with twice the work", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        // Every job is on one resource: where there is none there is no pace.
        const { jobs, proxies } = scenario.fleet;
        const onOne = withFleet(scenario, {
          jobs: jobs.map(({ proxyId, repositoryId: _, organizationId: __, ...job }) => ({
            ...job,
            proxyId: proxyId ?? proxies![0]!.id,
          })),
        });
        const plain = withResources(onOne, ({ pace: _, ...resource }) => resource);
        const pace = Array.from({ length: 168 }, () => 0.5);
        const halved = withResources(plain, (resource) => ({ ...resource, pace }));
        const doubled = withAnswers(plain, (answer) => ({
          ...answer,
          duration: 2 * answer.duration,
        }));
        expectSame(halved, doubled, true);
      }),
      runs(100),
    );
  });

  it("R30: should not see that an outage is cut in pieces which touch or overlap", () => {
    let cuts = 0;
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        const cut = withResources(scenario, ({ outages = [], ...resource }) => ({
          ...resource,
          outages: outages
            .flatMap(({ from, to }) => {
              cuts += 1;
              const middle = Math.ceil((from + to) / 2);
              const half = { from, to: middle };
              return middle < to ? [{ from: middle, to }, half, half] : [half];
            })
            .toReversed(),
        }));
        expectSame(cut, scenario, false);
      }),
      runs(100),
    );
    expect(cuts).toBeGreaterThan(30);
  });

  it("should not depend on the order of the jobs, where there are no slots to be first at", () => {
    fc.assert(
      fc.property(sharingScenarios(), fc.nat(), (scenario, luck) => {
        const free = withResources(scenario, (resource) => ({ ...resource, slots: Infinity }));
        const random = numbers(luck);
        const order = new Map(free.fleet.jobs.map((job) => [job, random()]));
        const permuted = withFleet(free, {
          jobs: free.fleet.jobs.toSorted((a, b) => order.get(a)! - order.get(b)!),
        });
        const [one, other] = [timelineOf(free), timelineOf(permuted)];
        const told = (timeline: Timeline): unknown => ({
          sessions: Array.from(timeline.rows(), (row) => JSON.stringify(row)).sort(),
          missed: Array.from(timeline.missedRows(), (row) => JSON.stringify(row)).sort(),
          jobs: JSON.stringify(summarize(timeline).jobs.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
        });
        expect(told(other)).toEqual(told(one));
        // Sums of fractions are told to a part in 10^12.
        const rounded = (timeline: Timeline): string =>
          JSON.stringify(
            LISTS.map((list) => summarize(timeline)[list]),
            (_, value: unknown) =>
              typeof value === "number" ? Number(value.toPrecision(12)) : value,
          );
        expect(rounded(other)).toBe(rounded(one));
      }),
      runs(100),
    );
  });
});
