/**
 * The jobs of a fleet with their schedules compiled, each on its own clock. Equal policies share
 * one.
 */
import type { ServerClock } from "../core/schedule/clock.js";
import type { Schedule } from "../core/schedule/schedule.js";
import { type Fleet, type Job, jobStartsByItself } from "../core/simulation/fleet.js";
import { compile } from "../library/schedules.js";

/** A job, ready to be asked. */
export interface ScheduledJob {
  readonly job: Job;
  /** What people call it: its name, else its id. */
  readonly label: string;
  readonly schedule: Schedule;
  /** Whether it starts by itself: it is enabled and has a schedule (R9). */
  readonly isScheduled: boolean;
}

/** Compiles jobs of a fleet. */
export function schedulesOf(fleet: Fleet, jobs: readonly Job[]): ScheduledJob[] {
  const known = new Map<string, Schedule>();
  return jobs.map((job) => {
    const clock: Partial<ServerClock> = { ...fleet.clock, ...job.clock };
    const key = JSON.stringify([job.policy, clock]);
    const schedule = known.get(key) ?? compile(job.policy, clock);
    known.set(key, schedule);
    return { job, label: job.name ?? job.id, schedule, isScheduled: jobStartsByItself(job) };
  });
}

/** The zone that all jobs are in; `undefined` where they are in several. */
export function commonZone(jobs: readonly ScheduledJob[]): string | undefined {
  const zones = new Set(jobs.map(({ schedule }) => schedule.zone.name));
  return zones.size === 1 ? [...zones][0] : undefined;
}
