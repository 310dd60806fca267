/**
 * The hours of the week on the server's clock, as a table for a slice of time.
 */
import type { ZoneTable } from "../../../time/zone.js";
import { weekClock } from "../../books/weekClock.js";

/** Hours one after the other. */
export interface HoursOfSlice {
  /** When each is over; the last reaches to the end of the slice, or further. */
  readonly untils: Float64Array;
  /** Which hour of the week each is. */
  readonly ofWeek: Uint8Array;
}

/** Tables of one slice after the other, from `from` on. */
export interface SliceHours {
  readonly present: HoursOfSlice;
  /** Those of `[begin, until)`; `begin` is where the last slice ended. */
  open(begin: number, until: number): void;
}

/** The hours of a zone's clock. */
export function hoursOfSlices(zone: ZoneTable, from: number): SliceHours {
  const clock = weekClock(zone, from);
  let present: HoursOfSlice = { untils: new Float64Array(0), ofWeek: new Uint8Array(0) };
  return {
    get present() {
      return present;
    },
    open(begin, until) {
      const untils: number[] = [];
      const ofWeek: number[] = [];
      // Bound: one round an hour of the slice.
      do {
        if (untils.length > 0 || clock.until() <= begin)
          clock.moveTo(Math.max(begin, clock.until()));
        untils.push(clock.until());
        ofWeek.push(clock.hour());
      } while (clock.until() < until);
      present = { untils: Float64Array.from(untils), ofWeek: Uint8Array.from(ofWeek) };
    },
  };
}
