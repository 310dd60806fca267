/**
 * What the engine says of a fleet, held against what the slow simulator says.
 */
import { expect } from "vitest";
import { type Fleet, type Rules, simulate, summarize, type Summary } from "../../src/index.ts";
import type { SlowTimeline, SlowWait } from "./slowModel.ts";
import { missedLine, sessionLine } from "./timelineLines.ts";

/** Everything that does not depend on which waits were kept. */
function withoutPercentiles(summary: Summary): string {
  return JSON.stringify(summary, (key, value: unknown) =>
    key === "exactPercentiles" || key === "p50" || key === "p95" ? undefined : value,
  );
}

/** Mean, nearest ranks (of n values, 95 hundredths rounded up), longest, and who never started. */
function spreadOf(waits: readonly SlowWait[]): object {
  const lengths = waits.map(({ arrival, until }) => until - arrival).sort((a, b) => a - b);
  const rank = (hundredths: number): number =>
    lengths[Math.ceil((hundredths * lengths.length) / 100) - 1] ?? 0;
  const mean =
    lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    mean: expect.closeTo(mean, 3) as number, // ms
    p50: rank(50),
    p95: rank(95),
    max: lengths.at(-1) ?? 0,
    unfinished: waits.filter(({ fate }) => fate !== "started").length,
  };
}

/**
 * Simulates a fleet, and expects of its timeline and its summary what the slow simulator found;
 * what is kept with the summary alone, too. Every job has a target.
 */
export function expectAsSlow(
  { fleet, from, to, rules }: { fleet: Fleet; from: number; to: number; rules: Partial<Rules> },
  slow: SlowTimeline,
): Summary {
  const timeline = simulate(fleet, { from, to, rules });
  const rows = [...timeline.rows()];
  const missed = [...timeline.missedRows()];
  expect(rows.map(sessionLine).sort()).toEqual(slow.sessions.map(sessionLine).sort());
  expect(missed.map(missedLine).sort()).toEqual(slow.missed.map(missedLine).sort());
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
    const notMade = (reason: string): number =>
      slow.retriesNotMade.filter((retry) => retry.job === job.id && retry.reason === reason).length;
    expect(job.retriesDropped).toEqual({
      superseded: notMade("superseded"),
      windowClosed: notMade("window-closed"),
    });
    expect(job.wait).toEqual(spreadOf(slow.waits(job.id))); // R34
    expect(job).toMatchObject({ target: slow.target(job.id, job.rpo!) }); // R36
  }
  expect(summary.fleet.wait).toEqual(spreadOf(fleet.jobs.flatMap(({ id }) => slow.waits(id))));
  expect(withoutPercentiles(summarize(simulate(fleet, { from, to, rules, keep: "summary" })))).toBe(
    withoutPercentiles(summary),
  );
  return summary;
}
