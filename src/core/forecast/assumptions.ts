/**
 * The choices behind a forecast, in words: nobody but the administrator knows whether they hold
 * (R2, R7, R8, R11, R12).
 *
 * Each names the option that changes it. A choice that makes no difference in the span says so, and
 * can be left out.
 */
import { choiceOf, type Switch } from "../input/switches.js";
import { effective } from "../policy/effective.js";
import { everProhibits } from "../policy/types.js";
import { CLOCK_SWITCHES, type ClockSwitch, type ServerClock } from "../schedule/clock.js";
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
  const matters: Readonly<Record<ClockSwitch, boolean>> = {
    windowClock: clocksDiffer,
    gap: goesForward && kinds.has("daily"),
    overlap: goesBack && kinds.has("daily"),
    gridOverlap: goesBack && kinds.has("grid"),
  };
  const assumed = (name: ClockSwitch): Assumption => {
    const row: Switch = CLOCK_SWITCHES[name];
    return {
      option: `--${row.option}`,
      value: clock[name],
      rule: row.rule,
      text: choiceOf(row, clock[name]).assumed,
      matters: matters[name],
    };
  };
  const lost: Assumption = {
    rule: "R12",
    text: "A start in a prohibited hour is lost, not made up later",
    matters: windows.length > 0,
  };
  const [windowClock, ...others] = (Object.keys(matters) as ClockSwitch[]).map(assumed);
  return [windowClock!, lost, ...others];
}

/** The minute offsets of the windows that count and prohibit any hour. */
function windowsOf({ policy }: Schedule): number[] {
  const { backupWindow, startWindow } = effective(policy);
  return [backupWindow, startWindow]
    .filter((window) => window !== undefined && everProhibits(window))
    .map((window) => window!.minuteOffset);
}
