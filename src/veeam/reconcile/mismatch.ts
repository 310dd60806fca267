/**
 * Why a job's predicted and reported next runs differ: the likeliest cause, told in a sentence.
 *
 * Each cause is tried, not guessed: the run is predicted once more with one thing changed, and the
 * first change that gives the reported run is the cause.
 */
import { grouped } from "../../core/input/numberText.js";
import { effective } from "../../core/policy/effective.js";
import { parsePolicy } from "../../core/policy/parse.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { CLOCK_SWITCHES } from "../../core/schedule/clock.js";
import { compileSchedule, type Schedule } from "../../core/schedule/schedule.js";
import { formatUtc, offsetName } from "../../core/time/calendar.js";
import { DAY_MS, NEVER } from "../../core/time/instant.js";
import { localText } from "../../core/time/moments.js";
import { fixedZone, offsetAt, segmentAt, segmentEnd } from "../../core/time/zone.js";
import type { ListedJob } from "../lists/readJobs.js";
import { offsetsThatFit } from "./serverZone.js";

/** A likely cause, for programs and for people. */
export interface Mismatch {
  readonly code:
    | "not-scheduled"
    | "stale"
    | "window-clock"
    | "window"
    | "clock-change"
    | "old-clock"
    | "later-run"
    | "retry"
    | "other-zone"
    | "unknown";
  readonly text: string;
}

/**
 * The likely cause of a report that the schedule does not give. `now` is when the list was made;
 * all epoch ms.
 */
export function explainMismatch(
  job: ListedJob,
  schedule: Schedule,
  reported: number,
  now: number,
): Mismatch {
  if (!job.isEnabled)
    return {
      code: "not-scheduled",
      text: "The job is disabled, so it has no next run (R9); the list still names one.",
    };
  if (schedule.next(now) === NEVER)
    return {
      code: "not-scheduled",
      text:
        `It never starts by itself: ${withoutTail(schedule.explain(now).text)} The list names ` +
        "a next run all the same.",
    };
  if (reported <= now)
    return {
      code: "stale",
      text:
        `The reported run lies before ${formatUtc(now)}: the list is older than that, or the ` +
        "server has not planned the job anew.",
    };
  return (
    windowCause(schedule, reported, now) ??
    clockCause(schedule, reported, now) ??
    oldClockCause(schedule, reported, now) ??
    laterRun(job, schedule, reported, now) ??
    retryCause(job, schedule, reported, now) ??
    zoneCause(job, schedule, reported, now) ?? {
      code: "unknown",
      text:
        `No clock gives this run: at ${localText(schedule.zone, reported)} the policy has no ` +
        "start. It may have been changed since the list was made, or the run was set by hand.",
    }
  );
}

/** The other reading of the window's clock (R11), or no window at all (R12, R13). */
function windowCause(schedule: Schedule, reported: number, now: number): Mismatch | undefined {
  const { policy, clock, zone } = schedule;
  const { backupWindow, startWindow } = effective(policy);
  const windows = [
    backupWindow === undefined ? "" : "backup window",
    startWindow === undefined ? "" : "start window",
  ].filter((name) => name !== "");
  if (windows.length === 0) return undefined;
  const other = clock.windowClock === "utc" ? "server" : "utc";
  if (compileSchedule(policy, { ...clock, windowClock: other }, zone).next(now) === reported) {
    return {
      code: "window-clock",
      text:
        `It fits if the hours of the ${windows.join(" and ")} are ` +
        `${other === "utc" ? "UTC" : "the server's time"} (R11): try --window-clock ${other}.`,
    };
  }
  if (compileSchedule(withoutWindows(policy), clock, zone).next(now) !== reported) return undefined;
  return {
    code: "window",
    text:
      `It is a start that the ${windows.join(" or ")} blocks (R12, R13): the server reports ` +
      "it, and it will not run.",
  };
}

function withoutWindows(policy: SchedulePolicy): SchedulePolicy {
  return parsePolicy({
    ...policy,
    backupWindowEnabled: false,
    ...(policy.periodicallyWindowEnabled === undefined ? {} : { periodicallyWindowEnabled: false }),
  });
}

/**
 * Another reading of a clock change (R7, R8), or an offset that the server had before or has after
 * one.
 */
function clockCause(schedule: Schedule, reported: number, now: number): Mismatch | undefined {
  const { policy, clock, zone } = schedule;
  const predicted = schedule.next(now);
  const readings = (["gap", "overlap", "gridOverlap"] as const).flatMap((name) =>
    CLOCK_SWITCHES[name].choices.map(({ value }) => [name, value] as const),
  );
  for (const [name, value] of readings) {
    const other = compileSchedule(policy, { ...clock, [name]: value }, zone);
    if (other.next(now) !== reported) continue;
    return {
      code: "clock-change",
      text:
        `It fits if ${name} is ${value} (R7, R8): the server reads the change of its clock in ` +
        "another way.",
    };
  }
  // A day on either side: the change may lie just before the list was made, or just after the later
  // of the two runs.
  const first = segmentAt(zone, now - DAY_MS);
  const last = segmentAt(zone, Math.max(reported, predicted) + DAY_MS);
  for (let segment = first; segment <= last && first < last; segment += 1) {
    const offsetMs = zone.offsetsMs[segment]!;
    if (nextAtOffset(schedule, offsetMs, now) !== reported) continue;
    const change = segment === last ? zone.starts[segment]! : segmentEnd(zone, segment);
    return {
      code: "clock-change",
      text:
        `The clock of ${zone.name} changes at ${formatUtc(change)}: it fits if the server ` +
        `counts with ${offsetName(offsetMs)} on both sides of that.`,
    };
  }
  return undefined;
}

/**
 * The clock of before the last change, however long ago that was: a service that was not restarted
 * goes on counting with it.
 */
function oldClockCause(schedule: Schedule, reported: number, now: number): Mismatch | undefined {
  const { zone } = schedule;
  const segment = segmentAt(zone, now);
  if (segment === 0) return undefined;
  const offsetMs = zone.offsetsMs[segment - 1]!;
  if (nextAtOffset(schedule, offsetMs, now) !== reported) return undefined;
  return {
    code: "old-clock",
    text:
      `It stands where the clock had it before the change of ${zone.name} at ` +
      `${formatUtc(zone.starts[segment]!)}, at ${offsetName(offsetMs)}: a service that was not ` +
      "restarted since goes on counting with that.",
  };
}

/** The next run on a clock that stands at this offset and never changes. */
function nextAtOffset({ policy, clock }: Schedule, offsetMs: number, now: number): number {
  const zone = fixedZone(offsetName(offsetMs), offsetMs);
  return compileSchedule(policy, { ...clock, zone: zone.name }, zone).next(now);
}

/** A run of the schedule, but not the next one. */
function laterRun(
  job: ListedJob,
  schedule: Schedule,
  reported: number,
  now: number,
): Mismatch | undefined {
  if (!schedule.has(reported)) return undefined;
  const between = schedule.count(now + 1, reported);
  const skipped = between === 1 ? "one run earlier" : `${grouped(between)} runs earlier`;
  const isBusy = /^(?:running|queued)$/i.test(job.lastStatus ?? "");
  const reason = isBusy
    ? `it is ${job.lastStatus!.toLowerCase()}, and a start that finds it so is skipped (R16)`
    : "the list may have been made later than assumed";
  return { code: "later-run", text: `It is a run of this schedule, with ${skipped}: ${reason}.` };
}

/** The next attempt of a run that failed (R18). */
function retryCause(
  job: ListedJob,
  schedule: Schedule,
  reported: number,
  now: number,
): Mismatch | undefined {
  const failed = /^(?:failed|warning)$/i.test(job.lastStatus ?? "");
  const { scheduledRetries } = effective(schedule.policy);
  if (!failed || scheduledRetries === undefined || reported >= schedule.next(now)) return undefined;
  return {
    code: "retry",
    text:
      `It comes before the next start, and the last session ended ${job.lastStatus}: it may ` +
      "be the retry (R18).",
  };
}

/** Another server's clock. More offsets than a few say nothing. */
function zoneCause(
  job: ListedJob,
  schedule: Schedule,
  reported: number,
  now: number,
): Mismatch | undefined {
  const offsets = offsetsThatFit({ policy: job.policy, reported }, now, schedule.clock);
  if (offsets.length === 0) return undefined;
  const named = offsets
    .slice(0, 3)
    .map(({ name }) => name)
    .join(" or ");
  const more = offsets.length > 3 ? ` or one of ${offsets.length - 3} other offsets` : "";
  return {
    code: "other-zone",
    text:
      `It fits a server at ${named}${more}; here the clock shows ` +
      `${offsetName(offsetAt(schedule.zone, reported))}.`,
  };
}

/** An explanation ends with the next run; where there is none, it is all reason. */
function withoutTail(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
