/**
 * Small fleets whose jobs run once a night at one proxy, for laws of what-if questions.
 */
import fc from "fast-check";
import { type Fleet, type Job, parsePolicy, type SchedulePolicy } from "../../src/index.ts";

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Date.UTC(2026, 0, 5);
/** A week whose luck is known. */
export const WEEK = { from: FROM, to: FROM + 7 * DAY, seed: 7 };

const nightWindow = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20 || hour % 24 < 6);
/** Every day at a time; `windowed`: by night only. */
export const daily = (dailyTime: string, windowed = false): SchedulePolicy =>
  parsePolicy({
    type: "Daily",
    dailyType: "Everyday",
    dailyTime,
    ...(windowed ? { backupWindowSettings: { backupWindow: nightWindow } } : {}),
  });
const twoDigits = (count: number): string => String(count).padStart(2, "0");
const clockTime = (minutes: number): string =>
  `${twoDigits(Math.floor(minutes / 60) % 24)}:${twoDigits(minutes % 60)}`;

/** The bytes of a summary: typed arrays as lists. */
export const bytesOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each instanceof Float64Array ? Array.from(each) : each,
  );

/** Two to seven jobs, one to four slots, with and without windows. */
export const fleets = fc
  .record({
    times: fc.array(
      fc.integer({ min: 20 * 12, max: 26 * 12 }).map((fives) => clockTime(fives * 5)),
      { minLength: 2, maxLength: 7 },
    ),
    minutes: fc.array(fc.integer({ min: 5, max: 120 }), { minLength: 7, maxLength: 7 }),
    slots: fc.integer({ min: 1, max: 4 }),
    windowed: fc.boolean(),
  })
  .map(({ times, minutes, slots: count, windowed }): Fleet => ({
    proxies: [{ id: "proxy", slots: count }],
    jobs: times.map((time, index): Job => ({
      id: `job ${index}`,
      policy: daily(time, windowed),
      proxyId: "proxy",
      rpo: 30 * HOUR,
      workload: { duration: minutes[index]! * 60_000, failed: 0.1 },
    })),
  }));
