/**
 * How much longer sessions took than at full speed, against the spells of the slow simulator (R28,
 * R29).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate } from "../../../src/index.ts";
import { fraction, numberOf, times, total } from "../../support/fraction.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";
import { slowTimelineOf } from "../../support/slowFleet.ts";
import { daily, HOUR, windowed } from "../../support/whatIf.ts";

describe("slowdown", () => {
  it("should be the length of each session over that of its work at full speed", () => {
    let jobs = 0;
    fc.assert(
      fc.property(sharingScenarios(), ({ fleet, from, to, rules }) => {
        const { summary } = simulate(fleet as Fleet, { from, to, rules });
        const slow = slowTimelineOf(fleet, from, to, rules);
        for (const { id, slowdown } of summary.jobs) {
          if (slowdown === undefined) continue;
          const ranges = slow.sessions.flatMap(({ job, start, end, outcome, attempt }) => {
            if (job !== id || outcome === "Running" || end === start) return [];
            const done = total(
              slow.spells.flatMap((spell) => {
                const own = spell.running.find(
                  (share) => share.job === id && share.start === start && share.attempt === attempt,
                );
                return own === undefined ? [] : [times(own.speed, fraction(spell.to - spell.from))];
              }),
            );
            // Its last ms is a whole one, of which not all need be work.
            const most = numberOf(done);
            const ms = end - start;
            return [[ms / most, most > 1 ? ms / (most - 1) : Infinity] as const];
          });
          const mean = (side: 0 | 1): number =>
            ranges.reduce((sum, range) => sum + range[side], 0) / ranges.length;
          jobs += 1;
          expect(slowdown.mean).toBeGreaterThan(mean(0) * (1 - 1e-9));
          expect(slowdown.mean).toBeLessThan(mean(1) * (1 + 1e-9));
          expect(slowdown.mean).toBeGreaterThanOrEqual(1);
          expect(slowdown.max).toBeGreaterThanOrEqual(slowdown.p95);
        }
      }),
      runs(100),
    );
    expect(jobs).toBeGreaterThan(50);
  });

  it("should count who is stopped with what was done: the slowest are stopped first", () => {
    const week = { from: Date.UTC(2026, 0, 5, 12), to: Date.UTC(2026, 0, 12, 12) };
    const night = (policy: Fleet["jobs"][number]["policy"]): Fleet => ({
      jobs: ["a", "b", "c", "d"].map((id) => ({
        id,
        policy,
        proxyId: "p",
        workload: { duration: HOUR, threads: 4 },
      })),
      proxies: [{ id: "p", slots: Infinity, threads: 4 }],
    });
    const slowdowns = (policy: Fleet["jobs"][number]["policy"]): (number | undefined)[] =>
      simulate(night(policy), week).summary.jobs.map(({ slowdown }) => slowdown?.mean);
    expect(slowdowns(daily("22:00"))).toEqual([4, 4, 4, 4]);
    expect(slowdowns(windowed("22:00", 22, 23))).toEqual([4, 4, 4, 4]); // a quarter done
  });
});
