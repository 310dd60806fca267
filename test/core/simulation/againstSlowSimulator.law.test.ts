/**
 * The engine against the slow simulator, which shares no code with it, on thousands of small
 * fleets.
 *
 * `RUNCAST_FUZZ=20` tries twenty times as many. What a fleet keeps when only its summary is kept is
 * compared as well. Whatever a rule speaks of is counted: a generator that had lost its edge would
 * make this a test of nothing.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate, summarize, type Summary } from "../../../src/index.ts";
import { expectAsSlow } from "../../support/againstSlow.ts";
import { type Scenario, scenarios } from "../../support/fleetArbitraries.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { slowTimelineOf } from "../../support/slowFleet.ts";
import type { SlowTimeline } from "../../support/slowModel.ts";

const met: Record<string, number> = {};
const meet = (what: string, often = 1): void => void (met[what] = (met[what] ?? 0) + often);

/** Counts what the new rules and the old ones speak of. */
function notice({ fleet, rules }: Scenario, slow: SlowTimeline): void {
  for (const { outcome } of slow.sessions) meet(outcome);
  for (const { reason } of slow.missed) meet(reason);
  for (const retry of slow.retriesNotMade) {
    const isDecided = retry.at <= retry.due; // R19; one that waits is dropped later than that
    if (retry.reason === "superseded") meet("retry superseded");
    else if (!isDecided) meet("waiting retry dropped");
    else {
      meet("retry not made");
      const freed = slow.sessions.some(
        ({ job, nominal, attempt }) =>
          job === retry.job && attempt === 0 && nominal >= retry.at && nominal <= retry.due,
      );
      if (freed) meet(`start that runs before a retry not made, ${rules.pendingRetry}`);
    }
  }
  for (const { id, rpo, proxyId, repositoryId, organizationId } of fleet.jobs) {
    const ids = [proxyId, repositoryId, organizationId].filter(
      (resource) => resource !== undefined,
    );
    for (const { arrival, until, fate, attempt } of slow.waits(id)) {
      if (fate !== "started") meet(`${attempt === 0 ? "run" : "retry"} ${fate}`);
      if (until > arrival && ids.length > 1) meet("wait for several resources");
    }
    meet(`target ${slow.target(id, rpo!)}`);
  }
}

function compare(scenario: Scenario): void {
  const { fleet, from, to, rules } = scenario;
  const slow = slowTimelineOf(fleet, from, to, rules);
  notice(scenario, slow);
  expectAsSlow(scenario, slow);
}

describe("the engine", () => {
  it("should find the sessions, missed runs, waits and exposure of the slow simulator", () => {
    const all = fc.oneof(scenarios(), { weight: 2, arbitrary: scenarios({ tight: true }) });
    fc.assert(fc.property(all, compare), runs(1_600));
    for (const situation of [
      "Success",
      "Warning",
      "Failed",
      "Stopped",
      "Running",
      "backup-window",
      "start-window",
      "still-running",
      "still-waiting",
      "window-closed",
      "retry-pending",
      "not-started",
      "run dropped",
      "run in line",
      "retry dropped",
      "retry in line",
      "retry superseded",
      "retry not made",
      "waiting retry dropped",
      "start that runs before a retry not made, first",
      "start that runs before a retry not made, superseded",
      "wait for several resources",
      "target kept",
      "target missed",
      "target not-judged",
    ])
      expect(met[situation] ?? 0, situation).toBeGreaterThan(40);
  });

  it("should read the exposure again under the other rule as if it had been simulated so", () => {
    const exposures = (summary: Summary): unknown =>
      summary.jobs.map(({ id, exposure, withinTarget }) => ({ id, exposure, withinTarget }));
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const other = {
          ...rules,
          restorePoint: rules.restorePoint === "success" ? "success-or-warning" : "success",
        } as const;
        const again = summarize(simulate(fleet, { from, to, rules }), {
          rules: { restorePoint: other.restorePoint },
        });
        const direct = summarize(simulate(fleet, { from, to, rules: other }));
        expect(exposures(again)).toEqual(exposures(direct));
        expect(again.fleet.jobsOverTarget).toEqual(direct.fleet.jobsOverTarget);
        expect(again.fleet.worstExposure).toBe(direct.fleet.worstExposure);
      }),
      runs(600),
    );
  });
});
