/**
 * The pace of a resource: which share of full speed is in force when (R29).
 *
 * It is a list of steps. Steps come from a table of the hours of a week by looking at the wall
 * clock of every minute: where it shows an hour with another share, a step is made. So clock
 * changes need no thought.
 */
import { decimal, type Fraction, ONE } from "./fraction.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HOURS_PER_WEEK = 168;
/** 1970-01-01, wall day 0, was a Thursday; hour 0 of the table is Sunday 00:00. */
const FIRST_HOUR = 4 * 24;

/** From the instant `from` on, `share` of full speed: a decimal number above 0, up to 1. */
export interface SlowPaceStep {
  from: number;
  share: number;
}

/**
 * The steps in `[from, to)` of a table of 168 shares, hour 0 = Sunday 00:00 on the wall clock.
 * `wallAt` says what the clock shows, as the ms that the same reading would be in UTC; it changes
 * its offset at whole minutes only. Throws where the table has another length.
 */
export function paceSteps(
  hours: readonly number[],
  wallAt: (instant: number) => number,
  from: number,
  to: number,
): SlowPaceStep[] {
  if (hours.length !== HOURS_PER_WEEK)
    throw new Error(`a pace has ${HOURS_PER_WEEK} hours, this one ${hours.length}`);
  const shareAt = (instant: number): number => {
    const hour = Math.floor(wallAt(instant) / HOUR) + FIRST_HOUR;
    return hours[((hour % HOURS_PER_WEEK) + HOURS_PER_WEEK) % HOURS_PER_WEEK]!;
  };
  const steps = [{ from, share: shareAt(from) }];
  for (let minute = Math.floor(from / MINUTE) + 1; minute * MINUTE < to; minute += 1) {
    const share = shareAt(minute * MINUTE);
    if (share !== steps.at(-1)!.share) steps.push({ from: minute * MINUTE, share });
  }
  return steps;
}

/** The share in force; 1 where a resource has no pace. Throws before the first step. */
export function paceAt(steps: readonly SlowPaceStep[] | undefined, instant: number): Fraction {
  if (steps === undefined) return ONE;
  const step = steps.findLast(({ from }) => from <= instant);
  if (step === undefined) throw new Error(`no pace is known at ${instant}`);
  return decimal(step.share);
}
