/**
 * runcast: when will our backups really run, and what happens if we change the schedule?
 *
 * The public surface. Everything is here by name, and nothing else is public.
 */

// Policies: what an administrator wrote.
export { describePolicy } from "./core/policy/describe.js";
export { type Issue, PolicyError } from "./core/policy/issues.js";
export { parsePolicy, safeParsePolicy } from "./core/policy/parse.js";
export type {
  DailyPolicy,
  DailyType,
  ManualPolicy,
  PeriodicallyEvery,
  PeriodicPolicy,
  SchedulePolicy,
  WindowSettings,
} from "./core/policy/types.js";

// Compile, then query: the numeric way in.
export { DEFAULT_CLOCK, type ServerClock } from "./core/schedule/clock.js";
export type { Explanation } from "./core/schedule/explain.js";
export type { Finding, FindingCode } from "./core/schedule/lint.js";
export type { Attempt, Outcome } from "./core/schedule/retries.js";
export type { Run } from "./core/schedule/runs.js";
export type { Schedule } from "./core/schedule/schedule.js";
export type { BlockedReason, ClockChange } from "./core/schedule/starts.js";
export { NEVER } from "./core/time/instant.js";
export type { ZoneTable } from "./core/time/zone.js";
export { compile, lintPolicy, retrySequence } from "./host/compile.js";
export { zoneDatabaseVersion } from "./host/zones.js";

// The friendly way in: ISO strings, `Date` or `DateTime` in, `DateTime` out.
export { nextRun, upcomingRuns, type UpcomingSpan } from "./host/friendly.js";
export type { InstantLike } from "./host/instants.js";

// Simulate: what happens to the runs of a fleet.
export type { SimulationSpan } from "./core/simulation/checkFleet.js";
export type { MissedColumns, SessionColumns } from "./core/simulation/columns.js";
export type { Distribution, Duration } from "./core/simulation/duration.js";
export { type Estimate, pairedInterval } from "./core/simulation/estimate.js";
export type { Cause, ExposureMetrics } from "./core/simulation/exposure.js";
export {
  DEFAULT_RULES,
  type Fleet,
  type Job,
  type Resource,
  type Rules,
  type Workload,
  type WorkloadResult,
  type WorkloadRun,
} from "./core/simulation/fleet.js";
export type { OccupancyMetrics } from "./core/simulation/occupancy.js";
export type { EstimateRow, Estimates, ReplicateOptions, Replication } from "./core/simulation/replicate.js";
export { summarize } from "./core/simulation/summarize.js";
export type { FleetMetrics, JobMetrics, ResourceMetrics, Summary } from "./core/simulation/summary.js";
export type { MissedReason, MissedRow, SessionRow, Timeline } from "./core/simulation/timeline.js";
export type { WaitMetrics } from "./core/simulation/waits.js";
export type { StartMetrics, Wave } from "./core/simulation/waves.js";
export { replicate, simulate } from "./host/simulate.js";
