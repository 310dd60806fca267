import { describe, expect, it } from "vitest";
import {
  bookedTo,
  changeBusy,
  moveOn,
  type OccupancyBook,
  occupancyBook,
  occupancyMetrics,
} from "../../../../src/core/simulation/books/occupancy.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

/** A book of so many resources with one busy slot each. */
function bookOf(count: number): OccupancyBook {
  const slots = new Float64Array(count).fill(2);
  const book = occupancyBook(slots, FROM, weekClock(fixedZone("UTC", 0), FROM));
  for (let resource = 0; resource < count; resource += 1) changeBusy(book, resource, 1);
  return book;
}

describe("occupancyBook", () => {
  it("should book every resource to tell one, so that the others need no booking", () => {
    const book = bookOf(100);
    const now = FROM + 30 * MINUTE;
    moveOn(book, now);
    expect(new Set(Array.from({ length: 100 }, (_, place) => bookedTo(book, place)))).toEqual(
      new Set([FROM]),
    );
    expect(occupancyMetrics(book, 99).meanBusy).toBe(1);
    expect(new Set(Array.from({ length: 100 }, (_, place) => bookedTo(book, place)))).toEqual(
      new Set([now]),
    );
    for (let resource = 0; resource < 99; resource += 1)
      expect(occupancyMetrics(book, resource).meanBusy).toBe(1);
  });

  it("should tell what happened since it was asked last", () => {
    const book = bookOf(2);
    moveOn(book, FROM + 30 * MINUTE);
    expect(occupancyMetrics(book, 0).meanBusy).toBe(1);
    changeBusy(book, 0, 1);
    moveOn(book, FROM + HOUR);
    expect([occupancyMetrics(book, 0).meanBusy, occupancyMetrics(book, 1).meanBusy]).toEqual([
      1.5, 1,
    ]);
  });
});
