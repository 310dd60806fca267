/**
 * The nominal starts in a stretch of real time, one by one, with what becomes of each: the meaning
 * of R4 to R14.
 *
 * This is the slow, plain road: it is walked once per kind of clock change while compiling, and
 * when somebody asks for runs with their reasons. The weekly tables of the fast road hold what this
 * says for a clock that stands still, and the laws in the tests hold the two against each other.
 */
import { dayOf, weekdayOfDay } from "../time/calendar.js";
import { DAY_MS, type Instant, instantOf, type Wall, wallOf } from "../time/instant.js";
import { segmentAt, segmentEnd, type ZoneTable } from "../time/zone.js";
import type { ServerClock } from "./clock.js";
import type { StartRule } from "./rule.js";
import { isOpen, nextChange, spellStart } from "./window.js";

/**
 * What the clock did to a start (R7, R8): moved later or earlier by the length of a gap, or to its
 * end; or one of the two passes of an overlap.
 */
export type ClockChange = "shifted" | "gap-end" | "first-pass" | "second-pass";

/** Why a nominal start does not run (R12, R13). */
export type BlockedReason = "backup-window" | "start-window";

/** One nominal start. */
export interface Start {
  readonly instant: number;
  /**
   * The wall time that the policy names: another than the clock shows where the start was moved.
   */
  readonly nominal: Wall;
  readonly clockChange?: ClockChange;
  /** Made by the opening of the start window, not by the grid (R13). */
  readonly atOpening?: true;
  /** Absent where the start runs. */
  readonly reason?: BlockedReason;
}

/**
 * All nominal starts in `[from, to)`, admitted and blocked, ascending, each instant once (R7). Both
 * ends finite. With `held` false, those that the start window holds back are left out, and closed
 * spells are stepped over.
 */
export function startsIn(
  rule: StartRule,
  zone: ZoneTable,
  from: number,
  to: number,
  held = true,
): Start[] {
  const found: Start[] = [];
  if (rule.times.kind === "manual" || !(from < to)) return found;
  const last = segmentAt(zone, to - 1);
  for (let segment = segmentAt(zone, from); segment <= last; segment += 1) {
    const low = Math.max(from, zone.starts[segment]!);
    const high = Math.min(to, segmentEnd(zone, segment));
    if (rule.times.kind === "daily") {
      collectDaily(rule, zone, segment, low, high, found);
      // A moved start lies at most a gap's length from its change, and every segment is longer: the
      // segment after the change holds it, or the one before.
      collectMoved(rule, zone, segment, low, high, found);
      collectMoved(rule, zone, segment + 1, low, high, found);
    } else {
      collectGrid(rule, zone, segment, low, high, held, found);
    }
  }
  if (rule.startWindow !== undefined) collectOpenings(rule, zone, from, to, found);
  found.sort((a, b) => a.instant - b.instant);
  const once = found.filter(
    (start, index) => index === 0 || start.instant !== found[index - 1]!.instant,
  );
  return rule.backupWindow === undefined
    ? once
    : once.map((start) => behindBackupWindow(rule, zone, start));
}

/** Which showings of a wall time that shows twice count. */
export type Pass = "first" | "second" | "both";

/**
 * The first instant of a segment from which starts on the wall clock count: its start, or, where
 * the clock shows an hour again and only the first pass runs, the end of that hour (R7, R8).
 */
export function countsFrom(zone: ZoneTable, segment: number, pass: Pass): number {
  const begin = zone.starts[segment]!;
  return pass === "first" ? begin + repeatedAtStart(zone, segment) : begin;
}

/**
 * The end of the stretch of a segment in which starts count: its end, or, where only the second
 * pass runs, an hour earlier.
 */
export function countsTo(zone: ZoneTable, segment: number, pass: Pass): number {
  const end = segmentEnd(zone, segment);
  return pass === "second" ? end - repeatedAtStart(zone, segment + 1) : end;
}

/**
 * Which showings of a repeated wall time count for this rule (R7 for daily, R8 for periodic
 * starts).
 */
export function passOf(rule: StartRule): Pass {
  return rule.times.kind === "daily" ? rule.clock.overlap : rule.clock.gridOverlap;
}

/**
 * How much wall time the clock shows again from the start of this segment on, ms; 0 where it does
 * not go back.
 */
function repeatedAtStart(zone: ZoneTable, segment: number): number {
  if (segment < 1 || segment >= zone.starts.length) return 0;
  return Math.max(0, zone.offsetsMs[segment - 1]! - zone.offsetsMs[segment]!);
}

/** Whether an instant of a segment lies in a repeated stretch of wall time, and in which pass. */
export function passAt(zone: ZoneTable, segment: number, instant: number): ClockChange | undefined {
  if (instant < zone.starts[segment]! + repeatedAtStart(zone, segment)) return "second-pass";
  if (instant >= segmentEnd(zone, segment) - repeatedAtStart(zone, segment + 1))
    return "first-pass";
  return undefined;
}

function startAt(instant: number, nominal: Wall, clockChange: ClockChange | undefined): Start {
  return clockChange === undefined ? { instant, nominal } : { instant, nominal, clockChange };
}

function collectDaily(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  low: number,
  high: number,
  found: Start[],
): void {
  if (rule.times.kind !== "daily") return;
  const { timeMs, days } = rule.times;
  const offsetMs = zone.offsetsMs[segment]!;
  const from = Math.max(low, countsFrom(zone, segment, rule.clock.overlap));
  const to = Math.min(high, countsTo(zone, segment, rule.clock.overlap));
  for (let day = dayOf(wallOf(from as Instant, offsetMs)); ; day += 1) {
    const nominal = (day * DAY_MS + timeMs) as Wall;
    const instant = instantOf(nominal, offsetMs);
    if (instant >= to) return;
    if (instant >= from && days[weekdayOfDay(day)] === 1)
      found.push(startAt(instant, nominal, passAt(zone, segment, instant)));
  }
}

/** The daily times that the clock skips where this segment begins, if they run in `[low, high)`. */
function collectMoved(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  low: number,
  high: number,
  found: Start[],
): void {
  if (rule.times.kind !== "daily" || segment < 1 || segment >= zone.starts.length) return;
  const change = zone.starts[segment]! as Instant;
  const gapFrom = wallOf(change, zone.offsetsMs[segment - 1]!);
  const gapTo = wallOf(change, zone.offsetsMs[segment]!);
  for (let day = dayOf(gapFrom); day * DAY_MS < gapTo; day += 1) {
    const nominal = (day * DAY_MS + rule.times.timeMs) as Wall;
    if (nominal < gapFrom || nominal >= gapTo || rule.times.days[weekdayOfDay(day)] !== 1) continue;
    const neverHappened = gapFrom <= day * DAY_MS && gapTo >= (day + 1) * DAY_MS;
    if (neverHappened) continue;
    const instant = movedTo(rule.clock.gap, zone, segment, nominal);
    if (instant === undefined || instant < low || instant >= high) continue;
    const clockChange = rule.clock.gap === "gap-end" ? "gap-end" : "shifted";
    found.push({ instant, nominal, clockChange });
  }
}

/**
 * When a daily time runs that the clock skips where this segment begins; `undefined` where it does
 * not (R7).
 */
export function movedTo(
  gap: ServerClock["gap"],
  zone: ZoneTable,
  segment: number,
  nominal: Wall,
): number | undefined {
  switch (gap) {
    case "shift":
      return instantOf(nominal, zone.offsetsMs[segment - 1]!); // as if the old offset still held
    case "gap-end":
      return zone.starts[segment]!;
    case "earlier":
      return instantOf(nominal, zone.offsetsMs[segment]!); // as if the new offset held already
    case "skip":
      return undefined;
  }
}

/** Where the starts lie that the gap before this segment moves, `[from, to)`; empty for none. */
export function movedWithin(
  gap: ServerClock["gap"],
  zone: ZoneTable,
  segment: number,
): readonly [from: number, to: number] {
  const change = zone.starts[segment]! as Instant;
  const gapFrom = wallOf(change, zone.offsetsMs[segment - 1]!);
  const gapTo = wallOf(change, zone.offsetsMs[segment]!);
  if (gapTo <= gapFrom) return [change, change];
  const first = movedTo(gap, zone, segment, gapFrom);
  const last = movedTo(gap, zone, segment, (gapTo - 1) as Wall);
  return first === undefined ? [change, change] : [first, last! + 1];
}

/** Whether a start runs at another time than the one that the clock skipped (R7). */
export function isMoved({ clockChange }: { readonly clockChange?: ClockChange }): boolean {
  return clockChange === "shifted" || clockChange === "gap-end";
}

function collectGrid(
  rule: StartRule,
  zone: ZoneTable,
  segment: number,
  low: number,
  high: number,
  held: boolean,
  found: Start[],
): void {
  if (rule.times.kind !== "grid") return;
  const offsetMs = zone.offsetsMs[segment]!;
  const window = rule.startWindow;
  const from = Math.max(low, countsFrom(zone, segment, rule.clock.gridOverlap));
  const to = Math.min(high, countsTo(zone, segment, rule.clock.gridOverlap));
  let instant = gridFrom(rule.times, offsetMs, from);
  while (instant < to) {
    if (window !== undefined && !isOpen(window, zone, instant)) {
      if (!held) {
        instant = gridFrom(rule.times, offsetMs, nextChange(window, zone, instant, true));
        continue; // later than before: the window opens after the instant at which it is closed
      }
      found.push({ ...gridStart(zone, segment, instant), reason: "start-window" });
    } else {
      found.push(gridStart(zone, segment, instant));
    }
    instant += rule.times.stepMs;
  }
}

/** A start of the grid, or at an opening: its nominal time is what the clock shows. */
function gridStart(zone: ZoneTable, segment: number, instant: number): Start {
  return startAt(
    instant,
    wallOf(instant as Instant, zone.offsetsMs[segment]!),
    passAt(zone, segment, instant),
  );
}

/** First instant at or after `from` at which a clock with this offset shows a time of the grid. */
function gridFrom(
  grid: { stepMs: number; phaseMs: number },
  offsetMs: number,
  from: number,
): number {
  const ahead = offsetMs - grid.phaseMs; // every step divides a day, so the grid needs no midnight
  return Math.ceil((from + ahead) / grid.stepMs) * grid.stepMs - ahead;
}

/** First grid start at or after `from`, whatever the windows say. */
function nextGridStart(rule: StartRule, zone: ZoneTable, from: number): number {
  if (rule.times.kind !== "grid") throw new Error("invariant: only a periodic rule has a grid");
  for (let segment = segmentAt(zone, from); ; segment += 1) {
    const counting = Math.max(from, countsFrom(zone, segment, rule.clock.gridOverlap));
    const instant = gridFrom(rule.times, zone.offsetsMs[segment]!, counting);
    // the last segment never ends
    if (instant < countsTo(zone, segment, rule.clock.gridOverlap)) return instant;
  }
}

/** Last grid start strictly before an instant, whatever the windows say. */
export function lastGridStart(rule: StartRule, zone: ZoneTable, before: number): number {
  if (rule.times.kind !== "grid") throw new Error("invariant: only a periodic rule has a grid");
  const { times, clock } = rule;
  for (let segment = segmentAt(zone, before - 1); ; segment -= 1) {
    const counting = Math.min(before, countsTo(zone, segment, clock.gridOverlap));
    const instant = gridFrom(times, zone.offsetsMs[segment]!, counting) - times.stepMs;
    // the first segment never begins
    if (instant >= countsFrom(zone, segment, clock.gridOverlap)) return instant;
  }
}

/**
 * The starts that openings of the start window make: where a closed spell ends that held a grid
 * start (R13).
 */
function collectOpenings(
  rule: StartRule,
  zone: ZoneTable,
  from: number,
  to: number,
  found: Start[],
): void {
  const window = rule.startWindow!;
  for (
    let opening = nextChange(window, zone, from - 1, true);
    opening < to;
    opening = nextChange(window, zone, opening, true)
  ) {
    if (nextGridStart(rule, zone, opening) === opening) continue; // the grid starts here anyway
    // nothing was waiting
    if (nextGridStart(rule, zone, spellStart(window, zone, opening)) >= opening) continue;
    found.push({ ...gridStart(zone, segmentAt(zone, opening), opening), atOpening: true });
  }
}

function behindBackupWindow(rule: StartRule, zone: ZoneTable, start: Start): Start {
  if (start.reason !== undefined || isOpen(rule.backupWindow!, zone, start.instant)) return start;
  const { instant, nominal, clockChange, atOpening } = start;
  // A spread would cost more than all that is known of an ordinary start.
  return clockChange === undefined && atOpening === undefined
    ? { instant, nominal, reason: "backup-window" }
    : { ...start, reason: "backup-window" };
}
