/**
 * The use of threads, booked by hand: shares of time in the head.
 */
import { describe, expect, it } from "vitest";
import { threadBook } from "../../../../src/core/simulation/books/threadUse.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

/** A Monday: the first hour is the 24th of the week. */
const FROM = at("2026-01-05T00:00Z");

describe("threadBook", () => {
  it("should book what is in use, and when all are, by the hours of the week", () => {
    const clock = weekClock(fixedZone("UTC", 0), FROM);
    const book = threadBook(Float64Array.of(Number.NaN, 4), FROM, clock);
    book.divided(1, 2, 2, FROM + 15 * MINUTE);
    book.divided(1, 4 - 1e-12, 6, FROM + 30 * MINUTE);
    book.hourEnds(FROM + HOUR);
    clock.moveTo(FROM + HOUR);
    book.divided(1, 1, 1, FROM + HOUR + 15 * MINUTE);
    book.divided(1, 3, 6, FROM + HOUR + 45 * MINUTE);
    const { byHour, mean, ...more } = book.metrics(1, FROM + 2 * HOUR);
    expect(more).toEqual({
      threads: 4,
      peakDemand: 6,
      peakDemandAt: FROM + 30 * MINUTE,
      // from 00:30 to 01:15
      shareFull: 3 / 8,
    });
    expect(byHour.length).toBe(168);
    expect([...byHour.entries()].filter(([, used]) => used > 0)).toEqual([
      [24, expect.closeTo(0.5 + 2, 9)],
      [25, expect.closeTo(1 + 0.5 + 0.75, 9)],
    ]);
    expect(mean).toBeCloseTo((2.5 + 2.25) / 2, 9);
  });

  it("should be all zeros where nothing was divided, and in no time", () => {
    const clock = weekClock(fixedZone("UTC", 0), FROM);
    const nothing = threadBook(Float64Array.of(4), FROM, clock).metrics(0, FROM + HOUR);
    expect([nothing.mean, nothing.shareFull, nothing.peakDemand, nothing.peakDemandAt]).toEqual([
      0,
      0,
      0,
      FROM,
    ]);
    const never = threadBook(Float64Array.of(4), FROM, clock);
    never.divided(0, 4, 4, FROM);
    const { mean, shareFull, byHour } = never.metrics(0, FROM);
    expect([mean, shareFull, Math.max(...byHour)]).toEqual([0, 0, 0]);
  });
});
