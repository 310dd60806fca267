/**
 * Recorded sessions once more on shared threads: what is replayed with the work that it had comes
 * out as it was seen, and each alone beside the others as an independent walk has it.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/index.ts";
import type { RanSessions } from "../../../src/veeam/import/atFullSpeed.ts";
import { lengthsBeside } from "../../../src/veeam/reconcile/lengthsBeside.ts";
import { lengthsShared } from "../../../src/veeam/reconcile/sharedLengths.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { shareThreads } from "../../support/slowSharing.ts";

const FROM = Date.UTC(2026, 0, 5);
const NOTHING_OF_A_MS = 1e-6;

const fleets = fc
  .record({
    threads: fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
    jobs: fc.array(
      fc.record({
        proxy: fc.nat(2),
        every: fc.constantFrom("Minutes15", "Minutes30", "Hours1", "Hours2"),
        length: fc.integer({ min: 1, max: 2 * 3_600_000 }),
        most: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    asItWas: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
  })
  .map(({ threads, jobs, asItWas }) => ({
    fleet: {
      jobs: jobs.map(({ proxy, every, length, most }, at) => ({
        id: `job ${at}`,
        policy: { type: "Periodically" as const, periodicallyEvery: every },
        proxyId: `p${proxy % threads.length}`,
        workload: { duration: length, ...(most === undefined ? {} : { threads: most }) },
      })),
      proxies: threads.map((count, at) => ({ id: `p${at}`, threads: count })),
    },
    asItWas,
  }));

describe("lengthsShared", () => {
  it("should be the seen lengths where each session has the work that it had", () => {
    let slowed = 0;
    fc.assert(
      fc.property(fleets, ({ fleet, asItWas }) => {
        const rows = [...simulate(fleet, { from: FROM, to: FROM + 86_400_000 }).rows()];
        const jobs = rows.map(({ job }) => fleet.jobs.find(({ id }) => id === job)!);
        const ran = {
          proxy: Int32Array.from(jobs, ({ proxyId }) => Number(proxyId.slice(1))),
          most: Float64Array.from(jobs, ({ workload }) => workload.threads ?? Number.NaN),
          start: Float64Array.from(rows, ({ start }) => start),
          end: Float64Array.from(rows, ({ end }) => end),
        };
        const seen = rows.map(({ start, end }) => end - start);
        // What the end of the span cut off is there as it was.
        const work = Float64Array.from(jobs, ({ workload }, at) =>
          rows[at]!.outcome === "Running" ? Number.NaN : workload.duration,
        );
        const some = work.map((ms, at) => (asItWas[at % asItWas.length]! ? Number.NaN : ms));
        const threads = Float64Array.from(fleet.proxies, (proxy) => proxy.threads);
        slowed += seen.filter((ms, at) => ms > work[at]!).length;
        expect([...lengthsShared(ran, threads, work)]).toEqual(seen);
        expect([...lengthsShared(ran, threads, some)]).toEqual(seen);
      }),
      runs(60),
    );
    expect(slowed).toBeGreaterThan(50);
  });
});

const columns = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 40 }),
      most: fc.integer({ min: 1, max: 5 }),
      work: fc.integer({ min: 1, max: 60 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((sessions) =>
    fc.record({ sessions: fc.constant(sessions), threads: fc.integer({ min: 1, max: 8 }) }),
  );

describe("lengthsBeside", () => {
  it("should be what a walk through the company of each gives", () => {
    fc.assert(
      fc.property(columns, ({ sessions, threads }) => {
        const ran: RanSessions = {
          proxy: new Int32Array(sessions.length),
          most: Float64Array.from(sessions, ({ most }) => most),
          start: Float64Array.from(sessions, ({ start }) => start),
          end: Float64Array.from(sessions, ({ start, length }) => start + length),
        };
        const proxy = { id: "p", threads };
        const work = Float64Array.from(sessions, (one) => one.work);
        const lengths = lengthsBeside(ran, Float64Array.of(threads), work);
        sessions.forEach((own, at) => {
          const others = sessions.filter((_, other) => other !== at);
          const times = others.flatMap(({ start, length }) => [start, start + length]);
          let now = own.start;
          let left = own.work;
          for (;;) {
            const there = others.filter(
              ({ start, length }) => start <= now && now < start + length,
            );
            const [share] = shareThreads(
              [own, ...there].map(({ most }) => ({ most, resources: [proxy] })),
            );
            const rate = Number(share!.top) / Number(share!.bottom) / own.most;
            const next = Math.min(...times.filter((time) => time > now), Infinity);
            if (left <= rate * (next - now)) {
              now += left / rate;
              break;
            }
            left -= rate * (next - now);
            now = next;
          }
          expect(Math.abs(lengths[at]! - (now - own.start))).toBeLessThan(NOTHING_OF_A_MS);
        });
      }),
      runs(150),
    );
  });

  it("should leave alone what shares nothing", () => {
    const ran: RanSessions = {
      proxy: Int32Array.of(0, 0, -1, 1, 1),
      most: new Float64Array(5).fill(Number.NaN),
      start: Float64Array.of(0, 0, 0, 0, 0),
      end: Float64Array.of(10, 10, 10, 10, 10),
    };
    const work = Float64Array.of(5, 5, 5, 5, Number.NaN);
    const threads = Float64Array.of(Number.NaN, 4);
    expect([...lengthsBeside(ran, threads, work)]).toEqual([5, 5, 5, 10, Number.NaN]);
    expect([...lengthsShared(ran, threads, work)]).toEqual([5, 5, 5, 10, 10]);
  });
});
