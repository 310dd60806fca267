/**
 * How the threads of resources are used, as step functions, exactly (R28).
 *
 * What is in use and what could be used changes only where threads are divided anew; each change
 * first books the time since the last one under the present hour of the week.
 */
import { HOURS_PER_WEEK } from "../../policy/types.js";
import type { WeekClock } from "./weekClock.js";

/** How a resource's threads were used in a span. */
export interface ThreadMetrics {
  readonly threads: number;
  /** Most threads that the sessions which ran at once could have used. */
  readonly peakDemand: number;
  /** The first instant at which, epoch ms. */
  readonly peakDemandAt: number;
  /** Mean threads in use. */
  readonly mean: number;
  /** Share of the span in which all threads were in use, 0 to 1. */
  readonly shareFull: number;
  /** Mean threads in use in each hour of the week on the server's clock, from Sunday 00:00. */
  readonly byHour: Float64Array;
}

/** Books the use of threads of resources `0` to `count - 1`. */
export interface ThreadBook {
  /** From `now` on so many threads are in use, and so many could be. */
  divided(resource: number, used: number, demand: number, now: number): void;
  /** An hour of the week is over; before the clock is moved. */
  hourEnds(now: number): void;
  /** At the end of the span, `now`. */
  metrics(resource: number, now: number): ThreadMetrics;
}

/**
 * In use are all threads of a resource where less than this is free: shares are sums of fractions.
 */
const FREE = 1e-9;

/** A book for resources with so many threads each, `NaN` for none, from `from` on. */
export function threadBook(threads: Float64Array, from: number, clock: WeekClock): ThreadBook {
  const count = threads.length;
  const usedNow = new Float64Array(count);
  const bookedTo = new Float64Array(count).fill(from);
  const area = new Float64Array(count * HOURS_PER_WEEK);
  const full = new Float64Array(count);
  const peak = new Float64Array(count);
  const peakAt = new Float64Array(count).fill(from);
  const hourLength = new Float64Array(HOURS_PER_WEEK);
  let hourFrom = from;

  function book(resource: number, now: number): void {
    const lengthMs = now - bookedTo[resource]!;
    bookedTo[resource] = now;
    const used = usedNow[resource]!;
    if (lengthMs === 0 || used === 0) return;
    area[resource * HOURS_PER_WEEK + clock.hour()]! += used * lengthMs;
    if (used > threads[resource]! - FREE) full[resource]! += lengthMs;
  }

  function hourEnds(now: number): void {
    for (let resource = 0; resource < count; resource += 1) book(resource, now);
    hourLength[clock.hour()]! += now - hourFrom;
    hourFrom = now;
  }

  return {
    divided(resource, used, demand, now) {
      book(resource, now);
      usedNow[resource] = used;
      if (demand <= peak[resource]!) return;
      peak[resource] = demand;
      peakAt[resource] = now;
    },
    hourEnds,
    metrics(resource, now) {
      hourEnds(now);
      const spanMs = now - from;
      const hours = area.subarray(resource * HOURS_PER_WEEK, (resource + 1) * HOURS_PER_WEEK);
      const used = hours.reduce((sum, value) => sum + value, 0);
      return {
        threads: threads[resource]!,
        peakDemand: peak[resource]!,
        peakDemandAt: peakAt[resource]!,
        mean: spanMs > 0 ? used / spanMs : 0,
        shareFull: spanMs > 0 ? full[resource]! / spanMs : 0,
        byHour: hours.map((value, hour) => (hourLength[hour]! > 0 ? value / hourLength[hour]! : 0)),
      };
    },
  };
}
