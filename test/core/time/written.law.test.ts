/**
 * Instants as they are written, against luxon, which shares no code with what reads them here.
 */
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { instantOf, writtenTime } from "../../../src/core/time/written.ts";
import { hostZone } from "../../../src/host/zones.ts";
import { runs } from "../../support/scheduleArbitraries.ts";
import { at } from "../../support/scheduleBuilders.ts";

const BERLIN = hostZone("Europe/Berlin");
const UTC = hostZone("UTC");
const two = (value: number): string => String(value).padStart(2, "0");

/** Texts of dates that there are and are not, with times and offsets or without. */
const texts = fc
  .record({
    year: fc.integer({ min: 0, max: 9999 }),
    month: fc.integer({ min: 0, max: 13 }),
    day: fc.oneof(fc.integer({ min: 0, max: 32 }), fc.constantFrom(28, 29, 30, 31)),
    time: fc.constantFrom(
      "",
      "T22:00",
      "T22:00:30",
      "t23:59:59.999",
      "T06:07:08,1234567",
      "T24:01",
    ),
    offset: fc.constantFrom("", "Z", "z", "+02:00", "-0730", "+05"),
  })
  .map(({ year, month, day, time, offset }) => {
    const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
    return time === "" ? date : `${date}${time}${offset}`;
  });

describe("written instants", () => {
  it("should be those that luxon reads, and none where it reads none", () => {
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const theirs = DateTime.fromISO(text, { zone: "utc" }).toMillis();
        const ours = instantOf(text, UTC);
        if (ours !== undefined) read += 1;
        expect(ours ?? Number.NaN, text).toBe(theirs);
      }),
      runs(2_000),
    );
    expect(read).toBeGreaterThan(500);
  });

  it("should be read on a clock where they name no offset", () => {
    expect(instantOf("2026-01-07T22:00", BERLIN)).toBe(at("2026-01-07T21:00Z"));
    expect(instantOf("2026-01-07 22:00:00", BERLIN)).toBe(at("2026-01-07T21:00Z"));
    expect(instantOf("2026-01-07", BERLIN)).toBe(at("2026-01-06T23:00Z"));
    // Shown twice: the first. Skipped: later by the length of the gap.
    expect(instantOf("2026-10-25T02:30", BERLIN)).toBe(at("2026-10-25T00:30Z"));
    expect(instantOf("2026-03-29T02:30", BERLIN)).toBe(at("2026-03-29T01:30Z"));
    expect(instantOf("2026-01-07T22:00", undefined)).toBeUndefined();
    expect(instantOf("2026-01-07T22:00+01:00", undefined)).toBe(at("2026-01-07T21:00Z"));
    expect(instantOf("\t2026-01-07T22:00 ", BERLIN)).toBe(at("2026-01-07T21:00Z"));
  });

  it("should be what says its own milliseconds", () => {
    const instant = at("2026-01-07T21:00Z");
    const forms = [
      instant,
      new Date(instant),
      DateTime.fromMillis(instant, { zone: "Asia/Tokyo" }),
      { epochMilliseconds: instant },
    ];
    expect(forms.map((form) => instantOf(form, undefined))).toEqual(forms.map(() => instant));
  });

  it("should be none where nothing says an instant", () => {
    const nothing = [
      undefined,
      null,
      "",
      "tomorrow",
      "22:00",
      "2026-02-30T10:00Z",
      "2026-01-07T22:00:60Z",
      "2026-01-07T22:60Z",
      -8.64e15 - 1,
      8.64e15 + 1,
      Number.NaN,
      Infinity,
      0.5,
      9e15,
      new Date(Number.NaN),
      DateTime.invalid("none"),
      { epochMilliseconds: "0" },
      {},
      [],
      Object.create(null) as unknown,
      true,
      1n,
    ];
    expect(nothing.map((value) => instantOf(value, BERLIN))).toEqual(nothing.map(() => undefined));
    expect(writtenTime("2026-02-30")).toBeUndefined();
  });

  it("should be any that a Date can be", () => {
    const ends = [-8.64e15, 8.64e15];
    expect(ends.map((ms) => instantOf(ms, undefined))).toEqual(ends);
  });

  it("should say what is there: a time of day, parts of a second, an offset", () => {
    expect(writtenTime("2026-01-07T22:00:00.1234567-08:00")).toEqual({
      wall: at("2026-01-07T22:00:00.123Z"),
      hasTime: true,
      offsetMs: -8 * 3_600_000,
    });
    expect(writtenTime("2026-01-07T22:00:00.5")).toEqual({
      wall: at("2026-01-07T22:00:00.500Z"),
      hasTime: true,
      offsetMs: undefined,
    });
    expect(writtenTime("2026-01-07")).toEqual({
      wall: at("2026-01-07T00:00Z"),
      hasTime: false,
      offsetMs: undefined,
    });
    expect(writtenTime("2026-01-07T00:00z")?.offsetMs).toBe(0);
  });
});
