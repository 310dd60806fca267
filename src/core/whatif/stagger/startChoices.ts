/**
 * Where a job could start: each time on the grid with what the schedule makes of it, windows, clock
 * changes and all.
 *
 * A choice is compiled, not computed: what starts there, and how much room is left to the window's
 * end, is what the simulation will see. Choices of jobs with the same policy and clock are the same
 * and made once.
 */
import { effective } from "../../policy/effective.js";
import type { SchedulePolicy } from "../../policy/types.js";
import { timeOfDayMs } from "../../schedule/rule.js";
import { compileSchedule, type Schedule } from "../../schedule/schedule.js";
import type { CheckedJob } from "../../simulation/checkJobs.js";
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  modulo,
  NEVER,
  wallOf,
  WEEK_MS,
} from "../../time/instant.js";
import { cropZone, offsetAt, segmentAt, segmentEnd, type ZoneTable } from "../../time/zone.js";
import { type PolicySettings, withSettings } from "../edits/policyEdits.js";
import type { Axis } from "./axis.js";
import type { CheckedGoal, Move } from "./proposal.js";

/** One time at which a job could start. */
export interface StartChoice {
  /** What the policy would say: `"21:35:00"`, or minutes within the hour. */
  readonly value: string | number;
  /** How much later than now, minutes; earlier is below 0. */
  readonly byMinutes: number;
  /** Whether its runs start on other dates than now: those have luck of their own (R24). */
  readonly isOtherDate: boolean;
  /** The cells of the axis in which its runs start. */
  readonly cells: Int32Array;
  /** The least room from a start to the end of the backup window, ms. */
  readonly roomMs: number;
  /** The same to the end of the hours of the goal; below 0 where a start lies outside. */
  readonly hoursRoomMs: number;
  /** Runs in the whole span that no window blocks. */
  readonly runs: number;
}

/** All of them, ascending by the shift. */
export interface StartChoices {
  /**
   * What a move would change; absent where the start cannot be moved, and the present one is the
   * only choice.
   */
  readonly setting?: Move["setting"];
  readonly choices: readonly StartChoice[];
  /** The one that the policy has now. */
  readonly present: number;
}

/** Reads choices off policies, those of equal jobs once. */
export function choiceReader(
  goal: CheckedGoal,
  axis: Axis,
  span: { readonly from: number; readonly to: number },
): (job: CheckedJob) => StartChoices {
  const known = new Map<string, StartChoices>();
  return ({ policy, clock, zone: whole }) => {
    const key = JSON.stringify([policy, clock]);
    if (!known.has(key)) {
      const zone = cropZone(whole, span.from - 2 * WEEK_MS, span.to + 2 * WEEK_MS);
      const compiled = (settings: PolicySettings): Schedule =>
        compileSchedule(withSettings(policy, settings), clock, zone);
      known.set(
        key,
        choicesOf(policy, goal, (settings) => choiceOf(compiled(settings), goal, axis, span)),
      );
    }
    return known.get(key)!;
  };
}

type Compiled = Pick<StartChoice, "cells" | "roomMs" | "hoursRoomMs" | "runs">;

function choicesOf(
  policy: SchedulePolicy,
  goal: CheckedGoal,
  compile: (settings: PolicySettings) => Compiled,
): StartChoices {
  const { gridMinutes, atMostMinutes } = goal;
  const { starts } = effective(policy);
  if (starts.kind === "daily") {
    const now = timeOfDayMs(starts.dailyTime) / MINUTE_MS;
    const choices: StartChoice[] = [
      { value: starts.dailyTime, byMinutes: 0, isOtherDate: false, ...compile({}) },
    ];
    for (let minute = 0; minute < 1_440; minute += gridMinutes) {
      const value = `${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
      // A job of every day runs in every night, so 01:00 is three hours after 22:00; others would
      // run on another date.
      const byMinutes =
        starts.dailyType === "Everyday" ? modulo(minute - now + 720, 1_440) - 720 : minute - now;
      const isOtherDate = minute - now !== byMinutes;
      if (byMinutes !== 0 && Math.abs(byMinutes) <= atMostMinutes)
        choices.push({ value, byMinutes, isOtherDate, ...compile({ dailyTime: value }) });
    }
    return sorted("dailyTime", choices);
  }
  if (starts.kind === "grid" && starts.offsetMinutes !== undefined) {
    const now = starts.offsetMinutes;
    // A job that runs around the clock does so at any offset: hours of the goal are for jobs that
    // could run in them.
    const compiled = (settings: PolicySettings): Compiled => ({
      ...compile(settings),
      hoursRoomMs: NEVER,
    });
    const choices: StartChoice[] = [
      { value: now, byMinutes: 0, isOtherDate: false, ...compiled({}) },
    ];
    for (let minute = 0; minute < 60; minute += gridMinutes) {
      const byMinutes = minute - now;
      if (byMinutes !== 0 && Math.abs(byMinutes) <= atMostMinutes)
        choices.push({
          value: minute,
          byMinutes,
          isOtherDate: false,
          ...compiled({ periodicallyOffsetMinutes: minute }),
        });
    }
    return sorted("periodicallyOffsetMinutes", choices);
  }
  return { choices: [{ value: 0, byMinutes: 0, isOtherDate: false, ...compile({}) }], present: 0 };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function sorted(setting: Move["setting"], choices: StartChoice[]): StartChoices {
  choices.sort((a, b) => a.byMinutes - b.byMinutes);
  return { setting, choices, present: choices.findIndex((choice) => choice.byMinutes === 0) };
}

function choiceOf(
  schedule: Schedule,
  goal: CheckedGoal,
  axis: Axis,
  span: { readonly from: number; readonly to: number },
): Compiled {
  const cells = Int32Array.from(
    axis.stretches.flatMap(({ from, startsFrom, startsUntil, first }) =>
      Array.from(
        schedule.range(startsFrom, startsUntil),
        (start) => first + Math.floor((start - from) / axis.cellMs),
      ),
    ),
  );
  let roomMs = NEVER;
  let hoursRoomMs = NEVER;
  for (const [from, to] of sampleWeeks(schedule.zone, span)) {
    for (const start of schedule.range(from, to)) {
      roomMs = Math.min(roomMs, schedule.windowEnd(start) - start);
      if (goal.within !== undefined)
        hoursRoomMs = Math.min(hoursRoomMs, roomWithin(goal.within, schedule.zone, start));
    }
  }
  return { cells, roomMs, hoursRoomMs, runs: schedule.count(span.from, span.to) };
}

/**
 * So many stretches are looked at in any case; after that only those whose clock change has not
 * been seen.
 */
const MOST_WEEKS = 8;

/**
 * Windows repeat by the week as long as the clock stands still: a week and a day after each clock
 * change and the day before it show all there is.
 */
function sampleWeeks(
  zone: ZoneTable,
  span: { readonly from: number; readonly to: number },
): [number, number][] {
  const weeks: [number, number][] = [];
  const seen = new Set<string>();
  for (
    let segment = segmentAt(zone, span.from);
    segment < zone.starts.length && zone.starts[segment]! < span.to;
    segment += 1
  ) {
    // The third spring is like the first two: what matters is from which offset to which the clock
    // goes.
    const kind = `${zone.offsetsMs[segment]!} ${zone.offsetsMs[segment + 1] ?? ""}`;
    if (seen.has(kind) && weeks.length > MOST_WEEKS) continue;
    seen.add(kind);
    const from = Math.max(span.from, zone.starts[segment]!);
    const to = Math.min(span.to, segmentEnd(zone, segment));
    weeks.push([from, Math.min(to, from + WEEK_MS + DAY_MS)]);
    if (to - from > WEEK_MS + DAY_MS) weeks.push([to - DAY_MS, to]);
  }
  return weeks;
}

/** From a start to the end of the hours of a day that it lies in; below 0 outside. */
function roomWithin(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  zone: ZoneTable,
  start: number,
): number {
  const time = modulo(wallOf(start as Instant, offsetAt(zone, start)), DAY_MS);
  const since = modulo(time - fromMs, DAY_MS);
  const length = toMs - fromMs;
  return since < length || length >= 24 * HOUR_MS ? length - since : -1;
}
