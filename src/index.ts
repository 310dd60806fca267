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
export { describeTimeline } from "./host/describeTimeline.js";
export { type FleetFileResult, readFleetFile, writeFleetFile } from "./host/fleetFile.js";
export { replicate, simulate } from "./host/simulate.js";

// What if: change a schedule, see what it does.
export type {
  Comparison,
  Fact,
  JobChange,
  LoneRun,
  MetricChange,
  PairedRun,
  PeakChange,
  ReplicatedChange,
  ReplicatedComparison,
  RunChanges,
  RunSide,
  ScopeChange,
  ScopeKind,
  SettingChange,
  TargetCrossing,
  Verdict,
} from "./core/whatif/comparison.js";
export { durationFactor, grid, slots, startTimes, windowHours } from "./core/whatif/dimensions.js";
export type { Edge, Headroom, HeadroomGoal, HeadroomQuestion } from "./core/whatif/headroomGoal.js";
export { KEY_METRICS, type KeyMetric, type KeyMetrics } from "./core/whatif/keyMetrics.js";
export type { Move, Proposal, StaggerAim, StaggerGoal } from "./core/whatif/proposal.js";
export type { Study, StudyRow, Variation, Variations } from "./core/whatif/study.js";
export { type SweepOptions, type SweepProgress, sweepParallel } from "./host/sweepParallel.js";
export { compare, compareReplicated, headroom, stagger, sweep } from "./host/whatif.js";
export { type ComparisonTextOptions, describeComparison } from "./report/comparisonText.js";
export { describeHeadroom } from "./report/headroomText.js";
export { describeReplicated } from "./report/replicatedText.js";
export { type ProposalTextOptions, describeProposal } from "./report/proposalText.js";
export { type StudyTextOptions, describeStudy } from "./report/studyText.js";

// The product's own JSON: job lists in and out, requests for jobs, the prediction against the server's word.
export { actOnJob, createJob, editJob, type JobCreation, type RequestContext } from "./host/jobRequests.js";
export { reconcile, type ReconcileOptions } from "./host/reconcile.js";
export type { ApiVersion } from "./veeam/apiVersion.js";
export { fleetOf, type FleetOptions } from "./veeam/fleetOf.js";
export type { JobAccepted, JobAnswer, JobRefused, Refusal } from "./veeam/jobAnswer.js";
export type { JobRecord } from "./veeam/jobRecord.js";
export type { Mismatch } from "./veeam/mismatch.js";
export { type Envelope, type JobList, type ListedJob, readJobs } from "./veeam/readJobs.js";
export { type Durations, type ObservedJob, readSessions, type SessionHistory } from "./veeam/readSessions.js";
export type { ReconciledJob, Reconciliation } from "./veeam/reconcile.js";
export type { JobRepresentation } from "./veeam/representation.js";
export type { ServerOffset, ServerZone } from "./veeam/serverZone.js";
export { writeJobs } from "./veeam/writeJobs.js";
