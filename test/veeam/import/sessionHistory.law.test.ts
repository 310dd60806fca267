/**
 * What a known fleet does, written as the product writes it and read back, is what the fleet is
 * like.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, parsePolicy, readSessions, simulate } from "../../../src/index.ts";
import { localText } from "../../../src/core/time/moments.ts";
import { hostZone } from "../../../src/host/zones.ts";

const MINUTE = 60_000;
const policy = parsePolicy({
  type: "Periodically",
  periodicallyEvery: "Hours2",
  retryEnabled: true,
  retryNumber: 2,
  retryWaitInterval: 1,
});
const YEAR = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };

/** The sessions of a fleet as a list of the product's, on the clock of its server. */
function listOf(fleet: Fleet, zone: string, withOffset: boolean, seed: number): object[] {
  const table = hostZone(zone);
  const text = (instant: number): string => {
    const local = localText(table, instant);
    return withOffset ? local : local.replace(/(?:Z|[+-]\d\d:\d\d)$/, "");
  };
  return Array.from(simulate(fleet, { ...YEAR, seed }).rows(), (row) => ({
    id: `${row.nominal} ${row.attempt}`,
    mainSessionId: `${row.nominal} 0`,
    jobId: row.job,
    retryCount: row.attempt,
    creationTime: text(row.start),
    status: row.outcome,
    ...(row.outcome === "Running" ? {} : { endTime: text(row.end) }),
  }));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const offBy = (value: number, expected: number): number => Math.abs(value / expected - 1);
const meanLength = (fleet: Fleet, isOne: (attempt: number) => boolean): number =>
  mean(
    Array.from(simulate(fleet, { ...YEAR, seed: 99 }).rows())
      .filter(({ attempt, outcome }) => isOne(attempt) && outcome !== "Running")
      .map(({ start, end }) => end - start),
  );

describe("sessions of a known fleet, read back", () => {
  it("should have the fleet's lengths, of first attempts and of retries, and its shares", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"),
        fc.boolean(),
        fc.constantFrom(0.1, 0.5, 1, 4, 40),
        fc.double({ min: 0.25, max: 0.7, noNaN: true }),
        fc.nat(),
        (zone, withOffset, retryShare, failed, seed) => {
          const workload = {
            duration: { uniform: [MINUTE, 2 * MINUTE] as const },
            failed,
            retryShare,
          };
          const fleet = { clock: { zone }, jobs: [{ id: "mail", policy, workload }] };
          const list = listOf(fleet, zone, withOffset, seed);
          const { jobs, issues } = readSessions(list, { zone });
          expect(issues).toEqual([]);
          const read = jobs[0]!.workload;
          const { empirical } = read.duration as { empirical: number[] };
          // In an overlap of an hour lie a few starts of a year, and no more.
          const first = list.filter((one) => (one as { retryCount: number }).retryCount === 0);
          expect(first.length - empirical.length).toBeLessThanOrEqual(withOffset ? 1 : 4);
          expect(empirical.every((ms) => ms >= MINUTE && ms <= 2 * MINUTE)).toBe(true);
          const retryMs = read.retryShare! * mean(empirical);
          expect(offBy(mean(empirical), 1.5 * MINUTE)).toBeLessThan(0.03);
          expect(offBy(retryMs, 1.5 * MINUTE * retryShare)).toBeLessThan(0.05);
          expect(Math.abs(read.failed! - failed)).toBeLessThan(0.05);
          const again = { clock: { zone }, jobs: [{ id: "mail", policy, workload: read }] };
          const firstAgain = meanLength(again, (attempt) => attempt === 0);
          const retriesAgain = meanLength(again, (attempt) => attempt > 0);
          expect(offBy(firstAgain, 1.5 * MINUTE)).toBeLessThan(0.03);
          expect(offBy(retriesAgain, 1.5 * MINUTE * retryShare)).toBeLessThan(0.05);
        },
      ),
      { numRuns: 20 },
    );
  });
});
