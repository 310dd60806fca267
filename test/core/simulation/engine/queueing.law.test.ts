/**
 * The engine as a queueing system: Erlang's formula where it applies, and Little's law everywhere.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulate, summarize } from "../../../../src/index.ts";
import { scenarios } from "../../../support/fleetArbitraries.ts";
import { livesOf } from "../../../support/naiveSummary.ts";
import { runs } from "../../../support/scheduleArbitraries.ts";
import { erlangC, exponential, observe } from "../../../support/poissonQueue.ts";

describe("Erlang C", () => {
  // Mean waits have a long memory: batches of weeks are independent, and say how far their mean is
  // to be trusted. Its standard errors are 0.9, 1.2 and 1.6 % (RUNCAST_SHOW=1 prints them): the
  // seeds are fixed, other luck might fail at 8 slots.
  const QUEUES = [
    { servers: 1, load: 0.5, rate: 60, days: 7, batches: 16 },
    { servers: 2, load: 0.6, rate: 60, days: 14, batches: 10 },
    { servers: 8, load: 0.75, rate: 120, days: 14, batches: 12 },
  ];
  for (const { days, batches, ...queue } of QUEUES) {
    it(`should give the mean wait before ${queue.servers} slots within 3 %`, () => {
      const { servers, load, rate } = queue;
      const asked = {
        server: { slots: servers },
        rate,
        offered: servers * load,
        service: exponential,
      };
      const found = Array.from({ length: batches }, (_, luck) => observe(asked, days, luck));
      const total = (key: keyof (typeof found)[number]): number =>
        found.reduce((sum, batch) => sum + batch[key], 0);
      const customers = total("customers");
      // The formula for the load that was drawn: within a percent of what was asked for, and the
      // wait depends on it twofold.
      const meanServiceMs = total("serviceMs") / customers;
      const offered = total("serviceMs") / total("lengthMs");
      expect(Math.abs(offered / queue.servers / queue.load - 1)).toBeLessThan(0.01);
      const theory = erlangC(queue.servers, offered);
      const ratio = total("waitMs") / customers / (theory.wait * meanServiceMs);
      const chance = total("waited") / customers / theory.chance;
      if ((process.env["RUNCAST_SHOW"] ?? "") !== "") {
        const ratios = found.map(
          (batch) => batch.waitMs / batch.customers / (theory.wait * meanServiceMs),
        );
        const error = Math.sqrt(
          ratios.reduce((sum, one) => sum + (one - ratio) ** 2, 0) / (batches - 1) / batches,
        );
        console.log(
          `${queue.servers} slots: ${customers} customers, mean wait ${ratio.toFixed(4)} of ` +
            `Erlang C (standard error ${error.toFixed(4)}), chance to wait ` +
            `${chance.toFixed(4)} of it`,
        );
      }
      expect(ratio).toBeGreaterThan(0.97);
      expect(ratio).toBeLessThan(1.03);
      expect(Math.abs(chance - 1)).toBeLessThan(0.02);
    });
  }

  it("should itself be what is printed in tables", () => {
    expect(erlangC(1, 0.5)).toEqual({ wait: 1, chance: 0.5 }); // M/M/1: rho / (1 - rho)
    expect(erlangC(2, 1.2).chance).toBeCloseTo(0.45, 10); // 2 rho^2 / (1 + rho) = 0.72 / 1.6
    expect(erlangC(8, 6).chance).toBeCloseTo(0.35698, 5);
  });
});

describe("Little's law", () => {
  it("should hold exactly before and in every resource of every timeline", () => {
    let dropped = 0;
    let stillWaiting = 0;
    let lines = 0;
    fc.assert(
      fc.property(scenarios(), ({ fleet, from, to, rules }) => {
        const timeline = simulate(fleet, { from, to, rules });
        const summary = summarize(timeline);
        const { waits, rows } = livesOf(timeline);
        const kinds = [
          ["proxies", "proxyId"],
          ["repositories", "repositoryId"],
          ["organizations", "organizationId"],
        ] as const;
        for (const [list, key] of kinds) {
          for (const { id, meanQueue, meanBusy, sessions } of summary[list]) {
            // The integral of the queue is the sum of all waits, of attempts that never started
            // too; the integral of busy slots is the sum of all lengths. Whole milliseconds: exact,
            // but for one rounding of the mean.
            const own = waits.filter((wait) => fleet.jobs[wait.job]![key] === id);
            const held = rows.filter(
              (row) => fleet.jobs.find((job) => job.id === row.job)![key] === id,
            );
            expect(Math.round(meanQueue * (to - from))).toBe(
              own.reduce((sum, { arrival, until }) => sum + until - arrival, 0),
            );
            expect(Math.round(meanBusy * (to - from))).toBe(
              held.reduce((sum, { start, end }) => sum + end - start, 0),
            );
            expect(sessions).toBe(held.length);
            if (meanQueue > 0) lines += 1;
            dropped += own.filter((wait) => !wait.started && wait.until < to).length;
            stillWaiting += own.filter((wait) => !wait.started && wait.until === to).length;
          }
        }
        expect(Math.round(summary.fleet.occupancy.meanBusy * (to - from))).toBe(summary.fleet.busy);
      }),
      runs(600),
    );
    for (const seen of [lines, dropped, stillWaiting]) expect(seen).toBeGreaterThan(20);
  });
});
