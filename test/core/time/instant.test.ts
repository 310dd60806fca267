import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  END_OF_TIME,
  EPOCH,
  HOUR_MS,
  type Instant,
  INSTANT_TEXT,
  instantOf,
  isNumber,
  MINUTE_MS,
  modulo,
  NEVER,
  NEVER_BEFORE,
  notInstants,
  SECOND_MS,
  wallOf,
  WEEK_MS,
} from "../../../src/core/time/instant.ts";

describe("modulo", () => {
  it("should put what is before zero at the end of the period", () => {
    expect(modulo(-1, 24)).toBe(23);
    expect(modulo(-24, 24)).toBe(0);
    expect(modulo(-25, 24)).toBe(23);
    expect(modulo(0, 24)).toBe(0);
    expect(modulo(23, 24)).toBe(23);
    expect(modulo(24, 24)).toBe(0);
  });

  it("should never give a negative zero, which would print as -0", () => {
    expect(Object.is(modulo(-24, 24), 0)).toBe(true);
    expect(Object.is(modulo(-0, 24), 0)).toBe(true);
  });

  it("should lie in [0, period) and differ from the value by whole periods", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: WEEK_MS }), (value, period) => {
        const rest = modulo(value, period);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThan(period);
        expect((BigInt(value) - BigInt(rest)) % BigInt(period)).toBe(0n);
      }),
    );
  });
});

describe("units and ends", () => {
  it("should be what a calendar says", () => {
    expect([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS, WEEK_MS]).toEqual([
      1000, 60_000, 3_600_000, 86_400_000, 604_800_000,
    ]);
    expect(new Date(EPOCH).toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect([NEVER, NEVER_BEFORE]).toEqual([Infinity, -Infinity]);
  });

  it("should end one millisecond after the last Date", () => {
    expect(new Date(END_OF_TIME - 1).toISOString()).toBe("+275760-09-13T00:00:00.000Z");
    expect(new Date(END_OF_TIME).getTime()).toBeNaN();
  });

  it("should go from the instant to the wall and back", () => {
    const instant = Date.parse("2026-07-01T12:00:00Z") as Instant;
    const wall = wallOf(instant, 5.5 * HOUR_MS);
    expect(new Date(wall).toISOString()).toBe("2026-07-01T17:30:00.000Z");
    expect(instantOf(wall, 5.5 * HOUR_MS)).toBe(instant);
  });
});

describe("what a query takes for an instant", () => {
  it("should be a number, and not NaN", () => {
    for (const value of [0, -1, 0.5, Infinity, -Infinity]) expect(isNumber(value)).toBe(true);
    for (const value of [Number.NaN, "0", undefined, null, 0n, new Date(0), {}])
      expect(isNumber(value)).toBe(false);
  });

  it("should else be refused under its name, each argument that is none", () => {
    const { issues } = notInstants({ from: 0, to: "tomorrow", limit: Number.NaN });
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'to: expected an instant in epoch ms, a number, received "tomorrow"; nextRun and ' +
        "upcomingRuns take texts and dates",
      "limit: expected an instant in epoch ms, a number, received NaN; nextRun and upcomingRuns " +
        "take texts and dates",
    ]);
  });

  it("should be said in words where any form of an instant will do", () => {
    expect(INSTANT_TEXT).toBe(
      'an instant: epoch ms, an ISO 8601 string such as "2026-03-08T07:30:00Z", a Date, ' +
        "a DateTime or a Temporal.Instant",
    );
  });
});
