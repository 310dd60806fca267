/**
 * The compiled schedule: a policy under a clock, ready to be asked as often as one likes.
 *
 * `compile` decides everything that can be decided once. What comes out is a sorted set of instants
 * from 1970 on, and the windows around them; preview and simulation ask the same object, so they
 * cannot disagree.
 */
import { HOURS_PER_WEEK, type SchedulePolicy } from "../policy/types.js";
import { weekPositionOf } from "../time/calendar.js";
import { HOUR_MS, isNumber, NEVER, NEVER_BEFORE, notInstants, type Wall } from "../time/instant.js";
import type { ZoneTable } from "../time/zone.js";
import type { ServerClock } from "./clock.js";
import { explainInstant, type Explanation } from "./explain.js";
import { compilePieces } from "./pieces.js";
import { queryPieces, type ScheduleQuery } from "./query.js";
import { startRule, type StartRule } from "./rule.js";
import { type Run, runsOf } from "./runs.js";
import type { BlockedReason } from "./starts.js";
import { isOpen, nextChange } from "./window.js";

/**
 * A policy, compiled. Instants are epoch milliseconds, ranges `[from, to)`; see `ScheduleQuery` for
 * the numeric questions.
 */
export interface Schedule extends ScheduleQuery {
  /** The policy that it was compiled from. */
  readonly policy: SchedulePolicy;
  /** The clock, every switch filled in. */
  readonly clock: ServerClock;
  /** Where the clock's rules come from; its `version` is the time-zone database's. */
  readonly zone: ZoneTable;
  /** Is the backup window open? Always, where the policy has none (R12). */
  isAllowed(instant: number): boolean;
  /**
   * The first instant strictly after this one at which the backup window goes from open to closed;
   * `NEVER` if it never does. For an instant in a closed hour that is the end of the next open
   * spell (R17, R21).
   */
  windowEnd(instant: number): number;
  /**
   * Every nominal start in `[from, to)`, admitted or blocked, ascending and lazily, with the
   * reason.
   */
  runs(from: number, to: number): IterableIterator<Run>;
  /** Why there is, or is not, a run at this instant, naming the rule; and the next one. */
  explain(instant: number): Explanation;
}

/**
 * Compiles a canonical policy under a full clock in a zone (pure: the caller brings the zone's
 * table). Costs some microseconds per distinct offset of the zone; a query then costs some
 * nanoseconds.
 */
export function compileSchedule(
  policy: SchedulePolicy,
  clock: ServerClock,
  zone: ZoneTable,
): Schedule {
  const rule = startRule(policy, clock);
  const query = queryPieces(compilePieces(rule, zone), zone);
  const schedule: Schedule = {
    // Named one by one: a spread would cost as much as the rest of a small compilation
    // (bench/compile).
    next: query.next,
    previous: query.previous,
    has: query.has,
    rank: query.rank,
    nth: query.nth,
    count: query.count,
    range: query.range,
    fill: query.fill,
    policy,
    clock,
    zone,
    isAllowed: allowance(rule, zone),
    windowEnd: (instant) => windowEnd(rule, zone, instant),
    runs: (from, to) => runsOf(rule, zone, from, to),
    explain: (instant) => explainInstant(schedule, rule, instant),
  };
  return schedule;
}

/**
 * The starts that a window blocks, as a set that answers the same numeric questions; `undefined`
 * where the policy has no such window. Together with the schedule itself they are all nominal
 * starts, each once.
 */
export function compileBlocked(
  schedule: Schedule,
  reason: BlockedReason,
): ScheduleQuery | undefined {
  const rule = startRule(schedule.policy, schedule.clock);
  const window = reason === "backup-window" ? rule.backupWindow : rule.startWindow;
  if (window === undefined || rule.times.kind === "manual") return undefined;
  return queryPieces(compilePieces(rule, schedule.zone, reason), schedule.zone);
}

/**
 * `isOpen` of the backup window, with what is constant taken out of the question: simulation asks
 * it for every retry.
 */
function allowance(rule: StartRule, zone: ZoneTable): (instant: number) => boolean {
  const window = rule.backupWindow;
  if (window === undefined || window.openHours === HOURS_PER_WEEK) {
    return (instant) => {
      if (!isNumber(instant)) throw notInstants({ instant });
      return true;
    };
  }
  const { open, shiftMs, onServerClock } = window;
  return (instant) => {
    if (!isNumber(instant)) throw notInstants({ instant });
    if (onServerClock) return isOpen(window, zone, instant);
    return open[(weekPositionOf((instant + shiftMs) as Wall) / HOUR_MS) | 0] === 1;
  };
}

function windowEnd(rule: StartRule, zone: ZoneTable, instant: number): number {
  if (!isNumber(instant)) throw notInstants({ instant });
  if (rule.backupWindow === undefined || instant === NEVER || instant === NEVER_BEFORE)
    return NEVER;
  return nextChange(rule.backupWindow, zone, instant, false);
}
