/**
 * Rows in columns that grow: nothing is lost, nothing is kept that is not wanted.
 */
import { describe, expect, it } from "vitest";
import {
  addMissedRun,
  appendSessions,
  beginSession,
  finishSession,
  missedColumns,
  missedLog,
  noMissedLog,
  noSessionLog,
  resized,
  sessionColumns,
  type SessionLog,
  sessionLog,
} from "../../../../src/core/simulation/books/columns.ts";
import {
  ATTEMPT,
  END,
  INSTANTS,
  jobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../../../src/core/simulation/books/jobRow.ts";

const JOBS = 3;

/** Begins so many sessions, each other by its numbers, and ends every third another way. */
function fill(log: SessionLog, count: number): void {
  const rows = jobRows(JOBS);
  for (let index = 0; index < count; index += 1) {
    const job = index % JOBS;
    rows.at[job * INSTANTS + NOMINAL] = index;
    rows.at[job * INSTANTS + START] = index + 0.25;
    rows.at[job * INSTANTS + END] = index + 0.5;
    rows.is[job * NUMBERS + ATTEMPT] = index % 300;
    rows.is[job * NUMBERS + OUTCOME] = index % 5;
    beginSession(log, job, rows);
    if (index % 3 !== 2) continue;
    // The one before, of another job, goes on longer.
    rows.at[(job - 1) * INSTANTS + END] = index + 0.75;
    rows.is[(job - 1) * NUMBERS + OUTCOME] = 4;
    finishSession(log, job - 1, rows);
  }
}

describe("the log of sessions", () => {
  it("should have every session as it was begun and ended, however few were expected", () => {
    const count = 3_000;
    const log = sessionLog(10);
    fill(log, count);
    const { length, job, nominal, start, end, attempt, outcome } = sessionColumns(log);
    const indices = [...Array(count).keys()];
    const isLonger = (index: number): boolean => index % 3 === 1;
    expect(length).toBe(count);
    expect([...job]).toEqual(indices.map((index) => index % JOBS));
    expect([...nominal]).toEqual(indices);
    expect([...start]).toEqual(indices.map((index) => index + 0.25));
    expect([...end]).toEqual(indices.map((index) => index + (isLonger(index) ? 1.75 : 0.5)));
    expect([...attempt]).toEqual(indices.map((index) => index % 300));
    expect([...outcome]).toEqual(indices.map((index) => (isLonger(index) ? 4 : index % 5)));
  });

  it("should have room for what is expected, and hand out little more than there is", () => {
    expect(sessionLog(0).capacity).toBe(1_024);
    expect(sessionLog(5_000.1).capacity).toBe(5_001);
    const log = sessionLog(5_000);
    fill(log, 100);
    expect(sessionColumns(log).start.buffer.byteLength).toBe(8 * 128);
    const full = sessionLog(5_000);
    fill(full, 4_500);
    expect(sessionColumns(full).start.buffer.byteLength).toBe(8 * 5_000);
  });

  it("should make room for sessions that somebody else writes down", () => {
    const log = sessionLog(10);
    expect(appendSessions(log, 5)).toBe(0);
    expect(appendSessions(log, 10_000)).toBe(5);
    log.start[10_004] = 7;
    expect(appendSessions(log, 1)).toBe(10_005);
    const { length, start } = sessionColumns(log);
    expect([length, start.length, start[10_004]]).toEqual([10_006, 10_006, 7]);
  });

  it("should keep nothing where nothing is wanted", () => {
    const log = noSessionLog();
    fill(log, 10);
    expect([log.keeps, log.length, log.capacity]).toEqual([false, 0, 0]);
  });
});

describe("the log of missed runs", () => {
  it("should have every run, and no more room than they take", () => {
    const log = missedLog();
    const indices = [...Array(3_000).keys()];
    const instants = Float64Array.from(indices, (index) => index + 0.5);
    for (const index of indices) addMissedRun(log, index % 7, instants, index, index % 6);
    const { length, job, nominal, reason } = missedColumns(log);
    expect(length).toBe(3_000);
    expect([...job]).toEqual(indices.map((index) => index % 7));
    expect([...nominal]).toEqual([...instants]);
    expect([...reason]).toEqual(indices.map((index) => index % 6));
  });

  it("should keep nothing where nothing is wanted", () => {
    const log = noMissedLog();
    addMissedRun(log, 0, Float64Array.of(1), 0, 2);
    expect([log.keeps, log.length, log.capacity]).toEqual([false, 0, 0]);
  });
});

describe("resized", () => {
  it("should take what the other column has, as far as it goes", () => {
    const from = Int32Array.of(1, 2, 3);
    expect([0, 2, 3, 5].map((size) => [...resized(from, new Int32Array(size))])).toEqual([
      [],
      [1, 2],
      [1, 2, 3],
      [1, 2, 3, 0, 0],
    ]);
  });
});
