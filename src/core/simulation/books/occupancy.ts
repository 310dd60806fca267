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

/**
 * The occupancy of resources `0` to `count - 1`, as it goes on. Time is moved on before anything
 * that happens at an instant (`moveOn`).
 */
export interface OccupancyBook {
  readonly slots: Float64Array;
  readonly clock: WeekClock;
  /** Told before an hour of the week is over, at that instant. */
  readonly hourEnds: (instant: number) => void;
  /** `FROM`, `PRESENT` and `HOUR_FROM`. */
  readonly times: Float64Array;
  /** The present hour of the week. */
  hour: number;
  readonly busyNow: Int32Array;
  readonly queueNow: Int32Array;
  readonly bookedTo: Float64Array;
  /** Busy slots times ms, `HOURS_PER_WEEK` numbers a resource. */
  readonly busyArea: Float64Array;
  readonly queueArea: Float64Array;
  readonly full: Float64Array;
  readonly isAway: Uint8Array;
  /** Time in outages in which not all slots were busy. */
  readonly awayFor: Float64Array;
  readonly peak: Int32Array;
  readonly peakAt: Float64Array;
  readonly longest: Int32Array;
  readonly longestAt: Float64Array;
  readonly sessions: Float64Array;
  readonly hourLength: Float64Array;
}

const FROM = 0;
const PRESENT = 1;
const HOUR_FROM = 2;

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
  return {
    slots,
    clock,
    hourEnds,
    times: Float64Array.of(from, from, from),
    hour: clock.hour(),
    busyNow: new Int32Array(count),
    queueNow: new Int32Array(count),
    bookedTo: new Float64Array(count).fill(from),
    busyArea: new Float64Array(count * HOURS_PER_WEEK),
    queueArea: new Float64Array(count),
    full: new Float64Array(count),
    isAway: new Uint8Array(count),
    awayFor: new Float64Array(count),
    peak: new Int32Array(count),
    peakAt: new Float64Array(count).fill(from),
    longest: new Int32Array(count),
    longestAt: new Float64Array(count).fill(from),
    sessions: new Float64Array(count),
    hourLength: new Float64Array(HOURS_PER_WEEK),
  };
}

/** Books a resource up to now. */
function bookUp(book: OccupancyBook, resource: number): void {
  const present = book.times[PRESENT]!;
  const length = present - book.bookedTo[resource]!;
  if (length === 0) return;
  book.bookedTo[resource] = present;
  const taken = book.busyNow[resource]!;
  if (taken > 0) book.busyArea[resource * HOURS_PER_WEEK + book.hour]! += taken * length;
  if (taken > 0 && taken >= book.slots[resource]!) book.full[resource]! += length;
  else if (book.isAway[resource] === 1) book.awayFor[resource]! += length;
  const waiting = book.queueNow[resource]!;
  if (waiting > 0) book.queueArea[resource]! += waiting * length;
}

/** Moves the book's time on; before anything that happens at `instant`. */
export function moveOn(book: OccupancyBook, instant: number): void {
  const { clock, times } = book;
  // Bound: one round an hour of the span.
  while (instant >= clock.until()) {
    times[PRESENT] = clock.until();
    closeHour(book);
    book.hourEnds(times[PRESENT]);
    clock.moveTo(times[PRESENT]);
    book.hour = clock.hour();
  }
  times[PRESENT] = instant;
}

/** Books everything up to now under the hour that ends. */
function closeHour(book: OccupancyBook): void {
  const { times, slots, hourLength } = book;
  for (let resource = 0; resource < slots.length; resource += 1) bookUp(book, resource);
  hourLength[book.hour]! += times[PRESENT]! - times[HOUR_FROM]!;
  times[HOUR_FROM] = times[PRESENT]!;
}

/** Slots of a resource are taken (+1) or freed (-1). */
export function changeBusy(book: OccupancyBook, resource: number, change: number): void {
  bookUp(book, resource);
  const taken = book.busyNow[resource]! + change;
  book.busyNow[resource] = taken;
  countBusy(book, resource, change > 0 ? 1 : 0, taken);
}

/**
 * Counts sessions of a resource: so many started now, and so many slots are busy. Where it is not
 * `changeBusy` that counts them, how long they are is for `addBusy` to say.
 */
export function countBusy(
  book: OccupancyBook,
  resource: number,
  started: number,
  taken: number,
): void {
  book.sessions[resource]! += started;
  if (taken <= book.peak[resource]!) return;
  book.peak[resource] = taken;
  book.peakAt[resource] = book.times[PRESENT]!;
}

/** Slots that were busy for so long in all, ms, in an hour of the week. */
export function addBusy(book: OccupancyBook, resource: number, hour: number, ms: number): void {
  book.busyArea[resource * HOURS_PER_WEEK + hour]! += ms;
}

/**
 * The queue grew or shrank by one. Returns how long there was no slot to be had up to now, ms: all
 * were busy, or there was an outage.
 */
export function changeQueue(book: OccupancyBook, resource: number, change: number): number {
  bookUp(book, resource);
  const length = book.queueNow[resource]! + change;
  book.queueNow[resource] = length;
  if (length > book.longest[resource]!) {
    book.longest[resource] = length;
    book.longestAt[resource] = book.times[PRESENT]!;
  }
  return book.full[resource]! + book.awayFor[resource]!;
}

/** An outage of a resource begins or ends. */
export function changeAway(book: OccupancyBook, resource: number, isAway: boolean): void {
  bookUp(book, resource);
  book.isAway[resource] = isAway ? 1 : 0;
}

/** What a resource went through up to now. */
export function occupancyMetrics(book: OccupancyBook, resource: number): OccupancyMetrics {
  const { times, busyArea, hourLength, slots } = book;
  // Every resource is booked up to `HOUR_FROM` at least, so one closing serves all who ask at this
  // instant: a closing for each would make a summary quadratic in resources.
  if (times[PRESENT]! > times[HOUR_FROM]!) closeHour(book);
  const span = times[PRESENT]! - times[FROM]!;
  const area = busyArea.subarray(resource * HOURS_PER_WEEK, (resource + 1) * HOURS_PER_WEEK);
  const meanBusy = span > 0 ? area.reduce((sum, value) => sum + value, 0) / span : 0;
  return {
    sessions: book.sessions[resource]!,
    peak: book.peak[resource]!,
    peakAt: book.peakAt[resource]!,
    timeAtCapacity: book.full[resource]!,
    shareAtCapacity: span > 0 ? book.full[resource]! / span : 0,
    meanBusy,
    utilisation: slots[resource] === Infinity ? 0 : meanBusy / slots[resource]!,
    busyByHour: area.map((value, hour) => (hourLength[hour]! > 0 ? value / hourLength[hour]! : 0)),
    meanQueue: span > 0 ? book.queueArea[resource]! / span : 0,
    longestQueue: book.longest[resource]!,
    longestQueueAt: book.longestAt[resource]!,
  };
}
