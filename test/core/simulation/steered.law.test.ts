/**
 * A fleet that is steered and about which nobody decides anything is the same simulation, in steps
 * of whatever size.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkedFleet } from "../../../src/core/simulation/checkFleet.ts";
import { simulateFleet } from "../../../src/core/simulation/simulate.ts";
import {
  isUnderWay,
  openingSteered,
  sessionsBegun,
  steerTo,
} from "../../../src/core/simulation/steered.ts";
import type { FleetInput } from "../../../src/core/simulation/fleetInput.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { sharingScenarios } from "../../support/sharingArbitraries.ts";

describe("a steered fleet", () => {
  it("should be the simulation, where nobody decides anything", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        sharingScenarios(),
        fc.nat(99),
        fc.integer({ min: 1, max: 9 }),
        (given, share, steps) => {
          const { from, to } = given;
          const jobs = given.fleet.jobs.map((job) => ({ ...job, runNow: false }));
          const fleet = { ...given.fleet, jobs } as FleetInput;
          const { sessions } = simulateFleet(fleet, { from, to }, hostZone);
          const parts = openingSteered(
            {
              fleet: checkedFleet(fleet, hostZone),
              actorOf: Int32Array.from(jobs, (_, job) => job),
              beginnings: jobs.map((_, job) => ({ job, as: job, isOn: true })),
              decisions: [],
            },
            { from, to },
          );
          let part = parts.next();
          while (part.done !== true) part = parts.next();
          const steered = part.value;
          const middle = from + Math.floor(((to - from) * share) / 100);
          if (from < to) {
            while (!steerTo(steered, middle, steps));
            while (!steerTo(steered, to - 1, steps));
          }
          const log = sessionsBegun(steered);
          const seen = Array.from({ length: log.length }, (_, row) => [
            log.job[row],
            log.nominal[row],
            log.start[row],
            log.attempt[row],
            ...(isUnderWay(steered, row) ? ["on"] : [log.end[row], log.outcome[row]]),
          ]);
          const expected = Array.from({ length: sessions.length }, (_, row) => [
            sessions.job[row],
            sessions.nominal[row],
            sessions.start[row],
            sessions.attempt[row],
            ...(sessions.end[row]! >= to ? ["on"] : [sessions.end[row], sessions.outcome[row]]),
          ]);
          expect(seen).toEqual(expected);
          compared += expected.length;
        },
      ),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
