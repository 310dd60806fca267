/**
 * How full resources are, as step functions: busy slots and the queue before them, exactly.
 *
 * Every change is booked as if it held until the hour of the week is over, and undone by the next
 * one as far as it did not: so nothing is asked of the time since the last change, and all sums are
 * of whole ms, in which no order shows. One more "resource" without a limit stands for the whole
 * fleet. Little's law holds by construction: what is booked as queue is what attempts wait.
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
export class OccupancyBook {
  /** The resources whose hours it closes. */
  own: Int32Array;
  readonly clock: WeekClock;
  /** Told before an hour of the week is over, at that instant. */
  readonly hourEnds: (instant: number) => void;
  /** `FROM`, `PRESENT`, and the present hour: `HOUR_FROM` and `HOUR_UNTIL`. */
  readonly times: Float64Array;
  /** The present hour of the week. */
  hour: number;
  /** All that an event touches, `ROW` numbers a resource. */
  readonly rows: Float64Array;
  /** Busy slots times ms in hours that are over, `HOURS_PER_WEEK` numbers a resource. */
  readonly busyArea: Float64Array;
  readonly hourLength: Float64Array;

  constructor(of: OccupancyBook) {
    this.own = of.own;
    this.clock = of.clock;
    this.hourEnds = of.hourEnds;
    this.times = of.times;
    this.hour = of.hour;
    this.rows = of.rows;
    this.busyArea = of.busyArea;
    this.hourLength = of.hourLength;
  }
}

const FROM = 0;
const PRESENT = 1;
const HOUR_FROM = 2;
const HOUR_UNTIL = 3;

// A row: what is busy and who waits now, until when its hours are closed, and what was booked.
const SLOTS = 0;
const BUSY = 1;
const QUEUE = 2;
const BOOKED_TO = 3;
const HOUR_AREA = 4; // busy slots times ms, to the end of the present hour
const FULL = 5; // while it is full, less the instant since which it is
const QUEUE_AREA = 6; // who waits times ms, to the end of the present hour
const PEAK = 7;
const PEAK_AT = 8;
const SESSIONS = 9;
const LONGEST = 10;
const LONGEST_AT = 11;
const IS_AWAY = 12;
const AWAY_FOR = 13; // time in outages in which not all slots were busy; likewise
const ROW = 16;

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
  const rows = new Float64Array(count * ROW);
  for (let resource = 0; resource < count; resource += 1) {
    rows[resource * ROW + SLOTS] = slots[resource]!;
    rows[resource * ROW + BOOKED_TO] = from;
    rows[resource * ROW + PEAK_AT] = from;
    rows[resource * ROW + LONGEST_AT] = from;
  }
  return new OccupancyBook({
    own: Int32Array.from(slots.keys()),
    clock,
    hourEnds,
    times: Float64Array.of(from, from, from, clock.until()),
    hour: clock.hour(),
    rows,
    busyArea: new Float64Array(count * HOURS_PER_WEEK),
    hourLength: new Float64Array(HOURS_PER_WEEK),
  });
}

/**
 * Books in which the time of some resources goes on apart from that of others: one for each group,
 * with a clock of its own. What is in no group stays with `book`. To be asked at the beginning; and
 * at the end each is closed (`closeUp`), before `book` is asked for metrics.
 */
export function booksApart(
  book: OccupancyBook,
  groups: readonly (readonly number[])[],
  clockOf: () => WeekClock,
): OccupancyBook[] {
  const { rows, busyArea, times, hour } = book;
  const leaving = new Set(groups.flat());
  book.own = book.own.filter((resource) => !leaving.has(resource));
  // How long hours are is known to `book`.
  const hourLength = new Float64Array(HOURS_PER_WEEK);
  return groups.map(
    (group) =>
      new OccupancyBook({
        own: Int32Array.from(group),
        clock: clockOf(),
        hourEnds: () => undefined,
        times: times.slice(),
        hour,
        rows,
        busyArea,
        hourLength,
      }),
  );
}

/** All slots of a resource are busy from now on, or no longer. */
function changeFull({ rows, times }: OccupancyBook, row: number, isFull: boolean): void {
  const since = isFull ? -times[PRESENT]! : times[PRESENT]!;
  rows[row + FULL]! += since;
  if (rows[row + IS_AWAY] === 1) rows[row + AWAY_FOR]! -= since;
}

function isFull(rows: Float64Array, row: number): boolean {
  return rows[row + BUSY] === rows[row + SLOTS];
}

/** Until when the hours of a resource are closed. */
export function bookedTo({ rows }: OccupancyBook, resource: number): number {
  return rows[resource * ROW + BOOKED_TO]!;
}

/** Moves the book's time on; before anything that happens at `instant`. */
export function moveOn(book: OccupancyBook, instant: number): void {
  const { clock, times } = book;
  // Bound: one round an hour of the span.
  while (instant >= times[HOUR_UNTIL]!) {
    times[PRESENT] = times[HOUR_UNTIL]!;
    closeHour(book);
    book.hourEnds(times[PRESENT]);
    clock.moveTo(times[PRESENT]);
    times[HOUR_UNTIL] = clock.until();
    book.hour = clock.hour();
    openHour(book);
  }
  times[PRESENT] = instant;
}

/** Books everything up to now under the hour that ends. */
function closeHour(book: OccupancyBook): void {
  const { times, rows, busyArea, hourLength, hour, own } = book;
  for (let index = 0; index < own.length; index += 1) {
    const resource = own[index]!;
    const row = resource * ROW;
    const ahead = rows[row + BUSY]! * (times[HOUR_UNTIL]! - times[PRESENT]!);
    busyArea[resource * HOURS_PER_WEEK + hour]! += rows[row + HOUR_AREA]! - ahead;
    rows[row + HOUR_AREA] = ahead;
    rows[row + BOOKED_TO] = times[PRESENT]!;
  }
  hourLength[hour]! += times[PRESENT]! - times[HOUR_FROM]!;
  times[HOUR_FROM] = times[PRESENT]!;
}

/** What is busy and who waits is booked as if it held until the hour that begins is over. */
function openHour({ times, rows, own }: OccupancyBook): void {
  const length = times[HOUR_UNTIL]! - times[PRESENT]!;
  for (let index = 0; index < own.length; index += 1) {
    const row = own[index]! * ROW;
    rows[row + HOUR_AREA] = rows[row + BUSY]! * length;
    rows[row + QUEUE_AREA]! += rows[row + QUEUE]! * length;
  }
}

/** Books everything up to now, if there is anything. */
export function closeUp(book: OccupancyBook): void {
  if (book.times[PRESENT]! > book.times[HOUR_FROM]!) closeHour(book);
}

/** A slot of a resource is taken (+1) or freed (-1). */
export function changeBusy(book: OccupancyBook, resource: number, change: number): void {
  const { rows, times } = book;
  const row = resource * ROW;
  const was = rows[row + BUSY]!;
  const taken = was + change;
  rows[row + BUSY] = taken;
  rows[row + HOUR_AREA]! += change * (times[HOUR_UNTIL]! - times[PRESENT]!);
  const slots = rows[row + SLOTS]!;
  if (taken === slots || was === slots) changeFull(book, row, taken === slots);
  if (change > 0) countBusy(book, resource, 1, taken);
}

/**
 * Counts sessions of a resource: so many start now, and so many slots are busy. Where it is not
 * `changeBusy` that counts them, how long they are is for `addBusy` to say.
 */
export function countBusy(
  { rows, times }: OccupancyBook,
  resource: number,
  started: number,
  taken: number,
): void {
  const row = resource * ROW;
  rows[row + SESSIONS]! += started;
  if (taken <= rows[row + PEAK]!) return;
  rows[row + PEAK] = taken;
  rows[row + PEAK_AT] = times[PRESENT]!;
}

/** Slots that were busy for so long in all, ms, in an hour of the week. */
export function addBusy(book: OccupancyBook, resource: number, hour: number, ms: number): void {
  book.busyArea[resource * HOURS_PER_WEEK + hour]! += ms;
}

/** The queue of a resource grew or shrank by one. */
export function changeQueue(book: OccupancyBook, resource: number, change: number): void {
  const { rows, times } = book;
  const row = resource * ROW;
  const length = rows[row + QUEUE]! + change;
  rows[row + QUEUE] = length;
  rows[row + QUEUE_AREA]! += change * (times[HOUR_UNTIL]! - times[PRESENT]!);
  if (length <= rows[row + LONGEST]!) return;
  rows[row + LONGEST] = length;
  rows[row + LONGEST_AT] = times[PRESENT]!;
}

/**
 * How long there was no slot of a resource to be had up to now, ms: all were busy, or there was an
 * outage.
 */
export function fullFor({ rows, times }: OccupancyBook, resource: number): number {
  const row = resource * ROW;
  const known = rows[row + FULL]! + rows[row + AWAY_FOR]!;
  return isFull(rows, row) || rows[row + IS_AWAY] === 1 ? known + times[PRESENT]! : known;
}

/** An outage of a resource begins or ends. */
export function changeAway(book: OccupancyBook, resource: number, isAway: boolean): void {
  const { rows, times } = book;
  const row = resource * ROW;
  if (rows[row + IS_AWAY] === (isAway ? 1 : 0)) return;
  rows[row + IS_AWAY] = isAway ? 1 : 0;
  if (!isFull(rows, row)) rows[row + AWAY_FOR]! += isAway ? -times[PRESENT]! : times[PRESENT]!;
}

/** The most slots of a resource that were busy at once. */
export function mostBusy({ rows }: OccupancyBook, resource: number): number {
  return rows[resource * ROW + PEAK]!;
}

/** What a resource went through up to now. */
export function occupancyMetrics(book: OccupancyBook, resource: number): OccupancyMetrics {
  const { times, busyArea, hourLength } = book;
  // Every resource is booked up to `HOUR_FROM` at least, so one closing serves all who ask at this
  // instant: a closing for each would make a summary quadratic in resources.
  closeUp(book);
  const span = times[PRESENT]! - times[FROM]!;
  const area = busyArea.subarray(resource * HOURS_PER_WEEK, (resource + 1) * HOURS_PER_WEEK);
  const busyByHour = new Float64Array(HOURS_PER_WEEK);
  let inAll = 0;
  for (let hour = 0; hour < HOURS_PER_WEEK; hour += 1) {
    inAll += area[hour]!;
    if (hourLength[hour]! > 0) busyByHour[hour] = area[hour]! / hourLength[hour]!;
  }
  const meanBusy = span > 0 ? inAll / span : 0;
  const row = book.rows.subarray(resource * ROW, (resource + 1) * ROW);
  const full = row[FULL]! + (isFull(row, 0) ? times[PRESENT]! : 0);
  const queued = row[QUEUE_AREA]! - row[QUEUE]! * (times[HOUR_UNTIL]! - times[PRESENT]!);
  return {
    sessions: row[SESSIONS]!,
    peak: row[PEAK]!,
    peakAt: row[PEAK_AT]!,
    timeAtCapacity: full,
    shareAtCapacity: span > 0 ? full / span : 0,
    meanBusy,
    utilisation: row[SLOTS] === Infinity ? 0 : meanBusy / row[SLOTS]!,
    busyByHour,
    meanQueue: span > 0 ? queued / span : 0,
    longestQueue: row[LONGEST]!,
    longestQueueAt: row[LONGEST_AT]!,
  };
}
