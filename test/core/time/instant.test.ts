import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  END_OF_TIME,
  EPOCH,
  HOUR_MS,
  type Instant,
  instantOf,
  MINUTE_MS,
  modulo,
  NEVER,
  NEVER_BEFORE,
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
