/**
 * The exhaustive searcher against nights that are worked out by hand.
 */
import { describe, expect, it } from "vitest";
import { type Fleet, type Job, parsePolicy } from "../../src/index.ts";
import { everyPlacing, leastMeanPeak, leastPeak, losingNoMore } from "./exhaustiveNights.ts";

const MINUTE = 60_000;
const MONDAY = Date.UTC(2026, 0, 5);
const DAY = { from: MONDAY, to: MONDAY + 1_440 * MINUTE };
const untilTen = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 && hour % 24 < 22);

const job = (id: string, dailyTime: string, minutes: number, more: object = {}): Job => ({
  id,
  policy: parsePolicy({ type: "Daily", dailyType: "Everyday", dailyTime, ...more }),
  workload: { duration: minutes * MINUTE },
});

describe("everyPlacing", () => {
  it("should try every job at its own time and at each of the others, and count", () => {
    const fleet: Fleet = { jobs: [job("a", "20:00", 60), job("b", "20:07", 30)] };
    const grid = ["20:00", "20:30", "21:00"];
    const placings = everyPlacing(fleet, [grid, grid], DAY, [1]);
    expect(placings.map(({ times, peaks }) => `${times.join(" ")} ${peaks.join()}`)).toEqual([
      "20:00 20:07 2",
      "20:00 20:00 2",
      "20:00 20:30 2",
      "20:00 21:00 1",
      "20:30 20:07 2",
      "20:30 20:00 1",
      "20:30 20:30 2",
      "20:30 21:00 2",
      "21:00 20:07 1",
      "21:00 20:00 1",
      "21:00 20:30 1",
      "21:00 21:00 2",
    ]);
    expect([leastMeanPeak(placings), leastPeak(placings)]).toEqual([1, 1]);
    // Where b must stay, a goes after it.
    expect(everyPlacing(fleet, [["20:30"], []], DAY, [1]).map(({ times }) => times)).toEqual([
      ["20:00", "20:07"],
      ["20:30", "20:07"],
    ]);
  });

  it("should count what is lost: blocked, skipped and stopped", () => {
    // From 21:30 the window stops a's hour; at 22:00 it blocks it. c runs into its own next start.
    const windowed = {
      backupWindowEnabled: true,
      backupWindowSettings: { backupWindow: untilTen },
    };
    const fleet: Fleet = { jobs: [job("a", "20:00", 60, windowed), job("c", "20:00", 25 * 60)] };
    const placings = everyPlacing(
      fleet,
      [["21:30", "22:00"], []],
      { from: MONDAY, to: MONDAY + 2 * 1_440 * MINUTE },
      [1, 2],
    );
    expect(placings).toEqual([
      { times: ["20:00", "20:00"], peaks: [2, 2], lost: [1, 1] },
      { times: ["21:30", "20:00"], peaks: [2, 2], lost: [3, 3] },
      { times: ["22:00", "20:00"], peaks: [1, 1], lost: [3, 3] },
    ]);
    expect(losingNoMore(placings)).toEqual([placings[0]]);
    expect(leastPeak(losingNoMore(placings))).toBe(2);
  });

  it("should leave what runs every so often as it is", () => {
    // q runs for 40 minutes of every 45, since two starts of three find it running: from 19:30 and
    // from 20:15. Five minutes at 20:10 are the only ones free.
    const everyQuarter = parsePolicy({ type: "Periodically", periodicallyEvery: "Minutes15" });
    const fleet: Fleet = {
      jobs: [
        { id: "q", policy: everyQuarter, workload: { duration: 40 * MINUTE } },
        job("a", "20:00", 5),
      ],
    };
    expect(everyPlacing(fleet, [[], ["20:10", "20:15"]], DAY, [1])).toEqual([
      { times: ["", "20:00"], peaks: [2], lost: [64] },
      { times: ["", "20:10"], peaks: [1], lost: [64] },
      { times: ["", "20:15"], peaks: [2], lost: [64] },
    ]);
  });

  it("should know the least mean, and the least of all", () => {
    const placing = (...peaks: number[]) => ({ times: [], peaks, lost: [] });
    const placings = [placing(2, 4), placing(4, 1), placing(3, 3)];
    expect([leastMeanPeak(placings), leastPeak(placings)]).toEqual([2.5, 1]);
  });
});
