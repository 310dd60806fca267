/**
 * Why there is, or is not, a run: one sentence per rule and branch, read by a person before it was
 * written down here.
 */
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../src/core/input/issues.ts";
import { clockWith } from "../../../src/core/schedule/clock.ts";
import { compileSchedule } from "../../../src/core/schedule/schedule.ts";
import { zoneTable } from "../../../src/core/time/zone.ts";
import {
  compile,
  type Explanation,
  NEVER,
  parsePolicy,
  type SchedulePolicy,
  type ServerClock,
} from "../../../src/index.ts";
import {
  at,
  backupWindow,
  clockChange,
  daily,
  DAY,
  every,
  HOUR,
  mask,
  MINUTE,
  startWindow,
} from "../../support/scheduleBuilders.ts";

const explain = (
  policy: SchedulePolicy,
  clock: Partial<ServerClock>,
  instant: string,
): Explanation => compile(policy, clock).explain(at(instant));

/** Verdict, rule and text; the last sentence, which says when the next run is, cut off. */
function told(policy: SchedulePolicy, clock: Partial<ServerClock>, instant: string): string {
  const { verdict, rule, text } = explain(policy, clock, instant);
  return `${verdict} ${rule}: ${text.replace(/ Next run: .*$/, "")}`;
}

const berlin = { zone: "Europe/Berlin" };
const newYork = { zone: "America/New_York" };
const nights = mask((hour) => hour >= 22 || hour < 6);

describe("R7, the issue's own example", () => {
  it("should say that a time does not exist, where the clock goes, how far the run moves", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(explain(daily("02:30"), newYork, "2026-03-08T07:30Z")).toEqual<Explanation>({
      instant: at("2026-03-08T07:30Z"),
      local: "2026-03-08T03:30:00-04:00",
      verdict: "runs",
      rule: "R7",
      text:
        "Sunday 02:30 does not exist in America/New_York on 2026-03-08: the clock goes from " +
        "02:00 to 03:00; " +
        "the run moves to 03:00 + 30 min = 03:30 (R7 shift). Next run: Monday 2026-03-09 " +
        "02:30 America/New_York, 2026-03-09T06:30:00Z.",
      run: {
        instant: at("2026-03-08T07:30Z"),
        local: "2026-03-08T03:30:00-04:00",
        admitted: true,
        clockChange: "shifted",
      },
      next: at("2026-03-09T06:30Z"),
    });
  });
});

describe("R4 and R5, ordinary days", () => {
  it("should name the day and the time of a daily start", () => {
    // 2026-01-05 was a Monday.
    expect(told(daily("01:00", "Workdays"), berlin, "2026-01-05T00:00Z")).toBe(
      "runs R4: Monday 01:00 is a start of this policy, which starts every workday (Mon-Fri) at " +
        "01:00 (R4).",
    );
    expect(told(daily("01:00:30"), {}, "2026-01-05T01:00:30Z")).toBe(
      "runs R4: Monday 01:00:30 is a start of this policy, which starts every day at 01:00:30 " +
        "(R4).",
    );
  });

  it("should say which time it is instead, or which day", () => {
    expect(told(daily("01:00", "Workdays"), berlin, "2026-01-05T03:00Z")).toBe(
      "no-start R4: No start: it is Monday 04:00, and this policy starts at 01:00 (R4).",
    );
    expect(told(daily("01:00", "Workdays"), berlin, "2026-01-04T00:00Z")).toBe(
      "no-start R4: No start: 2026-01-04 is a Sunday, and this policy runs on Workdays, " +
        "Monday to Friday (R4).",
    );
    expect(told(daily("01:00", "Weekends"), berlin, "2026-01-05T00:00Z")).toBe(
      "no-start R4: No start: 2026-01-05 is a Monday, and this policy runs on Weekends, " +
        "Saturday and Sunday (R4).",
    );
    expect(told(daily("01:00", "Sunday"), berlin, "2026-01-05T00:00Z")).toBe(
      "no-start R4: No start: 2026-01-05 is a Monday, and this policy runs on Sundays (R4).",
    );
  });

  it("should name the grid, and the grid times on either side", () => {
    expect(told(every("Hours2"), {}, "2026-01-05T04:00Z")).toBe(
      "runs R5: 04:00 is on the grid of every 2 hours from 00:00 (R5).",
    );
    expect(told(every("Hours1"), {}, "2026-01-05T03:10Z")).toBe(
      "no-start R5: No start: Monday 03:10 is not on the grid of every hour from 00:00; " +
        "03:00 and 04:00 are (R5).",
    );
    expect(told(every("Minutes5"), {}, "2026-01-05T23:58:00.250Z")).toBe(
      "no-start R5: No start: Monday 23:58:00.250 is not on the grid of every 5 minutes " +
        "from 00:00; 23:55 and 00:00 are (R5).",
    );
  });

  it("should name R6 where an offset moves the grid", () => {
    const policy = every("Hours4", { periodicallyOffsetMinutes: 15 });
    expect(told(policy, {}, "2026-01-05T04:15Z")).toBe(
      "runs R6: 04:15 is on the grid of every 4 hours from 00:15 (R5, R6).",
    );
    expect(told(policy, {}, "2026-01-05T04:00Z")).toBe(
      "no-start R6: No start: Monday 04:00 is not on the grid of every 4 hours from 00:15; " +
        "00:15 and 04:15 are (R6).",
    );
    expect(told(policy, {}, "2026-01-05T00:10Z")).toBe(
      "no-start R6: No start: Monday 00:10 is not on the grid of every 4 hours from 00:15; " +
        "20:15 and 00:15 are (R6).",
    );
  });

  it("should say when the next run is, on the server's clock and in UTC", () => {
    expect(explain(daily("01:00", "Workdays"), berlin, "2026-01-09T12:00Z").text).toMatch(
      / Next run: Monday 2026-01-12 01:00 Europe\/Berlin, 2026-01-12T00:00:00Z\.$/,
    );
    expect(explain(daily("01:00"), {}, "2026-01-09T12:00Z").text).toMatch(
      / Next run: Saturday 2026-01-10 01:00 UTC, 2026-01-10T01:00:00Z\.$/,
    );
  });
});

describe("R7 gaps", () => {
  it("should leave out the sum where the start is the first of the gap", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(told(daily("02:00"), newYork, "2026-03-08T07:00Z")).toBe(
      "runs R7: Sunday 02:00 does not exist in America/New_York on 2026-03-08: the clock " +
        "goes from 02:00 to 03:00; the run moves to 03:00 (R7 shift).",
    );
  });

  it("should count in seconds where there are some", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(told(daily("02:30:15"), newYork, "2026-03-08T07:30:15Z")).toContain(
      "the run moves to 03:00 + 1815 s = 03:30:15 (R7 shift).",
    );
  });

  it("should name gap-end", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(told(daily("02:30"), { ...newYork, gap: "gap-end" }, "2026-03-08T07:00Z")).toBe(
      "runs R7: Sunday 02:30 does not exist in America/New_York on 2026-03-08: the clock " +
        "goes from 02:00 to 03:00; the run moves to 03:00 (R7 gap-end).",
    );
  });

  it("should name earlier, and the day before where the run goes there", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(told(daily("02:30"), { ...newYork, gap: "earlier" }, "2026-03-08T06:30Z")).toBe(
      "runs R7: Sunday 02:30 does not exist in America/New_York on 2026-03-08: the clock " +
        "goes from 02:00 to 03:00; the run moves to 02:30 - 60 min = 01:30 (R7 earlier).",
    );
    clockChange("America/Havana", "2026-03-08T05:00Z", "00:00", "01:00");
    const havana = { zone: "America/Havana", gap: "earlier" } as const;
    expect(told(daily("00:30", "Sunday"), havana, "2026-03-08T04:30Z")).toContain(
      "Sunday 00:30 does not exist in America/Havana on 2026-03-08: the clock goes from 00:00 to " +
        "01:00; the run moves to 00:30 - 60 min = 23:30 the day before (R7 earlier).",
    );
    expect(told(daily("00:30", "Sunday"), havana, "2026-03-08T12:00Z")).toMatch(
      /^no-start R7: .*; the run moves to 23:30 the day before \(R7 earlier\)\.$/,
    );
  });

  it("should know gaps of 30 minutes, of two hours, and over midnight", () => {
    clockChange("Australia/Lord_Howe", "2026-10-03T15:30Z", "02:00", "02:30");
    expect(told(daily("02:15"), { zone: "Australia/Lord_Howe" }, "2026-10-03T15:45Z")).toContain(
      "the clock goes from 02:00 to 02:30; the run moves to 02:30 + 15 min = 02:45 (R7 shift).",
    );
    clockChange("Antarctica/Troll", "2026-03-29T01:00Z", "01:00", "03:00");
    expect(told(daily("01:30"), { zone: "Antarctica/Troll" }, "2026-03-29T01:30Z")).toContain(
      "the clock goes from 01:00 to 03:00; the run moves to 03:00 + 30 min = 03:30 (R7 shift).",
    );
    clockChange("America/Nuuk", "2026-03-29T01:00Z", "23:00", "00:00");
    expect(told(daily("23:30", "Saturday"), { zone: "America/Nuuk" }, "2026-03-29T01:30Z")).toBe(
      "runs R7: Saturday 23:30 does not exist in America/Nuuk on 2026-03-28: the clock goes " +
        "from 23:00 to 00:00; the run moves to 00:00 + 30 min = 00:30 (R7 shift).",
    );
  });

  it("should say on the same day, before and after, where the run went", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    const text = "the clock goes from 02:00 to 03:00; the run moves to 03:30 (R7 shift).";
    for (const instant of ["2026-03-08T06:30Z", "2026-03-08T12:00Z"]) {
      expect(told(daily("02:30"), newYork, instant)).toBe(
        "no-start R7: No start: Sunday 02:30 does not exist in America/New_York on " +
          `2026-03-08: ${text}`,
      );
    }
    expect(told(daily("02:30"), { ...newYork, gap: "gap-end" }, "2026-03-08T12:00Z")).toMatch(
      /the run moves to 03:00 \(R7 gap-end\)\.$/,
    );
    expect(told(daily("02:30"), { ...newYork, gap: "skip" }, "2026-03-08T12:00Z")).toBe(
      "no-start R7: No start on this date: Sunday 02:30 does not exist in America/New_York " +
        "on 2026-03-08: the clock goes from 02:00 to 03:00, and such a start is skipped (R7 " +
        "skip).",
    );
    // the next day is ordinary
    expect(told(daily("02:30"), newYork, "2026-03-09T12:00Z")).toMatch(/^no-start R4/);
    expect(told(daily("02:30"), newYork, "2026-03-07T12:00Z")).toMatch(/^no-start R4/);
  });

  it("should give the dates where the clock jumps by a day, in a zone made for it", () => {
    // Friday 2026-01-02 12:00 -> Saturday 12:00: both dates happen, half of each.
    const zone = zoneTable("Test/Zone", "", 0, [
      { instant: at("2026-01-02T12:00Z"), offsetMs: DAY },
    ]);
    const schedule = compileSchedule(
      daily("13:00", "Friday"),
      clockWith({ zone: "Test/Zone" }),
      zone,
    );
    const told =
      "Friday 13:00 does not exist in Test/Zone on 2026-01-02: the clock goes from " +
      "2026-01-02 12:00 to 2026-01-03 12:00; the run moves to 12:00 + 60 min = 13:00 (R7 shift).";
    expect(schedule.explain(at("2026-01-02T13:00Z")).text.slice(0, told.length)).toBe(told);
  });

  it("should have the end of a gap for a time like any other", () => {
    clockChange("America/New_York", "2026-03-08T07:00Z", "02:00", "03:00");
    expect(told(daily("03:00"), newYork, "2026-03-08T09:00Z")).toBe(
      "no-start R4: No start: it is Sunday 05:00, and this policy starts at 03:00 (R4).",
    );
  });

  it("should not look for a start on a day that never was", () => {
    clockChange("Pacific/Apia", "2011-12-30T10:00Z", "00:00", "00:00");
    expect(told(daily("12:00", "Friday"), { zone: "Pacific/Apia" }, "2011-12-30T22:00Z")).toBe(
      "no-start R4: No start: 2011-12-31 is a Saturday, and this policy runs on Fridays (R4).",
    );
  });
});

describe("R7 and R8 overlaps", () => {
  it("should name the change of its pass, where the zone has no other like it", () => {
    const change = at("2026-10-25T01:00Z");
    const zone = zoneTable("Test/Zone", "", 2 * HOUR, [{ instant: change, offsetMs: HOUR }]);
    for (const overlap of ["first", "second", "both"] as const) {
      const clock = clockWith({ zone: "Test/Zone", overlap });
      const schedule = compileSchedule(daily("02:30"), clock, zone);
      for (const instant of [change - 30 * MINUTE, change + 30 * MINUTE])
        expect(schedule.explain(instant).text).toContain(
          "Sunday 02:30 shows twice in Test/Zone on 2026-10-25: the clock goes back from 03:00 " +
            `to 02:00; this is the ${instant < change ? "first" : "second"} pass, and `,
        );
    }
  });

  const passes = { first: "2026-10-25T00:30Z", second: "2026-10-25T01:30Z" } as const;
  const shown =
    "Sunday 02:30 shows twice in Europe/Berlin on 2026-10-25: the clock goes back from " +
    "03:00 to 02:00; this is the";

  type Pass = "first" | "second" | "both";
  interface Kind {
    readonly name: string;
    readonly rule: string;
    readonly policy: SchedulePolicy;
    clock(pass: Pass): Partial<ServerClock>;
  }
  const kinds: Kind[] = [
    {
      name: "daily",
      rule: "R7",
      policy: daily("02:30"),
      clock: (overlap) => ({ ...berlin, overlap }),
    },
    {
      name: "periodic",
      rule: "R8",
      policy: every("Minutes30"),
      clock: (gridOverlap) => ({ ...berlin, gridOverlap }),
    },
  ];
  for (const { name, rule, policy, clock } of kinds) {
    it(`should say which pass it is and which one runs, for ${name} starts`, () => {
      clockChange("Europe/Berlin", "2026-10-25T01:00Z", "03:00", "02:00");
      const say = (pass: Pass, which: "first" | "second") =>
        told(policy, clock(pass), passes[which]);
      expect(say("first", "first")).toBe(
        `runs ${rule}: ${shown} first pass, and only the first pass runs (${rule} overlap: first).`,
      );
      expect(say("first", "second")).toBe(
        `no-start ${rule}: No start: ${shown} second pass, and only the first pass runs ` +
          `(${rule} overlap: first).`,
      );
      expect(say("second", "first")).toBe(
        `no-start ${rule}: No start: ${shown} first pass, and only the second pass runs ` +
          `(${rule} overlap: second).`,
      );
      expect(say("second", "second")).toBe(
        `runs ${rule}: ${shown} second pass, and only the second pass runs (${rule} ` +
          "overlap: second).",
      );
      expect(say("both", "first")).toBe(
        `runs ${rule}: ${shown} first pass, and both passes run (${rule} overlap: both).`,
      );
      expect(say("both", "second")).toBe(
        `runs ${rule}: ${shown} second pass, and both passes run (${rule} overlap: both).`,
      );
    });
  }
});

describe("R9", () => {
  it("should say that nothing runs by itself, and why", () => {
    expect(told(parsePolicy({ type: "ManualOnly" }), {}, "2026-01-05T03:00Z")).toBe(
      "no-start R9: Never runs by itself: its type is ManualOnly (R9). There is no next run.",
    );
    expect(told(every("Hours1", { scheduleEnabled: false }), {}, "2026-01-05T03:00Z")).toBe(
      "no-start R9: Never runs by itself: its schedule is switched off (scheduleEnabled: " +
        "false) (R9). There is no next run.",
    );
  });
});

describe("R12, R13 and R14", () => {
  const office = startWindow(mask((hour) => hour >= 9 && hour < 17));

  it("should name the prohibited cell, and the clock that it is read on", () => {
    const blocked = (minuteOffset: number, clock: Partial<ServerClock>, instant: string) =>
      told(every("Hours8", backupWindow(nights, minuteOffset)), clock, instant);
    expect(blocked(0, {}, "2026-01-05T08:00Z")).toBe(
      "blocked R12: Monday 08:00 is a start of this policy, but the backup window prohibits " +
        "Monday 08:00-09:00 (the window's clock is UTC, where it is 08:00): blocked, and not " +
        "made up later (R12).",
    );
    expect(blocked(15, berlin, "2026-01-05T07:00Z")).toContain(
      "Monday 08:00 is a start of this policy, but the backup window prohibits Monday " +
        "07:00-08:00 (the window's clock is UTC + 15 min, where it is 07:15)",
    );
    expect(blocked(-90, { ...berlin, windowClock: "server" }, "2026-01-05T07:00Z")).toContain(
      "prohibits Monday 09:00-10:00 (the window's clock is server time + 90 min, where it " +
        "is 09:30)",
    );
    expect(blocked(60, { ...berlin, windowClock: "server" }, "2026-01-05T15:00Z")).toContain(
      "prohibits Monday 15:00-16:00 (the window's clock is server time - 60 min, where it " +
        "is 15:00)",
    );
  });

  it("should write the last hour of a day as 23:00-24:00", () => {
    expect(
      told(
        daily("23:30", "Saturday", backupWindow(mask((hour) => hour < 23))),
        {},
        "2026-01-10T23:30Z",
      ),
    ).toContain("prohibits Saturday 23:00-24:00");
  });

  it("should tell the start window's blocks and its opening", () => {
    expect(told(every("Hours2", office), {}, "2026-01-05T08:00Z")).toBe(
      "blocked R13: Monday 08:00 is a start of this policy, but the start window prohibits " +
        "Monday 08:00-09:00 (the window's clock is UTC, where it is 08:00): " +
        "blocked, and not made up later before the window opens (R13).",
    );
    expect(told(every("Hours2", office), {}, "2026-01-05T09:00Z")).toBe(
      "runs R13: The start window opens at 09:00, closed since Sunday 17:00: the starts " +
        "that it held back become one run at its opening (R13).",
    );
    const evenings = every("Hours4", {
      periodicallyOffsetMinutes: 15,
      ...startWindow(mask((hour) => hour >= 19 || hour < 8)),
    });
    expect(told(evenings, {}, "2026-01-05T08:15Z")).toContain(
      "the start window prohibits Monday 08:00-09:00 (the window's clock is UTC - 15 min, " +
        "where it is 08:00)",
    );
  });

  it("should say R14 where the opening is blocked by the backup window", () => {
    expect(
      told(
        every("Hours2", { ...office, ...backupWindow(mask((hour) => hour !== 9)) }),
        {},
        "2026-01-05T09:00Z",
      ),
    ).toBe(
      "blocked R14: Monday 09:00 is the opening of the start window, but the backup window " +
        "prohibits Monday 09:00-10:00 (the window's clock is UTC, where it is 09:00): " +
        "blocked, and not made up later (R14).",
    );
  });

  it("should tell an opening that a clock change made", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00");
    expect(
      told(
        every("Hours2", startWindow(mask((hour) => hour >= 2))),
        { ...berlin, windowClock: "server" },
        "2026-03-29T01:00Z",
      ),
    ).toBe(
      "runs R13: The start window opens at 03:00, closed since Sunday 00:00: the starts " +
        "that it held back become one run at its opening (R13).",
    );
  });
});

describe("never", () => {
  const never = (policy: SchedulePolicy, instant: string): string => {
    const { rule, text, next } = explain(policy, {}, instant);
    expect(next).toBe(NEVER);
    return `${rule}: ${text.slice(text.indexOf("Never runs"))}`;
  };

  it("should count what the backup window swallows (R12)", () => {
    expect(never(daily("12:00", "Everyday", backupWindow(nights)), "2026-01-05T13:00Z")).toBe(
      "R12: Never runs: all 7 starts of a week fall into hours that the backup window " +
        "prohibits (R12).",
    );
    expect(never(daily("12:00", "Sunday", backupWindow(nights)), "2026-01-05T13:00Z")).toBe(
      "R12: Never runs: the only start of a week falls into hours that the backup window " +
        "prohibits (R12).",
    );
    expect(
      never(daily("12:00", "Sunday", backupWindow(mask(() => false))), "2026-01-05T13:00Z"),
    ).toBe(
      "R12: Never runs: the only start of a week falls into hours that the backup window " +
        "prohibits; it allows no hour at all (R12).",
    );
  });

  it("should count what the start window swallows (R13), and what the two share (R14)", () => {
    expect(never(every("Hours2", startWindow(mask(() => false))), "2026-01-05T08:30Z")).toBe(
      "R13: Never runs: all 84 starts of a week fall into hours that the start window " +
        "prohibits; it allows no hour at all (R13).",
    );
    // 12 grid starts a day, 4 of them from 9 to 17, and an opening: 8 * 7 = 56 and 5 * 7 = 35.
    const both = every("Hours2", {
      ...startWindow(mask((hour) => hour >= 9 && hour < 17)),
      ...backupWindow(mask((hour) => hour < 9)),
    });
    expect(never(both, "2026-01-05T08:30Z")).toBe(
      "R14: Never runs: of 91 starts of a week the start window blocks 56 and the backup " +
        "window the other 35 (R14).",
    );
  });

  it("should not blame the end of time for a week's one start skipped, all others blocked", () => {
    clockChange("Europe/Berlin", "2026-03-29T01:00Z", "02:00", "03:00"); // a Sunday
    const policy = daily("02:30", "Sunday", backupWindow(mask(() => false)));
    const { rule, text, next } = explain(policy, { ...berlin, gap: "skip" }, "2026-03-26T00:00Z");
    expect([rule, next]).toEqual(["R12", NEVER]);
    expect(text).toContain("Never runs");
    expect(text).not.toContain("end of time");
  });

  it("should keep the rule of a start that is there and blocked", () => {
    expect(
      explain(daily("12:00", "Everyday", backupWindow(nights)), {}, "2026-01-05T12:00Z"),
    ).toMatchObject({ verdict: "blocked", rule: "R12", next: NEVER });
  });
});

describe("the ends of time (R1)", () => {
  const schedule = compile(every("Hours2"));

  it("should say that schedules begin in 1970, and name the rule", () => {
    const explanation = schedule.explain(-1);
    expect(explanation).toMatchObject({
      verdict: "no-start",
      rule: "R1",
      local: "1969-12-31T23:59:59.999Z",
      next: 0,
    });
    expect(explanation.text).toContain("1970-01-01T00:00Z");
    expect(explanation.text).toContain("R1");
  });

  it("should say that time ends, and name the rule", () => {
    expect(schedule.explain(8.64e15)).toMatchObject({ verdict: "runs", rule: "R5", next: NEVER });
    const last = compile(daily("12:00")).explain(8.64e15 - 1);
    expect(last).toMatchObject({ verdict: "no-start", rule: "R1", next: NEVER });
    expect(last.text).toContain("There is no run after this before the end of time");
    expect(last.text).toContain("R1");
  });

  it("should refuse what is no instant", () => {
    for (const value of [NaN, Infinity, -Infinity])
      expect(() => schedule.explain(value)).toThrow(PolicyError);
  });
});
