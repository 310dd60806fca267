/**
 * The choices behind a forecast, in words: nobody but the administrator knows whether they hold
 * (R2, R7, R8, R11, R12).
 *
 * Each names the option that changes it. A choice that makes no difference in the span says so, and
 * can be left out.
 */
import { effective } from "../policy/effective.js";
import { everProhibits } from "../policy/types.js";
import type { ServerClock } from "../schedule/clock.js";
import type { Schedule } from "../schedule/schedule.js";
import type { ClockChangeMoment } from "./clockEffects.js";

/** One assumption in force. */
export interface Assumption {
  /** The command's option that changes it; absent where nothing does. */
  readonly option?: string;
  /** What the option is now. */
  readonly value?: string;
  readonly rule: string;
  readonly text: string;
  /** Whether another choice could change this forecast. */
  readonly matters: boolean;
}

const WINDOW_CLOCK_TEXTS: Readonly<Record<ServerClock["windowClock"], string>> = {
  utc: "Window hours are UTC plus their minuteOffset",
  server: "Window hours are server time",
};

const GAP_TEXTS: Readonly<Record<ServerClock["gap"], string>> = {
  shift: "A daily time the clock skips runs later by as much",
  "gap-end": "A daily time the clock skips runs right after the jump",
  skip: "A daily time the clock skips does not run that day",
};

const OVERLAP_TEXTS: Readonly<Record<ServerClock["overlap"], string>> = {
  first: "A daily time shown twice runs the first time",
  second: "A daily time shown twice runs the second time",
  both: "A daily time shown twice runs both times",
};

const GRID_OVERLAP_TEXTS: Readonly<Record<ServerClock["gridOverlap"], string>> = {
  first: "A periodic time shown twice runs the first time",
  second: "A periodic time shown twice runs the second time",
  both: "A periodic time shown twice runs both times",
};

/**
 * The assumptions behind the forecast of these schedules, which share a clock, over a span with
 * these clock changes.
 */
export function assumptionsOf(
  clock: ServerClock,
  schedules: readonly Schedule[],
  changes: readonly ClockChangeMoment[],
): Assumption[] {
  const windows = schedules.flatMap((schedule) => windowsOf(schedule));
  const onUtc = (schedule: Schedule): boolean =>
    schedule.zone.offsetsMs.every((offset) => offset === 0);
  const clocksDiffer = schedules.some((schedule) =>
    windowsOf(schedule).some((minuteOffset) => minuteOffset !== 0 || !onUtc(schedule)),
  );
  const kinds = new Set(schedules.map(({ policy }) => effective(policy).starts.kind));
  const goesForward = changes.some(({ direction }) => direction === "forward");
  const goesBack = changes.some(({ direction }) => direction === "back");
  return [
    {
      option: "--window-clock",
      value: clock.windowClock,
      rule: "R11",
      text: WINDOW_CLOCK_TEXTS[clock.windowClock],
      matters: clocksDiffer,
    },
    {
      rule: "R12",
      text: "A start in a prohibited hour is lost, not made up later",
      matters: windows.length > 0,
    },
    {
      option: "--gap",
      value: clock.gap,
      rule: "R7",
      text: GAP_TEXTS[clock.gap],
      matters: goesForward && kinds.has("daily"),
    },
    {
      option: "--overlap",
      value: clock.overlap,
      rule: "R7",
      text: OVERLAP_TEXTS[clock.overlap],
      matters: goesBack && kinds.has("daily"),
    },
    {
      option: "--grid-overlap",
      value: clock.gridOverlap,
      rule: "R8",
      text: GRID_OVERLAP_TEXTS[clock.gridOverlap],
      matters: goesBack && kinds.has("grid"),
    },
  ];
}

/** The minute offsets of the windows that count and prohibit any hour. */
function windowsOf({ policy }: Schedule): number[] {
  const { backupWindow, startWindow } = effective(policy);
  return [backupWindow, startWindow]
    .filter((window) => window !== undefined && everProhibits(window))
    .map((window) => window!.minuteOffset);
}
