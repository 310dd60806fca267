/**
 * The calendar against `Date`, which the core may not use and the tests may.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateOfDay,
  dayOf,
  dayOfDate,
  formatDate,
  formatLocal,
  formatOffset,
  formatTime,
  formatUtc,
  hourText,
  offsetName,
  sundayBase,
  weekdayOfDay,
  WEEKDAYS,
  weekPositionOf,
} from "../../../src/core/time/calendar.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Wall, WEEK_MS } from "../../../src/core/time/instant.ts";

/** As far as a `Date` goes, 100 million days on either side of 1970. */
const days = fc.oneof(
  fc.integer({ min: -100_000_000, max: 100_000_000 }),
  fc.integer({ min: -750_000, max: 750_000 }), // around the years 0 and 4000
  fc.integer({ min: -30_000, max: 60_000 }),
);
const dates = fc.integer({ min: -8.64e15, max: 8.64e15 });

function checkDay(day: number): void {
  const date = new Date(day * DAY_MS);
  const { year, month, day: dayOfMonth } = dateOfDay(day);
  if (
    year !== date.getUTCFullYear() ||
    month !== date.getUTCMonth() + 1 ||
    dayOfMonth !== date.getUTCDate()
  ) {
    expect.fail(`day ${day}: ${year}-${month}-${dayOfMonth} against ${date.toISOString()}`);
  }
  if (weekdayOfDay(day) !== date.getUTCDay())
    expect.fail(`day ${day}: weekday ${weekdayOfDay(day)} against ${date.getUTCDay()}`);
  const text = date.toISOString().split("T")[0];
  if (formatDate(day) !== text) expect.fail(`day ${day}: ${formatDate(day)} against ${text}`);
}

describe("dates", () => {
  it("should know the days that calendars trip over", () => {
    expect(dateOfDay(0)).toEqual({ year: 1970, month: 1, day: 1 });
    expect(dateOfDay(-1)).toEqual({ year: 1969, month: 12, day: 31 });
    expect(formatDate(11_016)).toBe("2000-02-29"); // a century that is a leap year
    expect(formatDate(11_017)).toBe("2000-03-01");
    expect(formatDate(47_540)).toBe("2100-02-28"); // and one that is not
    expect(formatDate(47_541)).toBe("2100-03-01");
    expect(formatDate(-719_468)).toBe("0000-03-01");
    expect(formatDate(-719_529)).toBe("-000001-12-31");
    expect(formatDate(2_932_896)).toBe("9999-12-31");
    expect(formatDate(2_932_897)).toBe("+010000-01-01");
  });

  it("should agree with Date on each day from 1890 to 2110", () => {
    const [first, last] = [Date.UTC(1890, 0, 1) / DAY_MS, Date.UTC(2110, 0, 1) / DAY_MS];
    for (let day = first; day <= last; day += 1) checkDay(day);
    expect([formatDate(first), formatDate(last)]).toEqual(["1890-01-01", "2110-01-01"]);
  });

  it("should agree with Date on each day around year 0, and at each end of 400 years", () => {
    for (let day = -720_400; day < -718_000; day += 1) checkDay(day);
    for (let era = -20; era <= 20; era += 1) {
      for (let day = -3; day <= 3; day += 1) checkDay(-719_468 + era * 146_097 + day);
    }
  });

  it("should agree with Date on any day of its range", () => {
    fc.assert(fc.property(days, checkDay), { numRuns: 2_000 });
  });

  it("should be read back as the day that they are of", () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOfDate(dateOfDay(day))).toBe(day);
      }),
      { numRuns: 1_000 },
    );
  });

  it("should be none where the calendar has none, however far off", () => {
    const noDates: [year: number, month: number, day: number][] = [
      [2026, 0, 1],
      [2026, 13, 1],
      [2026, 1, 0],
      [2026, 1, 32],
      [2026, 1, 366], // a first of January, of 2027
      [2026, 2, 29],
      [2100, 2, 29],
      [2026, 4, 31],
      [2026, 99, 99],
    ];
    for (const [year, month, day] of noDates)
      expect(dayOfDate({ year, month, day }), `${year}-${month}-${day}`).toBeUndefined();
    expect(dayOfDate({ year: 2000, month: 2, day: 29 })).toBe(11_016);
  });

  it("should name the weekdays from Sunday on", () => {
    expect(WEEKDAYS).toEqual([
      "Sunday",
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
    ]);
    expect(WEEKDAYS[weekdayOfDay(0)]).toBe("Thursday");
    expect(WEEKDAYS[weekdayOfDay(-1)]).toBe("Wednesday");
  });
});

describe("weeks", () => {
  it("should begin on Sunday 00:00", () => {
    const sunday = Date.UTC(2026, 2, 8); // 2026-03-08
    expect(new Date(sunday).getUTCDay()).toBe(0);
    expect(weekPositionOf(sunday as Wall)).toBe(0);
    expect(weekPositionOf((sunday - 1) as Wall)).toBe(WEEK_MS - 1);
    expect(weekPositionOf((sunday + 25 * HOUR_MS) as Wall)).toBe(25 * HOUR_MS);
  });

  it("should say how far into its week a wall time lies", () => {
    fc.assert(
      fc.property(dates, (wall) => {
        const date = new Date(wall);
        const time =
          date.getUTCHours() * HOUR_MS +
          date.getUTCMinutes() * MINUTE_MS +
          date.getUTCSeconds() * 1000 +
          date.getUTCMilliseconds();
        expect(weekPositionOf(wall as Wall)).toBe(date.getUTCDay() * DAY_MS + time);
        expect(dayOf(wall as Wall)).toBe((wall - time) / DAY_MS);
      }),
    );
  });

  it("should turn a position in the week back into an instant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1439, max: 1439 }),
        fc.integer({ min: -3_000, max: 9_000 }),
        (offsetMinutes, weeks) => {
          const instant = sundayBase(offsetMinutes * MINUTE_MS) + weeks * WEEK_MS;
          const shown = new Date(instant + offsetMinutes * MINUTE_MS);
          expect([shown.getUTCDay(), shown.toISOString().slice(11)]).toEqual([0, "00:00:00.000Z"]);
        },
      ),
    );
  });
});

describe("texts", () => {
  it("should leave out seconds and milliseconds where there are none", () => {
    expect(formatTime((2.5 * HOUR_MS) as Wall)).toBe("02:30");
    expect(formatTime(0 as Wall)).toBe("00:00");
    expect(formatTime((2.5 * HOUR_MS + 7_000) as Wall)).toBe("02:30:07");
    expect(formatTime((2.5 * HOUR_MS + 7_004) as Wall)).toBe("02:30:07.004");
    expect(formatTime(4 as Wall)).toBe("00:00:00.004");
    expect(formatTime(-1 as Wall)).toBe("23:59:59.999");
    expect(formatTime((40 * DAY_MS + HOUR_MS) as Wall)).toBe("01:00");
  });

  it("should write offsets with a sign, and seconds where they have some", () => {
    expect(formatOffset(0)).toBe("+00:00");
    expect(formatOffset(5.5 * HOUR_MS)).toBe("+05:30");
    expect(formatOffset(-4 * HOUR_MS)).toBe("-04:00");
    expect(formatOffset(-30 * MINUTE_MS)).toBe("-00:30");
    expect(formatOffset(14 * HOUR_MS)).toBe("+14:00");
    expect(formatOffset(-(44 * MINUTE_MS + 30_000))).toBe("-00:44:30"); // Monrovia until 1972
  });

  it("should write full hours, and name the clock of an offset", () => {
    expect([0, 7, 24].map(hourText)).toEqual(["00:00", "07:00", "24:00"]);
    expect([5.5, -4].map((hours) => offsetName(hours * HOUR_MS))).toEqual([
      "UTC+05:30",
      "UTC-04:00",
    ]);
  });

  it("should write a wall time with its offset", () => {
    const wall = Date.UTC(2026, 2, 8, 3, 30) as Wall;
    expect(formatLocal(wall, -4 * HOUR_MS)).toBe("2026-03-08T03:30:00-04:00");
    expect(formatLocal((wall + 1_500) as Wall, 0)).toBe("2026-03-08T03:30:01.500+00:00");
    expect(formatLocal(-1 as Wall, 5.75 * HOUR_MS)).toBe("1969-12-31T23:59:59.999+05:45");
  });

  it("should write a text that Date reads back as the same instant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -8.6e15, max: 8.6e15 }),
        fc.integer({ min: -1439, max: 1439 }),
        (instant, offsetMinutes) => {
          const text = formatLocal(
            (instant + offsetMinutes * MINUTE_MS) as Wall,
            offsetMinutes * MINUTE_MS,
          );
          if (!text.startsWith("-000000")) expect(Date.parse(text)).toBe(instant);
          expect(formatUtc(instant)).toBe(new Date(instant).toISOString().replace(".000Z", "Z"));
        },
      ),
    );
  });
});
