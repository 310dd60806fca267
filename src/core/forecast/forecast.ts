/**
 * The forecast as data: what every job will do in a span, and what all of them do to the week.
 * `--json` prints it as it is, and every text is made from it, so the two cannot disagree.
 *
 * Pure: compiled schedules in, plain data out. Keys are stable: new ones may come, none goes or
 * changes its meaning without a new `format`.
 */
import type { Issue } from "../input/issues.js";
import type { ServerClock } from "../schedule/clock.js";
import { DAY_MS } from "../time/instant.js";
import { resultOf, type WritesJson } from "../time/plainData.js";
import { offsetAt, type ZoneTable } from "../time/zone.js";
import { type Assumption, assumptionsOf } from "./assumptions.js";
import { type ClockChangeMoment, clockChangesIn } from "./clockEffects.js";
import { type ForecastJob, isScheduled, type JobForecast, jobForecasts } from "./jobForecast.js";
import { type Moment, momentAt } from "../time/moments.js";
import { type WeekLoad, weekLoad } from "./weekLoad.js";

/**
 * What to forecast: so many days of the server's clock from an instant (epoch ms), and how many
 * next runs to name.
 */
export interface ForecastSpan {
  readonly from: number;
  readonly days: number;
  readonly runs: number;
}

/** Where the list came from, and what was wrong or odd about it. */
export interface ForecastSource {
  readonly name: string;
  /** Version of the host's time-zone database. */
  readonly zoneDatabase: string;
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** A whole forecast. */
export interface Forecast extends WritesJson {
  readonly format: "runcast.forecast/1";
  /** The file that the jobs are from. */
  readonly source: string;
  /** The clock under which the jobs were read, every switch filled in. */
  readonly clock: ServerClock;
  /** Version of the time-zone database, e.g. `2025b` (R3). */
  readonly zoneDatabase: string;
  /**
   * Length of the span in days of the server's clock: 7 days end at the same time of day, also over
   * a clock change.
   */
  readonly days: number;
  /** The span is `[from, to)`. */
  readonly from: Moment;
  readonly to: Moment;
  /** Changes of the server's clock in the span. */
  readonly clockChanges: readonly ClockChangeMoment[];
  readonly assumptions: readonly Assumption[];
  readonly jobs: readonly JobForecast[];
  readonly week: WeekLoad;
  /** Jobs of the list that could not be read, and why (R26). */
  readonly issues: readonly Issue[];
  /** What was odd about the list and was read all the same (R25). */
  readonly warnings: readonly Issue[];
}

/**
 * Makes the forecast of jobs of a server whose clock is `clock` in `zone`. A job with a clock of
 * its own is told on that one; the week is the server's.
 */
export function forecastOf(
  jobs: readonly ForecastJob[],
  { from, days, runs }: ForecastSpan,
  clock: ServerClock,
  zone: ZoneTable,
  source: ForecastSource,
): Forecast {
  const to = daysLater(zone, from, days);
  const changes = clockChangesIn(zone, from, to);
  const scheduled = jobs.filter(isScheduled);
  return resultOf({
    format: "runcast.forecast/1" as const,
    source: source.name,
    clock,
    zoneDatabase: source.zoneDatabase,
    days,
    from: momentAt(zone, from),
    to: momentAt(zone, to),
    clockChanges: changes,
    assumptions: assumptionsOf(
      clock,
      scheduled.map(({ schedule }) => schedule),
      changes,
    ),
    jobs: jobForecasts(jobs, { from, to, runs, zone, changes }),
    week: weekLoad(scheduled, zone, from, to),
    issues: source.issues,
    warnings: source.warnings,
  });
}

/** When the server's clock shows the same time again, so many days later. */
export function daysLater(zone: ZoneTable, from: number, days: number): number {
  const sameLength = from + days * DAY_MS;
  return sameLength + offsetAt(zone, from) - offsetAt(zone, sameLength);
}
