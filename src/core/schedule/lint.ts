/**
 * What is odd about a policy on its clock, before it bites: the findings of a colleague who reads
 * it carefully.
 *
 * Each check asks the compiled schedule and says what it found in numbers. Weekly shares are looked
 * at for every offset that the server's clock has in the next two years, since a window on UTC
 * meets other starts in summer than in winter.
 */
import { grouped } from "../input/numberText.js";
import { choiceOf } from "../input/switches.js";
import { effective, ignoredSettings, type Retries, startsByItself } from "../policy/effective.js";
import { HOURS_PER_WEEK, type SchedulePolicy } from "../policy/types.js";
import { dayOf, formatDate, formatTime, offsetName } from "../time/calendar.js";
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  MINUTE_MS,
  NEVER,
  type Wall,
  wallOf,
  WEEK_MS,
} from "../time/instant.js";
import { weekdayOf } from "../time/moments.js";
import { fixedZone, segmentAt, type ZoneTable } from "../time/zone.js";
import { CLOCK_SWITCHES } from "./clock.js";
import { neverReason } from "./neverRuns.js";
import { startRule, type StartRule } from "./rule.js";
import type { Schedule } from "./schedule.js";
import { isMoved, movedWithin, type Start, startsIn } from "./starts.js";
import { isOpen, nextChange } from "./window.js";

/** One thing worth knowing about a policy. */
export interface Finding {
  /** What kind of finding: stable, for scripts. */
  readonly code: FindingCode;
  /** `error`: backups do not happen; `warning`: some will be lost or cut; `info`: good to know. */
  readonly severity: "error" | "warning" | "info";
  /** The rule behind it. */
  readonly rule: string;
  /** One or two sentences with the numbers. */
  readonly message: string;
}

/** The kinds of finding. */
export type FindingCode =
  | "never-runs"
  | "no-schedule"
  | "blocked-starts"
  | "short-window"
  | "retries-cut"
  | "clock-gap"
  | "clock-overlap"
  | "retry-storm"
  | "no-retry"
  | "ignored-setting"
  | "window-without-effect";

/** How far ahead clock changes are looked for. */
const LOOK_AHEAD_MS = 2 * 365.25 * DAY_MS;
/** A window that closes sooner than this after every start is short. */
const SHORT_WINDOW_MS = HOUR_MS;
/** Retries closer together than this are a storm when there are many of them. */
const CLOSE_RETRY_MINUTES = 20;
const MANY_RETRIES = 10;
/** Of many dates, this many are named. */
const NAMED_DATES = 4;

/** All findings, most severe first. `now` (epoch ms) is where "the next two years" begin. */
export function lintSchedule(schedule: Schedule, now: number): Finding[] {
  const { policy } = schedule;
  const { starts, scheduledRetries } = effective(policy);
  const rule = startRule(policy, schedule.clock);
  const findings = [
    ...settingsWithoutEffect(policy),
    ...windowsWithoutEffect(rule),
    ...retrySettings(policy),
  ];
  if (starts.kind === "none" && starts.why === "immediate") {
    const message = "No schedule: it runs after restore points of the job that it copies.";
    findings.push({ code: "no-schedule", severity: "info", rule: "R32", message });
  } else if (starts.kind === "none") {
    const what = starts.why === "switched-off" ? "The schedule is switched off" : "No schedule";
    const message = `${what}: it runs only when somebody starts it.`;
    findings.push({ code: "no-schedule", severity: "info", rule: "R9", message });
  } else if (schedule.next(now) === NEVER) {
    const { rule: ruleName, text } = neverReason(rule, schedule.zone, now);
    findings.push({ code: "never-runs", severity: "error", rule: ruleName, message: text });
  } else {
    const weeks = typicalWeeks(rule, schedule.zone, now);
    findings.push(
      ...blockedStarts(weeks),
      ...shortWindow(weeks, rule),
      ...retriesCut(weeks, rule, scheduledRetries),
    );
    findings.push(...clockChanges(rule, schedule.zone, now));
  }
  const order = { error: 0, warning: 1, info: 2 };
  return findings.sort((a, b) => order[a.severity] - order[b.severity]);
}

/**
 * A week of starts on a clock that stands still at one of the offsets to come, and the week after
 * it.
 */
interface TypicalWeek {
  readonly zone: ZoneTable;
  readonly starts: readonly Start[];
}

/** A Sunday in 1970, far enough from the epoch to look back. */
const SOME_SUNDAY = 3 * DAY_MS + 4 * WEEK_MS;

function typicalWeeks(rule: StartRule, zone: ZoneTable, now: number): TypicalWeek[] {
  const first = segmentAt(zone, now);
  const last = segmentAt(zone, now + LOOK_AHEAD_MS);
  const offsets = new Set(zone.offsetsMs.subarray(first, last + 1));
  return [...offsets].map((offsetMs) => {
    const still = fixedZone(zone.name, offsetMs);
    return {
      zone: still,
      starts: startsIn(rule, still, SOME_SUNDAY - offsetMs, SOME_SUNDAY - offsetMs + WEEK_MS),
    };
  });
}

function blockedStarts(weeks: readonly TypicalWeek[]): Finding[] {
  const findings: Finding[] = [];
  for (const reason of ["backup-window", "start-window"] as const) {
    const counts = weeks.map(({ starts, zone }) => {
      let blocked = 0;
      let all = 0;
      for (const start of starts) {
        if (start.reason === reason) blocked += 1;
        if (start.reason === reason || start.atOpening === undefined) all += 1;
      }
      return { blocked, all, at: offsetName(zone.offsetsMs[0]!) };
    });
    const worst = counts.reduce((a, b) => (b.blocked / b.all > a.blocked / a.all ? b : a));
    if (worst.blocked === 0) continue;
    const least = counts.reduce((a, b) => (b.blocked < a.blocked ? b : a));
    const sometimes =
      least.blocked === worst.blocked
        ? ""
        : ` while the server's clock is at ${worst.at}, ${least.blocked} at ${least.at}`;
    const backup = reason === "backup-window";
    const share =
      worst.all === 1
        ? "the only start of a week"
        : `${worst.blocked} of ${worst.all} starts a week ` +
          `(${Math.round((100 * worst.blocked) / worst.all)} %)`;
    findings.push({
      code: "blocked-starts",
      // A start window is there to hold starts back; a backup window that swallows them is seldom
      // meant.
      severity: backup ? "warning" : "info",
      rule: backup ? "R12" : "R13",
      message:
        `The ${backup ? "backup window swallows" : "start window holds back"} ` +
        `${share}${sometimes}${backup ? "; they are not made up later" : ""}.`,
    });
  }
  return findings;
}

function shortWindow(weeks: readonly TypicalWeek[], rule: StartRule): Finding[] {
  if (rule.backupWindow === undefined) return [];
  let longest = 0;
  let short = 0;
  let all = 0;
  for (const { starts, zone } of weeks) {
    for (const start of starts) {
      if (start.reason !== undefined) continue;
      const room = nextChange(rule.backupWindow, zone, start.instant, false) - start.instant;
      longest = Math.max(longest, room);
      all += 1;
      if (room < SHORT_WINDOW_MS) short += 1;
    }
  }
  if (short === 0) return [];
  const minutes = Math.round(longest / MINUTE_MS);
  const message =
    short === all
      ? `The backup window closes at most ${minutes} minutes after every start: sessions that ` +
        "take longer are stopped."
      : `The backup window closes less than ${SHORT_WINDOW_MS / MINUTE_MS} minutes after ` +
        `${short} of ${all} starts: longer sessions are stopped.`;
  return [
    { code: "short-window", severity: short === all ? "warning" : "info", rule: "R17", message },
  ];
}

/** Retries that cannot be made even if every attempt fails at once. */
function retriesCut(
  weeks: readonly TypicalWeek[],
  rule: StartRule,
  scheduledRetries: Retries | undefined,
): Finding[] {
  if (scheduledRetries === undefined) return [];
  const { number: retries, waitMinutes } = scheduledRetries;
  const waitMs = waitMinutes * MINUTE_MS;
  let most = 0;
  const endings = { R20: 0, R19: 0 };
  for (const week of weeks) {
    const admitted = week.starts.filter((start) => start.reason === undefined);
    for (const [index, start] of admitted.entries()) {
      const next = admitted[index + 1]?.instant ?? admitted[0]!.instant + WEEK_MS;
      const { made, cutBy } = retriesMade(start.instant, next, week.zone, rule, retries, waitMs);
      if (made === retries) return []; // after this start they all fit
      most = Math.max(most, made);
      if (cutBy !== undefined) endings[cutBy] += 1;
    }
  }
  const bySuccessor = endings.R20 >= endings.R19;
  const cause = bySuccessor
    ? "the next start comes first"
    : "the next one would come while the backup window is closed";
  return [
    {
      code: "retries-cut",
      severity: "warning",
      rule: bySuccessor ? "R20" : "R19",
      message:
        `At most ${grouped(most)} of ${grouped(retries)} retries can be made, even if every ` +
        `attempt fails at once: ${cause} (wait: ${grouped(waitMinutes)} minutes).`,
    },
  ];
}

function retriesMade(
  start: number,
  next: number,
  zone: ZoneTable,
  rule: StartRule,
  retries: number,
  waitMs: number,
): { made: number; cutBy: "R19" | "R20" | undefined } {
  // all at once, before anything can come between
  if (waitMs === 0) return { made: retries, cutBy: undefined };
  // Bound: retries come before the next start, so a week of starts has at most a week of minutes of
  // them.
  for (let made = 0; made < retries; made += 1) {
    const due = start + (made + 1) * waitMs;
    if (rule.backupWindow !== undefined && !isOpen(rule.backupWindow, zone, due))
      return { made, cutBy: "R19" };
    if (due >= next) return { made, cutBy: "R20" };
  }
  return { made: retries, cutBy: undefined };
}

/** Starts that meet a gap or an overlap of the server's clock within the next two years. */
function clockChanges(rule: StartRule, zone: ZoneTable, now: number): Finding[] {
  const gaps: string[] = [];
  const overlaps: string[] = [];
  // Where a gap swallows starts, they are looked for under a switch that would keep them.
  const gap = rule.clock.gap === "skip" ? "shift" : rule.clock.gap;
  const keeping: StartRule = {
    ...rule,
    clock: { ...rule.clock, gap, overlap: "both", gridOverlap: "both" },
  };
  for (let segment = segmentAt(zone, now) + 1; segment < zone.starts.length; segment += 1) {
    const change = zone.starts[segment]!;
    if (change > now + LOOK_AHEAD_MS) break;
    const shift = zone.offsetsMs[segment]! - zone.offsetsMs[segment - 1]!;
    const near =
      shift > 0
        ? startsIn(keeping, zone, ...movedWithin(gap, zone, segment))
        : startsIn(keeping, zone, change + shift, change - shift);
    const before = wallOf(change as Instant, zone.offsetsMs[segment - 1]!);
    const date =
      `${formatDate(dayOf(before))} (${weekdayOf(before)}, ` +
      `${formatTime(before)} -> ${formatTime((before + shift) as Wall)})`;
    if (shift > 0 && skipsStart(rule, before, shift, near)) gaps.push(date);
    if (
      shift < 0 &&
      near.some((start) => start.clockChange === "second-pass" && start.reason === undefined)
    )
      overlaps.push(date);
  }
  const daily = rule.times.kind === "daily";
  const findings: Finding[] = [];
  if (gaps.length > 0) {
    const what = daily ? choiceOf(CLOCK_SWITCHES.gap, rule.clock.gap).does : "does not exist";
    const message =
      "A start falls into an hour that the server's clock skips and " + `${what}: ${dates(gaps)}.`;
    findings.push({
      code: "clock-gap",
      severity: daily && rule.clock.gap === "skip" ? "warning" : "info",
      rule: daily ? "R7" : "R8",
      message,
    });
  }
  if (overlaps.length > 0) {
    const what = daily
      ? choiceOf(CLOCK_SWITCHES.overlap, rule.clock.overlap).does
      : choiceOf(CLOCK_SWITCHES.gridOverlap, rule.clock.gridOverlap).does;
    const message =
      `A start falls into an hour that the server's clock shows twice and ${what}: ` +
      `${dates(overlaps)}.`;
    findings.push({ code: "clock-overlap", severity: "info", rule: daily ? "R7" : "R8", message });
  }
  return findings;
}

function skipsStart(
  rule: StartRule,
  gapFrom: number,
  gapMs: number,
  near: readonly Start[],
): boolean {
  if (rule.times.kind !== "grid")
    return near.some((start) => isMoved(start) && start.reason === undefined);
  const { stepMs, phaseMs } = rule.times;
  return Math.ceil((gapFrom - phaseMs) / stepMs) * stepMs + phaseMs < gapFrom + gapMs;
}

function dates(all: readonly string[]): string {
  const rest = all.length - NAMED_DATES;
  return all.slice(0, NAMED_DATES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** A start by hand is not retried (R21), so without a schedule there is nothing to say. */
function retrySettings(policy: SchedulePolicy): Finding[] {
  if (!startsByItself(policy) || !policy.retryEnabled) return [];
  const retries = policy.retryNumber!;
  const wait = policy.retryWaitInterval!;
  if (retries === 0)
    return [
      {
        code: "no-retry",
        severity: "info",
        rule: "R18",
        message: "Retries are enabled, but their number is 0: a failed run is not tried again.",
      },
    ];
  if (wait >= CLOSE_RETRY_MINUTES || retries < MANY_RETRIES) return [];
  const message =
    `${retries} retries only ${wait} minutes apart: a lasting fault is hammered for ` +
    `${Math.round((retries * wait) / 6) / 10} hours; waits of ${CLOSE_RETRY_MINUTES} minutes ` +
    "or more are kinder to the service.";
  return [{ code: "retry-storm", severity: "warning", rule: "R18", message }];
}

function settingsWithoutEffect(policy: SchedulePolicy): Finding[] {
  return ignoredSettings(policy).map(({ setting, rule, reason }) => ({
    code: "ignored-setting",
    severity: "info",
    rule,
    message: `${setting} is ignored: ${reason}.`,
  }));
}

function windowsWithoutEffect(rule: StartRule): Finding[] {
  const findings: Finding[] = [];
  for (const [name, window, ruleName] of [
    ["backup", rule.backupWindow, "R12"],
    ["start", rule.startWindow, "R13"],
  ] as const) {
    if (window?.openHours !== HOURS_PER_WEEK) continue;
    findings.push({
      code: "window-without-effect",
      severity: "info",
      rule: ruleName,
      message: `The ${name} window is enabled and allows all 168 hours: it changes nothing.`,
    });
  }
  return findings;
}
