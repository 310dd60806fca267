/**
 * Simulation with the host's zones behind it, and its result in words.
 */
import {
  replicateFleet,
  type ReplicateOptions,
  type Replication,
} from "../core/whatif/replicate.js";
import { simulateFleet } from "../core/simulation/simulate.js";
import { summarize } from "../core/simulation/summarize.js";
import type { Timeline } from "../core/simulation/timeline.js";
import { clockZone, readHostZone } from "../host/zones.js";
import { timelineText } from "../report/timelineText.js";
import { numericSpan, type SimulationSpan } from "./span.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";

/**
 * Simulates a fleet over `[span.from, span.to)`: due starts become sessions that take
 * time, fail, are retried, are stopped by windows and wait for proxies and repositories (R15 to
 * R24). The same fleet, span and seed give the same bytes. Throws a `PolicyError` with every issue
 * of the fleet and the span.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const fleet = { jobs: [{ id: "mail", policy, workload: { duration: "PT45M" } }] };
 * const timeline = simulate(fleet, { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 8) });
 * timeline.sessions.length // => 7
 * ```
 */
export function simulate(fleet: FleetInput, span: SimulationSpan): Timeline {
  return simulateFleet(fleet, numericSpan(span), readHostZone);
}

/**
 * Simulates a fleet under several seeds and estimates every metric of its summary: mean, standard
 * deviation and the 95 % confidence interval of the mean. `seeds`: how many, from `span.seed` on,
 * or which. `span.keep` does not matter: only summaries are kept (percentiles of waits are right
 * within 2 %). Throws a `PolicyError` with every issue.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const fleet = { jobs: [{ id: "mail", policy, workload: { duration: "PT45M", failed: 0.1 } }] };
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const { failed } = replicate(fleet, week, { seeds: 100 }).fleet;
 * [failed.n, failed.mean, failed.low.toFixed(2), failed.high.toFixed(2)] // => [100, 0.85, "0.69", "1.01"]
 * ```
 */
export function replicate(
  fleet: FleetInput,
  span: SimulationSpan,
  options: ReplicateOptions,
): Replication {
  return replicateFleet(fleet, numericSpan(span), options, readHostZone);
}

/**
 * What a simulation found, as text of at most 100 columns: jobs, closest to missing their target
 * first; how full resources were; who is slow by sharing threads; which jobs miss their target and
 * why. Times are on the fleet's clock.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const mail = { id: "mail", policy, rpo: 86_400_000, workload: { duration: "PT45M" } };
 * const week = { from: Date.UTC(2026, 0, 5), to: Date.UTC(2026, 0, 12) };
 * const text = describeTimeline(simulate({ jobs: [mail] }, week));
 * text.split("\n").at(-2) // => "  mail  24 h 45 min, target 24 h, Mon 2026-01-05 22:00 to Tue 2026-01-06 22:45: nothing went wrong,"
 * ```
 */
export function describeTimeline(timeline: Timeline): string {
  const summary = summarize(timeline);
  return timelineText(summary, { zone: clockZone(timeline.fleet), slowness: timeline.slowness() });
}
