/**
 * Which hour of the week, which minute of the day and which night it is on the server's clock, as
 * time goes by.
 *
 * A simulation asks at every event; the answer changes once an hour, or where the clock jumps. So
 * it is kept, together with the instant until which it holds.
 */
import { weekPositionOf } from "../../time/calendar.js";
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, modulo, wallOf } from "../../time/instant.js";
import { segmentAt, segmentEnd, type ZoneTable } from "../../time/zone.js";

/** The server's clock at the instant to which it was last moved. */
export interface WeekClock {
  /** Hour of the week, 0 = Sunday 00:00. */
  hour(): number;
  /** The first instant at which that hour is over. */
  until(): number;
  /** Moves on to an instant that is not earlier. */
  moveTo(instant: number): void;
  /** Minute of the day, `[0, 1440)`, of an instant before `until()`. */
  minuteOfDay(instant: number): number;
  /** When the minute of the clock is over that an instant before `until()` is in. */
  minuteEnds(instant: number): number;
  /**
   * The night that an instant before `until()` belongs to, noon to noon: the day, from 1970-01-01,
   * on which it begins.
   */
  night(instant: number): number;
}

/** A clock of a zone, set to `instant`. */
export function weekClock(zone: ZoneTable, instant: number): WeekClock {
  let hour = 0;
  let until = 0;
  let offsetMs = 0;
  let offsetUntil = Number.NEGATIVE_INFINITY;

  function moveTo(to: number): void {
    if (to >= offsetUntil) {
      const segment = segmentAt(zone, to);
      offsetMs = zone.offsetsMs[segment]!;
      offsetUntil = segmentEnd(zone, segment);
    }
    const position = weekPositionOf(wallOf(to as Instant, offsetMs));
    hour = Math.floor(position / HOUR_MS);
    until = Math.min(to - (position - hour * HOUR_MS) + HOUR_MS, offsetUntil);
  }

  moveTo(instant);
  return {
    hour: () => hour,
    until: () => until,
    moveTo,
    minuteOfDay: (at) => Math.floor(modulo(at + offsetMs, DAY_MS) / MINUTE_MS),
    minuteEnds: (at) => Math.min(at - modulo(at + offsetMs, MINUTE_MS) + MINUTE_MS, until),
    night: (at) => Math.floor((at + offsetMs - DAY_MS / 2) / DAY_MS),
  };
}
