/**
 * Exports: rows of a simulation, its metrics and predicted runs as files for other programs.
 *
 * What writes them is loaded by whoever asks first: importing the library brings none of it.
 */
import type { RunFormat, SessionFormat, TableFormat } from "../export/formats.js";
import type { Sink } from "../export/sink.js";
import type { Timeline } from "../core/simulation/timeline.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import type { PolicyInput } from "../core/policy/types.js";
import type { ExportOptions, RunExportOptions, RunSpan } from "./exportOptions.js";

/**
 * The sessions of a timeline, a row each: `job`, `name` (its id where it has none), `nominal`,
 * `start`, `end`, `attempt`, `outcome`. As `trace` a Chrome trace, missed runs included. Rejects
 * with a `PolicyError` for bad input, and for a timeline without sessions (`keep: "summary"`); with
 * a sentence where Parquet is asked for and `hyparquet-writer` is not installed; with what the sink
 * fails with.
 *
 * ```ts
 * const policy = parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime: "22:00" });
 * const jobs = [{ id: "mail", policy, workload: { duration: "PT45M" } }];
 * const timeline = simulate({ jobs }, { from: "2026-01-05", to: "2026-01-06" });
 * let text = "";
 * await exportSessions(timeline, "csv", (piece) => (text += new TextDecoder().decode(piece)));
 * text.split("\n")[1] // => "mail,mail,2026-01-05T22:00:00.000Z,2026-01-05T22:00:00.000Z,2026-01-05T22:45:00.000Z,0,Success"
 * ```
 */
export async function exportSessions(
  timeline: Timeline,
  format: SessionFormat,
  sink: Sink,
  options?: ExportOptions,
): Promise<void> {
  const { pour, sessionPieces } = await import("./exportPieces.js");
  await pour(await sessionPieces(timeline, format, options), sink, options);
}

/**
 * The runs of a timeline that came to no session, a row each: `job`, `name`, `nominal`, `reason`.
 * Rejects as `exportSessions` does.
 */
export async function exportMissed(
  timeline: Timeline,
  format: TableFormat,
  sink: Sink,
  options?: ExportOptions,
): Promise<void> {
  const { missedPieces, pour } = await import("./exportPieces.js");
  await pour(await missedPieces(timeline, format, options), sink, options);
}

/**
 * The metrics of a timeline, a row for each job, each resource and the fleet (`of`, `id`, `name`),
 * a column for each number of the summary, under its path and in its unit: `wait.p95` in ms. What
 * a thing does not have is empty. With `jobs`, these jobs alone. Rejects as `exportSessions` does.
 */
export async function exportMetrics(
  timeline: Timeline,
  format: TableFormat,
  sink: Sink,
  options?: ExportOptions,
): Promise<void> {
  const { metricPieces, pour } = await import("./exportPieces.js");
  await pour(await metricPieces(timeline, format, options), sink, options);
}

/**
 * The runs that the schedules of a fleet, or one policy, have in a span: as `ics` a calendar, an
 * event a run, which keeps its identity where the schedule is moved; else a row each: `job`,
 * `name`, `nominal`. Nothing is simulated: jobs that do not start by themselves have no runs, and
 * copies none of their own. Rejects as `exportSessions` does.
 */
export async function exportRuns(
  fleet: FleetInput | PolicyInput,
  span: RunSpan,
  format: RunFormat,
  sink: Sink,
  options?: RunExportOptions,
): Promise<void> {
  const { pour, runPieces } = await import("./exportPieces.js");
  await pour(await runPieces(fleet, span, format, options), sink, options);
}
