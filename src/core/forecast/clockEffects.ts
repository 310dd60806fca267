/**
 * What a change of the server's clock does to the runs of one job: moves them, drops them, doubles
 * them (R7, R8).
 *
 * What the clock skipped cannot be seen in the schedule itself. So it is compared with the same
 * policy on a clock that did not change: what that one runs inside the gap is what the real one
 * moved or dropped.
 */
import { DAY_MS, type Instant, wallOf } from "../time/instant.js";
import { fixedZone, type ZoneTable } from "../time/zone.js";
import { dayOf, formatDate, formatTime } from "../time/calendar.js";
import type { Run } from "../schedule/runs.js";
import { compileSchedule, type Schedule } from "../schedule/schedule.js";
import { isMoved, movedWithin } from "../schedule/starts.js";
import { dateOf, type Moment, momentAt, timeOf } from "../time/moments.js";

/** One change of the server's clock. */
export interface ClockChangeMoment {
  /** The first instant with the new offset. */
  readonly at: Moment;
  /** `forward` skips wall time, `back` shows it twice. */
  readonly direction: "forward" | "back";
  /** By how much, always positive; 60 nearly everywhere, 30 on Lord Howe. */
  readonly minutes: number;
  /** The local date of the change, as it was before it. */
  readonly date: string;
  /** What the clock would have shown, `02:00`; with its date where the change is a day long. */
  readonly before: string;
  /** What it shows instead, `03:00`. */
  readonly after: string;
}

/** What one clock change does to one job. */
export interface ClockEffect {
  readonly change: ClockChangeMoment;
  /**
   * `moved`: runs at another time of the clock. `dropped`: does not run. `doubled`: runs in both
   * showings. `once`: the time shows twice, and one showing runs.
   */
  readonly effect: "moved" | "dropped" | "doubled" | "once";
  /** How many times of the clock this is about, at least 1. */
  readonly starts: number;
  /** First and last of them on the clock, `02:30`; the same where `starts` is 1. */
  readonly first: string;
  readonly last: string;
  /** Where they run instead, `03:30`; only with `moved`, the first of them. */
  readonly runsAt?: string;
  /** The date of that where it is not the date on which they were due. */
  readonly runsOn?: string;
  /** Which showing runs; only with `once`. */
  readonly pass?: "first" | "second";
}

/** The clock changes in `[from, to)`, in order. */
export function clockChangesIn(zone: ZoneTable, from: number, to: number): ClockChangeMoment[] {
  const changes: ClockChangeMoment[] = [];
  for (let segment = 1; segment < zone.starts.length; segment += 1) {
    const at = zone.starts[segment]!;
    if (at < from || at >= to) continue;
    const shiftMs = shiftAt(zone, segment);
    const before = wallOf(at as Instant, zone.offsetsMs[segment - 1]!);
    const after = wallOf(at as Instant, zone.offsetsMs[segment]!);
    const dated = Math.abs(shiftMs) >= DAY_MS;
    changes.push({
      at: momentAt(zone, at),
      direction: shiftMs > 0 ? "forward" : "back",
      minutes: Math.abs(shiftMs) / 60_000,
      date: formatDate(dayOf(before)),
      before: dated ? `${formatDate(dayOf(before))} ${formatTime(before)}` : formatTime(before),
      after: dated ? `${formatDate(dayOf(after))} ${formatTime(after)}` : formatTime(after),
    });
  }
  return changes;
}

/**
 * What the changes do to the runs of a schedule in whose zone they are; nothing for a change that
 * it does not meet.
 */
export function clockEffects(
  schedule: Schedule,
  changes: readonly ClockChangeMoment[],
): ClockEffect[] {
  const effects: ClockEffect[] = [];
  for (const change of changes) {
    const effect =
      change.direction === "forward"
        ? effectOfGap(schedule, change)
        : effectOfOverlap(schedule, change);
    if (effect !== undefined) effects.push(effect);
  }
  return effects;
}

function effectOfGap(schedule: Schedule, change: ClockChangeMoment): ClockEffect | undefined {
  const { policy, clock, zone } = schedule;
  const at = change.at.epochMs;
  const segment = zone.starts.indexOf(at);
  const still = fixedZone(zone.name, zone.offsetsMs[segment - 1]!);
  const skipped = ownRuns(compileSchedule(policy, clock, still), at, at + change.minutes * 60_000);
  const moved = ownRuns(schedule, ...movedWithin(clock.gap, zone, segment)).filter(
    (run) => run.admitted && isMoved(run),
  );
  // Where a moved run lands, other hours of a window count than where it would have been.
  const named = moved.length > 0 ? skipped : skipped.filter(({ admitted }) => admitted);
  if (named.length === 0) return undefined;
  const about = {
    change,
    starts: named.length,
    first: timeOf(named[0]!.local),
    last: timeOf(named.at(-1)!.local),
  };
  if (moved.length === 0) return { ...about, effect: "dropped" };
  const { local } = moved[0]!;
  return {
    ...about,
    effect: "moved",
    runsAt: timeOf(local),
    ...(dateOf(local) === dateOf(named[0]!.local) ? {} : { runsOn: dateOf(local) }),
  };
}

function effectOfOverlap(schedule: Schedule, change: ClockChangeMoment): ClockEffect | undefined {
  const at = change.at.epochMs;
  const lengthMs = change.minutes * 60_000;
  const timesIn = (from: number): string[] =>
    ownRuns(schedule, from, from + lengthMs)
      .filter(({ admitted }) => admitted)
      .map(({ local }) => timeOf(local));
  const first = timesIn(at - lengthMs);
  const second = timesIn(at);
  const twice = first.filter((time) => second.includes(time));
  const times = twice.length > 0 ? twice : first.length > 0 ? first : second;
  if (times.length === 0) return undefined;
  const about = { change, starts: times.length, first: times[0]!, last: times.at(-1)! };
  return twice.length > 0
    ? { ...about, effect: "doubled" }
    : { ...about, effect: "once", pass: first.length > 0 ? "first" : "second" };
}

/**
 * Nominal starts of the grid or of the daily time, without the ones that the opening of a start
 * window makes: those have no time of their own.
 */
function ownRuns(schedule: Schedule, from: number, to: number): Run[] {
  return [...schedule.runs(from, to)].filter((run) => run.atOpening === undefined);
}

function shiftAt(zone: ZoneTable, segment: number): number {
  return zone.offsetsMs[segment]! - zone.offsetsMs[segment - 1]!;
}
