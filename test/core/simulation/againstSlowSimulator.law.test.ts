/**
 * The engine against the slow simulator, which shares no code with it, on thousands of small
 * fleets.
 *
 * `RUNCAST_FUZZ=20` tries twenty times as many. What a fleet keeps when only its summary is kept is
 * compared as well.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type MissedRow,
  type SessionRow,
  simulate,
  summarize,
  type Summary,
} from "../../../src/index.ts";
import { type Scenario, scenarios } from "../../support/fleetArbitraries.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { iso } from "../../support/scheduleBuilders.ts";
import { slowTimelineOf } from "../../support/slowFleet.ts";

const sessionLine = (row: SessionRow): string =>
  `${row.job} ${iso(row.nominal)} #${row.attempt} ${iso(row.start)} ${iso(row.end)} ${row.outcome}`;
const missedLine = (row: { job: string; nominal: number; reason: string }): string =>
  `${row.job} ${iso(row.nominal)} ${row.reason}`;
const isBlocked = ({ reason }: MissedRow): boolean =>
  reason === "backup-window" || reason === "start-window";

/** Everything that does not depend on which waits were kept. */
function withoutPercentiles(summary: Summary): string {
  return JSON.stringify(summary, (key, value: unknown) =>
    key === "exactPercentiles" || key === "p50" || key === "p95" ? undefined : value,
  );
}

const outcomes: Record<string, number> = {};
const reasons: Record<string, number> = {};

function compare({ fleet, from, to, rules }: Scenario): void {
  const timeline = simulate(fleet, { from, to, rules });
  const slow = slowTimelineOf(fleet, from, to, rules);

  const rows = [...timeline.rows()];
  const missed = [...timeline.missedRows()];
  expect(rows.map(sessionLine).sort()).toEqual(slow.sessions.map(sessionLine).sort());
  expect(
    missed
      .filter((row) => !isBlocked(row))
      .map(missedLine)
      .sort(),
  ).toEqual(slow.missed.map(missedLine).sort());
  expect(rows.every(({ start }, index) => index === 0 || start >= rows[index - 1]!.start)).toBe(
    true,
  );

  const summary = summarize(timeline);
  for (const job of summary.jobs) {
    const { worst, mean, shareOver } = slow.exposure(job.id);
    expect(job.exposure.worst).toBe(worst);
    expect(Math.abs(job.exposure.mean - mean)).toBeLessThanOrEqual(1e-6 * Math.max(1, mean));
    expect(Math.abs(job.exposure.shareOver! - shareOver(job.rpo!))).toBeLessThanOrEqual(1e-12);
    const fates = [...Object.values(job.blocked), ...Object.values(job.missed), job.started].reduce(
      (sum, count) => sum + count,
      0,
    );
    expect(job.due).toBe(fates);
    expect(job.sessions).toBe(slow.sessions.filter((session) => session.job === job.id).length);
  }
  expect(withoutPercentiles(summarize(simulate(fleet, { from, to, rules, keep: "summary" })))).toBe(
    withoutPercentiles(summary),
  );

  for (const { outcome } of rows) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  for (const { reason } of missed) reasons[reason] = (reasons[reason] ?? 0) + 1;
}

describe("the engine", () => {
  it("should find the sessions, missed runs and exposure that the slow simulator finds", () => {
    fc.assert(fc.property(scenarios(), compare), runs(2_500));
    // A generator that had lost its edge would make this a test of nothing.
    for (const outcome of ["Success", "Warning", "Failed", "Stopped", "Running"])
      expect(outcomes[outcome], outcome).toBeGreaterThan(100);
    for (const reason of [
      "backup-window",
      "start-window",
      "still-running",
      "window-closed",
      "retry-pending",
      "not-started",
    ])
      expect(reasons[reason], reason).toBeGreaterThan(100);
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
