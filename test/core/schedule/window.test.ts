/**
 * Windows on a running clock, against a scan of every minute.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpen, nextChange, spellStart, windowOf } from "../../../src/core/schedule/window.ts";
import { fixedZone, type ZoneTable, zoneTable } from "../../../src/core/time/zone.ts";
import { masks } from "../../support/policyArbitraries.ts";
import { runs, type ZoneDraft, zoneDrafts } from "../../support/scheduleArbitraries.ts";
import { at, DAY, HOUR, mask, MINUTE, WEEK } from "../../support/scheduleBuilders.ts";

const UTC = fixedZone("UTC", 0);
const nights = mask((hour) => hour >= 22 || hour < 6);

/** Whether the mask is open, from R10 and R11 alone. */
function openByDefinition(
  cells: readonly boolean[],
  minuteOffset: number,
  later: number,
  zone: ZoneDraft | undefined,
  instant: number,
): boolean {
  let reading = instant + (minuteOffset - later) * MINUTE;
  if (zone !== undefined) {
    let offsetMs = zone.firstOffsetMs;
    for (const transition of zone.transitions)
      if (transition.instant <= instant) offsetMs = transition.offsetMs;
    reading = instant + offsetMs - (minuteOffset + later) * MINUTE;
  }
  const date = new Date(reading);
  return cells[date.getUTCDay() * 24 + date.getUTCHours()]!;
}

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

  it("should agree with a scan of every minute, on clocks that change at any time and by any amount", () => {
    fc.assert(
      fc.property(
        masks,
        fc.constantFrom(0, 15, -30, 330, -1439, 1439),
        fc.constantFrom(0, 0, 15, 59),
        zoneDrafts,
        fc.boolean(),
        fc.nat(11),
        fc.integer({ min: -20_000, max: 20_000 }),
        (cells, minuteOffset, later, draft, onServer, pick, minutesFrom) => {
          const zone: ZoneTable = zoneTable(
            "Test/Zone",
            "",
            draft.firstOffsetMs,
            draft.transitions,
          );
          const window = windowOf(
            { backupWindow: cells, minuteOffset },
            onServer ? "server" : "utc",
            later,
          );
          const centre =
            draft.transitions.length === 0
              ? 0
              : draft.transitions[pick % draft.transitions.length]!.instant;
          const instant = centre + minutesFrom * MINUTE;
          const open = (t: number) =>
            openByDefinition(cells, minuteOffset, later, onServer ? draft : undefined, t);
          expect(isOpen(window, zone, instant)).toBe(open(instant));
          if (!cells.includes(true) || !cells.includes(false)) return;
          // Three weeks are enough for what repeats every week and may be skipped once or twice;
          // else nothing is claimed.
          const scan = (toOpen: boolean) => {
            for (let t = instant + MINUTE; t < instant + 3 * WEEK; t += MINUTE)
              if (open(t) === toOpen && open(t - MINUTE) !== toOpen) return t;
            return undefined;
          };
          for (const toOpen of [true, false]) {
            const scanned = scan(toOpen);
            const found = nextChange(window, zone, instant, toOpen);
            if (scanned === undefined) expect(found).toBeGreaterThanOrEqual(instant + 3 * WEEK);
            else expect(found).toBe(scanned);
          }
          let start = instant - MINUTE;
          while (start > instant - 3 * WEEK && open(start - MINUTE) === open(instant - MINUTE))
            start -= MINUTE;
          if (start > instant - 3 * WEEK) expect(spellStart(window, zone, instant)).toBe(start);
        },
      ),
      runs(250),
    );
  });
});
