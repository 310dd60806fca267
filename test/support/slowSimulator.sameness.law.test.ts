/**
 * Changes of a fleet that change nothing, or that come to the same, in the slow simulator (R28 to
 * R30).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "./scheduleArbitraries.ts";
import { type SharingScenario, sharingScenarios } from "./sharingArbitraries.ts";
import { type SharingFleet, type SharingResource, slowTimelineOf } from "./slowFleet.ts";
import type { SlowWork } from "./slowModel.ts";

/** Sessions, missed starts and waits, as text. */
function storyOf({ fleet, from, to, rules }: SharingScenario): string {
  const timeline = slowTimelineOf(fleet, from, to, rules);
  const waits = fleet.jobs.map(({ id }) => timeline.waits(id));
  return JSON.stringify([timeline.sessions, timeline.missed, timeline.retriesNotMade, waits]);
}

/** The scenario with other resources. */
function withResources(
  scenario: SharingScenario,
  change: (resource: SharingResource) => SharingResource,
): SharingScenario {
  const { proxies, repositories, organizations } = scenario.fleet;
  const fleet: SharingFleet = {
    ...scenario.fleet,
    proxies: proxies!.map(change),
    repositories: repositories!.map(change),
    organizations: organizations!.map(change),
  };
  return { ...scenario, fleet };
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
  return { ...scenario, fleet: { ...scenario.fleet, jobs } };
}

describe("slowSimulate", () => {
  it("R28: three times the threads, and three times as many to use, change nothing", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        const wider = withResources(scenario, (resource) =>
          resource.threads === undefined
            ? resource
            : { ...resource, threads: 3 * resource.threads },
        );
        const tripled = withAnswers(wider, (answer) =>
          answer.threads === undefined ? answer : { ...answer, threads: 3 * answer.threads },
        );
        expect(storyOf(tripled)).toBe(storyOf(scenario));
      }),
      runs(150),
    );
  });

  it("R28: more threads than all can use at once are as none at all", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        // 5 jobs of 16 threads at most; one that names none would use all of the smallest resource.
        const named = withAnswers(scenario, (answer) => ({ threads: 16, ...answer }));
        const without = withResources(named, ({ threads: _, ...resource }) => resource);
        const plenty = withResources(named, (resource) => ({ ...resource, threads: 80 }));
        expect(storyOf(plenty)).toBe(storyOf(without));
      }),
      runs(150),
    );
  });

  it("R29: a pace of a half on everything is as twice the work", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        // Every job is on one resource: where there is none there is no pace.
        const { jobs, proxies } = scenario.fleet;
        const onOne: SharingScenario = {
          ...scenario,
          fleet: {
            ...scenario.fleet,
            jobs: jobs.map(({ proxyId, repositoryId: _, organizationId: __, ...job }) => ({
              ...job,
              proxyId: proxyId ?? proxies![0]!.id,
            })),
          },
        };
        const plain = withResources(onOne, ({ pace: _, ...resource }) => resource);
        const pace = Array.from({ length: 168 }, () => 0.5);
        const halved = withResources(plain, (resource) => ({ ...resource, pace }));
        const doubled = withAnswers(plain, (answer) => ({
          ...answer,
          duration: 2 * answer.duration,
        }));
        expect(storyOf(halved)).toBe(storyOf(doubled));
      }),
      runs(150),
    );
  });

  it("R30: outages that are cut in pieces which touch are as they were", () => {
    fc.assert(
      fc.property(sharingScenarios(), (scenario) => {
        const cut = withResources(scenario, ({ outages = [], ...resource }) => ({
          ...resource,
          outages: outages
            .flatMap(({ from, to }) => {
              const middle = Math.ceil((from + to) / 2);
              const half = { from, to: middle };
              return middle < to ? [{ from: middle, to }, half, half] : [half];
            })
            .toReversed(),
        }));
        expect(storyOf(cut)).toBe(storyOf(scenario));
      }),
      runs(150),
    );
  });
});
