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

/** Books starts and ends of sessions. */
export interface WaveBook {
  /**
   * A session starts at an instant that is not before the last one; returns its night, for `ended`.
   */
  started(instant: number): number;
  /** The same of so many, at least one, that start at one instant. */
  startedTogether(instant: number, count: number): number;
  /** A session of that night ended. */
  ended(night: number, instant: number): void;
  starts(): StartMetrics;
  waves(): Wave[];
}

const MINUTES_PER_DAY = 1_440;
/** The width of the busiest stretch, minutes. */
const CROWD_MINUTES = 15;

/** A book for a span; `clock` is moved along by somebody else. */
export function waveBook(from: number, to: number, clock: WeekClock): WaveBook {
  // a clock that jumps back at noon may reach into the night before
  const firstNight = clock.night(from) - 1;
  const nights = Math.ceil((to - from) / DAY_MS) + 4;
  const nightFrom = new Float64Array(nights);
  const nightTo = new Float64Array(nights).fill(Number.NEGATIVE_INFINITY);
  const nightSessions = new Int32Array(nights);
  const byMinute = new Float64Array(MINUTES_PER_DAY);
  // Starts come in crowds: what the clock shows is looked up once for all that start at the same
  // instant.
  let lastStart = Number.NaN;
  let minute = Number.NaN;
  let minuteOfDay = 0;
  let night = 0;
  let inMinute = 0;
  let peak = 0;
  let peakAt = from;

  function lookUp(instant: number): void {
    lastStart = instant;
    const thisMinute = Math.floor(instant / MINUTE_MS);
    if (thisMinute !== minute) inMinute = 0;
    minute = thisMinute;
    minuteOfDay = clock.minuteOfDay(instant);
    night = clock.night(instant) - firstNight;
    if (nightSessions[night] === 0) nightFrom[night] = instant;
  }

  function startedTogether(instant: number, count: number): number {
    if (instant !== lastStart) lookUp(instant);
    inMinute += count;
    if (inMinute > peak) {
      peak = inMinute;
      peakAt = minute * MINUTE_MS;
    }
    byMinute[minuteOfDay]! += count;
    nightSessions[night]! += count;
    return night;
  }

  return {
    started: (instant) => startedTogether(instant, 1),
    startedTogether,
    ended(ofNight, instant) {
      if (instant > nightTo[ofNight]!) nightTo[ofNight] = instant;
    },
    starts() {
      const all = byMinute.reduce((sum, count) => sum + count, 0);
      let crowd = byMinute.subarray(0, CROWD_MINUTES).reduce((sum, count) => sum + count, 0);
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
        peakAt,
        concentration: all > 0 ? most / all : 0,
        busiestMinute,
      };
    },
    waves() {
      const waves: Wave[] = [];
      nightSessions.forEach((sessions, index) => {
        if (sessions === 0) return;
        const begin = nightFrom[index]!;
        const end = nightTo[index]!;
        waves.push({
          night: formatDate(firstNight + index),
          from: begin,
          to: end,
          makespan: end - begin,
          sessions,
        });
      });
      return waves;
    },
  };
}
