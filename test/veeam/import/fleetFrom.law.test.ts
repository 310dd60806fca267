/**
 * What a known fleet does, written as a server shows it and read back, is what the fleet is like:
 * sessions that slowed each other come back to full speed.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fleetFrom,
  type FleetInput,
  type ImportOptions,
  type JobInput,
  simulate,
  type SimulationSpan,
  type Timeline,
} from "../../../src/index.ts";
import { dotNetInstant, productSessions } from "../../support/productSessions.ts";
import { runs } from "../../support/scheduleArbitraries.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 0, 5);

/** The jobs of a fleet as a server shows them: what they share, and nothing of their workloads. */
function serverOf(fleet: FleetInput) {
  return {
    jobs: fleet.jobs.map(({ id, name = id, policy, repositoryId, proxyId }) => ({
      id,
      name,
      schedulePolicy: policy,
      repositoryId,
      proxyId,
    })),
    proxies: fleet.proxies?.map(({ id, threads }) => ({
      id,
      hostName: id,
      threadsNumber: threads,
    })),
    repositories: fleet.repositories?.map(({ id, proxyId }) => ({ id, name: id, proxyId })),
  };
}

function threadsOf(fleet: FleetInput): ImportOptions["threads"] {
  return Object.fromEntries(
    fleet.jobs.flatMap(({ id, workload }) =>
      typeof workload === "object" && workload.threads !== undefined
        ? [[id, workload.threads]]
        : [],
    ),
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const offBy = (value: number, expected: number): number => Math.abs(value / expected - 1);

/** The mean of what a lognormal distribution gives, from the formula of its first moment. */
function lognormalMean(medianMs: number, p95Ms: number): number {
  const sigma = Math.log(p95Ms / medianMs) / 1.6448536269514722;
  return medianMs * Math.exp((sigma * sigma) / 2);
}

/** The mean length of a job's finished sessions. */
function meanLength(timeline: Timeline, job: string, isOne: (attempt: number) => boolean): number {
  return mean(
    [...timeline.rows()]
      .filter((row) => row.job === job && row.outcome !== "Running" && isOne(row.attempt))
      .map(({ start, end }) => end - start),
  );
}

describe("fleetFrom, of a known fleet's sessions", () => {
  const retry = { retryEnabled: true, retryNumber: 2, retryWaitInterval: 5 };
  const shapes = [
    { every: "Hours4", on: "r1", median: 30, p95: 70, failed: 0.2, retryShare: 0.5, full: "9h" },
    { every: "Hours4", on: "r1", median: 50, p95: 90, failed: 0, retryShare: 1, full: "20h" },
    { every: "Hours2", on: "r2", median: 12, p95: 40, failed: 0.1, retryShare: 1.5, full: "5h" },
    { every: "Hours4", on: "r3", median: 40, p95: 60, failed: 0.05, retryShare: 0.3, full: "8h" },
    { every: "Hours1", on: "r3", median: 8, p95: 25, failed: 0, retryShare: 1, full: "3h" },
  ] as const;
  const fleet = {
    jobs: shapes.map(({ every, on, median, p95, full, ...shares }, at): JobInput => ({
      id: `job ${at}`,
      policy: { type: "Periodically", periodicallyEvery: every, ...retry },
      repositoryId: on,
      workload: {
        duration: { lognormal: { median: median * MINUTE, p95: p95 * MINUTE } },
        full,
        warning: 0.1,
        ...shares,
      },
    })),
    proxies: [
      { id: "p1", threads: 64 },
      { id: "p2", threads: 32 },
    ],
    repositories: [
      { id: "r1", proxyId: "p1" },
      { id: "r2", proxyId: "p1" },
      { id: "r3", proxyId: "p2" },
    ],
  };
  const span = { from: FROM, to: FROM + 365 * DAY };

  it("should give each job its lengths, full and incremental, its shares and its retries", () => {
    const timeline = simulate(fleet, { ...span, seed: 5 });
    const sessions = productSessions(timeline);
    const read = fleetFrom({ ...serverOf(fleet), sessions: { results: sessions } });
    expect(read.issues).toEqual([]);
    expect(read.observed.map(({ kinds }) => kinds)).toEqual(shapes.map(() => "marked"));
    const again = simulate(read, { ...span, seed: 77 });
    shapes.forEach(({ median, p95, failed, retryShare, full }, at) => {
      const known = lognormalMean(median * MINUTE, p95 * MINUTE);
      const seen = read.observed[at]!;
      const workload = read.jobs[at]!.workload as { failed: number; retryShare: number };
      expect(seen.incremental.samples).toBeGreaterThan(1000);
      expect(offBy(seen.incremental.fullSpeedMs, known)).toBeLessThan(0.05);
      expect(offBy(seen.full.fullSpeedMs, Number.parseInt(full, 10) * HOUR)).toBeLessThan(0.0001);
      // Without it, nothing of this would hold.
      expect(seen.incremental.recordedMs / known).toBeGreaterThan(1.1);
      expect(Math.abs(workload.failed - failed)).toBeLessThan(0.03);
      if (failed > 0) expect(offBy(workload.retryShare, retryShare)).toBeLessThan(0.1);
      const isFirst = (attempt: number): boolean => attempt === 0;
      const job = `job ${at}`;
      expect(
        offBy(meanLength(again, job, isFirst), meanLength(timeline, job, isFirst)),
      ).toBeLessThan(0.05);
    });
  });

  it("should leave lengths as recorded where nobody says what a proxy has", () => {
    const sessions = productSessions(simulate(fleet, { ...span, to: FROM + 20 * DAY }));
    const { jobs, repositories } = serverOf(fleet);
    const read = fleetFrom({ jobs, repositories, sessions });
    for (const { incremental } of read.observed)
      expect(incremental.fullSpeedMs).toBe(incremental.recordedMs);
    const warning = read.warnings.find(({ path }) => path === "sessions")!;
    expect(warning.message).toContain("how long these took stays as it was recorded");
  });
});

/** Small fleets with constant lengths, and a span. */
const constantFleets = fc
  .record({
    threads: fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
    jobs: fc.array(
      fc.record({
        proxy: fc.nat(2),
        every: fc.constantFrom("Minutes15", "Minutes30", "Hours1", "Hours2"),
        // Odd ms: ends fall anywhere.
        lengthMs: fc.integer({ min: 1, max: 90 * MINUTE }),
        threads: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined }),
        failed: fc.constantFrom(0, 0.3),
        retryShare: fc.constantFrom(0.5, 1, 2),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    seed: fc.nat(),
  })
  .map(({ threads, jobs, seed }) => {
    const fleet = {
      proxies: threads.map((count, at) => ({ id: `p${at}`, threads: count })),
      jobs: jobs.map(({ proxy, every, lengthMs, failed, retryShare, threads: most }, at) => ({
        id: `job ${at}`,
        proxyId: `p${proxy % threads.length}`,
        policy: {
          type: "Periodically",
          periodicallyEvery: every,
          retryEnabled: true,
          retryNumber: 1,
          retryWaitInterval: 3,
        },
        workload: {
          duration: lengthMs,
          failed,
          retryShare,
          ...(most === undefined ? {} : { threads: most }),
        },
      })),
    };
    return { fleet, lengthsMs: jobs.map(({ lengthMs }) => lengthMs), seed };
  });

const TWO_DAYS: SimulationSpan = { from: FROM, to: FROM + 2 * DAY };

describe("lengths at full speed", () => {
  it("should come back to the ms, whatever ran beside them", () => {
    let slowed = 0;
    fc.assert(
      fc.property(constantFleets, ({ fleet, lengthsMs, seed }) => {
        const timeline = simulate(fleet, { ...TWO_DAYS, seed });
        const sessions = productSessions(timeline, { kinds: false });
        const { jobs, observed } = fleetFrom(
          { ...serverOf(fleet), sessions },
          { threads: threadsOf(fleet)! },
        );
        lengthsMs.forEach((lengthMs, at) => {
          if (observed[at]!.unmarked.samples === 0) return;
          const { duration } = jobs[at]!.workload as { duration: { empirical: number[] } };
          expect(new Set(duration.empirical)).toEqual(new Set([lengthMs]));
          if (observed[at]!.unmarked.recordedMs > 1.1 * lengthMs) slowed += 1;
        });
      }),
      runs(60),
    );
    expect(slowed).toBeGreaterThan(50);
  });

  it("should come back to what seconds can say, where instants are cut to them", () => {
    const instant = (at: number): string => dotNetInstant(Math.floor(at / 1000) * 1000);
    fc.assert(
      fc.property(constantFleets, ({ fleet, lengthsMs, seed }) => {
        const rows = [...simulate(fleet, { ...TWO_DAYS, seed }).rows()];
        const timeline = simulate(fleet, { ...TWO_DAYS, seed });
        const sessions = productSessions(timeline, { kinds: false, instant });
        const { observed } = fleetFrom(
          { ...serverOf(fleet), sessions },
          { threads: threadsOf(fleet)! },
        );
        lengthsMs.forEach((lengthMs, at) => {
          const { unmarked } = observed[at]!;
          if (unmarked.samples === 0) return;
          // Each beginning or end within a session is a second off at most.
          const own = rows.filter(({ job, attempt }) => job === `job ${at}` && attempt === 0);
          const edges = mean(
            own.map(
              ({ start, end }) =>
                rows.filter((row) => row.start >= start - 1000 && row.start <= end + 1000).length +
                rows.filter((row) => row.end >= start - 1000 && row.end <= end + 1000).length,
            ),
          );
          expect(Math.abs(unmarked.fullSpeedMs - lengthMs)).toBeLessThanOrEqual(1000 * (edges + 2));
        });
      }),
      runs(20),
    );
  });
});
