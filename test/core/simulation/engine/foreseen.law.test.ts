/**
 * Where nothing can change what becomes of a session, it is booked when it starts; beside a
 * resource with an outage, which nobody uses, it is booked when it ends. Nothing of what comes out
 * may tell which it was.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate, type Timeline } from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { HOUR } from "../../../support/scheduleBuilders.ts";

/** All that a timeline says, but for the resource that nobody uses. */
function said({ sessions, missed, summary }: Timeline): unknown {
  const { proxies, ...others } = summary;
  return JSON.parse(
    JSON.stringify({ sessions, missed, summary: others, proxies: proxies.slice(1) }),
  ) as unknown;
}

function beside(fleet: Fleet, outages: { from: number; to: number }[]): Fleet {
  return {
    ...fleet,
    proxies: [{ id: "nobody's", slots: 1, outages }, ...(fleet.proxies ?? [])],
  };
}

const asked = fc.record({
  scenario: fc.boolean().chain((tight) => scenarios({ tight })),
  keep: fc.constantFrom<"all" | "summary">("all", "summary"),
  seed: fc.nat(1_000),
});

describe("sessions that are booked when they start", () => {
  it("should come to what they come to when they are booked as they end", () => {
    let skipped = 0;
    let restored = 0;
    fc.assert(
      fc.property(asked, ({ scenario: { fleet, from, to, rules }, keep, seed }) => {
        const span = { from, to, rules, keep, seed };
        const foreseen = simulate(beside(fleet, []), span);
        expect(said(foreseen)).toEqual(
          said(simulate(beside(fleet, [{ from: from + HOUR, to: from + 2 * HOUR }]), span)),
        );
        for (const { missed, exposure } of foreseen.summary.jobs) {
          restored += exposure.restorePoints;
          if ((exposure.worstInterval.causes["still-running"] ?? 0) > 0) skipped += 1;
          expect(missed.stillRunning).toBeGreaterThanOrEqual(
            exposure.worstInterval.causes["still-running"] ?? 0,
          );
        }
      }),
      runs(150),
    );
    expect(skipped).toBeGreaterThan(20);
    expect(restored).toBeGreaterThan(500);
  });
});
