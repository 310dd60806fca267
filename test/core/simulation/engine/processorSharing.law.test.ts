/**
 * Shared threads as a queueing system: processor sharing, where the textbooks know the mean number
 * of customers (R28).
 */
import { describe, expect, it } from "vitest";
import { exponential, observe } from "../../../support/poissonQueue.ts";
import { MINUTE } from "../../../support/scheduleBuilders.ts";

const HALF_HOUR = 30 * MINUTE;

/** Mean number in M/M/c, by Erlang's recursion; of M/M/1 it is rho / (1 - rho). */
function meanNumber(servers: number, offered: number): number {
  let lost = 1;
  for (let count = 1; count <= servers; count += 1)
    lost = (offered * lost) / (count + offered * lost);
  const load = offered / servers;
  const chance = lost / (1 - load * (1 - lost));
  return offered + (chance * load) / (1 - load);
}

describe("processor sharing", () => {
  // The seeds are fixed; standard errors are about 1 %.
  const QUEUES = [
    { of: "M/M/1", threads: 1, load: 0.5, rate: 60, days: 7, batches: 7, service: exponential },
    { of: "M/D/1", threads: 1, load: 0.5, rate: 60, days: 7, batches: 7, service: () => 1 },
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
  it.each(QUEUES)("should have as many customers as theory says, $of", (queue) => {
    const { threads, load, rate, days, batches, service } = queue;
    const asked = {
      server: { threads },
      rate,
      meanServiceMs: (threads * load * HALF_HOUR) / rate,
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
  });
});
