/**
 * Reconciliation with the host's zones behind it.
 */
import { IANAZone } from "luxon";
import type { ServerClock } from "../core/schedule/clock.js";
import { MINUTE_MS } from "../core/time/instant.js";
import type { ListedJob } from "../veeam/lists/readJobs.js";
import { reconcileJobs, type Reconciliation } from "../veeam/reconcile/reconcile.js";
import { ZONES_BY_POPULATION } from "../veeam/reconcile/zonesByPopulation.js";
import { instantFrom, type InstantLike } from "../host/instants.js";
import { hostZone } from "../host/zones.js";

/** When a list was made and how its server's clock is read; what is not given is inferred from the list. */
export interface ReconcileOptions {
  readonly now?: InstantLike;
  readonly clock?: Partial<ServerClock>;
}

/**
 * Predicts each job's next run and holds it against the one that the list reports (R2). Without a `zone`, the reports say
 * where the server stands; without `now`, the list was made just before the first run that it reports. Throws a
 * `PolicyError` for a bad instant or an unknown switch.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
 * const { jobs } = readJobs({ name: "job office365", nextRun: "2017-06-01T08:00:00Z", schedulePolicy: policy });
 * reconcile(jobs, { now: "2017-05-31T12:00:00Z" }).server.offsets.map((offset) => offset.name) // => ["UTC-07:00"]
 * ```
 */
export function reconcile(jobs: readonly ListedJob[], options: ReconcileOptions = {}): Reconciliation {
  return reconcileJobs(jobs, {
    ...(options.now === undefined ? {} : { now: instantFrom(options.now, "now") }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    zoneOf: hostZone,
    candidates: ZONES_BY_POPULATION,
    offsetAt: (name, instant) => IANAZone.create(name).offset(instant) * MINUTE_MS,
  });
}
