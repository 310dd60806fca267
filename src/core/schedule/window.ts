/**
 * A weekly window on a running clock: open or closed at an instant, and when that changes.
 *
 * A window is read either on UTC or on the server's wall clock, a constant shift apart (R11). On
 * the wall clock it jumps with it: it may open or close at the very instant of a clock change, and
 * spells are stretches of real time. A mask that is all open or all closed never changes, and says
 * so at once.
 */
import { HOURS_PER_WEEK, type WindowSettings } from "../policy/types.js";
import { weekPositionOf } from "../time/calendar.js";
import { HOUR_MS, MINUTE_MS, NEVER, NEVER_BEFORE, type Wall } from "../time/instant.js";
import { offsetAt, segmentAt, segmentEnd, type ZoneTable } from "../time/zone.js";
import type { ServerClock } from "./clock.js";

/** A mask, ready to be asked. */
export interface Window {
  /** 1 = allowed; index = weekday * 24 + hour, 0 = Sunday 00:00 (R10). */
  readonly open: Uint8Array;
  /** Whether it is read on the server's wall clock; otherwise on UTC (R11). */
  readonly onServerClock: boolean;
  /** Added to the clock's reading before the cell is looked up, ms. */
  readonly shiftMs: number;
  /**
   * From the start of each hour to the first hour that differs from it, in hours; 0 where none
   * does.
   */
  readonly hoursAhead: Uint8Array;
  /**
   * From the end of each hour back to the first that differs from it, in hours; 0 where none does.
   */
  readonly hoursBehind: Uint8Array;
  readonly openHours: number;
}

/** Prepares a mask. `laterMinutes` moves the whole mask later (R13). */
export function windowOf(
  settings: WindowSettings,
  windowClock: ServerClock["windowClock"],
  laterMinutes = 0,
): Window {
  const open = new Uint8Array(HOURS_PER_WEEK);
  const hoursAhead = new Uint8Array(HOURS_PER_WEEK);
  const hoursBehind = new Uint8Array(HOURS_PER_WEEK);
  let openHours = 0;
  for (let hour = 0; hour < HOURS_PER_WEEK; hour += 1) {
    if (settings.backupWindow[hour] !== true) continue;
    open[hour] = 1;
    openHours += 1;
  }
  if (openHours > 0 && openHours < HOURS_PER_WEEK) {
    // Twice round: the first lap finds the spell that crosses the end of the week, the second has
    // every answer.
    for (let lap = 0; lap < 2; lap += 1) {
      for (
        let hour = 0, before = HOURS_PER_WEEK - 1;
        hour < HOURS_PER_WEEK;
        before = hour, hour += 1
      ) {
        hoursBehind[hour] = open[before] === open[hour] ? hoursBehind[before]! + 1 : 1;
      }
      for (let hour = HOURS_PER_WEEK - 1, after = 0; hour >= 0; after = hour, hour -= 1) {
        hoursAhead[hour] = open[after] === open[hour] ? hoursAhead[after]! + 1 : 1;
      }
    }
  }
  const offset = windowClock === "utc" ? settings.minuteOffset : -settings.minuteOffset;
  return {
    open,
    onServerClock: windowClock === "server",
    shiftMs: (offset - laterMinutes) * MINUTE_MS,
    hoursAhead,
    hoursBehind,
    openHours,
  };
}

/**
 * What the window's clock is ahead of UTC at an instant in a segment with this offset, ms: what a
 * cell is looked up with.
 */
export function windowOffset(window: Window, offsetMs: number): number {
  return window.onServerClock ? offsetMs + window.shiftMs : window.shiftMs;
}

/** Is the window open at `instant`? */
export function isOpen(window: Window, zone: ZoneTable, instant: number): boolean {
  const offsetMs = window.onServerClock ? offsetAt(zone, instant) : 0;
  const position = weekPositionOf((instant + windowOffset(window, offsetMs)) as Wall);
  return window.open[Math.floor(position / HOUR_MS)] === 1;
}

/**
 * First instant strictly after `instant`, which may have a fraction, at which the window opens
 * (`toOpen`) or closes; `NEVER` if it does neither.
 */
export function nextChange(
  window: Window,
  zone: ZoneTable,
  instant: number,
  toOpen: boolean,
): number {
  if (window.openHours === 0 || window.openHours === HOURS_PER_WEEK) return NEVER;
  let at = Math.floor(instant); // changes are at whole milliseconds
  let open = isOpen(window, zone, at);
  let segment = window.onServerClock ? segmentAt(zone, at) : 0;
  // Bound: the mask changes at least twice a week, so this passes a change or the end of a segment
  // each time round.
  for (;;) {
    const end = window.onServerClock ? segmentEnd(zone, segment) : NEVER;
    const position = weekPositionOf((at + windowOffset(window, zone.offsetsMs[segment]!)) as Wall);
    const hour = Math.floor(position / HOUR_MS);
    const change = at - (position - hour * HOUR_MS) + window.hoursAhead[hour]! * HOUR_MS;
    if (change < end) at = change;
    else {
      at = end;
      segment += 1;
      if (isOpen(window, zone, at) === open) continue;
    }
    open = !open;
    if (open === toOpen) return at;
  }
}

/**
 * The first instant of the spell, open or closed, that lasts until just before `end`.
 * `NEVER_BEFORE` where the window never changes.
 */
export function spellStart(window: Window, zone: ZoneTable, end: number): number {
  if (window.openHours === 0 || window.openHours === HOURS_PER_WEEK) return NEVER_BEFORE;
  let at = end;
  let segment = window.onServerClock ? segmentAt(zone, end - 1) : 0;
  const open = isOpen(window, zone, end - 1);
  // Bound: as above; a spell is shorter than a week and a clock change.
  for (;;) {
    const begin = window.onServerClock ? zone.starts[segment]! : NEVER_BEFORE;
    const position = weekPositionOf(
      (at - 1 + windowOffset(window, zone.offsetsMs[segment]!)) as Wall,
    );
    const hour = Math.floor(position / HOUR_MS);
    const start = at - 1 - (position - hour * HOUR_MS) - (window.hoursBehind[hour]! - 1) * HOUR_MS;
    if (start > begin) return start;
    at = begin;
    segment -= 1;
    if (isOpen(window, zone, at - 1) !== open) return at;
  }
}
