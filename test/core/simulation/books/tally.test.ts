/**
 * Facts of one job, entered by hand beside another that does nothing, and what is read off.
 */
import { describe, expect, it } from "vitest";
import { exposureMetrics } from "../../../../src/core/simulation/books/exposure.ts";
import {
  ATTEMPT,
  CLOSING,
  DATA,
  END,
  FULL_MS,
  INSTANTS,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../../../src/core/simulation/books/jobRow.ts";
import {
  attemptsMade,
  countDroppedRetry,
  countEnd,
  countMeanwhile,
  countMissed,
  countPlain,
  countsOf,
  countStart,
  fatesOf,
  makesRestorePoint,
  openTally,
  type Tally,
} from "../../../../src/core/simulation/books/tally.ts";
import { checkFleet } from "../../../../src/core/simulation/checkFleet.ts";
import {
  BACKUP_WINDOW,
  FAILED,
  NOT_STARTED,
  RETRY_PENDING,
  RUNNING,
  START_WINDOW,
  STILL_RUNNING,
  STILL_WAITING,
  STOPPED,
  SUCCESS,
  WARNING,
  WINDOW_CLOSED,
} from "../../../../src/core/simulation/outcomes.ts";
import { DEFAULT_RULES } from "../../../../src/index.ts";
import { readHostZone } from "../../../../src/host/zones.ts";
import { at, daily, DAY } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const JOB = 1;

function opened(pace?: number[]): Tally {
  const jobs = ["A", "B"].map((id) => ({ id, policy: daily("22:00"), rpo: 500 }));
  const proxies = [{ id: "p", slots: 1, ...(pace === undefined ? {} : { pace }) }];
  const checked = checkFleet({ jobs, proxies }, [], readHostZone)!;
  const span = { from: FROM, to: FROM + DAY };
  return openTally(checked, span, Float64Array.of(1, Infinity), () => [], true);
}

interface Attempt {
  readonly due?: number;
  readonly start: number;
  readonly end: number;
  readonly outcome?: number;
  readonly attempt?: number;
  readonly closing?: number;
  readonly fullMs?: number;
}

/** An attempt of the job starts and ends; times count from the beginning. */
function lives(
  tally: Tally,
  {
    start,
    due = start,
    end,
    outcome = SUCCESS,
    attempt = 0,
    closing = Infinity,
    fullMs = Number.NaN,
  }: Attempt,
): void {
  const { at: instants, is } = tally.rows;
  const me = JOB * INSTANTS;
  instants[me + NOMINAL] = FROM + due;
  instants[me + START] = FROM + start;
  instants[me + END] = FROM + end;
  instants[me + CLOSING] = FROM + closing;
  instants[me + FULL_MS] = fullMs;
  instants[me + DATA] = outcome === SUCCESS ? FROM + start : Number.NaN;
  is[JOB * NUMBERS + ATTEMPT] = attempt;
  is[JOB * NUMBERS + OUTCOME] = outcome;
  countStart(tally, JOB, tally.rows);
  countEnd(tally, JOB, tally.rows);
}

/** What is counted of a job that did nothing. */
const NOTHING = {
  started: 0,
  retries: 0,
  retriesDropped: { superseded: 0, windowClosed: 0 },
  outcomes: { Success: 0, Warning: 0, Failed: 0, Stopped: 0, Running: 0 },
  blocked: { backupWindow: 0, startWindow: 0 },
  missed: { stillRunning: 0, windowClosed: 0, retryPending: 0, notStarted: 0, stillWaiting: 0 },
  busy: 0,
  latenessSum: 0,
  latenessMax: 0,
  slackSum: 0,
  slackMin: Infinity,
  slackCount: 0,
};

describe("the books", () => {
  it("should say whose session makes a restore point", () => {
    const both = { ...DEFAULT_RULES, restorePoint: "success-or-warning" } as const;
    const only = { ...DEFAULT_RULES, restorePoint: "success" } as const;
    const made = [SUCCESS, WARNING, FAILED, STOPPED, RUNNING].map((outcome) =>
      [both, only].map((rules) => makesRestorePoint(outcome, rules)),
    );
    expect(made).toEqual([
      [true, true],
      [true, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });

  it("should count attempts, how late they were, how long they took, and how near an end", () => {
    const tally = opened();
    lives(tally, { start: 0, end: 50, closing: 80 });
    lives(tally, { start: 130, due: 100, end: 150, outcome: FAILED, closing: 170 });
    lives(tally, { start: 170, due: 100, end: 200, outcome: WARNING, attempt: 1, closing: 900 });
    lives(tally, { start: 300, end: 310, outcome: STOPPED, closing: 310 });
    lives(tally, { start: 400, end: 500, outcome: RUNNING, closing: 500 });
    lives(tally, { start: 400, end: 401 });
    expect(countsOf(tally, JOB)).toEqual({
      ...NOTHING,
      started: 5,
      retries: 1,
      outcomes: { Success: 2, Warning: 1, Failed: 1, Stopped: 1, Running: 1 },
      busy: 50 + 20 + 30 + 10 + 100 + 1,
      latenessSum: 30 + 70,
      latenessMax: 70,
      slackSum: 30 + 20 + 700 + 0,
      slackMin: 0,
      slackCount: 4,
    });
    expect(attemptsMade(tally, JOB)).toBe(6);
    expect(fatesOf(tally, JOB)).toEqual({ due: 5, lost: 1 });
    // What else is kept of it is no start that is lost.
    lives(tally, { start: 500, end: DAY - 1 });
    expect(fatesOf(tally, JOB)).toEqual({ due: 6, lost: 1 });
    expect(countsOf(tally, 0)).toEqual(NOTHING);
    expect(fatesOf(tally, 0)).toEqual({ due: 0, lost: 0 });
  });

  it("should count what comes to nothing by its reason, and what lies behind an exposure", () => {
    const tally = opened();
    lives(tally, { start: 0, end: 10 });
    const reasons = [
      BACKUP_WINDOW,
      START_WINDOW,
      STILL_RUNNING,
      WINDOW_CLOSED,
      RETRY_PENDING,
      NOT_STARTED,
      STILL_WAITING,
    ];
    reasons.forEach((reason, index) => {
      countMissed(tally, JOB, reason);
      if (index > 0) countMissed(tally, JOB, reason, index);
    });
    countDroppedRetry(tally, JOB, true);
    countDroppedRetry(tally, JOB, false);
    countDroppedRetry(tally, JOB, false);
    expect(countsOf(tally, JOB)).toEqual({
      ...NOTHING,
      started: 1,
      outcomes: { ...NOTHING.outcomes, Success: 1 },
      busy: 10,
      retriesDropped: { superseded: 1, windowClosed: 2 },
      blocked: { backupWindow: 1, startWindow: 2 },
      missed: { stillRunning: 3, windowClosed: 4, retryPending: 5, notStarted: 6, stillWaiting: 7 },
    });
    expect(fatesOf(tally, JOB)).toEqual({ due: 29, lost: 28 });
    expect(exposureMetrics(tally.exposure, JOB).worstInterval.causes).toEqual({
      "still-running": 2,
      "window-closed": 2,
      "retry-pending": 2,
    });
    expect(countsOf(tally, 0)).toEqual(NOTHING);
  });

  it("should have a start that finds a session booked already in what that one ends", () => {
    const tally = opened();
    lives(tally, { start: 0, end: 10 });
    lives(tally, { start: 100, end: 900 });
    countMeanwhile(tally, JOB, STILL_RUNNING);
    countMeanwhile(tally, JOB, START_WINDOW);
    lives(tally, { start: 1_000, end: 1_100 });
    countMeanwhile(tally, JOB, STILL_RUNNING);
    // What makes no restore point ends nothing: its stretch goes on.
    lives(tally, { start: DAY - 100, end: DAY - 50, outcome: FAILED });
    countMeanwhile(tally, JOB, STILL_RUNNING);
    expect(exposureMetrics(tally.exposure, JOB).worstInterval.causes).toEqual({
      failed: 1,
      "still-running": 1,
    });
    expect(countsOf(tally, JOB)).toMatchObject({
      blocked: { backupWindow: 0, startWindow: 1 },
      missed: { stillRunning: 3 },
    });
    const first = opened();
    lives(first, { start: 0, end: 10 });
    lives(first, { start: 100, end: DAY - 10 });
    countMeanwhile(first, JOB, STILL_RUNNING);
    expect(exposureMetrics(first.exposure, JOB).worstInterval.causes).toEqual({
      "still-running": 1,
    });
  });

  it("should count sessions with nothing special about them all at once as one by one", () => {
    const [one, other] = [opened(), opened()];
    const starts = [0, 100, 300, 900, 1_000];
    const lengths = [70, 60, 50, 40, 30];
    for (const tally of [one, other]) lives(tally, { start: 0, end: 5, outcome: FAILED });
    for (const index of [1, 2, 3])
      lives(one, { start: starts[index]!, end: starts[index]! + lengths[index]! });
    const instants = Float64Array.from(starts, (start) => FROM + start);
    countPlain(other, JOB, instants, Float64Array.from(lengths.slice(1)), 1, 1, 4);
    expect(countsOf(other, JOB)).toEqual(countsOf(one, JOB));
    expect(countsOf(other, JOB)).toMatchObject({ started: 4, busy: 5 + 60 + 50 + 40 });
    const exposures = [one, other].map(({ exposure }) => exposureMetrics(exposure, JOB));
    expect(exposures[1]).toEqual(exposures[0]);
  });

  it("should keep slowdowns where something can slow a session, of those that are over", () => {
    expect(opened().slowdowns).toBe(undefined);
    const tally = opened(Array<number>(168).fill(0.5));
    lives(tally, { start: 0, end: 40, fullMs: 20 });
    lives(tally, { start: 100, end: 130, fullMs: 10, outcome: STOPPED });
    lives(tally, { start: 200, end: 290, fullMs: 10, outcome: RUNNING });
    lives(tally, { start: 300, end: 300, fullMs: 0 });
    expect(tally.slowdowns!.of(JOB)).toMatchObject({ mean: 2.5, max: 3 });
    expect(tally.slowdowns!.of(0)).toBe(undefined);
    expect(tally.threads).toBe(undefined);
  });
});
