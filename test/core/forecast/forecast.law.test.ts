/**
 * A forecast gives every start that is due one fate, whatever the jobs, the zone and the clock.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { forecastOf } from "../../../src/core/forecast/forecast.ts";
import { forecastText } from "../../../src/report/forecastText.ts";
import { PLAIN } from "../../../src/report/kit/style.ts";
import { displayWidth } from "../../../src/report/kit/table.ts";
import { compiled } from "../../support/compiled.ts";
import { policies } from "../../support/policyArbitraries.ts";

describe("forecastOf", () => {
  it("should give every due start one fate, in any zone, and find words for it all", () => {
    const fleets = fc.array(
      fc.record({ policy: policies, name: fc.string({ unit: "grapheme" }), enabled: fc.boolean() }),
      { maxLength: 4 },
    );
    const clocks = fc.record({
      zone: fc.constantFrom(
        "UTC",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "UTC+5:30",
      ),
      windowClock: fc.constantFrom("utc", "server"),
      gap: fc.constantFrom("shift", "gap-end", "earlier", "skip"),
      overlap: fc.constantFrom("first", "second", "both"),
      gridOverlap: fc.constantFrom("both", "first", "second"),
    } as const);
    fc.assert(
      fc.property(
        fleets,
        clocks,
        fc.nat(1_500_000_000),
        fc.constantFrom(1, 7, 40),
        (fleet, clock, seconds, days) => {
          const jobs = fleet.map((job) => ({ ...job, schedule: compiled(job.policy, clock) }));
          const whole = forecastOf(
            jobs,
            { from: seconds * 1000, days, runs: 3 },
            clockWith(clock),
            hostZone(clock.zone),
            { name: "test", zoneDatabase: "", issues: [], warnings: [] },
          );
          for (const job of whole.jobs.filter(({ scheduled }) => scheduled)) {
            const runs = [
              ...compiled(job.policy, clock).runs(whole.from.epochMs, whole.to.epochMs),
            ];
            expect(job.starts).toBe(runs.filter(({ admitted }) => admitted).length);
            for (const kind of ["backup-window", "start-window"]) {
              const told = job.blocked.find(({ reason }) => reason === kind);
              const blocked = runs.filter(({ reason }) => reason === kind);
              expect(told?.starts ?? 0).toBe(blocked.length);
              expect(told?.first.epochMs).toBe(blocked[0]?.instant);
            }
          }
          const text = forecastText(whole, { width: 79, paint: PLAIN });
          expect(text).not.toMatch(/undefined|NaN|Infinity|null/);
          for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThan(80);
        },
      ),
      { numRuns: 100 },
    );
  });
});
