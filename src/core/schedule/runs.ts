/**
 * Nominal starts as people see them: with local time, and with the reason where a window blocks
 * them.
 */
import { END_OF_TIME, EPOCH, isNumber, notInstants, WEEK_MS } from "../time/instant.js";
import { localText } from "../time/moments.js";
import type { ZoneTable } from "../time/zone.js";
import type { StartRule } from "./rule.js";
import { type BlockedReason, type ClockChange, type Start, startsIn } from "./starts.js";

/** One nominal start, as a person sees it: when, and whether a window lets it run. */
export interface Run {
  /** Epoch milliseconds. */
  readonly instant: number;
  /** What the server's clock shows then, ISO 8601 with its offset. */
  readonly local: string;
  readonly admitted: boolean;
  /** Why it does not run; absent where it does (R12, R13). */
  readonly reason?: BlockedReason;
  /** What the clock did to it; absent on ordinary days (R7, R8). */
  readonly clockChange?: ClockChange;
  /** Made by the start window's opening rather than by the grid (R13). */
  readonly atOpening?: true;
}

/**
 * Every nominal start in `[from, to)`, a week at a time, so that a caller who stops early pays for
 * no more.
 */
export function runsOf(
  rule: StartRule,
  zone: ZoneTable,
  from: number,
  to: number,
): Generator<Run, undefined> {
  if (!isNumber(from) || !isNumber(to)) throw notInstants({ from, to });
  return weekByWeek(rule, zone, from, to);
}

function* weekByWeek(
  rule: StartRule,
  zone: ZoneTable,
  from: number,
  to: number,
): Generator<Run, undefined> {
  if (rule.times.kind === "manual") return;
  const end = Math.min(Math.ceil(to), END_OF_TIME);
  for (let begin = Math.max(Math.ceil(from), EPOCH); begin < end; begin += WEEK_MS) {
    for (const start of startsIn(rule, zone, begin, Math.min(begin + WEEK_MS, end)))
      yield runOf(start, zone);
  }
}

/** A nominal start as a person sees it. */
export function runOf(start: Start, zone: ZoneTable): Run {
  return {
    instant: start.instant,
    local: localText(zone, start.instant),
    admitted: start.reason === undefined,
    ...(start.reason === undefined ? {} : { reason: start.reason }),
    ...(start.clockChange === undefined ? {} : { clockChange: start.clockChange }),
    ...(start.atOpening === undefined ? {} : { atOpening: start.atOpening }),
  };
}
