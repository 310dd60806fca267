/**
 * What a worker thread of a parallel sweep does: it simulates fleets that it gets as data and answers with summaries.
 */
import { parsePolicy } from "../core/policy/parse.js";
import type { SchedulePolicy } from "../core/policy/types.js";
import type { SimulationSpan } from "../core/simulation/checkFleet.js";
import type { Fleet } from "../core/simulation/fleet.js";
import { simulateFleet } from "../core/simulation/simulate.js";
import type { Summary } from "../core/simulation/summary.js";
import { hostZone } from "./zones.js";

/** Some variations of a fleet, sent together: what they share is sent once. */
export interface SweepTask {
  readonly fleets: readonly Fleet[];
  readonly span: SimulationSpan;
}

/** The summaries of a task's fleets, in their order. */
export function simulateTask({ fleets, span }: SweepTask): Summary[] {
  // Data that has travelled is no longer known to be canonical. Read each policy once, not once for every job that has it.
  const read = new Map<SchedulePolicy, SchedulePolicy>();
  const canonical = (policy: SchedulePolicy): SchedulePolicy => {
    if (!read.has(policy)) read.set(policy, parsePolicy(policy));
    return read.get(policy)!;
  };
  return fleets.map((fleet) => {
    const jobs = fleet.jobs.map((job) => ({ ...job, policy: canonical(job.policy) }));
    return simulateFleet({ ...fleet, jobs }, span, hostZone).summary;
  });
}
