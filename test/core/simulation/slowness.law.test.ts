/**
 * What is said of sharing threads, against two oracles that share no code with it: the spells of
 * the slow simulator for what was seen, and a fleet in which everybody has a resource of his own
 * for what would have been (R28, R33).
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fleet, simulate } from "../../../src/index.ts";
import { dividedBy, fraction, numberOf, times, total } from "../../support/fraction.ts";
import { apart, LISTS, roomyScenarios } from "../../support/apart.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { type SharingScenario, sharingScenarios } from "../../support/sharingArbitraries.ts";
import { slowTimelineOf } from "../../support/slowFleet.ts";

const simulated = ({ from, to, rules }: SharingScenario, fleet: Fleet) =>
  simulate(fleet, { from, to, rules });

describe("slowness", () => {
  it("should tell what was seen, and a cause without which the exposure is shorter", () => {
    let told = 0;
    let heldApart = 0;
    fc.assert(
      fc.property(fc.oneof(sharingScenarios(), roomyScenarios(), roomyScenarios()), (scenario) => {
        const { from, to, rules } = scenario;
        const fleet = scenario.fleet as Fleet;
        const timeline = simulated(scenario, fleet);
        const before = JSON.stringify(timeline);
        const slowness = timeline.slowness();
        expect(JSON.stringify(timeline)).toBe(before);
        if (slowness.length === 0) return;
        const { spells } = slowTimelineOf(scenario.fleet, from, to, rules);
        const worst = new Map(timeline.summary.jobs.map((job) => [job.id, job.exposure.worst]));
        for (const one of slowness) {
          told += 1;
          expect(one.worst).toBe(worst.get(one.job));
          expect(one.without).toBeLessThan(one.worst);
          const seen = spells.filter((spell) => spell.from < one.to && spell.to > one.from);
          expect(seen[0]!.from).toBe(one.from);
          expect(seen.at(-1)!.to).toBe(one.to);
          // Its share of what it can use, over what it would have alone; the pace is on both sides.
          const shares = seen.map(({ from: begin, to: end, running }) => {
            const itself = running.find(({ job }) => job === one.job)!;
            const fewest = Math.min(
              ...itself.resources.flatMap(({ threads }) =>
                threads === undefined ? [] : [threads],
              ),
            );
            const most = fraction(itself.most!);
            const share = dividedBy(itself.threads, most);
            const alone = fewest < itself.most! ? dividedBy(fraction(fewest), most) : fraction(1);
            const done = times(itself.speed, fraction(end - begin));
            return { done, alone: times(dividedBy(done, share), alone) };
          });
          const speed = dividedBy(
            total(shares.map(({ done }) => done)),
            total(shares.map(({ alone }) => alone)),
          );
          expect(one.speed).toBeCloseTo(numberOf(speed), 9);
          expect(one.speed).toBeLessThan(1);
          const there = seen.flatMap(({ running }) =>
            running.filter(({ resources }) => resources.some(({ id }) => id === one.id)),
          );
          expect(one.jobs).toBe(new Set(there.map(({ job }) => job)).size);
          expect(one.jobs).toBeGreaterThan(1);
          const [list] = LISTS[one.of];
          const { slots, threads } = scenario.fleet[list]!.find(({ id }) => id === one.id)!;
          // Who can use more than there are takes longer alone, and is rounded to a ms once more.
          const fits = spells.every(({ running }) =>
            running.every(
              ({ resources, most }) =>
                !resources.some(({ id }) => id === one.id) || most! <= threads!,
            ),
          );
          if (slots !== undefined || !fits) continue;
          heldApart += 1;
          const lone = simulated(scenario, apart(fleet, one.of, one.id)).summary;
          expect(one.without).toBe(lone.jobs.find(({ id }) => id === one.job)!.exposure.worst);
        }
      }),
      runs(120),
    );
    expect(told).toBeGreaterThan(10);
    expect(heldApart).toBeGreaterThan(3);
  });
});
