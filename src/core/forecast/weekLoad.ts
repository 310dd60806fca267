/**
 * Where starts pile up in a week, and where jobs may not start: one number per weekday and hour of
 * the server's clock.
 *
 * Hours are real ones: the span is cut where the server's clock shows a full hour, so an hour that
 * shows twice is two hours. Where the span has the same hour of the week several times, the busiest
 * of them counts. Every number is asked of the compiled schedules with `count`, so the cost does
 * not depend on how often a job runs.
 */
import { HOURS_PER_WEEK } from "../policy/types.js";
import { startRule } from "../schedule/rule.js";
import { compileBlocked, type Schedule } from "../schedule/schedule.js";
import { isOpen, nextChange, type Window } from "../schedule/window.js";
import { weekClock } from "../simulation/books/weekClock.js";
import { MONDAY_FIRST, WEEKDAYS } from "../time/calendar.js";
import { HOUR_MS, type Instant, modulo, wallOf } from "../time/instant.js";
import { type Moment, momentAt } from "../time/moments.js";
import { segmentAt, type ZoneTable } from "../time/zone.js";

/** A job that starts by itself. */
export interface LoadingJob {
  readonly name: string;
  readonly schedule: Schedule;
}

/** The week of all jobs together. */
export interface WeekLoad {
  /** How many jobs are in the sums: those that are enabled and have a schedule. */
  readonly scheduledJobs: number;
  /** Monday first. */
  readonly days: readonly DayLoad[];
  /** The busiest hour; absent where nothing starts. */
  readonly peak?: Peak;
}

/**
 * One weekday; in each list the index is the hour of the server's clock, 0 to 23. `null`: the span
 * has no such hour.
 */
export interface DayLoad {
  readonly weekday: string;
  /** Starts of all jobs in that hour, the busiest one of the span. */
  readonly starts: readonly (number | null)[];
  /** Starts lost to a backup window in that hour, the worst one of the span (R12). */
  readonly lost: readonly (number | null)[];
  /** Jobs that no minute of that hour allows to start, in any week of the span (R12, R13). */
  readonly closedJobs: readonly (number | null)[];
}

/** The busiest hour of the span, the first of equals. */
export interface Peak {
  readonly from: Moment;
  readonly to: Moment;
  readonly starts: number;
  /** Other hours of the week that are as busy. */
  readonly equalHours: number;
  /** The instant at which most of them start, and how many do. */
  readonly together: { readonly at: Moment; readonly starts: number };
  /** Who starts, most starts first. */
  readonly jobs: readonly { readonly name: string; readonly starts: number }[];
}

/** One hour of real time, or the part of it that one offset of the clock has. */
interface Slot {
  readonly from: number;
  readonly to: number;
  /** Hour of the week on the server's clock: weekday * 24 + hour, Sunday 00:00 = 0. */
  readonly cell: number;
}

/**
 * The week of these jobs over the whole hours of `[from, to)`, beginning with the one that is
 * running at `from`. Hours are those of `zone`, whatever zone a schedule is in.
 */
export function weekLoad(
  jobs: readonly LoadingJob[],
  zone: ZoneTable,
  from: number,
  to: number,
): WeekLoad {
  const slots = slotsOf(zone, hourBegin(zone, from), hourBegin(zone, to));
  const starts = new Float64Array(slots.length);
  const lost = new Float64Array(slots.length);
  const closed = new Float64Array(slots.length);
  for (const [schedule, sharers] of jobsPerSchedule(jobs)) {
    add(starts, slots, (slot) => sharers * schedule.count(slot.from, slot.to));
    addLost(lost, slots, schedule, sharers);
    addClosed(closed, slots, schedule, sharers);
  }
  const busiest = perCell(slots, starts, Math.max);
  const peak = peakOf(jobs, zone, slots, starts, busiest);
  return {
    scheduledJobs: jobs.length,
    days: daysOf(busiest, perCell(slots, lost, Math.max), perCell(slots, closed, Math.min)),
    ...(peak === undefined ? {} : { peak }),
  };
}

/** What says when a job may start: the windows of its policy, on its clock. */
export type StartRules = Pick<Schedule, "policy" | "clock" | "zone">;

/**
 * Of so many jobs with the same rules each, those that no minute of an hour of the week allows to
 * start, in any week of `[from, to)`; 168 numbers from Sunday 00:00 on the clock of `zone`, `null`
 * where the span has no such hour.
 */
export function closedJobsByHour(
  jobs: ReadonlyMap<StartRules, number>,
  zone: ZoneTable,
  from: number,
  to: number,
): readonly (number | null)[] {
  const slots = slotsOf(zone, from, to);
  const closed = new Float64Array(slots.length);
  for (const [rules, sharers] of jobs) addClosed(closed, slots, rules, sharers);
  return perCell(slots, closed, Math.min);
}

function jobsPerSchedule(jobs: readonly LoadingJob[]): Map<Schedule, number> {
  const counts = new Map<Schedule, number>();
  for (const { schedule } of jobs) counts.set(schedule, (counts.get(schedule) ?? 0) + 1);
  return counts;
}

/** The full hour of the server's clock in which an instant lies, or the clock change since then. */
function hourBegin(zone: ZoneTable, instant: number): number {
  const segment = segmentAt(zone, instant);
  const wall = wallOf(instant as Instant, zone.offsetsMs[segment]!);
  return Math.max(instant - modulo(wall, HOUR_MS), zone.starts[segment]!);
}

function slotsOf(zone: ZoneTable, from: number, to: number): Slot[] {
  const slots: Slot[] = [];
  const clock = weekClock(zone, from);
  // Bound: every slot ends at a full hour or at a clock change, of which there are few.
  for (let at = from; at < to; at = clock.until()) {
    clock.moveTo(at);
    slots.push({ from: at, to: Math.min(clock.until(), to), cell: clock.hour() });
  }
  return slots;
}

function add(sums: Float64Array, slots: readonly Slot[], amount: (slot: Slot) => number): void {
  for (let index = 0; index < slots.length; index += 1) sums[index]! += amount(slots[index]!);
}

/** What the backup window takes. */
function addLost(
  lost: Float64Array,
  slots: readonly Slot[],
  schedule: Schedule,
  jobs: number,
): void {
  const blocked = compileBlocked(schedule, "backup-window");
  if (blocked !== undefined) add(lost, slots, (slot) => jobs * blocked.count(slot.from, slot.to));
}

function addClosed(
  closed: Float64Array,
  slots: readonly Slot[],
  { policy, clock, zone }: StartRules,
  jobs: number,
): void {
  const rule = startRule(policy, clock);
  const windows = [rule.backupWindow, rule.startWindow].filter(
    (window) => window !== undefined && window.openHours < HOURS_PER_WEEK,
  );
  if (windows.length === 0) return;
  add(closed, slots, (slot) =>
    windows.some((window) => isClosedThroughout(window!, zone, slot)) ? jobs : 0,
  );
}

function isClosedThroughout(window: Window, zone: ZoneTable, slot: Slot): boolean {
  return !isOpen(window, zone, slot.from) && nextChange(window, zone, slot.from, true) >= slot.to;
}

/**
 * 168 cells from all slots, those of the same hour of the week put together; `null` where there is
 * none.
 */
function perCell(
  slots: readonly Slot[],
  amounts: Float64Array,
  together: (a: number, b: number) => number,
): (number | null)[] {
  const cells = new Array<number | null>(HOURS_PER_WEEK).fill(null);
  slots.forEach(({ cell }, index) => {
    const known = cells[cell] ?? null;
    cells[cell] = known === null ? amounts[index]! : together(known, amounts[index]!);
  });
  return cells;
}

function daysOf(
  starts: (number | null)[],
  lost: (number | null)[],
  closedJobs: (number | null)[],
): DayLoad[] {
  return MONDAY_FIRST.map((day) => {
    const hours = (cells: (number | null)[]): (number | null)[] =>
      cells.slice(day * 24, day * 24 + 24);
    return {
      weekday: WEEKDAYS[day],
      starts: hours(starts),
      lost: hours(lost),
      closedJobs: hours(closedJobs),
    };
  });
}

function peakOf(
  jobs: readonly LoadingJob[],
  zone: ZoneTable,
  slots: readonly Slot[],
  starts: Float64Array,
  busiest: readonly (number | null)[],
): Peak | undefined {
  let most = 0;
  let at = -1;
  starts.forEach((count, index) => {
    if (count <= most) return;
    most = count;
    at = index;
  });
  const slot = slots[at];
  if (slot === undefined) return undefined;
  const perInstant = new Map<number, number>();
  const shares: { name: string; starts: number }[] = [];
  for (const { name, schedule } of jobs) {
    const runs = schedule.range(slot.from, slot.to);
    for (const run of runs) perInstant.set(run, (perInstant.get(run) ?? 0) + 1);
    if (runs.length > 0) shares.push({ name, starts: runs.length });
  }
  const [instant, count] = [...perInstant].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]!;
  return {
    from: momentAt(zone, slot.from),
    to: momentAt(zone, slot.to),
    starts: most,
    equalHours: busiest.filter((cell) => cell === most).length - 1,
    together: { at: momentAt(zone, instant), starts: count },
    jobs: shares.sort((a, b) => b.starts - a.starts),
  };
}
