/**
 * The oracle of run keys against keys that were worked out by hand from R24.
 */
import { describe, expect, it } from "vitest";
import { type OracleClock, type OraclePolicy, oracleRuns } from "./calendarOracle.ts";
import { oracleRunKey, runKeyText } from "./runKeyOracle.ts";

const UTC: OracleClock = {
  zone: "UTC",
  windowClock: "utc",
  gap: "shift",
  overlap: "first",
  gridOverlap: "both",
};
const daily = (dailyTime: string, dailyType = "Everyday"): OraclePolicy => ({
  type: "Daily",
  dailyType,
  dailyTime,
});
const every = (periodicallyEvery: string, more: Partial<OraclePolicy> = {}): OraclePolicy => ({
  type: "Periodically",
  periodicallyEvery,
  ...more,
});
const startWindow = (isOpen: (hour: number) => boolean): Partial<OraclePolicy> => ({
  periodicallyWindowEnabled: true,
  periodicallyWindowSettings: {
    backupWindow: Array.from({ length: 168 }, (_, cell) => isOpen(cell % 24)),
  },
});

/** `2026-01-05T22:00Z 2026-01-05 #0`: the admitted runs of a span, and their keys. */
function keys(
  policy: OraclePolicy,
  clock: Partial<OracleClock>,
  from: string,
  to: string,
): string[] {
  const full = { ...UTC, ...clock };
  return oracleRuns(policy, full, Date.parse(from), Date.parse(to))
    .filter(({ admitted }) => admitted)
    .map(
      (run) =>
        `${new Date(run.instant).toISOString().replace(":00.000Z", "Z")} ` +
        runKeyText(oracleRunKey(policy, full, run)),
    );
}

describe("oracleRunKey", () => {
  it("should be the local date on the server's clock, and place 0, for a Daily start", () => {
    // Friday 19:00 at UTC-07:00 is Saturday 02:00Z: Friday's run.
    expect(
      keys(
        daily("19:00:00", "Friday"),
        { zone: "UTC-07:00" },
        "2026-01-05T00:00Z",
        "2026-01-12T00:00Z",
      ),
    ).toEqual(["2026-01-10T02:00Z 2026-01-09 #0"]);
    expect(keys(daily("22:00:07"), {}, "2026-01-05T00:00Z", "2026-01-06T00:00Z")).toEqual([
      "2026-01-05T22:00:07.000Z 2026-01-05 #0",
    ]);
  });

  it("should stay with the nominal date where a gap moves the start past midnight", () => {
    // In Nuuk the clock goes from Saturday 23:00 (-02) to Sunday 00:00 (-01), at 01:00Z.
    const night = (gap: OracleClock["gap"]): string[] =>
      keys(
        daily("23:30:00"),
        { zone: "America/Nuuk", gap },
        "2024-03-30T02:00Z",
        "2024-04-01T01:00Z",
      );
    const sunday = "2024-04-01T00:30Z 2024-03-31 #0";
    expect(night("shift")).toEqual(["2024-03-31T01:30Z 2024-03-30 #0", sunday]);
    expect(night("gap-end")).toEqual(["2024-03-31T01:00Z 2024-03-30 #0", sunday]);
    expect(night("earlier")).toEqual(["2024-03-31T00:30Z 2024-03-30 #0", sunday]);
    expect(night("skip")).toEqual([sunday]);
  });

  it("should tell the passes of a repeated hour apart", () => {
    // In New York 01:00 to 02:00 comes twice on 1 November 2026, first at UTC-4, then at UTC-5.
    const zone = "America/New_York";
    const repeated = ["2026-11-01T05:00Z", "2026-11-01T07:00Z"] as const;
    expect(keys(daily("01:30:00"), { zone, overlap: "both" }, ...repeated)).toEqual([
      "2026-11-01T05:30Z 2026-11-01 #0",
      "2026-11-01T06:30Z 2026-11-01 #0'",
    ]);
    const alone = ["2026-11-01T06:30Z 2026-11-01 #0"];
    expect(keys(daily("01:30:00"), { zone, overlap: "second" }, ...repeated)).toEqual(alone);
    expect(keys(every("Minutes30"), { zone }, ...repeated)).toEqual([
      "2026-11-01T05:00Z 2026-11-01 #2",
      "2026-11-01T05:30Z 2026-11-01 #3",
      "2026-11-01T06:00Z 2026-11-01 #2'",
      "2026-11-01T06:30Z 2026-11-01 #3'",
    ]);
    expect(keys(every("Minutes30"), { zone, gridOverlap: "second" }, ...repeated)).toEqual([
      "2026-11-01T06:00Z 2026-11-01 #2",
      "2026-11-01T06:30Z 2026-11-01 #3",
    ]);
  });

  it("should count the grid times of the day, with the offset of hour intervals", () => {
    const offset = { periodicallyOffsetMinutes: 15 };
    expect(keys(every("Hours8", offset), {}, "2026-01-05T00:00Z", "2026-01-06T01:00Z")).toEqual([
      "2026-01-05T00:15Z 2026-01-05 #0",
      "2026-01-05T08:15Z 2026-01-05 #1",
      "2026-01-05T16:15Z 2026-01-05 #2",
      "2026-01-06T00:15Z 2026-01-06 #0",
    ]);
    expect(keys(every("Minutes15", offset), {}, "2026-01-05T23:45Z", "2026-01-06T00:15Z")).toEqual([
      "2026-01-05T23:45Z 2026-01-05 #95",
      "2026-01-06T00:00Z 2026-01-06 #0",
    ]);
  });

  it("should not count on where a gap takes grid times away", () => {
    // In New York 02:00 to 03:00 is not shown on 8 March 2026: 03:00, at 07:00Z, is #3 still.
    expect(
      keys(every("Hours1"), { zone: "America/New_York" }, "2026-03-08T06:00Z", "2026-03-08T08:00Z"),
    ).toEqual(["2026-03-08T06:00Z 2026-03-08 #1", "2026-03-08T07:00Z 2026-03-08 #3"]);
  });

  it("should be that of the last start held back, for a start at a window's opening", () => {
    // R13's example: 08:00 is held back, and made up for at 09:00.
    const policy = every(
      "Hours2",
      startWindow((hour) => hour >= 9 && hour < 17),
    );
    expect(keys(policy, {}, "2026-01-05T00:00Z", "2026-01-05T12:00Z")).toEqual([
      "2026-01-05T09:00Z 2026-01-05 #4",
      "2026-01-05T10:00Z 2026-01-05 #5",
    ]);
  });

  it("should stay with the day before where the window opens before the day's first start", () => {
    // At UTC+5:30 the grid is 00:45, 08:45, 16:45. Open from 18:00 UTC, moved later by 45 minutes:
    // from 00:15 to 06:15 on the server's clock. 16:45 is made up for at 00:15 of the next day,
    // whose own #2 is another run.
    const policy = every("Hours8", {
      periodicallyOffsetMinutes: 45,
      ...startWindow((hour) => hour >= 18),
    });
    expect(keys(policy, { zone: "UTC+5:30" }, "2026-01-05T00:00Z", "2026-01-05T20:00Z")).toEqual([
      "2026-01-05T18:45Z 2026-01-05 #2",
      "2026-01-05T19:15Z 2026-01-06 #0",
    ]);
  });
});
