/**
 * Pace by the hours of a week (R29), with worked clocks.
 */
import { describe, expect, it } from "vitest";
import { oracleWall } from "./calendarOracle.ts";
import { fraction, ONE } from "./fraction.ts";
import { at, clockChange, HOUR, iso, MINUTE, WEEK } from "./scheduleBuilders.ts";
import { paceAt, paceSteps } from "./slowPace.ts";

/** Sundays at 0.4 from `open` to `close` o'clock, else full speed. */
const slowSundays = (open: number, close: number): number[] =>
  Array.from({ length: 168 }, (_, hour) => (open <= hour && hour < close ? 0.4 : 1));

const linesOf = (hours: readonly number[], zone: string, from: string, to: string): string[] =>
  paceSteps(hours, (instant) => oracleWall(zone, instant), at(from), at(to)).map(
    (step) => `${iso(step.from)} ${step.share}`,
  );

describe("paceSteps", () => {
  it("should change at the edges of hours on the server's clock", () => {
    // 2026-06-07 is a Sunday; New York is at UTC-04:00.
    expect(
      linesOf(slowSundays(8, 18), "America/New_York", "2026-06-06T00:00Z", "2026-06-09T00:00Z"),
    ).toEqual(["2026-06-06T00:00Z 1", "2026-06-07T12:00Z 0.4", "2026-06-07T22:00Z 1"]);
    // India is at UTC+05:30: the edges of its hours are half past.
    expect(
      linesOf(slowSundays(8, 18), "Asia/Kolkata", "2026-06-06T00:00Z", "2026-06-09T00:00Z"),
    ).toEqual(["2026-06-06T00:00Z 1", "2026-06-07T02:30Z 0.4", "2026-06-07T12:30Z 1"]);
  });

  it("should follow the wall clock over a gap and through an hour that is shown twice", () => {
    // 01:59 EST is followed by 03:00 EDT, on a Sunday: the hour of 2 o'clock is never shown.
    const spring = clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(spring).toBe(at("2026-03-08T07:00Z"));
    const inSpring = (open: number, close: number): string[] =>
      linesOf(
        slowSundays(open, close),
        "America/New_York",
        "2026-03-08T05:00Z",
        "2026-03-08T10:00Z",
      );
    expect(inSpring(2, 3)).toEqual(["2026-03-08T05:00Z 1"]);
    expect(inSpring(2, 4)).toEqual([
      "2026-03-08T05:00Z 1",
      "2026-03-08T07:00Z 0.4",
      "2026-03-08T08:00Z 1",
    ]);
    // 01:59 EDT is followed by 01:00 EST: the hour of 1 o'clock is shown from 05:00Z to 07:00Z.
    clockChange("America/New_York", "2026-11-01T06:00Z", "02:00", "01:00");
    expect(
      linesOf(slowSundays(1, 2), "America/New_York", "2026-11-01T00:00Z", "2026-11-02T00:00Z"),
    ).toEqual(["2026-11-01T00:00Z 1", "2026-11-01T05:00Z 0.4", "2026-11-01T07:00Z 1"]);
  });

  it("should show half an hour again on Lord Howe Island", () => {
    // 02:00 at UTC+11 becomes 01:30 at UTC+10:30: the hour of 1 o'clock takes 90 minutes.
    clockChange("Australia/Lord_Howe", "2026-04-04T15:00Z", "02:00", "01:30");
    const [, slow, full] = paceSteps(
      slowSundays(1, 2),
      (instant) => oracleWall("Australia/Lord_Howe", instant),
      at("2026-04-04T00:00Z"),
      at("2026-04-05T00:00Z"),
    );
    expect(full!.from - slow!.from).toBe(90 * MINUTE);
  });

  it("should begin a span within an hour, and come round after a week", () => {
    const hours = Array.from({ length: 168 }, (_, hour) => (hour % 2 === 0 ? 0.5 : 1));
    const from = 10 * HOUR + 1;
    const steps = paceSteps(hours, (instant) => instant, from, from + 2 * WEEK);
    expect(steps[0]).toEqual({ from, share: 0.5 });
    expect(steps[1]).toEqual({ from: 11 * HOUR, share: 1 });
    expect(steps).toHaveLength(1 + 2 * 168);
    expect(() => paceSteps([1], (instant) => instant, 0, 1)).toThrow(
      "a pace has 168 hours, this one 1",
    );
  });
});

describe("paceAt", () => {
  it("should be exact, and full speed without a pace", () => {
    const steps = [
      { from: 10, share: 0.1 },
      { from: 20, share: 1 },
    ];
    expect([10, 19, 20].map((instant) => paceAt(steps, instant))).toEqual([
      fraction(1, 10),
      fraction(1, 10),
      ONE,
    ]);
    expect(paceAt(undefined, 0)).toEqual(ONE);
    expect(() => paceAt(steps, 9)).toThrow("no pace is known at 9");
  });
});
