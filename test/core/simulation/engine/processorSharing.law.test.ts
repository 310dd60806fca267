/**
 * Shared threads as a queueing system: processor sharing, where the textbooks know the mean number
 * of customers, rho / (1 - rho) whatever the distribution of the work, and how much longer
 * everybody takes than alone (R28).
 */
import { describe, expect, it } from "vitest";
import { erlangC, exponential, observe } from "../../../support/poissonQueue.ts";

/** Every service takes the mean. */
const ALIKE = (): number => 1;

/** Mean number in M/M/c, by Little's law; of M/M/1 it is rho / (1 - rho). */
function meanNumber(servers: number, offered: number): number {
  return offered + offered * erlangC(servers, offered).wait;
}

describe("processor sharing", () => {
  // The seeds are fixed; standard errors are about 1 %.
  const QUEUES = [
    { of: "M/M/1", threads: 1, load: 0.5, rate: 60, days: 7, batches: 7, service: exponential },
    { of: "M/D/1", threads: 1, load: 0.5, rate: 60, days: 7, batches: 7, service: ALIKE },
    {
      of: "M/G/1, heavy tails",
      threads: 1,
      load: 0.4,
      rate: 60,
      days: 7,
      batches: 14,
      service: (uniform: number) => (uniform < 0.9 ? 1 / 3 : 7),
    },
    // Each customer can use one thread of several: as many servers.
    { of: "M/M/4", threads: 4, load: 0.7, rate: 120, days: 7, batches: 4, service: exponential },
  ];
  it.each(QUEUES)(
    "should have as many customers as theory says, small and large as slow as each other, $of",
    (queue) => {
      const { threads, load, rate, days, batches, service } = queue;
      const asked = {
        server: { threads },
        rate,
        offered: threads * load,
        service,
      };
      const found = Array.from({ length: batches }, (_, luck) => observe(asked, days, luck));
      const total = (key: keyof (typeof found)[number]): number =>
        found.reduce((sum, batch) => sum + batch[key], 0);
      expect(total("waited")).toBe(0);
      const offered = total("serviceMs") / total("lengthMs");
      expect(Math.abs(offered / threads / load - 1)).toBeLessThan(0.01);
      // Little's law: the mean number is what all spent there, over the time.
      const ratio = total("sojournMs") / total("lengthMs") / meanNumber(threads, offered);
      if ((process.env["RUNCAST_SHOW"] ?? "") !== "")
        console.log(`${queue.of}: ${total("customers")} customers, ${ratio.toFixed(4)} of theory`);
      expect(ratio).toBeGreaterThan(0.97);
      expect(ratio).toBeLessThan(1.03);
      if (threads > 1) return;

      // Nor does it matter how large one is: everybody takes 1 / (1 - rho) times as long as alone.
      const slowdown = (sojournMs: number, serviceMs: number): number =>
        (sojournMs / serviceMs) * (1 - offered);
      const small = slowdown(total("smallSojournMs"), total("smallServiceMs"));
      const large = slowdown(
        total("sojournMs") - total("smallSojournMs"),
        total("serviceMs") - total("smallServiceMs"),
      );
      const sizes = service === ALIKE ? [large] : [small, large];
      if ((process.env["RUNCAST_SHOW"] ?? "") !== "")
        console.log(
          `  slowdown of the small ${small.toFixed(4)}, of the large ${large.toFixed(4)}`,
        );
      for (const one of sizes) {
        expect(one).toBeGreaterThan(0.97);
        expect(one).toBeLessThan(1.03);
      }
    },
  );
});
