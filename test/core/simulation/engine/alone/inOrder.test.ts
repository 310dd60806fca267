/**
 * Sessions and missed runs of a slice as they come, job by job, and in the order of time.
 */
import { describe, expect, it } from "vitest";
import {
  missedColumns,
  missedLog,
  noMissedLog,
  roomFor,
} from "../../../../../src/core/simulation/books/columns.ts";
import {
  ATTEMPT,
  END,
  INSTANTS,
  jobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../../../../src/core/simulation/books/jobRow.ts";
import type { Calendar } from "../../../../../src/core/simulation/engine/alone/calendar.ts";
import {
  emptyDesk,
  logMissed,
  writeInOrder,
} from "../../../../../src/core/simulation/engine/alone/inOrder.ts";
import { noMoments } from "../../../../../src/core/simulation/engine/alone/moments.ts";
import {
  addFirst,
  addMissed,
  addPlain,
  addRetry,
  noRows,
  type SliceRows,
} from "../../../../../src/core/simulation/engine/alone/rows.ts";
import { FAILED, RUNNING, SUCCESS } from "../../../../../src/core/simulation/outcomes.ts";

const BEGIN = 10_000_000;
/** A slice whose moments are a second apart; it ends with the span. */
const MOMENTS = 1_500;
const STEP = 1_000;
const UNTIL = BEGIN + MOMENTS * STEP;
const calendar = {
  moments: Float64Array.from({ length: MOMENTS }, (_, index) => BEGIN + index * STEP),
  momentCount: MOMENTS,
} as Calendar;

interface Session {
  readonly job: number;
  readonly due: number;
  readonly start: number;
  readonly end: number;
  readonly attempt: number;
  readonly outcome: number;
}

function rowsOf(job: number, { due, start, end, attempt, outcome }: Omit<Session, "job">) {
  const rows = jobRows(job + 1);
  rows.at[job * INSTANTS + NOMINAL] = due;
  rows.at[job * INSTANTS + START] = start;
  rows.at[job * INSTANTS + END] = end;
  rows.is[job * NUMBERS + ATTEMPT] = attempt;
  rows.is[job * NUMBERS + OUTCOME] = outcome;
  return rows;
}

/** Adds a session as who walks a job does, and says what is to be written of it. */
function add(slice: SliceRows, job: number, given: Omit<Session, "job">): Session {
  const rows = rowsOf(job, given);
  if (given.attempt === 0) addFirst(slice, job, rows, (given.start - BEGIN) / STEP, UNTIL);
  else addRetry(slice, job, rows, UNTIL);
  const isCut = given.end > UNTIL;
  return { job, ...given, end: Math.min(UNTIL, given.end), ...(isCut && { outcome: RUNNING }) };
}

/** What is written of a slice from the third row on. */
function written(slice: SliceRows): { sessions: Session[]; moments: [number, number][] } {
  const count = slice.firsts + slice.retries;
  const columns = roomFor(2 + count);
  const moments = noMoments();
  writeInOrder(emptyDesk(), slice, calendar, BEGIN, UNTIL, columns, 2, moments);
  return {
    sessions: Array.from({ length: count }, (_, index) => ({
      job: columns.job[2 + index]!,
      due: columns.nominal[2 + index]!,
      start: columns.start[2 + index]!,
      end: columns.end[2 + index]!,
      attempt: columns.attempt[2 + index]!,
      outcome: columns.outcome[2 + index]!,
    })),
    moments: Array.from({ length: moments.count }, (_, index) => [
      moments.instants[index]!,
      moments.starting[index]!,
    ]),
  };
}

describe("a slice of sessions", () => {
  it("should be in the order of time: due starts by their jobs, and retries behind them", () => {
    const slice = noRows(10);
    const first = (job: number, moment: number, end: number, outcome = SUCCESS): Session => {
      const start = BEGIN + moment * STEP;
      return add(slice, job, { due: start, start, end, attempt: 0, outcome });
    };
    const retry = (job: number, start: number, end: number, attempt: number): Session =>
      add(slice, job, { due: BEGIN - 7, start, end, attempt, outcome: FAILED });
    const a = first(0, 4, BEGIN + 4_100);
    const b = first(0, 5, UNTIL, FAILED); // ends with the span: it has ended
    const c = retry(0, BEGIN + 4_000, BEGIN + 4_050, 2);
    const d = first(1, 4, UNTIL + 1, FAILED); // is cut off
    const e = retry(1, BEGIN + 4_001, UNTIL + 9, 1);
    const f = retry(1, UNTIL - 1, UNTIL, 300);
    const { sessions, moments } = written(slice);
    expect(sessions).toEqual([a, d, c, e, b, f]);
    expect([b.outcome, d.outcome, e.outcome]).toEqual([FAILED, RUNNING, RUNNING]);
    expect(moments).toEqual([
      [BEGIN + 4_000, 3],
      [BEGIN + 4_001, 1],
      [BEGIN + 5_000, 1],
      [UNTIL - 1, 1],
    ]);
  });

  it("should be so however many there are, one by one or several at once", () => {
    const jobs = 5;
    const slice = noRows(10);
    const expected: Session[] = [];
    const starts = Float64Array.from(calendar.moments);
    const places = Int32Array.from(starts.keys());
    const lengths = Float64Array.from({ length: MOMENTS }, (_, index) => 1 + (index % 900));
    for (let job = 0; job < jobs; job += 1) {
      const front = 100 * job;
      addPlain(slice, job, starts, places, lengths, front, front, MOMENTS - 100);
      for (let index = front; index < MOMENTS - 100; index += 1) {
        const start = starts[index]!;
        const end = start + lengths[index - front]!;
        expected.push({ job, due: start, start, end, attempt: 0, outcome: SUCCESS });
      }
      for (let index = MOMENTS - 100; index < MOMENTS; index += 1) {
        const start = starts[index]!;
        const given = { due: start, start, end: start + 5, attempt: 0, outcome: FAILED };
        expected.push(add(slice, job, given));
      }
      for (let index = 0; index < 700; index += 1) {
        const start = BEGIN + 2_000 * index + (job % 3) + 1;
        const given = { due: BEGIN, start, end: start + 3, attempt: 1 + (index % 2), outcome: 1 };
        expected.push(add(slice, job, given));
      }
    }
    const { sessions, moments } = written(slice);
    const sorted = expected.toSorted(
      (a, b) => a.start - b.start || Number(a.attempt > 0) - Number(b.attempt > 0) || a.job - b.job,
    );
    expect(sessions).toEqual(sorted);
    expect(moments.reduce((sum, [, count]) => sum + count, 0)).toBe(sorted.length);
  });

  it("should have missed runs by when they were due, and by their jobs then", () => {
    const slice = noRows(10);
    const expected: number[][] = [];
    for (let job = 0; job < 3; job += 1)
      for (let moment = job; moment < MOMENTS; moment += 2) {
        addMissed(slice, job, moment, (job + moment) % 7);
        expected.push([job, BEGIN + moment * STEP, (job + moment) % 7]);
      }
    const log = missedLog();
    logMissed(emptyDesk(), slice, calendar, log);
    const { length, job, nominal, reason } = missedColumns(log);
    expect(Array.from({ length }, (_, row) => [job[row], nominal[row], reason[row]])).toEqual(
      expected.toSorted((a, b) => a[1]! - b[1]! || a[0]! - b[0]!),
    );
    const desk = emptyDesk();
    logMissed(desk, slice, calendar, noMissedLog());
    expect(desk.rows.length).toBe(0);
  });
});
