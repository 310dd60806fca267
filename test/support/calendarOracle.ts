/**
 * A slow, second opinion on every run: walk real time minute by minute and look at the wall clock.
 *
 * It shares no code and no idea with what it checks. There is no table of transitions and no
 * calendar arithmetic: the wall clock is what `Intl.DateTimeFormat` prints for a real minute, a gap
 * is a wall time that no minute shows, an overlap is one that two minutes show, and a window's edge
 * is found by trying every minute.
 *
 * Must never break: every fact about a zone comes from a reading of a real minute.
 *
 * Limits: instants from mid-1972 on (since then every offset in the time-zone database is a whole
 * number of minutes and changes at a whole minute), and spans of weeks rather than years (a year
 * takes half a second). Rule numbers (R7 ...) are those of docs/RULES.md.
 */

export interface OracleClock {
  readonly zone: string;
  readonly windowClock: "utc" | "server";
  readonly gap: "shift" | "gap-end" | "earlier" | "skip";
  readonly overlap: "first" | "second" | "both";
  readonly gridOverlap: "both" | "first" | "second";
}

export interface OracleMask {
  readonly backupWindow: readonly boolean[]; // 168, hour 0 = Sunday 00:00 (R10)
  readonly minuteOffset?: number | undefined;
}

/** The vendor's JSON in its canonical spelling. */
export interface OraclePolicy {
  readonly type: "Daily" | "Periodically" | "ManualOnly" | "Immediate";
  readonly scheduleEnabled?: boolean | undefined;
  readonly dailyType?: string | undefined;
  readonly dailyTime?: string | undefined; // HH:mm:ss
  readonly periodicallyEvery?: string | undefined;
  readonly periodicallyOffsetMinutes?: number | undefined;
  readonly periodicallyWindowEnabled?: boolean | undefined;
  readonly periodicallyWindowSettings?: OracleMask | undefined;
  readonly backupWindowEnabled?: boolean | undefined;
  readonly backupWindowSettings?: OracleMask | undefined;
  readonly retryEnabled?: boolean | undefined;
  readonly retryNumber?: number | undefined;
  readonly retryWaitInterval?: number | undefined; // minutes
}

export interface OracleRun {
  instant: number;
  admitted: boolean;
  reason?: "backup-window" | "start-window";
  clockChange?: "shifted" | "gap-end" | "first-pass" | "second-pass";
  atOpening?: true;
}

export interface OracleAttempt {
  attempt: number;
  start: number;
  end: number;
  outcome: "Failed" | "Stopped";
  endedBy?: "window-closed" | "superseded" | "retries-exhausted";
}

/**
 * All runs of `[from, to)`, admitted and blocked, ascending; equal instants are one run (R4 to
 * R14).
 */
export function oracleRuns(
  policy: OraclePolicy,
  clock: OracleClock,
  from: number,
  to: number,
): OracleRun[] {
  if (
    policy.type === "ManualOnly" ||
    policy.type === "Immediate" ||
    policy.scheduleEnabled === false
  )
    return []; // R9
  if (!(from < to)) return [];
  const starts =
    policy.type === "Daily"
      ? dailyStarts(policy, clock, from, to)
      : gridStarts(policy, clock, from, to);
  const runs: OracleRun[] = [];
  for (const start of starts) {
    if (start.instant < from || start.instant >= to) continue;
    const reason = start.closed
      ? "start-window"
      : oracleAllowed(policy, clock, start.instant)
        ? undefined
        : "backup-window"; // R14: who passed R13 must also pass R12
    const run: OracleRun = { instant: start.instant, admitted: reason === undefined };
    if (reason !== undefined) run.reason = reason;
    if (start.clockChange !== undefined) run.clockChange = start.clockChange;
    if (start.atOpening) run.atOpening = true;
    runs.push(run);
  }
  return mergeEqual(runs.sort((a, b) => a.instant - b.instant));
}

/** Whether the backup window is open at `instant` (R10 to R12); true when there is none. */
export function oracleAllowed(policy: OraclePolicy, clock: OracleClock, instant: number): boolean {
  const mask = enabledMask(policy.backupWindowEnabled, policy.backupWindowSettings);
  return mask === undefined || isOpen(mask, 0, clock, instant);
}

/**
 * The first instant strictly after `instant` at which an allowed minute is followed by a prohibited
 * one, else `Infinity`.
 */
export function oracleWindowEnd(policy: OraclePolicy, clock: OracleClock, instant: number): number {
  const mask = enabledMask(policy.backupWindowEnabled, policy.backupWindowSettings);
  if (mask === undefined || !mask.backupWindow.includes(false) || !mask.backupWindow.includes(true))
    return Infinity;
  // Each cell comes round every 7 days, but a gap may skip the only prohibited hour of a week: 30
  // days are plenty.
  const firstMinute = Math.floor(instant / MINUTE);
  for (let minute = firstMinute + 1; minute <= firstMinute + 30 * 1440; minute++) {
    if (
      oracleAllowed(policy, clock, (minute - 1) * MINUTE) &&
      !oracleAllowed(policy, clock, minute * MINUTE)
    ) {
      return minute * MINUTE;
    }
  }
  return Infinity;
}

/**
 * What follows a run at `start` whose attempts all fail after `durations` ms (R17 to R20,
 * `pendingRetry: "superseded"`).
 */
export function oracleRetrySequence(
  policy: OraclePolicy,
  clock: OracleClock,
  start: number,
  durations: readonly number[],
): OracleAttempt[] {
  const retryEnabled = policy.retryEnabled ?? false;
  const retryNumber = retryEnabled ? (policy.retryNumber ?? 3) : 0; // R26
  const waitMs = (policy.retryWaitInterval ?? 10) * MINUTE;
  const attempts: OracleAttempt[] = [];
  let begin = start;
  for (let attempt = 0; attempt < durations.length; attempt++) {
    const end = begin + durations[attempt]!;
    const edge = oracleWindowEnd(policy, clock, begin);
    if (edge < end) {
      attempts.push({
        attempt,
        start: begin,
        end: edge,
        outcome: "Stopped",
        endedBy: "window-closed",
      }); // R17
      return attempts;
    }
    const last: OracleAttempt = { attempt, start: begin, end, outcome: "Failed" };
    attempts.push(last);
    if (attempt >= retryNumber) {
      last.endedBy = "retries-exhausted"; // R18
      return attempts;
    }
    const due = end + waitMs;
    if (!oracleAllowed(policy, clock, due)) {
      last.endedBy = "window-closed"; // R19: known now, so nothing is pending
      return attempts;
    }
    // The nominal start that began this very run cannot supersede it, should the first attempt take
    // no time at all.
    const nominal = oracleRuns(policy, clock, end, due + 1).find(
      (run) => run.admitted && run.instant > start,
    );
    if (nominal !== undefined) {
      last.endedBy = "superseded"; // R20
      return attempts;
    }
    begin = due;
  }
  return attempts;
}

/**
 * What the wall clock of `zone` shows at `instant`, as the milliseconds that the same reading would
 * be in UTC.
 */
export function oracleWall(zone: string, instant: number): number {
  const minute = Math.floor(instant / MINUTE);
  return wallClock(zone)(minute) * MINUTE + (instant - minute * MINUTE);
}

// --- nominal starts

interface Start {
  instant: number;
  clockChange?: "shifted" | "gap-end" | "first-pass" | "second-pass" | undefined;
  closed?: boolean; // R13 blocks it
  atOpening?: boolean;
}

/** R4 and R7. May hand back starts outside `[from, to)`. */
function dailyStarts(policy: OraclePolicy, clock: OracleClock, from: number, to: number): Start[] {
  const { minuteOfDay, extraMs } = parseTime(policy.dailyTime);
  const weekdays = parseWeekdays(policy.dailyType);
  // Four days either side: the longest jump is one day, so every date that can reach into [from,
  // to) is seen whole.
  const walk = walkMinutes(clock.zone, from - 4 * DAY, to + 4 * DAY);
  const starts: Start[] = [];
  for (const day of walk.days) {
    if (!weekdays.includes(mod(day + 4, 7))) continue; // day 0, 1970-01-01, was a Thursday
    const nominalWall = day * 1440 + minuteOfDay;
    const shown = walk.minutesShowing(nominalWall);
    if (shown.length === 1) {
      starts.push({ instant: shown[0]! * MINUTE + extraMs });
    } else if (shown.length === 2) {
      if (clock.overlap !== "second")
        starts.push({ instant: shown[0]! * MINUTE + extraMs, clockChange: "first-pass" });
      if (clock.overlap !== "first")
        starts.push({ instant: shown[1]! * MINUTE + extraMs, clockChange: "second-pass" });
    } else {
      const gap = walk.gaps.find((g) => g.oldWall <= nominalWall && nominalWall < g.newWall);
      if (gap === undefined) {
        // Only a date that the walk saw just a part of may lack its time for no reason.
        if (day === walk.days[0] || day === walk.days.at(-1)) continue;
        throw new Error(
          `invariant: ${clock.zone} never shows wall minute ${nominalWall} but skips nothing there`,
        );
      }
      if (clock.gap === "shift") {
        // as if the old offset still applied
        const lateMs = (nominalWall - gap.oldWall) * MINUTE + extraMs;
        starts.push({ instant: gap.minute * MINUTE + lateMs, clockChange: "shifted" });
      } else if (clock.gap === "gap-end") {
        starts.push({ instant: gap.minute * MINUTE, clockChange: "gap-end" });
      } else if (clock.gap === "earlier") {
        // Earlier by the length of the gap, on the wall: when the clock last showed that before it
        // jumped.
        const earlierWall = nominalWall - (gap.newWall - gap.oldWall);
        const minute = walk.minutesShowing(earlierWall).findLast((m) => m < gap.minute);
        if (minute !== undefined)
          starts.push({ instant: minute * MINUTE + extraMs, clockChange: "shifted" });
        else if (day > walk.days[0]! + 1)
          // else it was days before `from`
          throw new Error(`invariant: ${clock.zone} never shows wall minute ${earlierWall}`);
      }
    }
  }
  return starts;
}

/** R5, R6, R8 and R13. May hand back starts outside `[from, to)`. */
function gridStarts(policy: OraclePolicy, clock: OracleClock, from: number, to: number): Start[] {
  const interval = parseInterval(policy.periodicallyEvery);
  const offsetMinutes = interval.hours ? (policy.periodicallyOffsetMinutes ?? 0) : 0;
  const startMask = interval.hours
    ? enabledMask(policy.periodicallyWindowEnabled, policy.periodicallyWindowSettings)
    : undefined;

  // What is closed at `from` may have been closed for a week and a day before.
  const firstMinute = Math.floor(from / MINUTE) - (startMask ? 9 * 1440 : 0);
  const lastMinute = Math.ceil(to / MINUTE);
  // Two days more either side, so that both showings of a repeated wall time are seen.
  const walk = walkMinutes(
    clock.zone,
    (firstMinute - 2 * 1440) * MINUTE,
    (lastMinute + 2 * 1440) * MINUTE,
  );

  const passOf = (minute: number): "first-pass" | "second-pass" | undefined => {
    const shown = walk.minutesShowing(walk.wallAt(minute));
    return shown.length < 2 ? undefined : minute === shown[0] ? "first-pass" : "second-pass";
  };

  const starts: Start[] = [];
  let blockedInThisSpell = false;
  for (let minute = firstMinute; minute < lastMinute; minute++) {
    const sinceFirstOfDay = mod(walk.wallAt(minute), 1440) - offsetMinutes;
    const isGridTime = sinceFirstOfDay >= 0 && sinceFirstOfDay % interval.minutes === 0;
    const pass = isGridTime || blockedInThisSpell ? passOf(minute) : undefined;
    const isGridStart =
      isGridTime &&
      // R8
      (pass === undefined || clock.gridOverlap === "both" || `${clock.gridOverlap}-pass` === pass);
    const closed =
      startMask !== undefined && !isOpen(startMask, offsetMinutes, clock, minute * MINUTE);

    if (isGridStart) starts.push({ instant: minute * MINUTE, clockChange: pass, closed });
    else if (!closed && blockedInThisSpell)
      starts.push({ instant: minute * MINUTE, clockChange: pass, atOpening: true });

    if (!closed) blockedInThisSpell = false;
    else if (isGridStart) blockedInThisSpell = true;
  }
  return starts;
}

/**
 * R7: equal instants are one start. What the clock plainly shows goes before what was moved there.
 */
function mergeEqual(runs: OracleRun[]): OracleRun[] {
  const merged: OracleRun[] = [];
  for (const run of runs) {
    const previous = merged.at(-1);
    if (previous === undefined || previous.instant !== run.instant) merged.push(run);
    else if (previous.clockChange === "shifted" || previous.clockChange === "gap-end")
      merged[merged.length - 1] = run;
  }
  return merged;
}

// --- windows

function enabledMask(
  enabled: boolean | undefined,
  settings: OracleMask | undefined,
): OracleMask | undefined {
  return settings !== undefined && enabled !== false ? settings : undefined;
}

/** R10, R11; `laterMinutes` moves the whole mask later (R13). */
function isOpen(
  mask: OracleMask,
  laterMinutes: number,
  clock: OracleClock,
  instant: number,
): boolean {
  if (mask.backupWindow.length !== 168)
    throw new Error(`a mask has 168 cells, this one ${mask.backupWindow.length}`);
  const minuteOffset = mask.minuteOffset ?? 0;
  const reading =
    clock.windowClock === "utc"
      ? instant + minuteOffset * MINUTE
      : oracleWall(clock.zone, instant) - minuteOffset * MINUTE;
  const sinceThursday = reading - laterMinutes * MINUTE; // 1970-01-01 was a Thursday
  const sinceSunday = mod(sinceThursday + 4 * DAY, 7 * DAY);
  return mask.backupWindow[Math.floor(sinceSunday / HOUR)]!;
}

// --- the wall clock. Real minutes and wall minutes are both counted from their own 1970-01-01
// 00:00.

interface Walk {
  wallAt: (minute: number) => number;
  minutesShowing: (wall: number) => readonly number[]; // ascending, never more than two
  days: readonly number[]; // every calendar date shown, as days since 1970-01-01, ascending
  // at `minute` it shows newWall instead of oldWall
  gaps: readonly { minute: number; oldWall: number; newWall: number }[];
}

/** The last walks, by zone and span: who asks of many policies in one place walks there once. */
const walks = new Map<string, Walk>();
const WALKS_KEPT = 4;

function walkMinutes(zone: string, from: number, to: number): Walk {
  const first = Math.floor(from / MINUTE);
  const last = Math.ceil(to / MINUTE);
  const key = `${zone} ${first} ${last}`;
  let walk = walks.get(key);
  if (walk === undefined) {
    walk = walkOnce(zone, first, last);
    if (walks.size >= WALKS_KEPT) walks.delete(walks.keys().next().value!);
    walks.set(key, walk);
  }
  return walk;
}

function walkOnce(zone: string, first: number, last: number): Walk {
  const clock = wallClock(zone);
  const walls = new Int32Array(last - first + 1);
  for (let at = 0; at < walls.length; at++) walls[at] = clock(first + at);
  const wallAt = (minute: number): number =>
    minute >= first && minute <= last ? walls[minute - first]! : clock(minute);

  // Which minutes show a wall time, by that time: places in `walls` counted from 1, 0 for none.
  const lowest = walls.reduce((a, b) => Math.min(a, b));
  const highest = walls.reduce((a, b) => Math.max(a, b));
  const once = new Int32Array(highest - lowest + 1);
  const twice = new Int32Array(highest - lowest + 1);
  const days = new Set<number>();
  const gaps: { minute: number; oldWall: number; newWall: number }[] = [];
  let day = NaN;
  for (let at = 0; at < walls.length; at++) {
    const wall = walls[at]!;
    if (Math.floor(wall / 1440) !== day) days.add((day = Math.floor(wall / 1440)));
    const place = wall - lowest;
    if (once[place] === 0) once[place] = at + 1;
    else if (twice[place] === 0) twice[place] = at + 1;
    else throw new Error(`invariant: ${zone} shows wall minute ${wall} three times`);
    if (at === 0) continue;
    const oldWall = walls[at - 1]! + 1; // what it would show now, had nothing changed
    if (wall > oldWall) gaps.push({ minute: first + at, oldWall, newWall: wall });
  }
  const none: readonly number[] = [];
  return {
    wallAt,
    minutesShowing: (wall) => {
      const place = wall - lowest;
      const [one, two] = [once[place] ?? 0, twice[place] ?? 0];
      if (one === 0) return none;
      return two === 0 ? [first + one - 1] : [first + one - 1, first + two - 1];
    },
    days: [...days].sort((a, b) => a - b),
    gaps,
  };
}

/** Readings of a zone's clock that are kept: of some twenty years. */
const HOURS_KEPT = 200_000;

const clocks = new Map<string, (minute: number) => number>();

/** From a real minute to the wall minute that `zone` shows then. */
function wallClock(zone: string): (minute: number) => number {
  let found = clocks.get(zone);
  if (found === undefined) {
    found = fixedClock(zone) ?? namedClock(zone);
    clocks.set(zone, found);
  }
  return found;
}

/** `UTC`, `UTC+5:30`, `UTC-07:00`. */
function fixedClock(zone: string): ((minute: number) => number) | undefined {
  const match = /^UTC(?:([+-])(\d{1,2})(?::(\d{2}))?)?$/.exec(zone);
  if (match === null) return undefined;
  const size = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  const offset = match[1] === "-" ? -size : size;
  return (minute) => minute + offset;
}

/**
 * Reads the host's clock. Where the first minute of a real hour and of the next are one wall hour
 * apart, the 58 others lie between them: two changes of a zone are never within the hour (the
 * closest two since July 1972 are 167 hours apart: tzdata 2025, Boa Vista 2000, Gaza 2040). In any
 * other hour every minute is read.
 */
function namedClock(zone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });

  const readSeconds = (instant: number): number => {
    if (instant < Date.UTC(1972, 6, 1))
      throw new RangeError("the oracle reads no clock before July 1972");
    const field: Record<string, number> = {};
    for (const part of format.formatToParts(instant))
      if (part.type !== "literal") field[part.type] = Number(part.value);
    return (
      Date.UTC(
        field["year"]!,
        field["month"]! - 1,
        field["day"],
        field["hour"],
        field["minute"],
        field["second"],
      ) / 1000
    );
  };
  const readMinute = (minute: number): number => {
    const wall = readSeconds(minute * MINUTE) / 60;
    if (!Number.isInteger(wall))
      throw new Error(`invariant: ${zone} is off by seconds at real minute ${minute}`);
    return wall;
  };

  const hourStarts = new Map<number, number>();
  const readHour = (hour: number): number => {
    let wall = hourStarts.get(hour);
    if (wall === undefined) hourStarts.set(hour, (wall = readMinute(hour * 60)));
    return wall;
  };

  const changingHours = new Map<number, readonly number[]>();
  const readChangingHour = (hour: number): readonly number[] => {
    let walls = changingHours.get(hour);
    if (walls === undefined) {
      const read: number[] = [];
      for (let minute = hour * 60; minute < hour * 60 + 60; minute++) {
        const wall = readMinute(minute);
        if (readSeconds(minute * MINUTE + 59_000) !== wall * 60 + 59) {
          throw new Error(`invariant: ${zone} changes within real minute ${minute}`);
        }
        read.push(wall);
      }
      changingHours.set(hour, (walls = read));
    }
    return walls;
  };

  // Most questions are of the hour before: what was found of it is kept.
  let lastHour = NaN;
  let plainWall: number | undefined;
  return (minute) => {
    const hour = Math.floor(minute / 60);
    const intoHour = minute - hour * 60;
    if (hour !== lastHour) {
      if (hourStarts.size > HOURS_KEPT) hourStarts.clear();
      const wall = readHour(hour);
      plainWall = readHour(hour + 1) - wall === 60 ? wall : undefined;
      lastHour = hour;
    }
    return plainWall === undefined ? readChangingHour(hour)[intoHour]! : plainWall + intoHour;
  };
}

// --- reading the policy

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function parseTime(text: string | undefined): { minuteOfDay: number; extraMs: number } {
  const match = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text ?? "");
  if (match === null) throw new Error(`no time of day: ${text}`);
  return {
    minuteOfDay: Number(match[1]) * 60 + Number(match[2]),
    extraMs: Number(match[3] ?? 0) * 1000,
  };
}

function parseWeekdays(dailyType: string | undefined): readonly number[] {
  if (dailyType === "Everyday") return [0, 1, 2, 3, 4, 5, 6];
  if (dailyType === "Workdays") return [1, 2, 3, 4, 5];
  if (dailyType === "Weekends") return [0, 6];
  const names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  if (dailyType === undefined || !names.includes(dailyType))
    throw new Error(`no dailyType: ${dailyType}`);
  return [names.indexOf(dailyType)];
}

function parseInterval(text: string | undefined): { minutes: number; hours: boolean } {
  const match = /^(Minutes|Hours)(\d{1,2})$/.exec(text ?? "");
  if (match === null) throw new Error(`no interval: ${text}`);
  const hours = match[1] === "Hours";
  return { minutes: Number(match[2]) * (hours ? 60 : 1), hours };
}

/** Never negative, unlike `%`. */
function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}
