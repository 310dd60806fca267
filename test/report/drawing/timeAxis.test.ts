/** Where axes of time have ticks, and what is written there. */
import { describe, expect, it } from "vitest";
import {
  clockChangesOf,
  daysText,
  instantText,
  tickOptions,
  ticksOf,
} from "../../../src/report/drawing/timeAxis.ts";
import { BERLIN, SAMPLE_SPAN, UTC } from "../../support/sampleCharts.ts";

const HOUR = 3_600_000;
const { from, to } = SAMPLE_SPAN;

describe("ticks", () => {
  it("should stand at local midnights, 25 hours apart where a day has so many", () => {
    const { at, labels } = ticksOf(BERLIN, from, to, 10);
    expect(labels).toEqual([
      "Tue 20 Oct",
      "Wed 21 Oct",
      "Thu 22 Oct",
      "Fri 23 Oct",
      "Sat 24 Oct",
      "Sun 25 Oct",
      "Mon 26 Oct",
      "Tue 27 Oct",
    ]);
    const lengths = at.slice(1).map((instant, index) => (instant - at[index]!) / HOUR);
    expect(lengths).toEqual([24, 24, 24, 24, 24, 25, 24]);
  });

  it("should be as dense as there is room, on another clock at other instants", () => {
    expect(ticksOf(BERLIN, from, to, 6).labels).toHaveLength(4);
    expect(ticksOf(BERLIN, from, to, 2).labels).toEqual(["Thu 22 Oct", "Sun 25 Oct"]);
    expect(ticksOf(UTC, from, to, 10).at[0]).toBe(Date.UTC(2026, 9, 20));
    const hours = ticksOf(BERLIN, from, from + 24 * HOUR, 9);
    expect(hours.labels.slice(0, 3)).toEqual(["Tue 20 Oct", "Tue 03:00", "Tue 06:00"]);
    expect(ticksOf(BERLIN, from, from + 40 * 60_000, 9).labels[1]).toBe("Tue 00:05");
  });

  it("should tell an hour that the clock shows twice by its offset", () => {
    const night = Date.UTC(2026, 9, 24, 23);
    const { at, labels } = ticksOf(BERLIN, night, night + 4 * HOUR, 8);
    expect(labels.filter((label) => label.includes("02:00"))).toEqual([
      "Sun 02:00 +02:00",
      "Sun 02:00 +01:00",
    ]);
    expect(at[labels.indexOf("Sun 03:00")]).toBe(Date.UTC(2026, 9, 25, 2));
  });

  it("should begin a day where the clock skips midnight", () => {
    // Beirut 2026-03-29: 00:00 becomes 01:00
    const change = Date.UTC(2026, 2, 28, 22);
    const begin = change - 46 * HOUR;
    const clock = { name: "Asia/Beirut", starts: [begin, change], offsetsMs: [2 * HOUR, 3 * HOUR] };
    const { at, labels } = ticksOf(clock, begin, change + 30 * HOUR, 9);
    expect(labels.slice(1, 4)).toEqual(["Sat 28 Mar", "Sat 12:00", "Sun 01:00"]);
    expect(at[labels.indexOf("Sun 01:00")]).toBe(change);
    const days = ticksOf(clock, begin, change + 30 * HOUR, 4);
    expect(days.labels).toEqual(["Sat 28 Mar", "Sun 29 Mar", "Mon 30 Mar"]);
    expect(days.at[days.labels.indexOf("Sun 29 Mar")]).toBe(change);
  });

  it("should be months and years where spans are long, with the year", () => {
    const year = ticksOf(UTC, Date.UTC(2025, 10, 15), Date.UTC(2026, 10, 1), 14);
    expect(year.labels[0]).toBe("Dec 2025");
    expect(year.at[0]).toBe(Date.UTC(2025, 11, 1));
    expect(ticksOf(UTC, 0, Date.UTC(2070, 0, 2), 12).labels.slice(0, 2)).toEqual(["1970", "1980"]);
  });

  it("should be none where there is no length or no room", () => {
    expect(ticksOf(UTC, 5, 5, 4)).toEqual({ at: [], labels: [] });
    expect(ticksOf(UTC, 0, HOUR, 0)).toEqual({ at: [], labels: [] });
  });
});

describe("an axis", () => {
  it("should write at its ticks what they are called, and nothing elsewhere", () => {
    const { axisLabel, axisTick } = tickOptions(BERLIN, from, to, 10);
    expect(axisLabel.customValues).toEqual(axisTick.customValues);
    expect(axisLabel.formatter(from)).toBe("Tue 20 Oct");
    expect(axisLabel.formatter(from + 1)).toBe("");
  });
});

describe("instants", () => {
  it("should be told on the clock of the axis, to the minute", () => {
    expect(instantText(BERLIN, from + 59_999)).toBe("Tue 2026-10-20 00:00");
    expect(instantText(UTC, from)).toBe("Mon 2026-10-19 22:00");
  });

  it("should have an offset where the clock shows them twice", () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(instantText(BERLIN, first)).toBe("Sun 2026-10-25 02:30 +02:00");
    expect(instantText(BERLIN, first + HOUR)).toBe("Sun 2026-10-25 02:30 +01:00");
    expect(instantText(BERLIN, first + 2 * HOUR)).toBe("Sun 2026-10-25 03:30");
  });

  it("should make days of a span", () => {
    expect(daysText(BERLIN, from, to)).toBe("2026-10-20 to 2026-10-26");
    expect(daysText(UTC, from, from + HOUR)).toBe("2026-10-19");
  });

  it("should tell where the clock changes, and by how much", () => {
    expect(clockChangesOf(BERLIN, from, to)).toEqual([
      { at: Date.UTC(2026, 9, 25, 1), label: "clock -1 h" },
    ]);
    expect(clockChangesOf(UTC, from, to)).toEqual([]);
  });
});
