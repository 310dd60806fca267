/**
 * Poisson arrivals, which no schedule makes: how a fleet becomes a queue of the textbooks.
 *
 * A schedule knows minutes at best; but a workload may say any millisecond. So each customer is a
 * pair of jobs that are due together. The first holds a gate, a repository with one slot that
 * nobody else uses, from the half hour to the moment of arrival. The second needs the gate and the
 * server, takes all slots or none (R22), and so cannot start before that moment: its wait is its
 * start less the gate's end. Two sets of pairs take turns every half hour, and a pair has half an
 * hour after its arrivals to be served. Attempts wait in the order of the pairs, which are numbered
 * in the order of arrival: first come, first served.
 */
import { type FleetInput, type ResourceInput, simulate } from "../../src/index.ts";
import { DAY, every, MINUTE } from "./scheduleBuilders.ts";
import { numbers } from "./statistics.ts";

const HALF_HOUR = 30 * MINUTE;
const SUNDAY = Date.UTC(2026, 0, 4);

/** What is asked of a queue. */
export interface PoissonQueue {
  /** The one server, with its slots or its threads. */
  readonly server: Omit<ResourceInput, "id">;
  /** Arrivals in half an hour. */
  readonly rate: number;
  /** The mean number of servers that are busy: the mean service follows from it. */
  readonly offered: number;
  /** The length of a service, in means: from a number in [0, 1). */
  readonly service: (uniform: number) => number;
}

/** What came of it: the customers, all that they waited, were served and spent there, in ms. */
export interface Observed {
  readonly customers: number;
  readonly waited: number;
  readonly waitMs: number;
  /** At full speed. */
  readonly serviceMs: number;
  readonly sojournMs: number;
  /** Those parts of the last two that are of customers whose service is below the mean. */
  readonly smallServiceMs: number;
  readonly smallSojournMs: number;
  /** Of the time that was looked at. */
  readonly lengthMs: number;
}

/** A number of an exponential distribution with the mean 1. */
export function exponential(uniform: number): number {
  return -Math.log(1 - uniform);
}

/**
 * The chance to wait, and the mean wait in units of the mean service time, for Poisson arrivals and
 * exponential service.
 */
export function erlangC(servers: number, offered: number): { wait: number; chance: number } {
  let lost = 1; // Erlang B by its recursion
  for (let count = 1; count <= servers; count += 1)
    lost = (offered * lost) / (count + offered * lost);
  const load = offered / servers;
  const chance = lost / (1 - load * (1 - lost));
  return { wait: chance / (servers * (1 - load)), chance };
}

/** Moments of arrival in the half hour from `nominal` on; each run of numbers its own. */
function arrivalsOf(rate: number, nominal: number, luck: number): number[] {
  const random = numbers(luck * 1_000_003 + nominal / MINUTE);
  const arrivals: number[] = [];
  for (let at = exponential(random()); at < rate; at += exponential(random()))
    arrivals.push(Math.round((at / rate) * HALF_HOUR));
  return arrivals;
}

/** Simulates some days of a queue. */
export function observe(queue: PoissonQueue, days: number, luck: number): Observed {
  const { rate, offered, service, server } = queue;
  const meanServiceMs = (offered * HALF_HOUR) / rate;
  const pairs = Math.ceil(rate + 5 * Math.sqrt(rate));
  const halfHour = (nominal: number): number => (nominal - SUNDAY) / HALF_HOUR;
  const known = Array.from({ length: days * 48 }, (_, index) =>
    arrivalsOf(rate, SUNDAY + index * HALF_HOUR, luck),
  );
  const arrivals = (nominal: number): number[] => known[halfHour(nominal)]!;
  // By half hour and pair: nothing is made for a customer.
  const served = new Float64Array(known.length * pairs);
  const customerOf = (nominal: number, pair: number): number => halfHour(nominal) * pairs + pair;
  const jobs: FleetInput["jobs"][number][] = [];
  const repositories: ResourceInput[] = [];
  for (const periodicallyOffsetMinutes of [0, 30]) {
    const policy = every("Hours1", { periodicallyOffsetMinutes });
    for (let pair = 0; pair < pairs; pair += 1) {
      const gate = `${periodicallyOffsetMinutes}-${pair}`;
      repositories.push({ id: gate, slots: 1 });
      jobs.push(
        {
          id: `gate ${gate}`,
          policy,
          repositoryId: gate,
          workload: ({ nominal }) => ({
            duration: arrivals(nominal)[pair] ?? 0,
            outcome: "Success",
          }),
        },
        {
          id: `customer ${gate}`,
          policy,
          repositoryId: gate,
          proxyId: "server",
          workload({ nominal, random }) {
            const isReal = pair < arrivals(nominal).length;
            const duration = isReal ? Math.round(service(random("service")) * meanServiceMs) : 0;
            served[customerOf(nominal, pair)] = duration;
            return { duration, outcome: "Success", threads: 1 };
          },
        },
      );
    }
  }
  const proxies = [{ id: "server", ...server }];
  const { sessions, missed } = simulate(
    { jobs, proxies, repositories },
    { from: SUNDAY, to: SUNDAY + days * DAY, seed: luck },
  );

  // From the second hour, when the queue has forgotten that it began empty, to the last but one,
  // whose customers are all served.
  const first = SUNDAY + 2 * HALF_HOUR;
  const last = SUNDAY + days * DAY - 2 * HALF_HOUR;
  for (let row = 0; row < missed.length; row += 1)
    if (missed.nominal[row]! < last) throw new Error("a customer was not served in half an hour");
  const found = {
    customers: 0,
    waited: 0,
    waitMs: 0,
    serviceMs: 0,
    sojournMs: 0,
    smallServiceMs: 0,
    smallSojournMs: 0,
    lengthMs: last - first,
  };
  for (let row = 0; row < sessions.length; row += 1) {
    const nominal = sessions.nominal[row]!;
    const pair = Math.floor(sessions.job[row]! / 2) % pairs;
    if (sessions.job[row]! % 2 === 0 || nominal < first || nominal >= last) continue;
    const arrival = arrivals(nominal)[pair];
    if (arrival === undefined) continue; // a pair too many for this half hour
    const waitMs = sessions.start[row]! - nominal - arrival;
    if (waitMs < 0) throw new Error(`customer ${pair} of ${nominal} starts before it arrives`);
    found.customers += 1;
    found.waitMs += waitMs;
    if (waitMs > 0) found.waited += 1;
    const serviceMs = served[customerOf(nominal, pair)]!;
    const sojournMs = sessions.end[row]! - nominal - arrival;
    found.serviceMs += serviceMs;
    found.sojournMs += sojournMs;
    if (serviceMs >= meanServiceMs) continue;
    found.smallServiceMs += serviceMs;
    found.smallSojournMs += sojournMs;
  }
  return found;
}
