/**
 * The figures of a week: in which hours jobs may start, do start, come to nothing, and run.
 *
 * Hours are those of the server's clock. The invariant: the starts of all hours are the sessions of
 * the summary, the lost ones its blocked and missed starts, and what runs is the summary's own.
 */
import type { Forecast } from "../../core/forecast/forecast.js";
import { closedJobsByHour, type StartRules, type WeekLoad } from "../../core/forecast/weekLoad.js";
import { effective } from "../../core/policy/effective.js";
import { HOURS_PER_WEEK } from "../../core/policy/types.js";
import { clockWith, type ServerClock } from "../../core/schedule/clock.js";
import { type Fleet, jobStartsByItself } from "../../core/simulation/fleet.js";
import type { Timeline } from "../../core/simulation/timeline.js";
import { WEEKDAYS, weekPositionOf } from "../../core/time/calendar.js";
import { HOUR_MS, type Instant, wallOf } from "../../core/time/instant.js";
import { offsetAt, type ZoneTable } from "../../core/time/zone.js";
import type { WeekChart, WeekFigures } from "./chart.js";
import { chartSpan, spanOfForecast } from "./chartClock.js";
import { spanOfSides, type TimelineSides } from "./chartSides.js";

/** The table of a zone by its name. */
export type ZoneByName = (name: string) => ZoneTable;

/** The week of a forecast: its own figures. */
export function weekOfForecast(forecast: Forecast): WeekChart {
  const { week } = forecast;
  const figures: WeekFigures = {
    scheduledJobs: week.scheduledJobs,
    allowed: byHour(week, ({ closedJobs }, hour) => allowedOf(week, closedJobs[hour])),
    starts: byHour(week, ({ starts }, hour) => starts[hour] ?? Number.NaN),
    lost: byHour(week, ({ lost }, hour) => lost[hour] ?? Number.NaN),
    counts: "busiest",
  };
  return { kind: "week", span: spanOfForecast(forecast), sides: [{ side: "", ...figures }] };
}

/**
 * The week of simulations of one span, on the clock of `zone`. `zoneOf` gives the zones of jobs
 * that have a clock of their own; without it they must be on that of `zone`.
 */
export function weekOfTimelines(
  sides: TimelineSides,
  zone: ZoneTable,
  zoneOf: ZoneByName = onlyZone(zone),
): WeekChart {
  return {
    kind: "week",
    span: chartSpan(zone, spanOfSides(sides)),
    sides: sides.map(({ side, timeline }) => ({ side, ...figuresOf(timeline, zone, zoneOf) })),
  };
}

function figuresOf(timeline: Timeline, zone: ZoneTable, zoneOf: ZoneByName): WeekFigures {
  const { fleet, span, sessions, missed } = timeline;
  const scheduled = fleet.jobs.filter(jobStartsByItself);
  const closed = closedJobsByHour(startRules(fleet, scheduled, zoneOf), zone, span.from, span.to);
  const has = (hour: number): boolean => closed[hour] !== null;
  const counted = (instants: Float64Array, length: number): Float64Array =>
    span.keep === "all"
      ? countsByHour(instants, length, zone).map((count, hour) => (has(hour) ? count : Number.NaN))
      : new Float64Array(0);
  const { busyByHour } = timeline.summary.fleet.occupancy;
  const isOnIt = zoneOf(clockName(fleet.clock)).name === zone.name;
  return {
    scheduledJobs: scheduled.length,
    allowed: Float64Array.from(closed, (count) =>
      count === null ? Number.NaN : scheduled.length - count,
    ),
    starts: counted(sessions.start, sessions.length),
    lost: counted(missed.nominal, missed.length),
    ...(isOnIt ? { running: busyByHour.map((busy, hour) => (has(hour) ? busy : Number.NaN)) } : {}),
    counts: "together",
  };
}

/** How many of the first `length` instants lie in each hour of the week. */
function countsByHour(instants: Float64Array, length: number, zone: ZoneTable): Float64Array {
  const counts = new Float64Array(HOURS_PER_WEEK);
  for (let row = 0; row < length; row += 1) {
    const at = instants[row]!;
    const wall = wallOf(at as Instant, offsetAt(zone, at));
    counts[Math.floor(weekPositionOf(wall) / HOUR_MS)]! += 1;
  }
  return counts;
}

/** The rules of start of jobs, each with as many jobs as have windows that are alike. */
function startRules(
  { clock: server }: Fleet,
  jobs: Fleet["jobs"],
  zoneOf: ZoneByName,
): ReadonlyMap<StartRules, number> {
  const alike = new Map<string, StartRules>();
  const counts = new Map<StartRules, number>();
  for (const { policy, clock } of jobs) {
    const own: ServerClock = clockWith({ ...server, ...clock });
    const { startWindow, backupWindow, starts } = effective(policy);
    const later = starts.kind === "grid" ? starts.offsetMinutes : undefined;
    const key = JSON.stringify([own.zone, own.windowClock, startWindow, backupWindow, later]);
    let rules = alike.get(key);
    if (rules === undefined)
      alike.set(key, (rules = { policy, clock: own, zone: zoneOf(own.zone) }));
    counts.set(rules, (counts.get(rules) ?? 0) + 1);
  }
  return counts;
}

function clockName(clock: Partial<ServerClock> | undefined): string {
  return clockWith(clock).zone;
}

/** Knows one zone, and no other. */
function onlyZone(zone: ZoneTable): ZoneByName {
  return (name) => {
    if (name.toLowerCase() !== zone.name.toLowerCase())
      throw new Error(`invariant: there is no table of the zone ${name}, only of ${zone.name}`);
    return zone;
  };
}

/** 168 numbers from Sunday 00:00, of the days of a forecast, which begin with Monday. */
function byHour(
  { days }: WeekLoad,
  value: (day: WeekLoad["days"][number], hour: number) => number,
): Float64Array {
  return Float64Array.from({ length: HOURS_PER_WEEK }, (_, cell) => {
    const weekday = WEEKDAYS[Math.floor(cell / 24)];
    const day = days.find((one) => one.weekday === weekday);
    return day === undefined ? Number.NaN : value(day, cell % 24);
  });
}

function allowedOf({ scheduledJobs }: WeekLoad, closed: number | null | undefined): number {
  return closed === null || closed === undefined ? Number.NaN : scheduledJobs - closed;
}
