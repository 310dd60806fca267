/**
 * Starts and ends of sessions, booked by hand: minutes, crowds and nights.
 */
import { describe, expect, it } from "vitest";
import {
  startMetrics,
  type WaveBook,
  waveBook,
  waveEnded,
  wavesOf,
  waveStarted,
} from "../../../../src/core/simulation/books/waves.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, DAY, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");

/** A book of three days in which sessions start: `[minutes from the beginning, how many]`. */
function started(...starts: readonly (readonly [number, number])[]): WaveBook {
  const clock = weekClock(fixedZone("UTC", 0), FROM);
  const book = waveBook(FROM, FROM + 3 * DAY, clock);
  for (const [minutes, count] of starts) {
    const instant = FROM + minutes * MINUTE;
    while (instant >= clock.until()) clock.moveTo(clock.until());
    const night = waveStarted(book, Float64Array.of(0, instant), 1, count);
    waveEnded(book, night, Float64Array.of(instant + 10 * MINUTE), 0);
  }
  return book;
}

describe("starts", () => {
  it("should be most in one minute of the clock, the first of those alike", () => {
    const found = startMetrics(started([60.5, 2], [60.9, 3], [61, 4], [90, 5], [1_500, 5]));
    expect([found.peakPerMinute, found.peakAt]).toEqual([5, FROM + HOUR]);
    const later = startMetrics(started([60.5, 2], [61, 2], [61.5, 1], [70, 2]));
    expect([later.peakPerMinute, later.peakAt]).toEqual([3, FROM + 61 * MINUTE]);
    const none = startMetrics(started());
    expect(none).toEqual({ peakPerMinute: 0, peakAt: FROM, concentration: 0, busiestMinute: 0 });
  });

  it("should crowd in the busiest quarter of an hour of the day, whichever day it was", () => {
    // 01:10 and 01:24 are in one quarter of an hour, 01:25 is not; 01:24 on the day after.
    const found = startMetrics(started([70, 3], [85, 1], [1_440 + 84, 2]));
    expect([found.concentration, found.busiestMinute]).toEqual([5 / 6, 70]);
    // From 23:50 to 00:05.
    const midnight = startMetrics(started([4, 2], [5, 1], [600, 2], [1_430, 3]));
    expect([midnight.concentration, midnight.busiestMinute]).toEqual([5 / 8, 1_430]);
    // The first quarter of an hour of the day, and no more.
    const first = startMetrics(started([0, 1], [14, 1], [15, 1], [700, 2], [720, 1]));
    expect([first.concentration, first.busiestMinute]).toEqual([2 / 6, 0]);
  });
});

describe("waves", () => {
  it("should last from a night's first start to its last end", () => {
    const book = started([11 * 60, 1], [12 * 60, 2], [13 * 60, 1], [36 * 60 - 1, 4]);
    waveEnded(book, 2, Float64Array.of(FROM + 40 * HOUR), 0);
    waveEnded(book, 2, Float64Array.of(FROM + 39 * HOUR), 0);
    expect(wavesOf(book)).toEqual([
      {
        night: "2026-01-04",
        from: FROM + 11 * HOUR,
        to: FROM + 11 * HOUR + 10 * MINUTE,
        makespan: 10 * MINUTE,
        sessions: 1,
      },
      {
        night: "2026-01-05",
        from: FROM + 12 * HOUR,
        to: FROM + 40 * HOUR,
        makespan: 28 * HOUR,
        sessions: 7,
      },
    ]);
    expect(wavesOf(started())).toEqual([]);
  });
});
