/**
 * Windows on a running clock, by hours and nights that one can count.
 */
import { describe, expect, it } from "vitest";
import { isOpen, nextChange, spellStart, windowOf } from "../../../src/core/schedule/window.ts";
import { fixedZone } from "../../../src/core/time/zone.ts";
import { at, DAY, HOUR, mask } from "../../support/scheduleBuilders.ts";

const UTC = fixedZone("UTC", 0);
const nights = mask((hour) => hour >= 22 || hour < 6);

describe("isOpen", () => {
  it("should cover whole hours of its own clock, Sunday 00:00 first", () => {
    const sunday8 = windowOf(
      { backupWindow: mask((hour, weekday) => weekday === 0 && hour === 8), minuteOffset: 0 },
      "utc",
    );
    const eight = at("2026-03-01T08:00Z");
    expect(
      [eight - 1, eight, eight + HOUR - 1, eight + HOUR].map((t) => isOpen(sunday8, UTC, t)),
    ).toEqual([false, true, true, false]);
    expect(sunday8.openHours).toBe(1);
  });

  it("should know hours before 1970", () => {
    const window = windowOf({ backupWindow: nights, minuteOffset: 0 }, "utc");
    expect([-1, -2 * HOUR, -2 * HOUR - 1, -1e15].map((t) => isOpen(window, UTC, t))).toEqual([
      true,
      true,
      false,
      new Date(-1e15).getUTCHours() < 6 || new Date(-1e15).getUTCHours() >= 22,
    ]);
  });
});

describe("nextChange and spellStart", () => {
  it("should find the edges of a night", () => {
    const window = windowOf({ backupWindow: nights, minuteOffset: 0 }, "utc");
    const [opening, closing] = [at("2026-03-01T22:00Z"), at("2026-03-02T06:00Z")];
    expect(nextChange(window, UTC, opening - 1, true)).toBe(opening);
    expect(nextChange(window, UTC, opening, true)).toBe(opening + DAY); // strictly after
    expect(nextChange(window, UTC, opening - HOUR, false)).toBe(closing);
    expect(nextChange(window, UTC, closing - 1, false)).toBe(closing);
    expect(nextChange(window, UTC, closing, false)).toBe(closing + DAY);
    expect(spellStart(window, UTC, closing)).toBe(opening);
    expect(spellStart(window, UTC, opening)).toBe(closing - DAY);
    expect(spellStart(window, UTC, closing - HOUR)).toBe(opening);
  });

  it("should go round the end of the week", () => {
    const weekend = windowOf(
      { backupWindow: mask((_, weekday) => weekday === 6 || weekday === 0), minuteOffset: 0 },
      "utc",
    );
    const saturday = at("2026-03-07T00:00Z");
    expect(nextChange(weekend, UTC, saturday - 1, true)).toBe(saturday);
    expect(nextChange(weekend, UTC, saturday, false)).toBe(saturday + 2 * DAY);
    expect(spellStart(weekend, UTC, saturday + 2 * DAY)).toBe(saturday);
  });

  it("should say at once that an all open or all closed window never changes", () => {
    for (const value of [true, false]) {
      for (const clock of ["utc", "server"] as const) {
        const window = windowOf({ backupWindow: mask(() => value), minuteOffset: 60 }, clock);
        expect([
          nextChange(window, UTC, 0, true),
          nextChange(window, UTC, 0, false),
          spellStart(window, UTC, 0),
        ]).toEqual([Infinity, Infinity, -Infinity]);
      }
    }
  });
});
