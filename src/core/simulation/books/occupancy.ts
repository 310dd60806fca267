/**
 * How full resources are, as step functions: busy slots and the queue before them, exactly.
 *
 * Every change first books the time since the last one under the present hour of the week. One more
 * "resource" without a limit stands for the whole fleet. Little's law holds by construction: what
 * is booked as queue is what attempts wait.
 */
import { HOURS_PER_WEEK } from "../../policy/types.js";
import type { WeekClock } from "./weekClock.js";

/** What a resource went through in a span. Instants in epoch ms. */
export interface OccupancyMetrics {
  /** Sessions that held a slot. */
  readonly sessions: number;
  /** Most slots busy at once, and the first instant at which. */
  readonly peak: number;
  readonly peakAt: number;
  /** Time with every slot busy, ms, and its share of the span. */
  readonly timeAtCapacity: number;
  readonly shareAtCapacity: number;
  /** Mean busy slots. */
  readonly meanBusy: number;
  /** Mean share of the slots that was busy, 0 to 1; 0 for unlimited slots. */
  readonly utilisation: number;
  /**
   * Mean busy slots in each hour of the week on the server's clock, 168 values from Sunday 00:00.
   */
  readonly busyByHour: Float64Array;
  /** The waiting line: mean length, longest, and the first instant at which it was. */
  readonly meanQueue: number;
  readonly longestQueue: number;
  readonly longestQueueAt: number;
}

/** Books the occupancy of resources `0` to `count - 1`. */
export interface OccupancyBook {
  /** Slots taken (+1) or freed (-1) at an instant that is not before the last. */
  busy(resource: number, change: number): void;
  /** An outage of a resource begins or ends. */
  away(resource: number, isAway: boolean): void;
  /**
   * The queue grew or shrank by one. Returns how long there was no slot to be had up to now, ms:
   * all were busy, or there was an outage.
   */
  queue(resource: number, change: number): number;
  /** Moves the book's time on; before anything that happens at `instant`. */
  moveTo(instant: number): void;
  metrics(resource: number): OccupancyMetrics;
}

/**
 * A book for resources with so many slots each, from `from` on. It moves `clock` along, and calls
 * `hourEnds` before an hour of the week is over, at that instant.
 */
export function occupancyBook(
  slots: Float64Array,
  from: number,
  clock: WeekClock,
  hourEnds: (instant: number) => void = () => undefined,
): OccupancyBook {
  const count = slots.length;
  const busyNow = new Int32Array(count);
  const queueNow = new Int32Array(count);
  const bookedTo = new Float64Array(count).fill(from);
  const busyArea = new Float64Array(count * HOURS_PER_WEEK);
  const queueArea = new Float64Array(count);
  const full = new Float64Array(count);
  const isAway = new Uint8Array(count);
  // Time in outages in which not all slots were busy.
  const awayFor = new Float64Array(count);
  const peak = new Int32Array(count);
  const peakAt = new Float64Array(count).fill(from);
  const longest = new Int32Array(count);
  const longestAt = new Float64Array(count).fill(from);
  const sessions = new Float64Array(count);
  const hourLength = new Float64Array(HOURS_PER_WEEK);
  const present = Float64Array.of(from);
  let hourFrom = from;

  function book(resource: number): void {
    const length = present[0]! - bookedTo[resource]!;
    if (length === 0) return;
    bookedTo[resource] = present[0]!;
    const taken = busyNow[resource]!;
    if (taken > 0) busyArea[resource * HOURS_PER_WEEK + clock.hour()]! += taken * length;
    if (taken > 0 && taken >= slots[resource]!) full[resource]! += length;
    else if (isAway[resource] === 1) awayFor[resource]! += length;
    if (queueNow[resource]! > 0) queueArea[resource]! += queueNow[resource]! * length;
  }

  function moveTo(instant: number): void {
    // Bound: one round an hour of the span.
    while (instant >= clock.until()) {
      present[0] = clock.until();
      closeHour();
      hourEnds(present[0]);
      clock.moveTo(present[0]);
    }
    present[0] = instant;
  }

  /** Books everything up to now under the hour that ends. */
  function closeHour(): void {
    for (let resource = 0; resource < count; resource += 1) book(resource);
    hourLength[clock.hour()]! += present[0]! - hourFrom;
    hourFrom = present[0]!;
  }

  return {
    moveTo,
    busy(resource, change) {
      book(resource);
      const taken = busyNow[resource]! + change;
      busyNow[resource] = taken;
      if (change > 0) sessions[resource]! += 1;
      if (taken > peak[resource]!) {
        peak[resource] = taken;
        peakAt[resource] = present[0]!;
      }
    },
    queue(resource, change) {
      book(resource);
      const length = queueNow[resource]! + change;
      queueNow[resource] = length;
      if (length > longest[resource]!) {
        longest[resource] = length;
        longestAt[resource] = present[0]!;
      }
      return full[resource]! + awayFor[resource]!;
    },
    away(resource, isNow) {
      book(resource);
      isAway[resource] = isNow ? 1 : 0;
    },
    metrics(resource) {
      // Every resource is booked up to `hourFrom` at least, so one closing serves all who ask at
      // this instant: a closing for each would make a summary quadratic in resources.
      if (present[0]! > hourFrom) closeHour();
      const span = present[0]! - from;
      const area = busyArea.subarray(resource * HOURS_PER_WEEK, (resource + 1) * HOURS_PER_WEEK);
      const meanBusy = span > 0 ? area.reduce((sum, value) => sum + value, 0) / span : 0;
      return {
        sessions: sessions[resource]!,
        peak: peak[resource]!,
        peakAt: peakAt[resource]!,
        timeAtCapacity: full[resource]!,
        shareAtCapacity: span > 0 ? full[resource]! / span : 0,
        meanBusy,
        utilisation: slots[resource] === Infinity ? 0 : meanBusy / slots[resource]!,
        busyByHour: area.map((value, hour) =>
          hourLength[hour]! > 0 ? value / hourLength[hour]! : 0,
        ),
        meanQueue: span > 0 ? queueArea[resource]! / span : 0,
        longestQueue: longest[resource]!,
        longestQueueAt: longestAt[resource]!,
      };
    },
  };
}
