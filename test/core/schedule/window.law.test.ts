/**
 * Windows on a running clock, against a scan of every minute.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpen, nextChange, spellStart, windowOf } from "../../../src/core/schedule/window.ts";
import { type ZoneTable, zoneTable } from "../../../src/core/time/zone.ts";
import { masks } from "../../support/policyArbitraries.ts";
import { runs, type ZoneDraft, zoneDrafts } from "../../support/scheduleArbitraries.ts";
import { MINUTE, WEEK } from "../../support/scheduleBuilders.ts";

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

describe("nextChange and spellStart", () => {
  it("should agree with a scan of every minute, on clocks that change at will", () => {
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
