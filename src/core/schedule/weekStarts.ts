/**
 * The admitted starts of one week on a clock that stands still, as positions on the wall clock: the
 * fast twin of `startsIn`, in plain loops, since every compilation pays for it once per offset of
 * the zone.
 *
 * With the offset constant, every window stands still relative to the wall clock too, `shift`
 * milliseconds away.
 */
import { HOURS_PER_WEEK } from "../policy/types.js";
import { DAY_MS, HOUR_MS, modulo, WEEK_MS } from "../time/instant.js";
import type { StartRule } from "./rule.js";
import type { BlockedReason } from "./starts.js";
import { type Window, windowOffset } from "./window.js";

/** What becomes of a start: it runs, or a window blocks it. */
export type Fate = "admitted" | BlockedReason;

/**
 * Which of the nominal positions, and which openings (R13), have this fate on a wall clock that is
 * `offsetMs` ahead of UTC: positions in `[0, WEEK_MS)` from Sunday 00:00, ascending.
 */
export function weekStarts(
  rule: StartRule,
  nominal: Int32Array,
  offsetMs: number,
  fate: Fate,
): Int32Array {
  const { startWindow, backupWindow } = rule;
  if (fate === "start-window") {
    return startWindow === undefined
      ? NO_STARTS
      : inCells(nominal, startWindow, shiftOf(startWindow, offsetMs), CLOSED);
  }
  const positions =
    startWindow === undefined
      ? nominal
      : throughStartWindow(nominal, rule, startWindow, shiftOf(startWindow, offsetMs));
  if (backupWindow === undefined) return fate === "admitted" ? positions : NO_STARTS;
  return inCells(
    positions,
    backupWindow,
    shiftOf(backupWindow, offsetMs),
    fate === "admitted" ? OPEN : CLOSED,
  );
}

const NO_STARTS = new Int32Array(0);
const CLOSED = 0;
const OPEN = 1;

/** Whether one list serves every offset: nothing but the wall clock matters. */
export function isOffsetFree(rule: StartRule): boolean {
  return (rule.startWindow?.onServerClock ?? true) && (rule.backupWindow?.onServerClock ?? true);
}

/** What a window's clock is ahead of the wall clock, as a position in the week. */
function shiftOf(window: Window, offsetMs: number): number {
  return modulo(windowOffset(window, offsetMs) - offsetMs, WEEK_MS);
}

/**
 * Positions of all nominal starts of a week on the wall clock, ascending: the same at every offset.
 */
export function nominalPositions(rule: StartRule): Int32Array {
  const times = rule.times;
  if (times.kind === "manual") return new Int32Array(0);
  if (times.kind === "daily") {
    const positions: number[] = [];
    times.days.forEach((wanted, day) => {
      if (wanted === 1) positions.push(day * DAY_MS + times.timeMs);
    });
    return Int32Array.from(positions);
  }
  const positions = new Int32Array(WEEK_MS / times.stepMs);
  for (let index = 0; index < positions.length; index += 1)
    positions[index] = times.phaseMs + index * times.stepMs;
  return positions;
}

/**
 * The positions, ascending, that lie in open or in closed cells. Goes along with the cells: a
 * division for each would cost more than the rest.
 */
function inCells(
  positions: Int32Array,
  window: Window,
  shiftMs: number,
  wanted: 0 | 1,
): Int32Array {
  const open = window.open;
  const admitted = new Int32Array(positions.length);
  let kept = 0;
  let hour = Math.floor(shiftMs / HOUR_MS);
  let hourEnd = (hour + 1) * HOUR_MS - shiftMs;
  for (let index = 0; index < positions.length; index += 1) {
    const position = positions[index]!;
    while (position >= hourEnd) {
      hour = hour === HOURS_PER_WEEK - 1 ? 0 : hour + 1;
      hourEnd += HOUR_MS;
    }
    admitted[kept] = position;
    if (open[hour] === wanted) kept += 1;
  }
  return admitted.subarray(0, kept);
}

/**
 * Grid starts in open cells, and one start at each opening that ends a closed spell with a grid
 * start in it (R13).
 */
function throughStartWindow(
  positions: Int32Array,
  rule: StartRule,
  window: Window,
  shiftMs: number,
): Int32Array {
  const { open, hoursBehind } = window;
  const openings: number[] = [];
  // The cells in the order in which they begin on the wall clock, so that the openings come out
  // ascending.
  const first = Math.ceil(shiftMs / HOUR_MS);
  for (let cell = first; cell < first + HOURS_PER_WEEK; cell += 1) {
    const hour = cell % HOURS_PER_WEEK;
    const before = hour === 0 ? HOURS_PER_WEEK - 1 : hour - 1;
    if (open[hour] === 0 || open[before] === 1) continue;
    const opening = cell * HOUR_MS - shiftMs;
    if (gridFollows(rule, opening - hoursBehind[before]! * HOUR_MS, opening))
      openings.push(opening);
  }
  const admitted = inCells(positions, window, shiftMs, OPEN);
  return openings.length === 0 ? admitted : merged(admitted, openings);
}

/** Two ascending lists as one; what is in both is in it once. */
function merged(positions: Int32Array, others: readonly number[]): Int32Array {
  const all = new Int32Array(positions.length + others.length);
  let size = 0;
  for (let at = 0, other = 0; at < positions.length || other < others.length;) {
    const one = at < positions.length ? positions[at]! : WEEK_MS;
    const two = other < others.length ? others[other]! : WEEK_MS;
    if (one <= two) at += 1;
    if (two <= one) other += 1;
    all[size++] = Math.min(one, two);
  }
  return all.subarray(0, size);
}

/**
 * Is there a grid time in `[from, to)`, positions on the wall clock that may lie in the week
 * before?
 */
function gridFollows(rule: StartRule, from: number, to: number): boolean {
  if (rule.times.kind !== "grid")
    throw new Error("invariant: only a periodic rule has a start window");
  const { stepMs, phaseMs } = rule.times;
  return Math.ceil((from - phaseMs) / stepMs) * stepMs + phaseMs < to;
}
