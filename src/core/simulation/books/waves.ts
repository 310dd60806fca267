/**
 * The rhythm of a whole fleet: how many sessions start in one minute, and how long each night's
 * wave lasts.
 *
 * A night goes from noon to noon on the server's clock and owns the sessions that start in it; its
 * wave lasts from the first start to the last end. Nights are counted by the span's days, so
 * nothing here grows with the sessions.
 */
import { formatDate } from "../../time/calendar.js";
import { DAY_MS, MINUTE_MS } from "../../time/instant.js";
import type { WeekClock } from "./weekClock.js";

/** One night's wave; instants in epoch ms. */
export interface Wave {
  /**
   * The date on which the night begins: `2026-01-05` is the night from its noon to the next day's.
   */
  readonly night: string;
  readonly from: number;
  readonly to: number;
  /** `to - from`, ms. */
  readonly makespan: number;
  readonly sessions: number;
}

/** How starts crowd together. */
export interface StartMetrics {
  /** Most starts within one minute of the clock, and that minute. */
  readonly peakPerMinute: number;
  readonly peakAt: number;
  /**
   * Share of all starts that fall into the busiest quarter of an hour of the day: 1 where
   * everything starts at once.
   */
  readonly concentration: number;
  /** Where on the server's clock that quarter of an hour begins, minutes from midnight. */
  readonly busiestMinute: number;
}

/** The starts and ends of sessions, as they go on. */
export class WaveBook {
  /** Moved along by somebody else. */
  readonly clock: WeekClock;
  readonly firstNight: number;
  readonly nightFrom: Float64Array;
  readonly nightTo: Float64Array;
  readonly nightSessions: Int32Array;
  readonly byMinute: Float64Array;
  /**
   * Starts come in crowds: what the clock shows is looked up once a minute. Until when it shows
   * that, the present minute, and when the busiest one began.
   */
  readonly times: Float64Array;
  minuteOfDay: number;
  night: number;
  inMinute: number;
  peak: number;

  constructor(of: WaveBook) {
    this.clock = of.clock;
    this.firstNight = of.firstNight;
    this.nightFrom = of.nightFrom;
    this.nightTo = of.nightTo;
    this.nightSessions = of.nightSessions;
    this.byMinute = of.byMinute;
    this.times = of.times;
    this.minuteOfDay = of.minuteOfDay;
    this.night = of.night;
    this.inMinute = of.inMinute;
    this.peak = of.peak;
  }
}

const SHOWN_UNTIL = 0;
const MINUTE = 1;
const PEAK_AT = 2;

const MINUTES_PER_DAY = 1_440;
/** The width of the busiest stretch, minutes. */
const CROWD_MINUTES = 15;

/** A book for a span; `clock` is moved along by somebody else. */
export function waveBook(from: number, to: number, clock: WeekClock): WaveBook {
  const nights = Math.ceil((to - from) / DAY_MS) + 4;
  return new WaveBook({
    clock,
    // a clock that jumps back at noon may reach into the night before
    firstNight: clock.night(from) - 1,
    nightFrom: new Float64Array(nights),
    nightTo: new Float64Array(nights).fill(Number.NEGATIVE_INFINITY),
    nightSessions: new Int32Array(nights),
    byMinute: new Float64Array(MINUTES_PER_DAY),
    times: Float64Array.of(Number.NEGATIVE_INFINITY, Number.NaN, from),
    minuteOfDay: 0,
    night: 0,
    inMinute: 0,
    peak: 0,
  });
}

/**
 * So many sessions, at least one, start at `instants[index]`, which is not before the last start.
 * Returns their night, for `waveEnded`.
 */
export function waveStarted(
  book: WaveBook,
  instants: Float64Array,
  index: number,
  count: number,
): number {
  if (instants[index]! >= book.times[SHOWN_UNTIL]!) lookUp(book, instants[index]!);
  book.inMinute += count;
  if (book.inMinute > book.peak) {
    book.peak = book.inMinute;
    book.times[PEAK_AT] = book.times[MINUTE]! * MINUTE_MS;
  }
  book.byMinute[book.minuteOfDay]! += count;
  book.nightSessions[book.night]! += count;
  return book.night;
}

function lookUp(book: WaveBook, instant: number): void {
  const { times, clock } = book;
  const minute = Math.floor(instant / MINUTE_MS);
  if (minute !== times[MINUTE]) book.inMinute = 0;
  times[MINUTE] = minute;
  times[SHOWN_UNTIL] = Math.min((minute + 1) * MINUTE_MS, clock.minuteEnds(instant));
  book.minuteOfDay = clock.minuteOfDay(instant);
  book.night = clock.night(instant) - book.firstNight;
  if (book.nightSessions[book.night] === 0) book.nightFrom[book.night] = instant;
}

/** A session of that night ended at `instants[index]`. */
export function waveEnded(
  { nightTo }: WaveBook,
  night: number,
  instants: Float64Array,
  index: number,
): void {
  if (instants[index]! > nightTo[night]!) nightTo[night] = instants[index]!;
}

/** How starts crowded together. */
export function startMetrics({ byMinute, times, peak }: WaveBook): StartMetrics {
  let all = 0;
  for (const count of byMinute) all += count;
  let crowd = 0;
  for (let minute = 0; minute < CROWD_MINUTES; minute += 1) crowd += byMinute[minute]!;
  let most = 0;
  let busiestMinute = 0;
  for (let begin = 0; begin < MINUTES_PER_DAY; begin += 1) {
    if (crowd > most) {
      most = crowd;
      busiestMinute = begin;
    }
    crowd += byMinute[(begin + CROWD_MINUTES) % MINUTES_PER_DAY]! - byMinute[begin]!;
  }
  return {
    peakPerMinute: peak,
    peakAt: times[PEAK_AT]!,
    concentration: all > 0 ? most / all : 0,
    busiestMinute,
  };
}

/** The waves of the nights in which anything started. */
export function wavesOf({ firstNight, nightFrom, nightTo, nightSessions }: WaveBook): Wave[] {
  const waves: Wave[] = [];
  nightSessions.forEach((sessions, index) => {
    if (sessions === 0) return;
    const from = nightFrom[index]!;
    const to = nightTo[index]!;
    const night = formatDate(firstNight + index);
    waves.push({ night, from, to, makespan: to - from, sessions });
  });
  return waves;
}
