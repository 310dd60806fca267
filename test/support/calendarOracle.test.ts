/**
 * The oracle against facts worked out by hand or taken from others: nothing here is computed by
 * what is tested.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  oracleAllowed,
  type OracleClock,
  type OraclePolicy,
  oracleRetrySequence,
  type OracleRun,
  oracleRuns,
  oracleWall,
  oracleWindowEnd,
} from "./calendarOracle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const utc: OracleClock = {
  zone: "UTC",
  windowClock: "utc",
  gap: "shift",
  overlap: "first",
  gridOverlap: "both",
};
const at = (text: string): number => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`bad instant in a test: ${text}`);
  return instant;
};
const iso = (instant: number): string => new Date(instant).toISOString();
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
/** 168 cells: the hours for which `open(weekday, hour)` holds. */
const mask = (open: (weekday: number, hour: number) => boolean): boolean[] =>
  Array.from({ length: 168 }, (_, cell) => open(Math.floor(cell / 24), cell % 24));
const startWindow = (backupWindow: boolean[], minuteOffset = 0): Partial<OraclePolicy> => ({
  periodicallyWindowEnabled: true,
  periodicallyWindowSettings: { backupWindow, minuteOffset },
});
const backupWindow = (cells: boolean[], minuteOffset = 0): Partial<OraclePolicy> => ({
  backupWindowEnabled: true,
  backupWindowSettings: { backupWindow: cells, minuteOffset },
});

/** One line a run: "2017-06-01T08:00Z", then what is special about it. */
const lines = (runs: OracleRun[]): string[] =>
  runs.map((run) =>
    [
      iso(run.instant).replace(":00.000Z", "Z"),
      run.clockChange,
      run.atOpening && "opening",
      run.reason && `blocked: ${run.reason}`,
    ]
      .filter(Boolean)
      .join(" "),
  );
const runsOf = (
  policy: OraclePolicy,
  clock: Partial<OracleClock>,
  from: string,
  to: string,
): string[] => lines(oracleRuns(policy, { ...utc, ...clock }, at(from), at(to)));

describe("84 published clock-change facts", () => {
  interface Fact {
    id: string;
    zone: string;
    policy: OraclePolicy;
    after: string;
    inclusive: boolean;
    next: Record<"compatible" | "vixie" | "skipBoth", string[]>;
    source: string;
  }
  const file = new URL("../fixtures/dst-cases.json", import.meta.url);
  const facts = (JSON.parse(readFileSync(file, "utf8")) as { cases: Fact[] }).cases;
  const rules = {
    compatible: { gap: "shift", overlap: "first", gridOverlap: "both" },
    vixie: { gap: "gap-end", overlap: "first", gridOverlap: "both" },
    skipBoth: { gap: "skip", overlap: "both", gridOverlap: "both" },
  } as const;

  it("should be all there", () => expect(facts.length).toBe(84));

  for (const fact of facts) {
    for (const rule of ["compatible", "vixie", "skipBoth"] as const) {
      it(`should follow ${fact.id} (${fact.source}), ${fact.zone}, ${rule}`, () => {
        const expected = fact.next[rule];
        const from = at(fact.after) + (fact.inclusive ? 0 : 1);
        const to = at(expected.at(-1)!) + 1;
        const clock: OracleClock = { ...utc, ...rules[rule], zone: fact.zone };
        expect(oracleRuns(fact.policy, clock, from, to).map((run) => iso(run.instant))).toEqual(
          expected,
        );
      });
    }
  }
});

describe("the vendor's page", () => {
  it("should give the seed's nextRun on a server in Los Angeles (R2)", () => {
    const runs = (clock: Partial<OracleClock>) =>
      runsOf(daily("01:00:00"), clock, "2017-05-31T12:00Z", "2017-06-02T00:00Z");
    expect(runs({ zone: "America/Los_Angeles" })).toEqual(["2017-06-01T08:00Z"]);
    expect(runs({ zone: "UTC-07:00" })).toEqual(["2017-06-01T08:00Z"]);
    expect(runs({})).toEqual(["2017-06-01T01:00Z"]);
  });

  it("should read the weekday off the wall: Friday 19:00 is Saturday 02:00Z (R2)", () => {
    // 2017-06-02 was a Friday.
    expect(
      runsOf(
        daily("19:00:00", "Friday"),
        { zone: "America/Los_Angeles" },
        "2017-06-01T00:00Z",
        "2017-06-08T00:00Z",
      ),
    ).toEqual(["2017-06-03T02:00Z"]);
  });

  it("should run on Sundays only with the seed's mask (R10, R12)", () => {
    // 2017-06-04 was a Sunday.
    const policy = { ...daily("08:00:00"), ...backupWindow(mask((weekday) => weekday === 0)) };
    expect(runsOf(policy, {}, "2017-06-03T00:00Z", "2017-06-06T00:00Z")).toEqual([
      "2017-06-03T08:00Z blocked: backup-window",
      "2017-06-04T08:00Z",
      "2017-06-05T08:00Z blocked: backup-window",
    ]);
  });

  it("should have no run without a schedule (R9)", () => {
    expect(runsOf({ type: "ManualOnly" }, {}, "2024-01-01T00:00Z", "2024-01-05T00:00Z")).toEqual(
      [],
    );
    expect(
      runsOf(
        { ...daily("01:00"), scheduleEnabled: false },
        {},
        "2024-01-01T00:00Z",
        "2024-01-05T00:00Z",
      ),
    ).toEqual([]);
  });
});

describe("R4 Daily", () => {
  it("should know workdays, weekends and one day", () => {
    // 2024-01-01 was a Monday.
    const days = (dailyType: string) =>
      runsOf(daily("12:00:00", dailyType), {}, "2024-01-01T00:00Z", "2024-01-08T00:00Z").map(
        (run) => run.slice(8, 10),
      );
    expect(days("Everyday")).toEqual(["01", "02", "03", "04", "05", "06", "07"]);
    expect(days("Workdays")).toEqual(["01", "02", "03", "04", "05"]);
    expect(days("Weekends")).toEqual(["06", "07"]);
    expect(days("Sunday")).toEqual(["07"]);
    expect(days("Monday")).toEqual(["01"]);
  });

  it("should keep the seconds, and [from, to) half-open", () => {
    const runs = oracleRuns(
      daily("01:02:03"),
      utc,
      at("2024-01-01T01:02:03Z"),
      at("2024-01-02T01:02:03Z"),
    );
    expect(runs.map((run) => iso(run.instant))).toEqual(["2024-01-01T01:02:03.000Z"]);
    expect(
      oracleRuns(
        daily("01:02:03"),
        utc,
        at("2024-01-01T01:02:03.001Z"),
        at("2024-01-02T01:02:03Z"),
      ),
    ).toEqual([]);
  });

  it("should add a fixed offset", () => {
    expect(
      runsOf(daily("01:00:00"), { zone: "UTC+5:30" }, "2024-01-01T00:00Z", "2024-01-02T00:00Z"),
    ).toEqual(["2024-01-01T19:30Z"]);
    expect(
      runsOf(
        daily("01:00:00", "Monday"),
        { zone: "UTC+5:30" },
        "2023-12-31T00:00Z",
        "2024-01-07T00:00Z",
      ),
    ).toEqual(["2023-12-31T19:30Z"]);
  });
});

describe("R7 Daily across clock changes", () => {
  it("should treat 30 minutes' gap in all four ways: Lord Howe, 2017-10-01, 02:00", () => {
    const zone = "Australia/Lord_Howe"; // +10:30, then +11
    const runs = (gap: OracleClock["gap"]) =>
      runsOf(daily("02:15:00"), { zone, gap }, "2017-09-29T12:00Z", "2017-10-02T12:00Z");
    expect(runs("shift")).toEqual([
      "2017-09-29T15:45Z",
      "2017-09-30T15:45Z shifted",
      "2017-10-01T15:15Z",
    ]);
    expect(runs("gap-end")).toEqual([
      "2017-09-29T15:45Z",
      "2017-09-30T15:30Z gap-end",
      "2017-10-01T15:15Z",
    ]);
    expect(runs("earlier")).toEqual([
      "2017-09-29T15:45Z",
      "2017-09-30T15:15Z shifted", // 01:45
      "2017-10-01T15:15Z",
    ]);
    expect(runs("skip")).toEqual(["2017-09-29T15:45Z", "2017-10-01T15:15Z"]);
  });

  it("should treat 30 minutes' overlap in three ways: Lord Howe, 2017-04-02, 02:00 -> 1:30", () => {
    const zone = "Australia/Lord_Howe"; // +11, then +10:30
    const runs = (overlap: OracleClock["overlap"]) =>
      runsOf(daily("01:45:00"), { zone, overlap }, "2017-04-01T12:00Z", "2017-04-02T12:00Z");
    expect(runs("first")).toEqual(["2017-04-01T14:45Z first-pass"]);
    expect(runs("second")).toEqual(["2017-04-01T15:15Z second-pass"]);
    expect(runs("both")).toEqual(["2017-04-01T14:45Z first-pass", "2017-04-01T15:15Z second-pass"]);
    expect(
      runsOf(
        daily("02:00:00"),
        { zone, overlap: "both" },
        "2017-04-01T12:00Z",
        "2017-04-02T12:00Z",
      ),
    ).toEqual([
      "2017-04-01T15:30Z", // 02:00 shows once: at the first one the clock goes back to 01:30
    ]);
  });

  it("should keep seconds in the gap but not at its end", () => {
    // Berlin, 2024-03-31, 02:00 -> 03:00 at 01:00Z
    const run = (gap: OracleClock["gap"]) =>
      oracleRuns(
        daily("02:30:15"),
        { ...utc, zone: "Europe/Berlin", gap },
        at("2024-03-30T12:00Z"),
        at("2024-03-31T12:00Z"),
      );
    expect(run("shift")).toEqual([
      { instant: at("2024-03-31T01:30:15Z"), admitted: true, clockChange: "shifted" },
    ]);
    expect(run("gap-end")).toEqual([
      { instant: at("2024-03-31T01:00:00Z"), admitted: true, clockChange: "gap-end" },
    ]);
    expect(run("earlier")).toEqual([
      { instant: at("2024-03-31T00:30:15Z"), admitted: true, clockChange: "shifted" },
    ]);
  });

  it("should give the date that never happened no start: Apia, 2011-12-30 (-10, then +14)", () => {
    const zone = "Pacific/Apia";
    for (const gap of ["shift", "gap-end", "earlier", "skip"] as const) {
      expect(
        runsOf(daily("23:30:00"), { zone, gap }, "2011-12-29T00:00Z", "2012-01-01T00:00Z"),
      ).toEqual([
        "2011-12-29T09:30Z", // Wednesday the 28th
        "2011-12-30T09:30Z", // Thursday the 29th
        "2011-12-31T09:30Z", // Saturday the 31st
      ]);
      // The 30th would have been a Friday; the next one is 2012-01-06, 12:00 at +14.
      expect(
        runsOf(
          daily("12:00:00", "Friday"),
          { zone, gap },
          "2011-12-25T00:00Z",
          "2012-01-08T00:00Z",
        ),
      ).toEqual(["2012-01-05T22:00Z"]);
    }
  });

  it("should keep the weekday if a shift passes midnight: Nuuk, 2024-03-30, 23:00 -> 0:00", () => {
    const zone = "America/Nuuk"; // -2, then -1; the 30th was a Saturday
    expect(
      runsOf(daily("23:30:00", "Saturday"), { zone }, "2024-03-25T00:00Z", "2024-04-05T00:00Z"),
    ).toEqual([
      "2024-03-31T01:30Z shifted", // shows Sunday 00:30
    ]);
    expect(
      runsOf(
        daily("23:30:00", "Saturday"),
        { zone, gap: "gap-end" },
        "2024-03-25T00:00Z",
        "2024-04-05T00:00Z",
      ),
    ).toEqual(["2024-03-31T01:00Z gap-end"]);
    expect(
      runsOf(daily("23:30:00", "Sunday"), { zone }, "2024-03-29T00:00Z", "2024-04-05T00:00Z"),
    ).toEqual(["2024-04-01T00:30Z"]);
  });

  it("should keep the nominal weekday where `earlier` passes midnight: Sao Paulo, 2018", () => {
    // Sunday 2018-11-04, 00:00 -> 01:00 at 03:00Z: -3, then -2
    const clock = { zone: "America/Sao_Paulo", gap: "earlier" } as const;
    const span = ["2018-10-30T00:00Z", "2018-11-10T00:00Z"] as const;
    expect(runsOf(daily("00:30:00", "Sunday"), clock, ...span)).toEqual([
      "2018-11-04T02:30Z shifted", // shows Saturday 23:30
    ]);
    expect(runsOf(daily("00:30:00", "Saturday"), clock, ...span)).toEqual(["2018-11-03T03:30Z"]);
  });

  it("should find midnight where the day begins at 01:00: Sao Paulo, 2018-11-04, at 03:00Z", () => {
    const zone = "America/Sao_Paulo"; // -3, then -2
    expect(runsOf(daily("00:30:00"), { zone }, "2018-11-03T00:00Z", "2018-11-06T00:00Z")).toEqual([
      "2018-11-03T03:30Z",
      "2018-11-04T03:30Z shifted",
      "2018-11-05T02:30Z",
    ]);
  });

  it("should see a change just after midnight: St. John's, 2010-11-07, 00:01 -> 23:01", () => {
    const zone = "America/St_Johns"; // -2:30, then -3:30
    expect(
      runsOf(
        daily("00:00:00"),
        { zone, overlap: "both" },
        "2010-11-06T12:00Z",
        "2010-11-07T12:00Z",
      ),
    ).toEqual(["2010-11-07T02:30Z first-pass", "2010-11-07T03:30Z second-pass"]);
    expect(
      runsOf(
        daily("00:01:00"),
        { zone, overlap: "both" },
        "2010-11-06T12:00Z",
        "2010-11-07T12:00Z",
      ),
    ).toEqual(["2010-11-07T03:31Z"]);
    expect(
      runsOf(
        daily("23:01:00"),
        { zone, overlap: "second" },
        "2010-11-06T12:00Z",
        "2010-11-07T12:00Z",
      ),
    ).toEqual(["2010-11-07T02:31Z second-pass"]);
  });

  it("should shift by all of a two-hour gap: Troll, 2024-03-31, 01:00 -> 03:00 at 01:00Z", () => {
    expect(
      runsOf(
        daily("01:30:00"),
        { zone: "Antarctica/Troll" },
        "2024-03-30T12:00Z",
        "2024-03-31T12:00Z",
      ),
    ).toEqual([
      "2024-03-31T01:30Z shifted", // shows 03:30
    ]);
  });
});

describe("R5, R6, R8 the grid", () => {
  it("should start afresh at each local midnight", () => {
    expect(
      runsOf(every("Hours8"), { zone: "UTC+5:30" }, "2024-01-01T00:00Z", "2024-01-02T00:00Z"),
    ).toEqual(["2024-01-01T02:30Z", "2024-01-01T10:30Z", "2024-01-01T18:30Z"]);
    expect(runsOf(every("Hours12"), {}, "2024-01-01T00:00Z", "2024-01-02T00:00Z")).toEqual([
      "2024-01-01T00:00Z",
      "2024-01-01T12:00Z",
    ]);
    expect(
      oracleRuns(every("Minutes5"), utc, at("2024-01-01T00:00Z"), at("2024-01-02T00:00Z")).length,
    ).toBe(288);
  });

  it("should move an hour grid by the offset and leave a minute grid alone", () => {
    expect(
      runsOf(
        every("Hours4", { periodicallyOffsetMinutes: 15 }),
        {},
        "2024-01-01T00:00Z",
        "2024-01-01T13:00Z",
      ),
    ).toEqual(["2024-01-01T00:15Z", "2024-01-01T04:15Z", "2024-01-01T08:15Z", "2024-01-01T12:15Z"]);
    expect(
      runsOf(
        every("Minutes30", { periodicallyOffsetMinutes: 15 }),
        {},
        "2024-01-01T00:00Z",
        "2024-01-01T01:00Z",
      ),
    ).toEqual(["2024-01-01T00:00Z", "2024-01-01T00:30Z"]);
  });

  it("should repeat, or not, in the repeated hour: Berlin, 2024-10-27, 03:00 -> 02:00", () => {
    const runs = (gridOverlap: OracleClock["gridOverlap"]) =>
      runsOf(
        every("Minutes30"),
        { zone: "Europe/Berlin", gridOverlap },
        "2024-10-26T23:30Z",
        "2024-10-27T02:30Z",
      );
    expect(runs("both")).toEqual([
      "2024-10-26T23:30Z",
      "2024-10-27T00:00Z first-pass",
      "2024-10-27T00:30Z first-pass",
      "2024-10-27T01:00Z second-pass",
      "2024-10-27T01:30Z second-pass",
      "2024-10-27T02:00Z",
    ]);
    expect(runs("first")).toEqual([
      "2024-10-26T23:30Z",
      "2024-10-27T00:00Z first-pass",
      "2024-10-27T00:30Z first-pass",
      "2024-10-27T02:00Z",
    ]);
    expect(runs("second")).toEqual([
      "2024-10-26T23:30Z",
      "2024-10-27T01:00Z second-pass",
      "2024-10-27T01:30Z second-pass",
      "2024-10-27T02:00Z",
    ]);
  });

  it("should have no grid time inside a gap: Lord Howe, 02:00 -> 02:30 at 15:30Z", () => {
    expect(
      runsOf(
        every("Hours1"),
        { zone: "Australia/Lord_Howe" },
        "2017-09-30T14:00Z",
        "2017-09-30T17:30Z",
      ),
    ).toEqual([
      "2017-09-30T14:30Z", // 01:00
      "2017-09-30T16:00Z", // 03:00
      "2017-09-30T17:00Z",
    ]);
  });

  it("should go from the 29th to the 31st: Apia", () => {
    expect(
      runsOf(every("Hours8"), { zone: "Pacific/Apia" }, "2011-12-29T17:00Z", "2011-12-30T20:00Z"),
    ).toEqual([
      "2011-12-29T18:00Z", // Thursday the 29th, 08:00
      "2011-12-30T02:00Z", // 16:00
      "2011-12-30T10:00Z", // Saturday the 31st, 00:00
      "2011-12-30T18:00Z", // 08:00
    ]);
  });
});

describe("R11, R12 the backup window", () => {
  const nights = backupWindow(mask((_, hour) => hour >= 22 || hour < 6));

  it("should read the mask in UTC, or on the server's wall", () => {
    const policy = { ...daily("07:00:00"), ...nights };
    // Tokyo, +9: 07:00 is 22:00Z
    expect(
      runsOf(policy, { zone: "Asia/Tokyo" }, "2024-01-01T00:00Z", "2024-01-02T00:00Z"),
    ).toEqual(["2024-01-01T22:00Z"]);
    expect(
      runsOf(
        policy,
        { zone: "Asia/Tokyo", windowClock: "server" },
        "2024-01-01T00:00Z",
        "2024-01-02T00:00Z",
      ),
    ).toEqual(["2024-01-01T22:00Z blocked: backup-window"]);
  });

  it("should open earlier by minuteOffset in UTC and later on the server's wall", () => {
    const sundays = mask((weekday) => weekday === 0); // 2024-01-07 was a Sunday
    const edges = (clock: OracleClock, minuteOffset: number, instant: string) =>
      [-1, 0].map((ms) =>
        oracleAllowed(
          { type: "ManualOnly", ...backupWindow(sundays, minuteOffset) },
          clock,
          at(instant) + ms,
        ),
      );
    expect(edges(utc, 0, "2024-01-07T00:00Z")).toEqual([false, true]);
    expect(edges(utc, 0, "2024-01-08T00:00Z")).toEqual([true, false]);
    expect(edges(utc, 90, "2024-01-06T22:30Z")).toEqual([false, true]);
    expect(edges(utc, 90, "2024-01-07T22:30Z")).toEqual([true, false]);
    expect(edges(utc, -15, "2024-01-07T00:15Z")).toEqual([false, true]);
    const delhi: OracleClock = { ...utc, zone: "Asia/Kolkata", windowClock: "server" }; // +5:30
    expect(edges(delhi, 0, "2024-01-06T18:30Z")).toEqual([false, true]);
    expect(edges(delhi, 90, "2024-01-06T20:00Z")).toEqual([false, true]);
    expect(edges(delhi, 90, "2024-01-07T20:00Z")).toEqual([true, false]);
    expect(edges(delhi, -15, "2024-01-06T18:15Z")).toEqual([false, true]);
  });

  it("should be open where there is no window, or it is switched off", () => {
    const never = backupWindow(mask(() => false));
    expect(oracleAllowed(daily("01:00"), utc, 1e12)).toBe(true);
    expect(oracleAllowed({ ...daily("01:00"), ...never }, utc, 1e12)).toBe(false);
    expect(
      oracleAllowed({ ...daily("01:00"), ...never, backupWindowEnabled: false }, utc, 1e12),
    ).toBe(true);
  });

  it("should find the end of the window strictly after the instant", () => {
    const policy = { ...daily("23:00:00"), ...nights };
    const end = (instant: string, clock = utc) => iso(oracleWindowEnd(policy, clock, at(instant)));
    expect(end("2024-01-01T22:00Z")).toBe("2024-01-02T06:00:00.000Z");
    expect(end("2024-01-02T05:59:59.999Z")).toBe("2024-01-02T06:00:00.000Z");
    expect(end("2024-01-02T06:00Z")).toBe("2024-01-03T06:00:00.000Z");
    // prohibited now: the end of the next one
    expect(end("2024-01-01T12:00Z")).toBe("2024-01-02T06:00:00.000Z");
    const berlin: OracleClock = { ...utc, zone: "Europe/Berlin", windowClock: "server" };
    // 06:00 is at +2 since this night
    expect(end("2024-03-30T23:00Z", berlin)).toBe("2024-03-31T04:00:00.000Z");
    // and at +1 since this one
    expect(end("2024-10-26T23:00Z", berlin)).toBe("2024-10-27T05:00:00.000Z");
  });

  it("should have no end if the mask never closes or opens, and a late one after a gap", () => {
    expect(oracleWindowEnd(daily("01:00"), utc, 0)).toBe(Infinity);
    expect(oracleWindowEnd({ ...daily("01:00"), ...backupWindow(mask(() => true)) }, utc, 0)).toBe(
      Infinity,
    );
    expect(oracleWindowEnd({ ...daily("01:00"), ...backupWindow(mask(() => false)) }, utc, 0)).toBe(
      Infinity,
    );
    // Berlin skips Sunday 2024-03-31, 02:00-03:00: from the Sunday before at 03:00, the next
    // closing is two weeks off.
    const policy = {
      ...daily("01:00"),
      ...backupWindow(mask((weekday, hour) => !(weekday === 0 && hour === 2))),
    };
    const berlin: OracleClock = { ...utc, zone: "Europe/Berlin", windowClock: "server" };
    expect(iso(oracleWindowEnd(policy, berlin, at("2024-03-24T01:00Z")))).toBe(
      "2024-04-07T00:00:00.000Z",
    );
  });
});

describe("R13, R14 the start window", () => {
  it("should give the rule's first example: Hours2, open 09:00-17:00", () => {
    const policy = every("Hours2", startWindow(mask((_, hour) => hour >= 9 && hour < 17)));
    expect(runsOf(policy, {}, "2024-01-02T00:00Z", "2024-01-03T00:00Z")).toEqual([
      "2024-01-02T00:00Z blocked: start-window",
      "2024-01-02T02:00Z blocked: start-window",
      "2024-01-02T04:00Z blocked: start-window",
      "2024-01-02T06:00Z blocked: start-window",
      "2024-01-02T08:00Z blocked: start-window",
      "2024-01-02T09:00Z opening",
      "2024-01-02T10:00Z",
      "2024-01-02T12:00Z",
      "2024-01-02T14:00Z",
      "2024-01-02T16:00Z",
      "2024-01-02T18:00Z blocked: start-window",
      "2024-01-02T20:00Z blocked: start-window",
      "2024-01-02T22:00Z blocked: start-window",
    ]);
  });

  it("should give the rule's second example: Hours4, offset 15, open 19:00-08:00", () => {
    const policy = every("Hours4", {
      periodicallyOffsetMinutes: 15,
      ...startWindow(mask((_, hour) => hour >= 19 || hour < 8)),
    });
    expect(runsOf(policy, {}, "2024-01-02T12:00Z", "2024-01-03T12:00Z")).toEqual([
      "2024-01-02T12:15Z blocked: start-window",
      "2024-01-02T16:15Z blocked: start-window",
      "2024-01-02T19:15Z opening",
      "2024-01-02T20:15Z",
      "2024-01-03T00:15Z",
      "2024-01-03T04:15Z",
      "2024-01-03T08:15Z blocked: start-window",
    ]);
  });

  it("should make no start at an opening if nothing was blocked before, or one is due", () => {
    const openBut = (closed: (hour: number) => boolean) =>
      every("Hours4", startWindow(mask((_, hour) => !closed(hour))));
    // 05:00-07:00 closed: no grid start in it. 04:00-08:00 closed: 04:00 blocked, 08:00 is due
    // anyway.
    expect(
      runsOf(
        openBut((hour) => hour === 5 || hour === 6),
        {},
        "2024-01-02T04:00Z",
        "2024-01-02T09:00Z",
      ),
    ).toEqual(["2024-01-02T04:00Z", "2024-01-02T08:00Z"]);
    expect(
      runsOf(
        openBut((hour) => hour >= 4 && hour < 8),
        {},
        "2024-01-02T04:00Z",
        "2024-01-02T09:00Z",
      ),
    ).toEqual(["2024-01-02T04:00Z blocked: start-window", "2024-01-02T08:00Z"]);
  });

  it("should remember what was blocked long before `from`", () => {
    // Open on Sundays from 01:00 for one hour: closed for 167 hours, in which every grid start was
    // blocked.
    const policy = every(
      "Hours12",
      startWindow(mask((weekday, hour) => weekday === 0 && hour === 1)),
    );
    expect(runsOf(policy, {}, "2024-01-07T00:30Z", "2024-01-07T12:00Z")).toEqual([
      "2024-01-07T01:00Z opening",
    ]);
  });

  it("should move the opening by minuteOffset and by the offset within the hour", () => {
    const policy = (minuteOffset: number) =>
      every("Hours4", {
        periodicallyOffsetMinutes: 10,
        ...startWindow(
          mask((_, hour) => hour >= 9),
          minuteOffset,
        ),
      });
    const opening = (minuteOffset: number, clock: Partial<OracleClock>) =>
      runsOf(policy(minuteOffset), clock, "2024-01-02T00:00Z", "2024-01-03T00:00Z").find((run) =>
        run.includes("opening"),
      );
    expect(opening(0, {})).toBe("2024-01-02T09:10Z opening");
    expect(opening(20, {})).toBe("2024-01-02T08:50Z opening");
    expect(opening(20, { windowClock: "server" })).toBe("2024-01-02T09:30Z opening");
    expect(opening(0, { windowClock: "server", zone: "Asia/Kolkata" })).toBe(
      "2024-01-02T03:40Z opening",
    );
  });

  it("should make the opening start on the second pass: Berlin, closed to 3, 03:00 -> 2:00", () => {
    // 2024-10-27: 00:00Z is 02:00 at +2, 01:00Z 02:00 at +1, 02:00Z 03:00.
    const policy = every("Hours2", startWindow(mask((_, hour) => hour >= 3)));
    const berlin = { zone: "Europe/Berlin", windowClock: "server" } as const;
    expect(runsOf(policy, berlin, "2024-10-26T22:00Z", "2024-10-27T03:30Z")).toEqual([
      "2024-10-26T22:00Z blocked: start-window",
      "2024-10-27T00:00Z first-pass blocked: start-window",
      "2024-10-27T01:00Z second-pass blocked: start-window",
      "2024-10-27T02:00Z opening",
      "2024-10-27T03:00Z",
    ]);
    // Open from 02:00 to 03:00 but on grid times that gridOverlap leaves out: an opening, then, not
    // a grid start.
    const open2 = every("Hours1", startWindow(mask((_, hour) => hour === 2)));
    expect(
      runsOf(open2, { ...berlin, gridOverlap: "second" }, "2024-10-26T23:00Z", "2024-10-27T02:30Z"),
    ).toEqual([
      "2024-10-26T23:00Z blocked: start-window",
      "2024-10-27T00:00Z first-pass opening",
      "2024-10-27T01:00Z second-pass",
      "2024-10-27T02:00Z blocked: start-window",
    ]);
  });

  it("should ignore the start window of a minute grid, and one that is switched off", () => {
    const never = startWindow(mask(() => false));
    expect(runsOf(every("Minutes30", never), {}, "2024-01-02T00:00Z", "2024-01-02T00:30Z")).toEqual(
      ["2024-01-02T00:00Z"],
    );
    expect(
      runsOf(
        { ...every("Hours1", never), periodicallyWindowEnabled: false },
        {},
        "2024-01-02T00:00Z",
        "2024-01-02T01:00Z",
      ),
    ).toEqual(["2024-01-02T00:00Z"]);
    expect(runsOf(every("Hours1", never), {}, "2024-01-02T00:00Z", "2024-01-02T01:00Z")).toEqual([
      "2024-01-02T00:00Z blocked: start-window",
    ]);
  });

  it("should test what passes the start window against the backup window (R14)", () => {
    const policy = every("Hours2", {
      ...startWindow(mask((_, hour) => hour >= 9 && hour < 17)),
      ...backupWindow(mask((_, hour) => hour !== 9 && hour !== 18 && hour < 14)),
    });
    expect(runsOf(policy, {}, "2024-01-02T08:00Z", "2024-01-02T19:00Z")).toEqual([
      "2024-01-02T08:00Z blocked: start-window",
      "2024-01-02T09:00Z opening blocked: backup-window",
      "2024-01-02T10:00Z",
      "2024-01-02T12:00Z",
      "2024-01-02T14:00Z blocked: backup-window",
      "2024-01-02T16:00Z blocked: backup-window",
      "2024-01-02T18:00Z blocked: start-window",
    ]);
  });
});

describe("R17 to R20 retries", () => {
  const nights = backupWindow(mask((_, hour) => hour >= 22 || hour < 6));
  const retry = (retryNumber: number, retryWaitInterval: number) => ({
    retryEnabled: true,
    retryNumber,
    retryWaitInterval,
  });
  /** "0 22:00-22:30 Failed" and who ended it. */
  const sequence = (policy: OraclePolicy, start: string, minutes: number[]) =>
    oracleRetrySequence(
      policy,
      utc,
      at(start),
      minutes.map((m) => m * MINUTE),
    ).map((a) =>
      [a.attempt, `${iso(a.start).slice(11, 16)}-${iso(a.end).slice(11, 16)}`, a.outcome, a.endedBy]
        .filter((x) => x !== undefined)
        .join(" "),
    );

  it("should try again up to retryNumber times, each the wait after the last end (R18)", () => {
    expect(
      sequence({ ...daily("22:00:00"), ...retry(2, 10) }, "2024-01-01T22:00Z", [30, 20, 10, 5]),
    ).toEqual([
      "0 22:00-22:30 Failed",
      "1 22:40-23:00 Failed",
      "2 23:10-23:20 Failed retries-exhausted",
    ]);
    expect(sequence(daily("22:00:00"), "2024-01-01T22:00Z", [30, 20])).toEqual([
      "0 22:00-22:30 Failed retries-exhausted",
    ]);
    expect(sequence({ ...daily("22:00:00"), ...retry(2, 10) }, "2024-01-01T22:00Z", [30])).toEqual([
      "0 22:00-22:30 Failed",
    ]);
  });

  it("should stop at the edge, but not what has ended there (R17)", () => {
    const policy = { ...daily("23:00:00"), ...nights, ...retry(3, 10) };
    expect(sequence(policy, "2024-01-01T23:00Z", [421, 1])).toEqual([
      "0 23:00-06:00 Stopped window-closed",
    ]);
    expect(sequence(policy, "2024-01-01T23:00Z", [420, 1])).toEqual([
      "0 23:00-06:00 Failed window-closed",
    ]); // due 06:10
    expect(sequence(policy, "2024-01-01T23:00Z", [60, 400])).toEqual([
      "0 23:00-00:00 Failed",
      "1 00:10-06:00 Stopped window-closed",
    ]);
  });

  it("should make no retry in a prohibited hour, the first instant of it included (R19)", () => {
    const policy = { ...daily("05:00:00"), ...nights, ...retry(3, 10) };
    expect(sequence(policy, "2024-01-02T05:00Z", [50, 1])).toEqual([
      "0 05:00-05:50 Failed window-closed",
    ]);
    expect(sequence(policy, "2024-01-02T05:00Z", [49, 11])).toEqual([
      "0 05:00-05:49 Failed",
      "1 05:59-06:00 Stopped window-closed",
    ]);
    expect(sequence({ ...policy, ...retry(3, 960) }, "2024-01-02T05:00Z", [59, 1])).toEqual([
      "0 05:00-05:59 Failed window-closed",
    ]);
  });

  it("should start again in the next open window if the wait is long enough", () => {
    expect(
      sequence(
        { ...daily("05:00:00"), ...nights, ...retry(1, 1000) },
        "2024-01-02T05:00Z",
        [50, 5],
      ),
    ).toEqual(["0 05:00-05:50 Failed", "1 22:30-22:35 Failed retries-exhausted"]);
  });

  it("should let the next nominal start win, the same instant included (R20)", () => {
    const policy = { ...every("Hours1"), ...retry(3, 10) };
    expect(sequence(policy, "2024-01-01T22:00Z", [50, 1])).toEqual([
      "0 22:00-22:50 Failed superseded",
    ]);
    expect(sequence(policy, "2024-01-01T22:00Z", [49, 1])).toEqual([
      "0 22:00-22:49 Failed",
      "1 22:59-23:00 Failed superseded",
    ]);
    expect(sequence(policy, "2024-01-01T22:00Z", [60, 1])).toEqual([
      "0 22:00-23:00 Failed superseded",
    ]);
    // 23:00 came while it was running (R16): that one does not supersede.
    expect(sequence(policy, "2024-01-01T22:00Z", [65, 1])).toEqual([
      "0 22:00-23:05 Failed",
      "1 23:15-23:16 Failed",
    ]);
  });

  it("should not let a blocked start win", () => {
    const policy = {
      ...every("Hours1", startWindow(mask((_, hour) => hour === 22))),
      ...retry(1, 10),
    };
    expect(sequence(policy, "2024-01-01T22:00Z", [55, 1])).toEqual([
      "0 22:00-22:55 Failed",
      "1 23:05-23:06 Failed retries-exhausted",
    ]);
  });

  it("should not let a run supersede itself", () => {
    expect(sequence({ ...every("Hours1"), ...retry(1, 10) }, "2024-01-01T22:00Z", [0, 0])).toEqual([
      "0 22:00-22:00 Failed",
      "1 22:10-22:10 Failed retries-exhausted",
    ]);
  });

  it("should stop a manual start in a prohibited hour only at the next closing (R21)", () => {
    expect(sequence({ ...daily("23:00:00"), ...nights }, "2024-01-01T12:00Z", [20 * 60])).toEqual([
      "0 12:00-06:00 Stopped window-closed",
    ]);
  });
});

describe("the wall clock that all of this rests on", () => {
  it("should show what Intl shows, minute by minute around changes of all sizes", () => {
    const changes: [zone: string, instant: string][] = [
      ["Europe/Berlin", "2024-03-31T01:00Z"],
      ["Europe/Berlin", "2024-10-27T01:00Z"],
      ["Australia/Lord_Howe", "2017-09-30T15:30Z"],
      ["Australia/Lord_Howe", "2017-04-01T15:00Z"],
      ["America/St_Johns", "2010-11-07T02:31Z"],
      ["Antarctica/Troll", "2024-03-31T01:00Z"],
      ["Pacific/Apia", "2011-12-30T10:00Z"],
      ["Pacific/Kwajalein", "1993-08-21T12:00Z"],
      ["Asia/Pyongyang", "2015-08-14T15:00Z"],
      ["Asia/Kathmandu", "1985-12-31T18:30Z"],
      ["America/Nuuk", "2024-03-31T01:00Z"],
      ["Africa/Casablanca", "2024-03-10T02:00Z"],
      ["Asia/Gaza", "2040-10-20T00:00Z"],
    ];
    for (const [zone, instant] of changes) {
      // Another formatter and another way of reading it than the oracle's.
      const format = new Intl.DateTimeFormat("sv-SE", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "medium",
      });
      const change = at(instant);
      const offsetBefore = oracleWall(zone, change - MINUTE) - (change - MINUTE);
      expect(
        oracleWall(zone, change) - change,
        `${zone} straddles no change at ${instant}`,
      ).not.toBe(offsetBefore);
      for (let t = change - 3 * HOUR; t < change + 3 * HOUR; t += MINUTE) {
        if (iso(oracleWall(zone, t)).slice(0, 19).replace("T", " ") !== format.format(t)) {
          expect.fail(
            `${zone} at ${iso(t)}: ${iso(oracleWall(zone, t))} against ${format.format(t)}`,
          );
        }
      }
    }
  });

  it("should keep seconds and milliseconds, and add a fixed offset", () => {
    expect(iso(oracleWall("Asia/Tokyo", at("2024-01-01T00:00:01.234Z")))).toBe(
      "2024-01-01T09:00:01.234Z",
    );
    expect(iso(oracleWall("UTC-07:00", at("2024-01-01T00:00:01.234Z")))).toBe(
      "2023-12-31T17:00:01.234Z",
    );
    expect(iso(oracleWall("UTC+5:30", at("2024-01-01T00:00:00Z")))).toBe(
      "2024-01-01T05:30:00.000Z",
    );
  });

  it("should refuse to guess before July 1972", () => {
    expect(() => oracleRuns(daily("01:00"), { ...utc, zone: "Africa/Monrovia" }, 0, 1)).toThrow(
      /1972/,
    );
  });
});
