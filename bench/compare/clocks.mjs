/**
 * A zone's clock as its table of changes: what the clock shows, when it shows a wall time, and what
 * becomes of one that it skips.
 *
 * Wall times are numbers like instants: what they would be, were the clock on UTC. The table is
 * runcast's, of Node's zone database; that Temporal reads it alike is what the comparison with
 * temporal-polyfill shows.
 */
import { compile, parsePolicy } from "runcast";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No zone is further from UTC, and none skips more than a day. */
const FAR = 39 * HOUR;

/** The 20 years: with the last two dates that never were, and the last odd changes so far. */
export const FROM = Date.UTC(2010, 0, 1);
export const TO = Date.UTC(2030, 0, 1);

/** Our own schedule, compiled, under some switches. */
export function ours({ policy, clock }, zone, switches = {}) {
  return compile(parsePolicy(policy), { zone, ...clock, ...switches });
}

/** A zone's table, as runcast has it. */
export function clockOf(zone) {
  const { starts, offsetsMs } = ours(
    { policy: { type: "Daily", dailyType: "Everyday", dailyTime: "12:00" } },
    zone,
  ).zone;
  return { zone, starts: [...starts], offsets: [...offsetsMs] };
}

/** The changes of a clock within the 20 years. */
export function changesOf({ starts }) {
  return starts.filter((start) => start > FROM && start < TO);
}

/** The last change at or before an instant, as an index. */
export function indexAt({ starts }, instant) {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= instant) low = middle;
    else high = middle;
  }
  return low;
}

/** What the clock shows. */
export function wallAt(clock, instant) {
  return instant + clock.offsets[indexAt(clock, instant)];
}

/**
 * When a wall time is shown: `{ wall, shown }`; where it never is, the change that skips it, with
 * the three instants that may stand for it: `{ wall, shown: [], gapEnd, shift, earlier, lost }`.
 * `lost`: its whole date was skipped.
 */
export function showingsOf(clock, wall) {
  const { starts, offsets } = clock;
  const shown = [];
  const first = indexAt(clock, wall - FAR);
  const last = indexAt(clock, wall + FAR);
  for (let index = first; index <= last; index += 1) {
    const instant = wall - offsets[index];
    const isAfter = index === 0 || instant >= starts[index];
    if (isAfter && instant < (starts[index + 1] ?? Infinity)) shown.push(instant);
  }
  if (shown.length > 0) return { wall, shown };
  for (let index = first + 1; index <= last; index += 1) {
    const shift = wall - offsets[index - 1];
    const earlier = wall - offsets[index];
    const gapEnd = starts[index];
    if (shift < gapEnd || earlier >= gapEnd) continue;
    const from = gapEnd + offsets[index - 1];
    const to = gapEnd + offsets[index];
    const midnight = Math.floor(wall / DAY) * DAY;
    return { wall, shown, gapEnd, shift, earlier, lost: from <= midnight && to >= midnight + DAY };
  }
  throw new Error(`${clock.zone} neither shows nor skips ${new Date(wall).toISOString()}`);
}

/** All wall times of a schedule on the dates around `[from, to)`. */
export function nominalsOf(clock, { minutes }, from, to) {
  const found = [];
  const last = Math.ceil((to + FAR) / DAY);
  for (let day = Math.floor((from - FAR) / DAY); day < last; day += 1) {
    const midnight = ((((day + 4) % 7) + 7) % 7) * 1_440; // 1970 began on a Thursday
    for (const minute of minutes) {
      if (minute < midnight || minute >= midnight + 1_440) continue;
      found.push(showingsOf(clock, day * DAY + (minute - midnight) * 60_000));
    }
  }
  return found;
}

/**
 * What our rules say is due (R7, R8), without runcast's calendar: it is what the engine's own
 * answers are held against here.
 */
export function dueBy(nominals, kind, { gap, overlap, gridOverlap }, from, to) {
  const due = new Set();
  const showing = kind === "daily" ? overlap : gridOverlap;
  for (const { shown, gapEnd, shift, earlier, lost } of nominals) {
    if (shown.length === 1) due.add(shown[0]);
    else if (shown.length === 2) {
      if (showing !== "second") due.add(shown[0]);
      if (showing !== "first") due.add(shown[1]);
    } else if (kind === "daily" && !lost && gap !== "skip")
      due.add(gap === "shift" ? shift : gap === "gap-end" ? gapEnd : earlier);
  }
  return [...due].filter((run) => run >= from && run < to).sort((a, b) => a - b);
}
