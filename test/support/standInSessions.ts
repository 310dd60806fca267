/**
 * Sessions of a stand-in's job in the order of time, and the slow way to them: through the whole
 * history, from its first moment to its last.
 */
import type { Job } from "../../src/core/simulation/fleet.ts";
import { simulateFleet } from "../../src/core/simulation/simulate.ts";
import type { JobRecord } from "../../src/veeam/standIn/jobRecord.ts";
import {
  newestSessions,
  type SessionWorld,
  type StandInSession,
} from "../../src/veeam/standIn/sessions.ts";

const MINUTE = 60_000;

/** The sessions that began before `to`, ascending. */
export function sessionsOf(job: JobRecord, to: number, world: SessionWorld): StandInSession[] {
  return [...newestSessions(job, { ...world, now: to - 1 })].reverse();
}

/** The same for a job with few runs: each change's runs simulated to the next change. */
export function slowSessions(job: JobRecord, to: number, world: SessionWorld): StandInSession[] {
  const sessions: { -readonly [Key in keyof StandInSession]: StandInSession[Key] }[] = [];
  const busyUntil = (): number => sessions.at(-1)?.end ?? -1;
  job.history.forEach((change, index) => {
    if (change.at >= to) return;
    const last = sessions.at(-1);
    if (change.action === "stop" && last !== undefined && last.end! > change.at) {
      last.end = change.at;
      last.status = "Stopped";
    }
    const policy = change.schedulePolicy;
    const every = policy.type === "Periodically" ? policy.periodicallyEvery : "Hours1";
    const length = /^Minutes(\d+)$/.exec(every)?.[1] ?? "60";
    const most = Number(length) * MINUTE;
    const fleetJob: Job = {
      id: job.id,
      policy,
      workload: { duration: { uniform: [0.2 * most, 0.6 * most] }, failed: 0.03, warning: 0.05 },
    };
    const live = (own: Job, from: number, until: number): void => {
      const span = { from, to: until + 60 * MINUTE };
      const timeline = simulateFleet({ clock: world.clock, jobs: [own] }, span, world.zoneOf);
      for (const { nominal, start, end, attempt, outcome } of timeline.rows())
        if (start < until) sessions.push({ nominal, start, end, attempt, status: outcome });
    };
    if (change.action === "start" && change.at >= busyUntil())
      live({ ...fleetJob, enabled: false, runNow: true }, change.at, change.at + 1);
    const until = Math.min((job.history[index + 1]?.at ?? to) + 1, to);
    const from = Math.max(change.at + 1, busyUntil());
    if (change.isEnabled && from < until) live(fleetJob, from, until);
  });
  return sessions.map(({ end, ...session }) =>
    end! < to ? { ...session, end } : { ...session, status: "Running" },
  ) as StandInSession[];
}
