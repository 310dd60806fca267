/**
 * Every placing of a few daily jobs, simulated one by one: what the best of them comes to.
 *
 * No search and no cleverness, and nothing shared with what proposes start times: it asks the
 * public `simulate` and counts sessions in the rows. Must never break: a placing changes nothing of
 * a fleet but daily times.
 */
import fc from "fast-check";
import { type Fleet, type Job, parsePolicy, type SessionRow, simulate } from "../../src/index.ts";

/** A million simulations would end, but not today. */
const MOST_PLACINGS = 20_000;

/** When the jobs start, and what comes of it under each of the seeds. */
export interface Placing {
  /** The daily time of each job, in the order of the fleet; none, `""`, where it is not Daily. */
  readonly times: readonly string[];
  /** The most sessions at once. */
  readonly peaks: readonly number[];
  /** Due starts that came to no session, and sessions that a window stopped. */
  readonly lost: readonly number[];
}

/**
 * The fleet with each daily job at its own time or at one of its `choices`, in every combination;
 * the first is the fleet as it is. A job without choices stays.
 */
export function everyPlacing(
  fleet: Fleet,
  choices: readonly (readonly string[])[],
  span: { readonly from: number; readonly to: number },
  seeds: readonly number[],
): Placing[] {
  const timesOfJobs = fleet.jobs.map(({ policy }, index) => {
    const own = policy.type === "Daily" ? policy.dailyTime.slice(0, 5) : "";
    return [own, ...choices[index]!.filter((time) => time !== own)];
  });
  let placings: string[][] = [[]];
  for (const times of timesOfJobs) {
    placings = placings.flatMap((before) => times.map((time) => [...before, time]));
    if (placings.length > MOST_PLACINGS) throw new Error(`more than ${MOST_PLACINGS} placings`);
  }
  return placings.map((placed) => {
    const jobs = fleet.jobs.map((job, index) => at(job, placed[index]!));
    const lived = seeds.map((seed) => simulate({ ...fleet, jobs }, { ...span, seed }));
    const rows = lived.map((timeline) => [...timeline.rows()]);
    return {
      times: placed,
      peaks: rows.map(peakOf),
      lost: lived.map(
        ({ missedRows }, index) =>
          [...missedRows()].length +
          rows[index]!.filter(({ outcome }) => outcome === "Stopped").length,
      ),
    };
  });
}

/** The placings that lose no more than the first, the fleet as it is, under any of the seeds. */
export function losingNoMore(placings: readonly Placing[]): Placing[] {
  const present = placings[0]!.lost;
  return placings.filter(({ lost }) => lost.every((count, index) => count <= present[index]!));
}

/** The least that any placing has as its mean over the seeds: no true bound is above it. */
export function leastMeanPeak(placings: readonly Placing[]): number {
  return Math.min(
    ...placings.map(({ peaks }) => peaks.reduce((sum, peak) => sum + peak, 0) / peaks.length),
  );
}

/** The least that any placing has under any of the seeds: no bound for every luck is above it. */
export function leastPeak(placings: readonly Placing[]): number {
  return Math.min(...placings.flatMap(({ peaks }) => peaks));
}

function at(job: Job, dailyTime: string): Job {
  if (job.policy.type !== "Daily" || job.policy.dailyTime.startsWith(dailyTime)) return job;
  return { ...job, policy: parsePolicy({ ...job.policy, dailyTime }) };
}

/** The most sessions at once: some session begins when that is reached. Ends are not included. */
export function peakOf(rows: readonly SessionRow[]): number {
  return Math.max(
    0,
    ...rows.map(
      ({ start, end: own }) =>
        rows.filter(({ start: begin, end }) => begin <= start && start < end && start < own).length,
    ),
  );
}

// --- nights to try

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MONDAY = Date.UTC(2026, 0, 5);

/** A few jobs, the grid on which they may be put, and where to look. */
export interface SmallNight {
  readonly fleet: Fleet;
  readonly gridMinutes: number;
  /** The clock window in which moved jobs start and end, `20:00-23:00`. */
  readonly within: string;
  /** For each job the times of the grid at which a session fits in; none for one that stays. */
  readonly choices: readonly (readonly string[])[];
  readonly span: { readonly from: number; readonly to: number };
}

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const nightMask = (opens: number, closes: number): boolean[] =>
  Array.from({ length: 168 }, (_, hour) => hour % 24 >= opens && hour % 24 < closes);

interface Sketch {
  readonly present: number;
  readonly minutes: number;
  readonly closes: number | undefined;
  readonly failed: number;
  readonly needsSlot: boolean;
  /** Runs every so often all day instead, and may not be moved. */
  readonly every: string | undefined;
}

const sketches: fc.Arbitrary<Sketch> = fc.record(
  {
    // Times on and off every grid.
    present: fc.constantFrom(20 * 60, 20 * 60, 20.5 * 60, 21 * 60, 20 * 60 + 7, 21 * 60 + 52),
    // Some are longer than the night, and than a day: stopped, and found running.
    minutes: fc.constantFrom(10, 20, 30, 40, 45, 60, 90, 150, 26 * 60),
    closes: fc.constantFrom(undefined, undefined, 22, 23),
    // Never or always: luck has no part.
    failed: fc.constantFrom(0, 0, 1),
    needsSlot: fc.boolean(),
    every: fc.constantFrom(undefined, undefined, undefined, undefined, "Minutes15", "Hours1"),
  },
  { noNullPrototype: true },
);

/**
 * Fleets of one to four jobs with windows that stop them, sessions that run into the next start,
 * retries, lines, jobs that do not move, and starts off the grid. Every seed gives the same.
 */
export const smallNights: fc.Arbitrary<SmallNight> = fc
  .record({
    jobs: fc.array(sketches, { minLength: 1, maxLength: 4 }),
    slots: fc.constantFrom(1, 2),
    gridMinutes: fc.constantFrom(30, 60),
    until: fc.constantFrom(21, 22, 23),
    days: fc.constantFrom(1, 2, 3),
  })
  .map(({ jobs, slots, gridMinutes, until, days }) => ({
    fleet: {
      proxies: [{ id: "p", slots }],
      jobs: jobs.map(({ present, minutes, closes, failed, needsSlot, every }, index): Job => ({
        id: `j${index}`,
        policy: parsePolicy({
          ...(every === undefined
            ? { type: "Daily", dailyType: "Everyday", dailyTime: clockTime(present) }
            : { type: "Periodically", periodicallyEvery: every }),
          ...(closes === undefined
            ? {}
            : { backupWindowSettings: { backupWindow: nightMask(20, closes) } }),
          ...(failed > 0 ? { retryEnabled: true, retryNumber: 1, retryWaitInterval: 20 } : {}),
        }),
        workload: { duration: minutes * MINUTE, failed },
        ...(needsSlot ? { proxyId: "p" } : {}),
      })),
    },
    gridMinutes,
    choices: jobs.map(({ minutes, every }) => {
      const last = until * 60 - minutes;
      const fitting = Math.max(0, Math.floor((last - 20 * 60) / gridMinutes) + 1);
      return Array.from({ length: every === undefined ? fitting : 0 }, (_, step) =>
        clockTime(20 * 60 + step * gridMinutes),
      );
    }),
    within: `20:00-${until}:00`,
    span: { from: MONDAY, to: MONDAY + days * 24 * HOUR },
  }));
