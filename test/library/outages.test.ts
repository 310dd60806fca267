/**
 * Outages in a library call: in every form that an instant has, on the fleet's own clock.
 */
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import {
  type FleetInput,
  headroom,
  outage,
  type OutageInput,
  PolicyError,
  replicate,
  simulate,
  stagger,
  sweep,
} from "../../src/index.ts";
import { at, daily, HOUR } from "../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const SPAN = { from: FROM, to: at("2026-01-12T00:00Z") };
// On the clock of Berlin.
const BEGINS = at("2026-01-07T20:30Z");
const ENDS = at("2026-01-07T22:30Z");

function fleetWith(outages: unknown): FleetInput {
  return {
    clock: { zone: "Europe/Berlin" },
    jobs: [
      {
        id: "mail",
        policy: daily("22:00"),
        proxyId: "p",
        workload: { duration: HOUR },
        rpo: "26h",
      },
    ],
    proxies: [{ id: "p", slots: 1, outages: outages as OutageInput[] }],
  };
}

const forms: [string, unknown, unknown][] = [
  ["ms", BEGINS, ENDS],
  ["a text with an offset", "2026-01-07T21:30:00+01:00", "2026-01-07T22:30:00Z"],
  ["a text on the server's clock", "2026-01-07T21:30", "2026-01-07 23:30:00"],
  ["a Date", new Date(BEGINS), new Date(ENDS)],
  ["a DateTime", DateTime.fromMillis(BEGINS), DateTime.fromMillis(ENDS)],
  ["a Temporal.Instant", { epochMilliseconds: BEGINS }, { epochMilliseconds: ENDS }],
];

describe("outages", () => {
  it.each(forms)("should be as instants are written: %s", (_, from, to) => {
    const timeline = simulate(fleetWith([{ from, to }]), SPAN);
    // The start of 22:00 waits until it is over.
    const [session] = [...timeline.rows()].filter(
      ({ nominal }) => nominal === at("2026-01-07T21:00Z"),
    );
    expect(session?.start).toBe(ENDS);
    expect(timeline.fleet.proxies?.[0]?.outages).toEqual([{ from: BEGINS, to: ENDS }]);
  });

  it("should be read wherever a fleet is asked about", () => {
    const fleet = fleetWith([{ from: "2026-01-07T21:30", to: "2026-01-07T23:30" }]);
    const waited = 1.5 * HOUR;
    const longest = replicate(fleet, SPAN, { seeds: 2 }).fleet.wait.max.mean;
    expect(longest).toBe(waited);
    const study = sweep(fleet, { same: (one) => one }, SPAN);
    expect(study.rows[0]?.metrics.waitMax).toBe(waited);
    expect(stagger(fleet, SPAN, { lower: "wait" }).baseline).toBeGreaterThan(0);
    expect(
      headroom(fleet, SPAN, { limits: { waitMax: waited }, ask: ["jobs"], seeds: 2 }).holds,
    ).toBe(true);
    const variants = outage("p", [
      [{ from: "2026-01-08T21:30+01:00", to: new Date(ENDS + 24 * HOUR) }],
    ]);
    const moved = sweep(fleet, variants, SPAN).rows[0]!;
    expect([moved.name, moved.metrics.waitMax]).toEqual(["2026-01-08T20:30:00Z for 2 h", waited]);
  });

  it("should name what is none", () => {
    const issuesOf = (outages: unknown): string[] => {
      try {
        simulate(fleetWith(outages), SPAN);
      } catch (error) {
        return (error as PolicyError).issues.map(({ path, received }) => `${path}: ${received}`);
      }
      return [];
    };
    expect(issuesOf([{ from: "22:00", to: ENDS }, { from: ENDS, to: BEGINS }, 5])).toEqual([
      'proxies[0].outages[0].from: "22:00"',
      `proxies[0].outages[1].to: ${BEGINS}`,
      "proxies[0].outages[2]: 5",
    ]);
    expect(() => outage("p", [[{ from: "2026-01-08T21:30", to: ENDS + 48 * HOUR }]])).toThrow(
      PolicyError,
    );
  });
});
