import { describe, expect, it } from "vitest";
import { axisOf } from "../../../../src/core/whatif/stagger/axis.ts";
import { hostZone } from "../../../../src/host/zones.ts";
import { DAY, HOUR, MINUTE } from "../../../support/whatIf.ts";

const utc = hostZone("UTC");
const berlin = hostZone("Europe/Berlin");
const WEEK = 7 * DAY;
/** Berlin goes to daylight-saving time. */
const CHANGE = Date.UTC(2026, 2, 29, 1);

describe("the axis", () => {
  it("should be a week that goes round where no clock is changed in the span", () => {
    // Midnight in Berlin is 23:00 in UTC: the first cell begins at a whole half hour there.
    const from = Date.UTC(2026, 0, 5, 12, 10);
    const { cellMs, cells, stretches, ends, backs } = axisOf(
      { from, to: from + 3 * WEEK },
      30,
      berlin,
    );
    expect([cellMs, cells]).toEqual([30 * MINUTE, 336]);
    const begin = from - 10 * MINUTE;
    expect(stretches).toEqual([
      {
        from: begin,
        startsFrom: from,
        startsUntil: begin + WEEK,
        first: 0,
        cells: 336,
        isRound: true,
      },
    ]);
    expect([new Set(ends), new Set(backs)]).toEqual([new Set([336]), new Set([336])]);
  });

  it("should be as long as the span and two days where that is no week", () => {
    const from = Date.UTC(2026, 0, 5);
    const of = (hours: number): readonly unknown[] => {
      const { cells, stretches, backs } = axisOf({ from, to: from + hours * HOUR }, 60, utc);
      const { startsUntil, isRound } = stretches[0]!;
      return [cells, (startsUntil - from) / HOUR, isRound, new Set(backs)];
    };
    expect(of(30)).toEqual([30, 30, false, new Set([0])]);
    expect(of(0)).toEqual([1, 0, false, new Set([0])]);
    // a grid that does not divide the week has no round
    const odd = axisOf({ from, to: from + 2 * WEEK }, 11, utc);
    expect(odd.stretches).toMatchObject([
      { startsUntil: from + WEEK, isRound: false, cells: Math.ceil((9 * 1_440) / 11) },
    ]);
  });

  it("should have a stretch for each way in which the clocks stand", () => {
    const span = { from: CHANGE - 10 * DAY, to: CHANGE + 5 * DAY };
    const { cells, stretches, ends, backs } = axisOf(span, 60, berlin, [berlin, utc]);
    expect(stretches).toEqual([
      {
        from: span.from,
        startsFrom: span.from,
        startsUntil: span.from + WEEK,
        first: 0,
        cells: 168,
        isRound: true,
      },
      {
        from: CHANGE,
        startsFrom: CHANGE,
        startsUntil: span.to,
        first: 168,
        cells: 120,
        isRound: false,
      },
    ]);
    expect(cells).toBe(288);
    expect([ends[167], ends[168], ends[287]]).toEqual([168, 288, 288]);
    expect([backs[167], backs[168]]).toEqual([168, 0]);
    // on the clock of UTC alone nothing changes
    expect(axisOf(span, 60, utc).stretches).toHaveLength(1);
  });

  it("should show the longest time of each way, a week of it", () => {
    // Winter, a summer, and the next winter, which is longer than the first.
    const span = { from: CHANGE - 3 * DAY, to: CHANGE + 300 * DAY };
    const back = Date.UTC(2026, 9, 25, 1);
    const { stretches } = axisOf(span, 60, berlin);
    expect(stretches.map(({ startsFrom }) => startsFrom)).toEqual([CHANGE, back]);
    // of two that have a week each, the first
    const years = { from: CHANGE - 30 * DAY, to: CHANGE + 300 * DAY };
    expect(axisOf(years, 60, berlin).stretches.map(({ startsFrom }) => startsFrom)).toEqual([
      years.from,
      CHANGE,
    ]);
  });
});
