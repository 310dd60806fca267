/**
 * runcast: when will our backups really run, and what happens if we change the schedule?
 *
 * The public surface. Everything is here by name, and nothing else is public.
 */

// Policies: what an administrator wrote.
export { describePolicy } from "./core/policy/describe.js";
export { type Issue, PolicyError, type PolicyErrorCode } from "./core/input/issues.js";
export { parsePolicy, safeParsePolicy, type PolicyResult } from "./core/policy/parse.js";
export type {
  DailyPolicy,
  DailyType,
  ImmediatePolicy,
  ManualPolicy,
  PeriodicallyEvery,
  PeriodicPolicy,
  PolicyInput,
  PolicyType,
  SchedulePolicy,
  WindowInput,
  WindowSettings,
  CommonSettings,
  DailySettings,
  PeriodicSettings,
  PolicySetting,
} from "./core/policy/types.js";

// Compile, then query: the numeric way in.
export { type ClockInput, DEFAULT_CLOCK, type ServerClock } from "./core/schedule/clock.js";
export type { Explanation } from "./core/schedule/explain.js";
export type { Finding, FindingCode } from "./core/schedule/lint.js";
export type { Attempt, Outcome } from "./core/schedule/retries.js";
export type { Run } from "./core/schedule/runs.js";
export type { Schedule } from "./core/schedule/schedule.js";
export type { BlockedReason, ClockChange } from "./core/schedule/starts.js";
export { NEVER } from "./core/time/instant.js";
export type { ZoneTable } from "./core/time/zone.js";
export { compile, lintPolicy, retrySequence } from "./library/schedules.js";
export { zoneDatabaseVersion } from "./host/zones.js";

// The friendly way in: ISO strings, `Date` or `DateTime` in, `DateTime` out.
export {
  type FailingRunInput,
  nextRun,
  nextRuns,
  previousRun,
  upcomingRuns,
  type UpcomingSpan,
} from "./library/schedules.js";
export type { InstantLike } from "./host/instants.js";

// Simulate: what happens to the runs of a fleet.
export type { SimulationSpan } from "./library/span.js";
export type { MissedColumns, SessionColumns } from "./core/simulation/books/columns.js";
export type { Distribution, DistributionInput, Lognormal } from "./core/simulation/duration.js";
export type { Duration } from "./core/time/duration.js";
export type { WrittenInstant } from "./core/time/written.js";
export { type Estimate, pairedInterval } from "./core/whatif/estimate.js";
export type { Cause, ExposureMetrics } from "./core/simulation/books/exposure.js";
export type {
  FleetInput,
  GrowthInput,
  JobInput,
  OutageInput,
  ResourceInput,
  WorkloadInput,
  WorkloadResultInput,
  NeededIdsInput,
  ResourceListsInput,
} from "./core/simulation/fleetInput.js";
export type { Labels } from "./core/input/ownShape.js";
export type {
  DrawnWorkload,
  Fleet,
  Growth,
  Job,
  Outage,
  Resource,
  Workload,
  WorkloadResult,
  WorkloadRun,
  Needed,
  NeededIds,
  ResourceKind,
  ResourceLists,
} from "./core/simulation/fleet.js";
export type { FullMeanwhile, HeldUp } from "./core/simulation/books/heldUp.js";
export type { Lag } from "./core/simulation/engine/copies.js";
export type { Slowdown } from "./core/simulation/books/slowdowns.js";
export type { ThreadMetrics } from "./core/simulation/books/threadUse.js";
export type { Pace } from "./core/simulation/pace.js";
export type { OccupancyMetrics } from "./core/simulation/books/occupancy.js";
export type {
  EstimateRow,
  Estimates,
  ReplicateOptions,
  Replication,
} from "./core/whatif/replicate.js";
export { DEFAULT_RULES, type Rules, type RulesInput } from "./core/simulation/rules.js";
export { summarize, type SummaryOptions } from "./core/simulation/summarize.js";
export type {
  FleetMetrics,
  JobMetrics,
  NeverFreeAtOnce,
  ResourceMetrics,
  Summary,
  Target,
} from "./core/simulation/summary.js";
export type { MissedReason, MissedRow, SessionRow, Timeline } from "./core/simulation/timeline.js";
export type { SharedSlowness } from "./core/simulation/slowness.js";
export type { WaitMetrics } from "./core/simulation/books/waits.js";
export type { StartMetrics, Wave } from "./core/simulation/books/waves.js";
export { describeTimeline } from "./library/simulation.js";
export { type ChartTextOptions, describeCharts } from "./library/charts.js";
export {
  type FileHead,
  type FleetFileResult,
  readFleetFile,
  writeFleetFile,
} from "./files/fleetFile.js";
export type { FleetContent } from "./files/fleetContent.js";
export { type ReadFleet, type ReadOptions, readFleet } from "./files/readFleet.js";
export { replicate, simulate } from "./library/simulation.js";
export { timelineFrom } from "./library/timelineFrom.js";
export type { WritesJson } from "./core/time/plainData.js";

// Forecast: what the jobs of a server will do in the days to come.
export type { Assumption } from "./core/forecast/assumptions.js";
export type { ClockChangeMoment, ClockEffect } from "./core/forecast/clockEffects.js";
export type { Forecast } from "./core/forecast/forecast.js";
export type { BlockedStarts, JobForecast, ReportedRun } from "./core/forecast/jobForecast.js";
export type { SessionLengths, StoppedStarts } from "./core/forecast/sessionLengths.js";
export type { DayLoad, Peak, WeekLoad } from "./core/forecast/weekLoad.js";
export type { Moment } from "./core/time/moments.js";
export { forecast, type ForecastOptions } from "./library/forecast.js";
export { describeForecast, type ForecastTextOptions } from "./report/forecastText.js";

// What if: change a schedule, see what it does.
export type {
  CompareOptions,
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
  SettingChange,
  TargetCrossing,
  Unjudged,
  Verdict,
  VerdictFigure,
} from "./core/whatif/compare/comparison.js";
export type {
  DisputedRun,
  ModelComparison,
  ModelSide,
  RunFate,
  RunLengths,
} from "./core/whatif/compare/modelComparison.js";
export { type SharingKind, type SharingModel, withModel } from "./core/whatif/edits/model.js";
export {
  durationFactor,
  fulls,
  grid,
  startTimes,
  windowHours,
} from "./core/whatif/sweep/dimensions.js";
export { models, outage, pace, slots, threads } from "./core/whatif/sweep/resourceDimensions.js";
export type {
  Edge,
  Headroom,
  HeadroomGoal,
  HeadroomQuestion,
  Broken,
} from "./core/whatif/headroom/goal.js";
export type { ProgressOptions } from "./core/whatif/progress.js";
export type {
  ScopeKind,
  Label as MetricLabel,
  MetricUnit,
  Word as MetricWord,
} from "./core/whatif/metrics.js";
export { KEY_METRICS, type KeyMetric, type KeyMetrics } from "./core/whatif/keyMetrics.js";
export type {
  Judged,
  JudgedMetric,
  Move,
  Proposal,
  StaggerAim,
  StaggerGoal,
  StaggerProgress,
  Stay,
  SwallowedLater,
} from "./core/whatif/stagger/proposal.js";
export { variation } from "./core/whatif/sweep/names.js";
export type {
  EstimatedRow,
  Study,
  StudyRow,
  Variation,
  Variations,
  Row as VariationRow,
} from "./core/whatif/sweep/study.js";
export { type SweepOptions, type SweepProgress, sweepParallel } from "./library/sweepParallel.js";
export {
  compare,
  compareModels,
  compareReplicated,
  headroom,
  stagger,
  type StaggerOptions,
  sweep,
} from "./library/whatif.js";
export {
  type AsyncOptions,
  compareReplicatedAsync,
  headroomAsync,
  replicateAsync,
  staggerAsync,
  sweepAsync,
  type SweepAsyncOptions,
} from "./library/asyncForms.js";
export type { SeedProgress } from "./library/questionThreads.js";
export { type ComparisonTextOptions, describeComparison } from "./report/comparisonText.js";
export { describeModels } from "./report/modelText.js";
export { describeLengths } from "./report/lengthsText.js";
export { describeHeadroom } from "./report/headroomText.js";
export { describeReplicated } from "./report/replicatedText.js";
export { type ProposalTextOptions, describeProposal } from "./report/proposalText.js";
export { type StudyTextOptions, describeStudy, type AnyStudy } from "./report/studyText.js";

// Reports: a page of any of these answers.
export { reportHtml, type ReportOptions } from "./library/report.js";

// The product's own JSON: job lists in and out, requests for jobs, the prediction against the
// server's word.
export {
  actOnJob,
  createJob,
  editJob,
  type JobCreation,
  type RequestContext,
} from "./library/product.js";
export {
  readSessions,
  reconcile,
  type ReconcileOptions,
  type SessionOptions,
} from "./library/product.js";
export { fleetFrom } from "./library/fleetFrom.js";
export { reconcileLengths } from "./library/reconcileLengths.js";
export type {
  JobLengths,
  LengthFits,
  LengthReconciliation,
  ModelFit,
  NightlyFits,
  PredictedLength,
  SessionModel,
} from "./veeam/reconcile/lengths.js";
export { readSessionTable, type SessionTable } from "./veeam/lists/readSessionTable.js";
export type { ImportedFleet, ImportOptions, ServerAnswers } from "./veeam/import/fleetOfServer.js";
export type { ImportedJob, ImportedLengths } from "./veeam/import/importSessions.js";
export type { ApiVersion } from "./veeam/standIn/dialects.js";
export { fleetOf, type FleetOptions } from "./veeam/lists/fleetOf.js";
export type { JobAccepted, JobAnswer, JobRefused, Refusal } from "./veeam/standIn/jobAnswer.js";
export type {
  JobRecord,
  BackupType,
  JobChange as JobRecordChange,
  SelectedItem,
} from "./veeam/standIn/jobRecord.js";
export type { Mismatch } from "./veeam/reconcile/mismatch.js";
export { type Envelope, type JobList, type ListedJob, readJobs } from "./veeam/lists/readJobs.js";
export {
  type Durations,
  type ObservedJob,
  type SessionHistory,
} from "./veeam/import/sessionHistory.js";
export type { RecordedOutcome } from "./veeam/lists/readSession.js";
export type { ReconciledJob, Reconciliation } from "./veeam/reconcile/reconcile.js";
export type { JobRepresentation, ShownPolicy } from "./veeam/standIn/representation.js";
export type { ServerOffset, ServerZone } from "./veeam/reconcile/serverZone.js";
export { writeJobs } from "./veeam/lists/writeJobs.js";

// Pictures: what an answer shows, as an SVG document. What draws is loaded with the first one.
export type { ChartName } from "./report/charts/chart.js";
export type { Charted } from "./report/charts/chartsOf.js";
export type { WeekMeasure } from "./report/drawing/look.js";
export { chartSvg, type PictureOptions } from "./library/pictures.js";

// Exports: rows, metrics and predicted runs for other programs, loaded when they are asked for.
export type { RunFormat, SessionFormat, TableFormat } from "./export/formats.js";
export type { NodeSink, Sink, SinkFunction, StreamSink } from "./export/sink.js";
export type { ExportOptions, RunExportOptions, RunSpan } from "./library/exportOptions.js";
export { exportMetrics, exportMissed, exportRuns, exportSessions } from "./library/exports.js";

// Words that the types above are made of.
export type {
  Settings as SwitchSettings,
  WrittenSettings,
  Choice as SwitchChoice,
  Switch,
  SwitchTable,
  SwitchValue,
} from "./core/input/switches.js";
export type { Written } from "./core/input/scalars.js";
export type { Limits } from "./core/whatif/headroom/limits.js";
export type { JobLinks, Link as JobLink } from "./veeam/standIn/links.js";
export type { SessionStatus } from "./veeam/standIn/sessions.js";
export type { ScheduleQuery } from "./core/schedule/query.js";
export type { NumericSpan } from "./core/simulation/span.js";
export type { SweepSeeds } from "./core/whatif/sweep/sweep.js";
