/**
 * A forecast with the host's zones behind it: what the jobs of a list, of a fleet, or one policy
 * will do in the days to come.
 */
import { type Issue, issue, PolicyError } from "../core/input/issues.js";
import { isObject, keysOf, readOptions } from "../core/input/ownShape.js";
import { isWholeNumber } from "../core/input/scalars.js";
import { type Forecast, forecastOf, type ForecastSpan } from "../core/forecast/forecast.js";
import type { ForecastJob } from "../core/forecast/jobForecast.js";
import { parsePolicy } from "../core/policy/parse.js";
import type { PolicyInput } from "../core/policy/types.js";
import type { ClockInput } from "../core/schedule/clock.js";
import { checkFleet } from "../core/simulation/checkFleet.js";
import type { FleetInput } from "../core/simulation/fleetInput.js";
import { DAY_MS, LAST_INSTANT } from "../core/time/instant.js";
import { type InstantLike, readInstant } from "../host/instants.js";
import { readHostZone, zoneDatabaseVersion } from "../host/zones.js";
import { fleetOf } from "../veeam/lists/fleetOf.js";
import type { JobList, ListedJob } from "../veeam/lists/readJobs.js";
import { schedulesOfChecked } from "./scheduled.js";

/** How far a forecast looks, and on which clock. */
export interface ForecastOptions {
  /** Where it begins; default: now. */
  readonly from?: InstantLike;
  /** Days of the server's clock, 1 to 366; default 7. */
  readonly days?: number;
  /** How many next runs of each job are named, 1 to 100; default 3. */
  readonly runs?: number;
  /** What is said of the server's clock; it goes before what a fleet says. */
  readonly clock?: ClockInput;
}

/** The keys of these options. */
export const FORECAST_KEYS = keysOf<ForecastOptions>({
  from: true,
  days: true,
  runs: true,
  clock: true,
});

/**
 * What jobs will do, as data: next runs, what windows and clock changes take, where starts pile up
 * in the week, and the assumptions behind it. Takes a list as `readJobs` gives it, a fleet, or one
 * policy. Throws a `PolicyError` with every issue; what `readJobs` noted of a list is in the
 * forecast.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "22:00" };
 * const clock = { zone: "Europe/Berlin" };
 * const { jobs, week } = forecast(policy, { from: "2026-01-05", clock });
 * [jobs[0]?.starts, jobs[0]?.nextRuns[0]?.local] // => [7, "2026-01-05T22:00:00+01:00"]
 * week.peak?.starts // => 1
 * ```
 */
export function forecast(
  jobs: JobList | FleetInput | PolicyInput,
  options?: ForecastOptions,
): Forecast {
  const issues: Issue[] = [];
  const given = readOptions<ForecastOptions>(options, FORECAST_KEYS, issues);
  const { from = Date.now(), days = 7, runs = 3, clock } = given;
  const begin = readInstant(from, "options.from", issues);
  checkWhole(days, "options.days", 366, issues);
  checkWhole(runs, "options.runs", 100, issues);
  if (begin === undefined || issues.length > 0) throw new PolicyError(issues);
  const span = { from: begin, days: days as number, runs: runs as number };
  if (begin + span.days * DAY_MS > LAST_INSTANT)
    throw new PolicyError([issue("options.from", "days that end before time does", from)]);
  const own = clock as ClockInput | undefined;
  if (isList(jobs)) {
    const { issues: bad, warnings } = jobs;
    const fleet = fleetOf(jobs.jobs, {});
    const source = { name: "the list", issues: bad, warnings };
    return fleetForecast(fleet, span, source, own, jobs.jobs);
  }
  const isFleet = isObject<FleetInput>(jobs) && "jobs" in jobs;
  const fleet = isFleet
    ? jobs
    : { jobs: [{ id: "policy", name: "the policy", policy: parsePolicy(jobs) }] };
  const source = { name: isFleet ? "the fleet" : "the policy", issues: [], warnings: [] };
  return fleetForecast(fleet, span, source, own);
}

function isList(jobs: JobList | FleetInput | PolicyInput): jobs is JobList {
  return isObject<JobList>(jobs) && "envelope" in jobs && "issues" in jobs;
}

/** Notes what is no whole number from 1 to `most`. */
function checkWhole(value: unknown, path: string, most: number, issues: Issue[]): void {
  if (!isWholeNumber(value, 1, most))
    issues.push(issue(path, `a whole number from 1 to ${most}`, value));
}

/**
 * The forecast of a fleet's jobs; `listed` is what a list says of them, in their order. `clock`
 * goes before the fleet's own. Throws a `PolicyError` with every issue.
 */
export function fleetForecast(
  fleet: FleetInput,
  span: ForecastSpan,
  source: {
    readonly name: string;
    readonly issues: readonly Issue[];
    readonly warnings: readonly Issue[];
  },
  clock: ClockInput = {},
  listed?: readonly ListedJob[],
): Forecast {
  const issues: Issue[] = [];
  const checked = checkFleet(
    { ...fleet, clock: { ...fleet.clock, ...clock } },
    issues,
    readHostZone,
  );
  if (checked === undefined) throw new PolicyError(issues);
  const schedules = schedulesOfChecked(checked);
  const jobs = checked.jobs.map(({ job, workload }, index): ForecastJob => {
    const own = listed?.[index];
    const id = listed === undefined ? job.id : own?.id;
    const reportedNextRun = reportedInstant(own?.nextRun);
    return {
      name: job.name ?? job.id,
      ...(id === undefined ? {} : { id }),
      enabled: job.enabled !== false,
      schedule: schedules[index]!,
      workload,
      ...(reportedNextRun === undefined ? {} : { reportedNextRun }),
    };
  });
  const { zone } = checked;
  const full = { ...checked.clock, zone: zone.name };
  return forecastOf(jobs, span, full, zone, { ...source, zoneDatabase: zoneDatabaseVersion });
}

/** The server's own next run; `undefined` where there is none, or one from before 1970. */
function reportedInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = readInstant(text, "nextRun", []); // a witness: an unreadable one says nothing
  return instant !== undefined && instant > 0 ? instant : undefined;
}
