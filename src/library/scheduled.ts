/**
 * The schedules of a checked fleet, each on the clock of its job. Jobs with equal policies share
 * one.
 */
import { compileSchedule, type Schedule } from "../core/schedule/schedule.js";
import type { CheckedFleet } from "../core/simulation/checkFleet.js";

/** The schedules, in the order of the jobs. */
export function schedulesOfChecked({ jobs }: Pick<CheckedFleet, "jobs">): Schedule[] {
  const known = new Map<string, Schedule>();
  return jobs.map(({ policy, clock, zone }) => {
    const text = JSON.stringify([policy, clock]);
    let schedule = known.get(text);
    if (schedule === undefined) known.set(text, (schedule = compileSchedule(policy, clock, zone)));
    return schedule;
  });
}
