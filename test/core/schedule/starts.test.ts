/**
 * What a schedule means, rule by rule (R2, R4 to R14): each example worked out by hand, on a
 * calendar and with the clock changes that `Intl` confirms.
 */
import { describe, expect, it } from "vitest";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { compileSchedule } from "../../../src/core/schedule/schedule.ts";
import { zoneTable } from "../../../src/core/time/zone.ts";
import { compile, type ServerClock } from "../../../src/index.ts";
import {
  at,
  backupWindow,
  clockChange,
  daily,
  DAY,
  every,
  HOUR,
  iso,
  line,
  linesOf,
  mask,
  runsOf,
  startWindow,
} from "../../support/scheduleBuilders.ts";

describe("the seed's example (R2)", () => {
  const policy = daily("01:00:00");

  it("should give nextRun 2017-06-01T08:00Z from 2017-05-31T08:00Z on, in Los Angeles", () => {
    const schedule = compile(policy, { zone: "America/Los_Angeles" });
    for (let t = at("2017-05-31T08:00:00Z"); t < at("2017-06-01T00:00:00Z"); t += 60_000) {
      expect(schedule.next(t)).toBe(at("2017-06-01T08:00:00Z"));
    }
    expect(iso(schedule.next(at("2017-05-31T07:59:59.999Z")))).toBe("2017-05-31T08:00Z");
  });

  it("should give the same on a server at UTC-7", () => {
    expect(iso(compile(policy, { zone: "UTC-7" }).next(at("2017-05-31T12:00Z")))).toBe(
      "2017-06-01T08:00Z",
    );
  });

  it("should give nextRun 2017-06-01T01:00:00Z on the default clock, after 01:00Z", () => {
    const schedule = compile(policy);
    for (let t = at("2017-05-31T01:00:00Z"); t < at("2017-06-01T00:00:00Z"); t += 60_000) {
      expect(schedule.next(t)).toBe(at("2017-06-01T01:00:00Z"));
    }
  });

  it("should read the weekday on the server's wall: Friday 19:00 may be Saturday 02:00Z", () => {
    // 2017-06-02 was a Friday.
    expect(
      runsOf(
        daily("19:00:00", "Friday"),
        { zone: "America/Los_Angeles" },
        "2017-05-29T00:00Z",
        "2017-06-05T00:00Z",
      ),
    ).toEqual(["2017-06-03T02:00Z"]);
  });
});

describe("R1 instants and ranges", () => {
  const schedule = compile(daily("01:00"));
  const run = at("2026-01-02T01:00Z");

  it("should look strictly after, and strictly before", () => {
    expect(iso(schedule.next(run - 1))).toBe("2026-01-02T01:00Z");
    expect(iso(schedule.next(run))).toBe("2026-01-03T01:00Z");
    expect(iso(schedule.previous(run + 1))).toBe("2026-01-02T01:00Z");
    expect(iso(schedule.previous(run))).toBe("2026-01-01T01:00Z");
  });

  it("should take ranges as [from, to)", () => {
    expect(schedule.count(run, run)).toBe(0);
    expect(schedule.count(run, run + 1)).toBe(1);
    expect(schedule.count(run - 1, run)).toBe(0);
    expect([...schedule.range(run, run + 24 * HOUR)]).toEqual([run]);
    expect(Array.from(schedule.runs(run, run + 24 * HOUR), (r) => r.instant)).toEqual([run]);
  });

  it("should begin in 1970: the first run has rank 0, and nothing is before it", () => {
    expect(schedule.nth(0)).toBe(HOUR);
    expect(schedule.rank(HOUR)).toBe(0);
    expect(schedule.rank(HOUR + 1)).toBe(1);
    expect(schedule.next(-1e15)).toBe(HOUR);
    expect(schedule.previous(HOUR)).toBe(-Infinity);
    expect(schedule.has(HOUR - 24 * HOUR)).toBe(false);
  });
});

describe("R4 Daily", () => {
  // 2026-03-01 was a Sunday.
  const daysOf = (dailyType: string) =>
    runsOf(daily("12:00", dailyType), {}, "2026-03-01T00:00Z", "2026-03-08T00:00Z")
      .map((run) => run.slice(8, 10))
      .join(" ");

  it("should know every dailyType", () => {
    expect(daysOf("Everyday")).toBe("01 02 03 04 05 06 07");
    expect(daysOf("Workdays")).toBe("02 03 04 05 06");
    expect(daysOf("Weekends")).toBe("01 07");
    expect(
      ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].map(daysOf),
    ).toEqual(["01", "02", "03", "04", "05", "06", "07"]);
  });

  it("should start to the second", () => {
    expect(runsOf(daily("23:59:59"), {}, "2026-03-01T00:00Z", "2026-03-02T00:00Z")).toEqual([
      "2026-03-01T23:59:59Z",
    ]);
  });

  it("should follow the wall clock over a change: 12:00 in New York is 17:00Z, then 16:00Z", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(
      runsOf(
        daily("12:00"),
        { zone: "America/New_York" },
        "2026-03-07T00:00Z",
        "2026-03-10T00:00Z",
      ),
    ).toEqual(["2026-03-07T17:00Z", "2026-03-08T16:00Z", "2026-03-09T16:00Z"]);
  });
});

describe("R5 Periodically", () => {
  it("should count from midnight in every interval", () => {
    const perDay = (interval: string) =>
      runsOf(every(interval), {}, "2026-03-01T00:00Z", "2026-03-02T00:00Z");
    expect(perDay("Minutes5").length).toBe(288);
    expect(perDay("Minutes10").length).toBe(144);
    expect(perDay("Minutes15").length).toBe(96);
    expect(perDay("Minutes30").length).toBe(48);
    expect(perDay("Hours1").length).toBe(24);
    expect(perDay("Hours2").length).toBe(12);
    expect(perDay("Hours4")).toEqual(
      ["00", "04", "08", "12", "16", "20"].map((hour) => `2026-03-01T${hour}:00Z`),
    );
    expect(perDay("Hours8")).toEqual([
      "2026-03-01T00:00Z",
      "2026-03-01T08:00Z",
      "2026-03-01T16:00Z",
    ]);
    expect(perDay("Hours12")).toEqual(["2026-03-01T00:00Z", "2026-03-01T12:00Z"]);
    expect(perDay("Minutes10").slice(0, 3)).toEqual([
      "2026-03-01T00:00Z",
      "2026-03-01T00:10Z",
      "2026-03-01T00:20Z",
    ]);
  });

  it("should count from the server's midnight, to the quarter of an hour", () => {
    // Kathmandu: UTC+5:45.
    expect(
      runsOf(every("Hours8"), { zone: "Asia/Kathmandu" }, "2026-03-01T00:00Z", "2026-03-02T00:00Z"),
    ).toEqual(["2026-03-01T02:15Z", "2026-03-01T10:15Z", "2026-03-01T18:15Z"]);
  });

  it("should begin afresh at midnight after a day of 23 hours", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    // 00:00, 08:00 and 16:00 on the wall, at -5 and then -4.
    expect(
      runsOf(
        every("Hours8"),
        { zone: "America/New_York" },
        "2026-03-08T00:00Z",
        "2026-03-09T05:00Z",
      ),
    ).toEqual([
      "2026-03-08T05:00Z",
      "2026-03-08T12:00Z", // seven hours later
      "2026-03-08T20:00Z",
      "2026-03-09T04:00Z",
    ]);
  });
});

describe("R6 the offset within the hour", () => {
  it("should move the starts of an hour interval", () => {
    expect(
      runsOf(
        every("Hours4", { periodicallyOffsetMinutes: 15 }),
        {},
        "2026-03-01T00:00Z",
        "2026-03-01T12:00Z",
      ),
    ).toEqual(["2026-03-01T00:15Z", "2026-03-01T04:15Z", "2026-03-01T08:15Z"]);
    expect(
      runsOf(
        every("Hours12", { periodicallyOffsetMinutes: 59 }),
        {},
        "2026-03-01T00:00Z",
        "2026-03-02T00:00Z",
      ),
    ).toEqual(["2026-03-01T00:59Z", "2026-03-01T12:59Z"]);
  });

  it("should leave a minute interval alone", () => {
    expect(
      runsOf(
        every("Minutes30", { periodicallyOffsetMinutes: 15 }),
        {},
        "2026-03-01T00:00Z",
        "2026-03-01T01:00Z",
      ),
    ).toEqual(["2026-03-01T00:00Z", "2026-03-01T00:30Z"]);
  });
});

describe("R7 Daily in a gap", () => {
  const gaps = ["shift", "gap-end", "earlier", "skip"] as const;
  const onTheDay = (
    policy: Parameters<typeof linesOf>[0],
    zone: string,
    from: string,
    to: string,
  ) => Object.fromEntries(gaps.map((gap) => [gap, linesOf(policy, { zone, gap }, from, to)]));

  it("should shift by an hour in New York", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(
      onTheDay(daily("02:30"), "America/New_York", "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
    ).toEqual({
      shift: ["2026-03-08T07:30Z shifted"], // 03:30
      "gap-end": ["2026-03-08T07:00Z gap-end"], // 03:00
      earlier: ["2026-03-08T06:30Z shifted"], // 01:30
      skip: [],
    });
    // 02:00 itself does not exist, 03:00 does.
    expect(
      onTheDay(daily("02:00"), "America/New_York", "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
    ).toEqual({
      shift: ["2026-03-08T07:00Z shifted"],
      "gap-end": ["2026-03-08T07:00Z gap-end"],
      earlier: ["2026-03-08T06:00Z shifted"], // 01:00
      skip: [],
    });
    expect(
      onTheDay(daily("03:00"), "America/New_York", "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
    ).toMatchObject({ shift: ["2026-03-08T07:00Z"], skip: ["2026-03-08T07:00Z"] });
    expect(
      onTheDay(daily("01:59:59"), "America/New_York", "2026-03-08T00:00Z", "2026-03-09T00:00Z"),
    ).toMatchObject({ shift: ["2026-03-08T06:59:59Z"], skip: ["2026-03-08T06:59:59Z"] });
  });

  it("should shift by half an hour on Lord Howe", () => {
    clockChange("Australia/Lord_Howe", "2026-10-03T15:30Z", "02:00", "02:30");
    expect(
      onTheDay(daily("02:10:05"), "Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-04T12:00Z"),
    ).toEqual({
      shift: ["2026-10-03T15:40:05Z shifted"],
      "gap-end": ["2026-10-03T15:30Z gap-end"],
      earlier: ["2026-10-03T15:10:05Z shifted"],
      skip: [],
    });
  });

  it("should shift by two hours at Troll", () => {
    clockChange("Antarctica/Troll", "2026-03-29T01:00Z", "01:00", "03:00");
    expect(
      onTheDay(daily("02:45"), "Antarctica/Troll", "2026-03-28T12:00Z", "2026-03-29T12:00Z"),
    ).toEqual({
      shift: ["2026-03-29T02:45Z shifted"], // 04:45
      "gap-end": ["2026-03-29T01:00Z gap-end"],
      earlier: ["2026-03-29T00:45Z shifted"], // 00:45
      skip: [],
    });
  });

  it("should have no start on a date that never happened: Apia, 2011-12-30", () => {
    // Friday the 30th -> Saturday the 31st
    clockChange("Pacific/Apia", "2011-12-30T10:00Z", "00:00", "00:00");
    for (const time of ["00:00", "12:00", "23:59:59"]) {
      for (const gap of gaps) {
        const runs = linesOf(
          daily(time),
          { zone: "Pacific/Apia", gap },
          "2011-12-28T10:00Z",
          "2012-01-01T10:00Z",
        );
        // the 28th, the 29th, the 31st and 2012-01-01: four days of real time
        expect(runs.length).toBe(4);
        expect(runs.join()).not.toMatch(/shifted|gap-end/);
        expect(
          runsOf(
            daily(time, "Friday"),
            { zone: "Pacific/Apia", gap },
            "2011-12-25T00:00Z",
            "2012-01-05T00:00Z",
          ),
        ).toEqual([]);
      }
    }
    expect(
      runsOf(daily("23:30"), { zone: "Pacific/Apia" }, "2011-12-29T00:00Z", "2012-01-01T00:00Z"),
    ).toEqual(["2011-12-29T09:30Z", "2011-12-30T09:30Z", "2011-12-31T09:30Z"]);
  });

  it("should keep the weekday of the nominal date where the shift passes midnight: Nuuk", () => {
    clockChange("America/Nuuk", "2026-03-29T01:00Z", "23:00", "00:00"); // Saturday the 28th
    expect(
      linesOf(
        daily("23:30", "Saturday"),
        { zone: "America/Nuuk" },
        "2026-03-26T00:00Z",
        "2026-04-02T00:00Z",
      ),
    ).toEqual(["2026-03-29T01:30Z shifted"]); // Sunday 00:30
    expect(
      linesOf(
        daily("23:30", "Sunday"),
        { zone: "America/Nuuk" },
        "2026-03-26T00:00Z",
        "2026-04-02T00:00Z",
      ),
    ).toEqual(["2026-03-30T00:30Z"]);
  });
});

describe("R7 Daily in a gap, earlier", () => {
  const lines = (time: string, zone: string, from: string, to: string, day?: string) =>
    linesOf(daily(time, day), { zone, gap: "earlier" }, from, to);

  it("should be what Temporal and jiff document as earlier", () => {
    // Temporal, "Time Zones and Resolving Ambiguity": 2020-03-08T01:30:00-08:00.
    clockChange("America/Los_Angeles", "2020-03-08T10:00Z", "02:00", "03:00");
    expect(lines("02:30", "America/Los_Angeles", "2020-03-08T08:00Z", "2020-03-09T07:00Z")).toEqual(
      ["2020-03-08T09:30Z shifted"],
    );
    // jiff, `tz::Disambiguation`: 2024-03-10T01:30, offset -05.
    clockChange("America/New_York", "2024-03-10T07:00Z", "02:00", "03:00");
    expect(lines("02:30", "America/New_York", "2024-03-10T05:00Z", "2024-03-11T04:00Z")).toEqual([
      "2024-03-10T06:30Z shifted",
    ]);
  });

  it("should run the day before where the gap is at midnight, and keep the nominal weekday", () => {
    clockChange("America/Havana", "2026-03-08T05:00Z", "00:00", "01:00"); // Sunday
    const span = ["America/Havana", "2026-03-05T12:00Z", "2026-03-12T12:00Z"] as const;
    expect(lines("00:30", ...span, "Sunday")).toEqual(["2026-03-08T04:30Z shifted"]); // Saturday
    expect(lines("00:30", ...span, "Saturday")).toEqual(["2026-03-07T05:30Z"]);
    expect(lines("00:00", ...span, "Sunday")).toEqual(["2026-03-08T04:00Z shifted"]);
  });

  it("should meet the windows where it runs, not where it was due", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const but = (closed: number) =>
      linesOf(
        daily("02:30", "Sunday", backupWindow(mask((hour) => hour !== closed))),
        { zone: "Europe/Berlin", gap: "earlier", windowClock: "server" },
        "2026-03-29T00:00Z",
        "2026-03-29T12:00Z",
      );
    expect(but(1)).toEqual(["2026-03-29T00:30Z shifted blocked: backup-window"]);
    for (const hour of [2, 3]) expect(but(hour)).toEqual(["2026-03-29T00:30Z shifted"]);
  });

  it("should be one start where it meets the one of the day before: a gap of a day at noon", () => {
    const noon = at("2026-06-10T12:00Z");
    const zone = zoneTable("Test/Zone", "", 0, [{ instant: noon, offsetMs: DAY }]);
    const schedule = compileSchedule(
      daily("13:00"),
      clockWith({ zone: "Test/Zone", gap: "earlier" }),
      zone,
    );
    // 13:00 of the 10th does not exist: a day earlier it is 13:00 of the 9th, a start anyway.
    expect([...schedule.runs(noon - 3 * DAY, noon + 2 * DAY)].map(line)).toEqual([
      "2026-06-07T13:00Z",
      "2026-06-08T13:00Z",
      "2026-06-09T13:00Z",
      "2026-06-10T13:00Z", // 13:00 of the 11th
      "2026-06-11T13:00Z",
    ]);
    expect(schedule.count(noon - 3 * DAY, noon + 2 * DAY)).toBe(5);
    expect(schedule.next(at("2026-06-09T12:00Z"))).toBe(at("2026-06-09T13:00Z"));
  });

  it("should be found from either side of the change, and by its rank", () => {
    const change = clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const schedule = compile(daily("02:30"), { zone: "America/New_York", gap: "earlier" });
    const run = change - HOUR / 2;
    expect(schedule.next(run - 1)).toBe(run);
    expect(schedule.previous(change)).toBe(run);
    expect(schedule.previous(run)).toBe(at("2026-03-07T07:30Z"));
    expect(schedule.next(run)).toBe(at("2026-03-09T06:30Z"));
    expect(schedule.nth(schedule.rank(run))).toBe(run);
    expect(schedule.has(run)).toBe(true);
    expect(schedule.has(run + HOUR)).toBe(false);
    expect(schedule.count(change, change + 12 * HOUR)).toBe(0);
  });
});

describe("R7 Daily in an overlap", () => {
  const runs = (
    overlap: ServerClock["overlap"],
    time: string,
    zone: string,
    from: string,
    to: string,
  ) => linesOf(daily(time), { zone, overlap }, from, to);

  it("should run in the first hour, the second or both in Berlin", () => {
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    const day = ["Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T12:00Z"] as const;
    expect(runs("first", "02:30", ...day)).toEqual(["2026-10-25T00:30Z first-pass"]);
    expect(runs("second", "02:30", ...day)).toEqual(["2026-10-25T01:30Z second-pass"]);
    expect(runs("both", "02:30", ...day)).toEqual([
      "2026-10-25T00:30Z first-pass",
      "2026-10-25T01:30Z second-pass",
    ]);
    for (const overlap of ["first", "second", "both"] as const) {
      expect(runs(overlap, "01:59:59", ...day)).toEqual(["2026-10-24T23:59:59Z"]);
      // at the first one it is 02:00 again
      expect(runs(overlap, "03:00", ...day)).toEqual(["2026-10-25T02:00Z"]);
    }
    expect(runs("both", "02:00", ...day)).toEqual([
      "2026-10-25T00:00Z first-pass",
      "2026-10-25T01:00Z second-pass",
    ]);
  });

  it("should see an overlap of half an hour, and one over midnight", () => {
    clockChange("Australia/Lord_Howe", "2026-04-04T15:00Z", "02:00", "01:30");
    expect(
      runs("both", "01:45", "Australia/Lord_Howe", "2026-04-04T12:00Z", "2026-04-05T12:00Z"),
    ).toEqual(["2026-04-04T14:45Z first-pass", "2026-04-04T15:15Z second-pass"]);
    expect(
      runs("second", "01:15", "Australia/Lord_Howe", "2026-04-04T12:00Z", "2026-04-05T12:00Z"),
    ).toEqual(["2026-04-04T14:15Z"]);
    clockChange("America/Havana", "2026-11-01T05:00Z", "01:00", "00:00");
    expect(
      runs("both", "00:00", "America/Havana", "2026-10-31T12:00Z", "2026-11-01T12:00Z"),
    ).toEqual(["2026-11-01T04:00Z first-pass", "2026-11-01T05:00Z second-pass"]);
  });

  it("should repeat the evening of the date that it goes back to: Santiago", () => {
    // Sunday the 5th -> Saturday the 4th
    clockChange("America/Santiago", "2026-04-05T03:00Z", "00:00", "23:00");
    const both = { zone: "America/Santiago", overlap: "both" } as const;
    expect(
      linesOf(daily("23:30", "Saturday"), both, "2026-04-01T00:00Z", "2026-04-08T00:00Z"),
    ).toEqual(["2026-04-05T02:30Z first-pass", "2026-04-05T03:30Z second-pass"]);
    expect(
      linesOf(daily("00:00", "Sunday"), both, "2026-04-01T00:00Z", "2026-04-08T00:00Z"),
    ).toEqual(["2026-04-05T04:00Z"]);
  });
});

describe("R8 Periodically across clock changes", () => {
  it("should have no start in a gap, and go on after it", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    for (const gap of ["shift", "gap-end", "earlier", "skip"] as const) {
      expect(
        linesOf(
          every("Minutes30"),
          { zone: "Europe/Berlin", gap },
          "2026-03-29T00:30Z",
          "2026-03-29T02:00Z",
        ),
      ).toEqual(["2026-03-29T00:30Z", "2026-03-29T01:00Z", "2026-03-29T01:30Z"]);
      // 02:00 is on the grid of two hours and does not exist.
      expect(
        linesOf(
          every("Hours2"),
          { zone: "Europe/Berlin", gap },
          "2026-03-28T22:00Z",
          "2026-03-29T05:00Z",
        ),
      ).toEqual(["2026-03-28T23:00Z", "2026-03-29T02:00Z", "2026-03-29T04:00Z"]);
    }
  });

  it("should keep the wall's quarters where the gap is half an hour", () => {
    clockChange("Australia/Lord_Howe", "2026-10-03T15:30Z", "02:00", "02:30");
    expect(
      linesOf(
        every("Hours1"),
        { zone: "Australia/Lord_Howe" },
        "2026-10-03T14:00Z",
        "2026-10-03T18:00Z",
      ),
    ).toEqual([
      "2026-10-03T14:30Z", // 01:00
      "2026-10-03T16:00Z", // 03:00
      "2026-10-03T17:00Z", // 04:00
    ]);
  });

  it("should run in both passes, the first, or the second", () => {
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    const runs = (gridOverlap: ServerClock["gridOverlap"]) =>
      linesOf(
        every("Minutes30"),
        { zone: "Europe/Berlin", gridOverlap },
        "2026-10-24T23:30Z",
        "2026-10-25T02:30Z",
      );
    const [before, after] = ["2026-10-24T23:30Z", "2026-10-25T02:00Z"];
    const first = ["2026-10-25T00:00Z first-pass", "2026-10-25T00:30Z first-pass"];
    const second = ["2026-10-25T01:00Z second-pass", "2026-10-25T01:30Z second-pass"];
    expect(runs("both")).toEqual([before, ...first, ...second, after]);
    expect(runs("first")).toEqual([before, ...first, after]);
    expect(runs("second")).toEqual([before, ...second, after]);
  });

  it("should not let `overlap` speak for the grid, nor `gridOverlap` for a daily time", () => {
    const berlin = { zone: "Europe/Berlin" };
    clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
    expect(
      runsOf(
        every("Hours1"),
        { ...berlin, overlap: "first" },
        "2026-10-25T00:00Z",
        "2026-10-25T02:00Z",
      ).length,
    ).toBe(2);
    expect(
      runsOf(
        daily("02:30"),
        { ...berlin, gridOverlap: "both" },
        "2026-10-25T00:00Z",
        "2026-10-25T02:00Z",
      ).length,
    ).toBe(1);
  });
});

describe("R9 no schedule", () => {
  it("should have no start at all, whatever the windows", () => {
    for (const policy of [
      daily("01:00", "Everyday", { scheduleEnabled: false }),
      every("Minutes5", { scheduleEnabled: false, ...startWindow(mask(() => true)) }),
      every("Minutes5", { type: "ManualOnly", ...backupWindow(mask(() => true)) }),
    ]) {
      const schedule = compile(policy, { zone: "Europe/Berlin" });
      expect([...schedule.runs(0, 1e13)]).toEqual([]);
      expect([
        schedule.next(0),
        schedule.previous(1e13),
        schedule.rank(1e13),
        schedule.nth(0),
      ]).toEqual([Infinity, -Infinity, 0, Infinity]);
    }
  });
});

describe("R10, R11, R12 the backup window", () => {
  // Open Sunday 08:00 to 09:00; 2026-03-01 was a Sunday.
  const sundayAt8 = mask((hour, weekday) => weekday === 0 && hour === 8);
  const openTimes = (minuteOffset: number, clock: Partial<ServerClock>) => {
    const schedule = compile(
      daily("00:00", "Everyday", backupWindow(sundayAt8, minuteOffset)),
      clock,
    );
    const open = [];
    for (let t = at("2026-02-28T00:00Z"); t < at("2026-03-03T00:00Z"); t += 60_000)
      if (schedule.isAllowed(t)) open.push(t);
    return `${iso(open[0]!)}-${iso(open.at(-1)! + 60_000)} ${open.length}`;
  };

  it("should cover [H:00, H+1:00), Sunday first", () => {
    expect(openTimes(0, {})).toBe("2026-03-01T08:00Z-2026-03-01T09:00Z 60");
    const schedule = compile(daily("00:00", "Everyday", backupWindow(sundayAt8)));
    expect(
      [-1, 0, HOUR - 1, HOUR].map((ms) => schedule.isAllowed(at("2026-03-01T08:00Z") + ms)),
    ).toEqual([false, true, true, false]);
  });

  it("should be read at UTC + minuteOffset by default, wherever the server is", () => {
    expect(openTimes(15, {})).toBe("2026-03-01T07:45Z-2026-03-01T08:45Z 60");
    expect(openTimes(-90, {})).toBe("2026-03-01T09:30Z-2026-03-01T10:30Z 60");
    expect(openTimes(15, { zone: "Asia/Tokyo" })).toBe("2026-03-01T07:45Z-2026-03-01T08:45Z 60");
  });

  it("should be read on the server's wall, minuteOffset later, with windowClock server", () => {
    const tokyo = { zone: "Asia/Tokyo", windowClock: "server" } as const; // +9
    expect(openTimes(0, tokyo)).toBe("2026-02-28T23:00Z-2026-03-01T00:00Z 60");
    expect(openTimes(15, tokyo)).toBe("2026-02-28T23:15Z-2026-03-01T00:15Z 60");
    expect(openTimes(-90, tokyo)).toBe("2026-02-28T21:30Z-2026-02-28T22:30Z 60");
  });

  it("should block a start in a prohibited hour and not make it up", () => {
    const nights = mask((hour) => hour >= 22 || hour < 6);
    expect(
      linesOf(every("Hours8", backupWindow(nights)), {}, "2026-03-01T00:00Z", "2026-03-02T00:00Z"),
    ).toEqual([
      "2026-03-01T00:00Z",
      "2026-03-01T08:00Z blocked: backup-window",
      "2026-03-01T16:00Z blocked: backup-window",
    ]);
  });

  it("should not follow daylight saving on UTC, and follow it on the server's clock", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const nights = every("Hours1", backupWindow(mask((hour) => hour === 22)));
    const days = ["2026-03-28T12:00Z", "2026-03-30T12:00Z"] as const;
    expect(runsOf(nights, { zone: "Europe/Berlin" }, ...days)).toEqual([
      "2026-03-28T22:00Z",
      "2026-03-29T22:00Z",
    ]);
    expect(runsOf(nights, { zone: "Europe/Berlin", windowClock: "server" }, ...days)).toEqual([
      "2026-03-28T21:00Z",
      "2026-03-29T20:00Z",
    ]);
  });

  it("should be ignored where it is switched off", () => {
    const policy = daily("12:00", "Everyday", {
      ...backupWindow(mask(() => false)),
      backupWindowEnabled: false,
    });
    expect(runsOf(policy, {}, "2026-03-01T00:00Z", "2026-03-02T00:00Z")).toEqual([
      "2026-03-01T12:00Z",
    ]);
    expect(compile(policy).isAllowed(0)).toBe(true);
  });
});

describe("R13 the start window", () => {
  it("should give the rule's first example: Hours2, open 09:00-17:00", () => {
    const policy = every("Hours2", startWindow(mask((hour) => hour >= 9 && hour < 17)));
    expect(runsOf(policy, {}, "2026-03-04T00:00Z", "2026-03-05T00:00Z")).toEqual(
      ["09", "10", "12", "14", "16"].map((hour) => `2026-03-04T${hour}:00Z`),
    );
    expect(linesOf(policy, {}, "2026-03-04T08:00Z", "2026-03-04T10:00Z")).toEqual([
      "2026-03-04T08:00Z blocked: start-window",
      "2026-03-04T09:00Z opening",
    ]);
  });

  it("should give the rule's second example: Hours4, offset 15, open 19:00-08:00", () => {
    const policy = every("Hours4", {
      periodicallyOffsetMinutes: 15,
      ...startWindow(mask((hour) => hour >= 19 || hour < 8)),
    });
    expect(runsOf(policy, {}, "2026-03-04T12:00Z", "2026-03-05T12:00Z")).toEqual([
      "2026-03-04T19:15Z",
      "2026-03-04T20:15Z",
      "2026-03-05T00:15Z",
      "2026-03-05T04:15Z",
    ]);
    expect(linesOf(policy, {}, "2026-03-05T08:00Z", "2026-03-05T09:00Z")).toEqual([
      "2026-03-05T08:15Z blocked: start-window",
    ]);
  });

  it("should make one start at an opening, however many were held back, and none for none", () => {
    const policy = every("Hours1", {
      periodicallyOffsetMinutes: 30,
      ...startWindow(
        mask((hour) => hour < 4 || hour >= 7),
        0,
      ),
    });
    expect(linesOf(policy, {}, "2026-03-04T03:00Z", "2026-03-04T08:00Z")).toEqual([
      "2026-03-04T03:30Z",
      "2026-03-04T04:30Z blocked: start-window",
      "2026-03-04T05:30Z blocked: start-window",
      "2026-03-04T06:30Z blocked: start-window",
      "2026-03-04T07:30Z", // the mask moves with the offset: it opens where a start is due anyway
    ]);
    const twelve = every("Hours12", startWindow(mask((hour) => hour < 4 || hour >= 7)));
    expect(linesOf(twelve, {}, "2026-03-04T00:00Z", "2026-03-05T00:00Z")).toEqual([
      "2026-03-04T00:00Z",
      "2026-03-04T12:00Z",
    ]);
  });

  it("should look back over a closed weekend", () => {
    const workdays = every(
      "Hours12",
      startWindow(mask((hour, weekday) => weekday >= 1 && weekday <= 5 && hour >= 6)),
    );
    // 2026-03-06 was a Friday.
    expect(runsOf(workdays, {}, "2026-03-06T12:00Z", "2026-03-09T12:01Z")).toEqual([
      "2026-03-06T12:00Z",
      "2026-03-09T06:00Z",
      "2026-03-09T12:00Z",
    ]);
  });

  it("should be moved by minuteOffset to an opening off the grid", () => {
    const policy = (minuteOffset: number) =>
      every(
        "Hours4",
        startWindow(
          mask((hour) => hour >= 9),
          minuteOffset,
        ),
      );
    const opening = (minuteOffset: number, clock: Partial<ServerClock>) =>
      linesOf(policy(minuteOffset), clock, "2026-03-04T00:00Z", "2026-03-05T00:00Z").filter((run) =>
        run.includes("opening"),
      );
    expect(opening(20, {})).toEqual(["2026-03-04T08:40Z opening"]);
    expect(opening(20, { windowClock: "server" })).toEqual(["2026-03-04T09:20Z opening"]);
  });

  it("should open with the clock where a change jumps over the closed hours", () => {
    // Closed 02:00-03:00, which this night does not have: nothing is held back, so nothing starts
    // at 03:00.
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const policy = every("Hours4", {
      periodicallyOffsetMinutes: 0,
      ...startWindow(mask((hour) => hour !== 2)),
    });
    expect(
      linesOf(
        policy,
        { zone: "Europe/Berlin", windowClock: "server" },
        "2026-03-29T00:00Z",
        "2026-03-29T03:00Z",
      ),
    ).toEqual(["2026-03-29T02:00Z"]);
    // Closed 00:00-02:00: the opening at 02:00 does not exist, the window opens with the jump to
    // 03:00.
    const closedEarly = every("Hours1", startWindow(mask((hour) => hour >= 2)));
    expect(
      linesOf(
        closedEarly,
        { zone: "Europe/Berlin", windowClock: "server" },
        "2026-03-28T23:00Z",
        "2026-03-29T03:00Z",
      ),
    ).toEqual([
      "2026-03-28T23:00Z blocked: start-window",
      "2026-03-29T00:00Z blocked: start-window",
      "2026-03-29T01:00Z", // 03:00, on the grid
      "2026-03-29T02:00Z",
    ]);
    const offGrid = every("Hours2", startWindow(mask((hour) => hour >= 2)));
    expect(
      linesOf(
        offGrid,
        { zone: "Europe/Berlin", windowClock: "server" },
        "2026-03-28T23:00Z",
        "2026-03-29T02:30Z",
      ),
    ).toEqual([
      "2026-03-28T23:00Z blocked: start-window",
      "2026-03-29T01:00Z opening", // 03:00, off the grid
      "2026-03-29T02:00Z",
    ]);
  });

  it("should see one closed spell where the clock jumps over the open hour between two", () => {
    // Closed 00:00-02:00 and 03:00-05:00; this night has no 02:00, so it is closed from 00:00 to
    // 05:00 in one piece.
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    const policy = every("Hours8", startWindow(mask((hour) => hour === 2 || hour >= 5)));
    const berlin = { zone: "Europe/Berlin", windowClock: "server" } as const;
    expect(linesOf(policy, berlin, "2026-03-28T22:00Z", "2026-03-29T08:00Z")).toEqual([
      "2026-03-28T23:00Z blocked: start-window", // 00:00
      "2026-03-29T03:00Z opening", // 05:00
      "2026-03-29T06:00Z",
    ]);
    // On any other day it is made up for at 02:00, and nothing waits for 05:00.
    expect(linesOf(policy, berlin, "2026-03-27T22:00Z", "2026-03-28T08:00Z")).toEqual([
      "2026-03-27T23:00Z blocked: start-window",
      "2026-03-28T01:00Z opening",
      "2026-03-28T07:00Z",
    ]);
  });

  it("should be ignored with minute intervals, and where it is switched off", () => {
    const never = startWindow(mask(() => false));
    const hour = ["2026-03-04T00:00Z", "2026-03-04T01:00Z"] as const;
    expect(runsOf(every("Minutes30", never), {}, ...hour).length).toBe(2);
    expect(
      runsOf(every("Hours1", { ...never, periodicallyWindowEnabled: false }), {}, ...hour).length,
    ).toBe(1);
    expect(linesOf(every("Hours1", never), {}, ...hour)).toEqual([
      "2026-03-04T00:00Z blocked: start-window",
    ]);
  });
});

describe("R14 both windows", () => {
  it("should ask the backup window of every start that the start window lets through", () => {
    const policy = every("Hours2", {
      ...startWindow(mask((hour) => hour >= 9 && hour < 17)),
      ...backupWindow(mask((hour) => hour !== 9 && hour !== 12)),
    });
    expect(linesOf(policy, {}, "2026-03-04T08:00Z", "2026-03-04T19:00Z")).toEqual([
      "2026-03-04T08:00Z blocked: start-window",
      "2026-03-04T09:00Z opening blocked: backup-window",
      "2026-03-04T10:00Z",
      "2026-03-04T12:00Z blocked: backup-window",
      "2026-03-04T14:00Z",
      "2026-03-04T16:00Z",
      "2026-03-04T18:00Z blocked: start-window",
    ]);
    expect(runsOf(policy, {}, "2026-03-04T08:00Z", "2026-03-04T19:00Z")).toEqual(
      ["10", "14", "16"].map((hour) => `2026-03-04T${hour}:00Z`),
    );
  });
});
