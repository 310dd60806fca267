/**
 * Which run of its job a start is, as one number: what its luck hangs on (R24).
 *
 * The key says the nominal local date, the place in that day's plan and the pass of a repeated
 * hour, never the instant: so a run that is moved, by a minute or past midnight, stays the same
 * run. No two starts of a schedule share a key. It is found by division wherever the clock stands
 * still; only a start that a gap has moved and one that an opening makes are looked up.
 */
import { dayOf, weekdayOfDay } from "../time/calendar.js";
import { DAY_MS, type Instant, NEVER, wallOf } from "../time/instant.js";
import { segmentAt, segmentEnd } from "../time/zone.js";
import { ruleWithoutWindows, type StartRule } from "./rule.js";
import type { Schedule } from "./schedule.js";
import { countsFrom, countsTo, lastGridStart, passOf, startsIn } from "./starts.js";

/** Keys of a date: 288 places at most (every 5 minutes), two passes each, and room to spare. */
const KEYS_OF_DAY = 1_024;

/** More than any date's keys: what lies beyond belongs to starts by hand. */
const BY_HAND = 2 ** 38;

/** More than starts by hand reach to, in either direction: the instants of 270,000 years. */
const COPY_BY_HAND = 2 ** 43;

/**
 * Reads the key of any start of the schedule, admitted or blocked: whole numbers below 2^38, the
 * same wherever the start is moved on its date. Place 0 is a daily start; place k the grid time
 * `00:00 + k * interval`; a start at an opening has the key of the last grid time that was held
 * back before it (R13). Pass 1 is the second of two runs of one wall time (R7, R8). A start that a
 * gap moves keeps the date that the policy names. Asking does not allocate while the clock stands
 * still.
 */
export function runKeysOf(schedule: Schedule): (start: number) => number {
  const { zone } = schedule;
  const rule = ruleWithoutWindows(schedule.policy, schedule.clock);
  const { stepMs, phaseMs, days } = planOfDay(rule);
  const counting = passOf(rule);
  // The stretch of one pass and one offset that holds the last start asked for.
  let from = NEVER;
  let to = NEVER;
  let offsetMs = 0;
  let pass = 0;
  let counts = false; // whether wall times there are starts

  function lookAt(start: number): void {
    const segment = segmentAt(zone, start);
    const repeatedTo = countsFrom(zone, segment, "first");
    const countedFrom = countsFrom(zone, segment, counting);
    const countedTo = countsTo(zone, segment, counting);
    const edges = [zone.starts[segment]!, repeatedTo, countedTo, segmentEnd(zone, segment)];
    from = Math.max(...edges.filter((edge) => edge <= start));
    to = Math.min(...edges.filter((edge) => edge > start));
    offsetMs = zone.offsetsMs[segment]!;
    pass = counting === "both" && start < repeatedTo ? 1 : 0;
    counts = start >= countedFrom && start < countedTo;
  }

  function keyOf(start: number): number {
    if (start < from || start >= to) lookAt(start);
    const wall = wallOf(start as Instant, offsetMs);
    const day = dayOf(wall);
    const place = (wall - day * DAY_MS - phaseMs) / stepMs;
    return counts && Number.isInteger(place) && (days?.[weekdayOfDay(day)] ?? 1) === 1
      ? day * KEYS_OF_DAY + 2 * place + pass
      : keyOffPlan(start);
  }

  /** The key of a start at another time than the plan of any day says. */
  function keyOffPlan(start: number): number {
    if (rule.times.kind === "grid") return keyOf(lastGridStart(rule, zone, start));
    const moved = startsIn(rule, zone, start, start + 1)[0];
    if (moved === undefined) throw new Error(`invariant: ${start} is no start of the schedule`);
    return dayOf(moved.nominal) * KEYS_OF_DAY;
  }

  return keyOf;
}

/**
 * The key of a start by hand, which no plan names: its instant, out of the way of all keys of
 * plans. Two starts by hand at different instants have different keys.
 */
export function keyByHand(instant: number): number {
  return instant < 0 ? BY_HAND - instant : -BY_HAND - instant;
}

/**
 * The key of a run of an Immediate copy: that of its source's run, so that the copy's luck stays
 * where the source is moved. Where that was started by hand it is out of the way of the copy's own
 * starts by hand (R32).
 */
export function keyOfCopy(sourceKey: number): number {
  if (sourceKey >= BY_HAND) return sourceKey + COPY_BY_HAND;
  return sourceKey <= -BY_HAND ? sourceKey - COPY_BY_HAND : sourceKey;
}

/**
 * The wall times of a day at which a rule starts: `phaseMs + place * stepMs`, every day where
 * `days` is absent.
 */
function planOfDay({ times }: StartRule): {
  readonly stepMs: number;
  readonly phaseMs: number;
  readonly days: Uint8Array | undefined;
} {
  switch (times.kind) {
    case "daily":
      return { stepMs: DAY_MS, phaseMs: times.timeMs, days: times.days };
    case "grid":
      return { stepMs: times.stepMs, phaseMs: times.phaseMs, days: undefined };
    case "manual":
      throw new Error("invariant: a policy without a schedule has no runs");
  }
}
