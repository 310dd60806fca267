/**
 * Runs of jobs that share nothing, simulated: of one job, or of many at once, which comes to the
 * same, since none has part in what becomes of another (R24).
 *
 * What was foreseen is what would have been simulated, and is used once.
 */
import { INTERVAL_MINUTES, type SchedulePolicy } from "../../core/policy/types.js";
import type { Job, Workload } from "../../core/simulation/fleet.js";
import type { ServerClock } from "../../core/schedule/clock.js";
import type { Outcome } from "../../core/schedule/retries.js";
import { simulateFleet } from "../../core/simulation/simulate.js";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import type { JobChange, JobRecord } from "./jobRecord.js";

/** A session, followed to its end, or for as long as anybody waits. Epoch ms. */
export interface SimulatedSession {
  readonly nominal: number;
  readonly start: number;
  readonly end: number;
  readonly attempt: number;
  readonly status: Outcome | "Running";
}

/** The server's clock, and the zones that it may name. */
export interface ClockWorld {
  readonly clock: ServerClock;
  readonly zoneOf: (name: string) => ZoneTable;
}

/** The runs of a job that are due in `[from, to)`, under what a change of it says. */
export interface RunsOfJob {
  readonly job: JobRecord;
  readonly change: JobChange;
  readonly from: number;
  readonly to: number;
}

/**
 * What a session takes, as shares of the interval between runs, and how many end otherwise than
 * well.
 */
const LEAST_SHARE = 0.2;
const MOST_SHARE = 0.6;
const FAILED_SHARE = 0.03;
const WARNING_SHARE = 0.05;

/** Sessions of a job that says nothing of their lengths take no longer than this. */
export const LONGEST_MS = MOST_SHARE * HOUR_MS;

/** Nobody waits longer for a session whose length a fleet has said. */
const LONGEST_SAID_MS = 100 * DAY_MS;

const foreseen = new WeakMap<
  JobRecord,
  { readonly key: string; readonly world: ServerClock; readonly made: SimulatedSession[] }
>();

/** The sessions of these runs, each followed to its end, as far as they begin before `to`. */
export function dueSessions(runs: RunsOfJob, world: ClockWorld): SimulatedSession[] {
  const { job, change, from, to } = runs;
  const known = foreseen.get(job);
  foreseen.delete(job);
  if (known?.key === keyOf(runs) && known.world === world.clock) return known.made;
  const [made = []] = simulated([jobOf(job, change)], from, to, world);
  return made;
}

/** So many jobs are best simulated together: more are no cheaper, and take a while at once. */
export const JOBS_TOGETHER = 32;

/** Simulates runs of many jobs beforehand, those of the same span at once. */
export function foresee(all: readonly RunsOfJob[], world: ClockWorld): void {
  const spans = new Map<string, RunsOfJob[]>();
  for (const runs of all) {
    const key = `${runs.from} ${runs.to}`;
    const known = spans.get(key);
    if (known === undefined) spans.set(key, [runs]);
    else known.push(runs);
  }
  for (const runs of spans.values()) {
    const { from, to } = runs[0]!;
    const jobs = runs.map(({ job, change }) => jobOf(job, change));
    simulated(jobs, from, to, world).forEach((made, place) => {
      const one = runs[place]!;
      foreseen.set(one.job, { key: keyOf(one), world: world.clock, made });
    });
  }
}

function keyOf({ change, from, to }: RunsOfJob): string {
  return `${from} ${to} ${change.at}`;
}

/** The sessions of each job that begin in `[from, to)`, each followed to its end. */
export function simulated(
  jobs: readonly Job[],
  from: number,
  to: number,
  { clock, zoneOf }: ClockWorld,
): SimulatedSession[][] {
  // Bound: the time after the span doubles, and ends at the longest that anybody waits.
  for (let afterMs = LONGEST_MS; ; afterMs *= 2) {
    const span = { from, to: to + afterMs + 1 };
    const { sessions, outcomes } = simulateFleet({ clock, jobs }, span, zoneOf);
    const made = jobs.map((): SimulatedSession[] => []);
    let isRunning = false;
    for (let row = 0; row < sessions.length && sessions.start[row]! < to; row += 1) {
      const status = outcomes[sessions.outcome[row]!]!;
      if (status === "Running") isRunning = true;
      made[sessions.job[row]!]!.push({
        nominal: sessions.nominal[row]!,
        start: sessions.start[row]!,
        attempt: sessions.attempt[row]!,
        status,
        end: status === "Running" ? span.to : sessions.end[row]!,
      });
    }
    if (!isRunning || afterMs >= LONGEST_SAID_MS) return made;
  }
}

/** A job as a fleet has it, under what a change says. */
export function jobOf(job: JobRecord, change: JobChange): Job {
  const { schedulePolicy: policy } = change;
  return { id: job.id, policy, workload: workloadFor(job, policy) };
}

const workloads = new WeakMap<SchedulePolicy, Workload>();

/** How long a job's sessions take under a policy, and how they end. */
export function workloadFor(
  { workload }: Pick<JobRecord, "workload">,
  policy: SchedulePolicy,
): Workload {
  if (workload !== undefined) return workload;
  const known = workloads.get(policy) ?? workloadOf(policy);
  workloads.set(policy, known);
  return known;
}

/** Sessions of a job that runs every five minutes are short, of any other some minutes long. */
function workloadOf(policy: SchedulePolicy): Workload {
  const intervalMs =
    policy.type === "Periodically"
      ? Math.min(INTERVAL_MINUTES[policy.periodicallyEvery] * MINUTE_MS, HOUR_MS)
      : HOUR_MS;
  return {
    duration: { uniform: [LEAST_SHARE * intervalMs, MOST_SHARE * intervalMs] },
    failed: FAILED_SHARE,
    warning: WARNING_SHARE,
  };
}
