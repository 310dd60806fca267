/**
 * An instant as data and as a person reads it.
 */
import { describe, expect, it } from "vitest";
import {
  localDayTime,
  localText,
  momentAt,
  timeOf,
  utcDayTime,
} from "../../../src/core/time/moments.ts";
import { hostZone } from "../../../src/host/zones.ts";

const NEW_YORK = hostZone("America/New_York");
/** Half past one at night in New York, on the day on which the clock changes: an hour before. */
const INSTANT = Date.UTC(2026, 2, 8, 6, 30);

describe("a moment", () => {
  it("should be one instant on both clocks", () => {
    expect(momentAt(NEW_YORK, INSTANT)).toEqual({
      local: "2026-03-08T01:30:00-05:00",
      weekday: "Sunday",
      utc: "2026-03-08T06:30:00Z",
      epochMs: INSTANT,
    });
    expect(momentAt(NEW_YORK, INSTANT + 3_600_000).local).toBe("2026-03-08T03:30:00-04:00");
  });

  it("should have the weekday of each clock in the texts of people", () => {
    const evening = momentAt(NEW_YORK, Date.UTC(2026, 2, 8, 3, 0));
    expect([localDayTime(evening), utcDayTime(evening)]).toEqual([
      "Sat 2026-03-07 22:00",
      "Sun 2026-03-08 03:00",
    ]);
  });

  it("should show seconds only where there are any", () => {
    const texts = [0, 7_000, 7_004].map((ms) => localDayTime(momentAt(NEW_YORK, INSTANT + ms)));
    expect(texts).toEqual([
      "Sun 2026-03-08 01:30",
      "Sun 2026-03-08 01:30:07",
      "Sun 2026-03-08 01:30:07.004",
    ]);
    expect(
      ["2026-03-08T06:30:00Z", "2026-03-08T06:30:00.040+01:00", "2026-03-08"].map(timeOf),
    ).toEqual(["06:30", "06:30:00.040", ""]);
  });
});

describe("what a clock shows", () => {
  it("should have a Z in UTC alone", () => {
    expect(localText(hostZone("UTC"), INSTANT)).toBe("2026-03-08T06:30:00Z");
    expect(localText(hostZone("Africa/Abidjan"), INSTANT)).toBe("2026-03-08T06:30:00+00:00");
  });
});
