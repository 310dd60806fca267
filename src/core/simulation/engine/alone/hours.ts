/**
 * The hours of the week on the server's clock, as a table for a slice of time.
 */
import { resized } from "../../books/columns.js";
import type { WeekClock } from "../../books/weekClock.js";

/** Hours of a slice, one after the other. */
export class Hours {
  count: number;
  /** When each is over; the last reaches to the end of the slice, or further. */
  untils: Float64Array;
  /** Which hour of the week each is. */
  ofWeek: Uint8Array;

  constructor(of: Hours) {
    this.count = of.count;
    this.untils = of.untils;
    this.ofWeek = of.ofWeek;
  }
}

const FIRST_HOURS = 256;

/** Room for hours. */
export function noHours(): Hours {
  return new Hours({
    count: 0,
    untils: new Float64Array(FIRST_HOURS),
    ofWeek: new Uint8Array(FIRST_HOURS),
  });
}

/** The hours of `[begin, until)`; `clock` has not gone further than that. */
export function layHours(hours: Hours, clock: WeekClock, begin: number, until: number): void {
  hours.count = 0;
  // Bound: one round an hour of the slice.
  do {
    if (hours.count > 0 || clock.until() <= begin) clock.moveTo(Math.max(begin, clock.until()));
    if (hours.count === hours.untils.length) {
      hours.untils = resized(hours.untils, new Float64Array(2 * hours.count));
      hours.ofWeek = resized(hours.ofWeek, new Uint8Array(2 * hours.count));
    }
    hours.untils[hours.count] = clock.until();
    hours.ofWeek[hours.count] = clock.hour();
    hours.count += 1;
  } while (clock.until() < until);
}
