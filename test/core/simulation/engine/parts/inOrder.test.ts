/**
 * What parts wrote down, put in the order of time: what sorting all of it at once would say.
 */
import { describe, expect, it } from "vitest";
import {
  ARRIVAL,
  ATTEMPT,
  END,
  INSTANTS,
  jobRows,
  NOMINAL,
  NUMBERS,
  OUTCOME,
  START,
} from "../../../../../src/core/simulation/books/jobRow.ts";
import {
  missedColumns,
  missedLog,
  roomFor,
} from "../../../../../src/core/simulation/books/columns.ts";
import { noMoments } from "../../../../../src/core/simulation/engine/alone/moments.ts";
import {
  emptyTable,
  moveMissed,
  moveSessions,
} from "../../../../../src/core/simulation/engine/parts/inOrder.ts";
import type { Order } from "../../../../../src/core/simulation/engine/parts/parts.ts";
import {
  type Slip,
  slipFor,
  slipMissed,
  slipSession,
} from "../../../../../src/core/simulation/engine/parts/slip.ts";
import { STILL_RUNNING, WINDOW_CLOSED } from "../../../../../src/core/simulation/outcomes.ts";
import { numbers } from "../../../../support/statistics.ts";

/** What is sorted by digits of 11 bits turns over here, or twice as far. */
const FROM = 200 * 2 ** 33 + 2_500;

interface Session {
  readonly job: number;
  readonly due: number;
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
  readonly attempt: number;
  readonly outcome: number;
}

interface Missed {
  readonly job: number;
  readonly due: number;
  readonly clear: number;
  readonly reason: number;
}

/** Jobs of two parts by turns: those of the first stand before those of the second. */
function byTurns(jobs: number): Order {
  const jobAt = Int32Array.from(
    [...Array(jobs).keys()].toSorted((a, b) => (a % 2) - (b % 2) || a - b),
  );
  const placeOf = new Int32Array(jobs);
  jobAt.forEach((job, place) => (placeOf[job] = place));
  return { jobAt, placeOf };
}

function writeDown(slip: Slip, sessions: readonly Session[]): void {
  const rows = jobRows(slip.order.jobAt.length);
  for (const { job, due, arrival, start, end, attempt, outcome } of sessions) {
    const place = slip.order.placeOf[job]!;
    rows.at[place * INSTANTS + NOMINAL] = due;
    rows.at[place * INSTANTS + ARRIVAL] = arrival;
    rows.at[place * INSTANTS + START] = start;
    rows.at[place * INSTANTS + END] = end;
    rows.is[place * NUMBERS + ATTEMPT] = attempt;
    rows.is[place * NUMBERS + OUTCOME] = outcome;
    slipSession(slip, place, rows);
  }
}

function writeDownMissed(slip: Slip, missed: readonly Missed[]): void {
  for (const { job, due, clear, reason } of missed)
    slipMissed(
      slip,
      slip.order.placeOf[job]!,
      Float64Array.of(0, due),
      1,
      reason,
      Float64Array.of(clear),
    );
}

/** By start; then who arrived first, what is no retry, and the order of the jobs. */
const inTime = (a: Session, b: Session): number =>
  a.start - b.start ||
  a.arrival - b.arrival ||
  Number(a.attempt > 0) - Number(b.attempt > 0) ||
  a.job - b.job;

/** The sessions as the parts of an order write them: the first part's, then the second's. */
const byPart = (sessions: readonly Session[]): Session[] =>
  sessions.toSorted((a, b) => (a.job % 2) - (b.job % 2) || inTime(a, b));

/** Puts sessions in order, to the row `front` and behind it, and expects what sorting says. */
function expectInTime(sessions: readonly Session[], until: number, front: number): void {
  const slip = slipFor(byTurns(1 + Math.max(...sessions.map(({ job }) => job))), 10);
  const table = emptyTable();
  const moments = noMoments();
  const sorted = sessions.toSorted(inTime);
  const starts = sorted.map(({ start }) => start);
  const instants = [...new Set(starts)];
  // Twice: the slip and the table are used again for the next slice.
  for (let slice = 0; slice < 2; slice += 1) {
    const columns = roomFor(front + sessions.length);
    writeDown(slip, byPart(sessions));
    expect(slip.sessions).toBe(sessions.length);
    moveSessions(table, slip, FROM, until, columns, front, moments);
    const written = sorted.map(({ arrival }, index): Session => ({
      job: columns.job[front + index]!,
      due: columns.nominal[front + index]!,
      arrival,
      start: columns.start[front + index]!,
      end: columns.end[front + index]!,
      attempt: columns.attempt[front + index]!,
      outcome: columns.outcome[front + index]!,
    }));
    expect(written).toEqual(sorted);
    expect([...columns.start.subarray(0, front)]).toEqual(Array(front).fill(0));
    expect([...moments.instants.subarray(0, moments.count)]).toEqual(instants);
    expect([...moments.starting.subarray(0, moments.count)]).toEqual(
      instants.map((instant) => starts.filter((start) => start === instant).length),
    );
    expect(slip.sessions).toBe(0);
  }
}

/** Sessions of so many jobs, each at one of so many instants: due then, tried again, or waiting. */
function drawn(jobs: number, instants: number, stepMs: number, seed: number): Session[] {
  const random = numbers(seed);
  const below = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: jobs }, (_, job): Session => {
    const start = FROM + stepMs * below(instants);
    const kind = below(3);
    const attempt = kind === 0 ? 0 : below(3);
    const arrival = kind === 2 ? start - 1 - below(5_000) : start;
    const due = attempt > 0 ? arrival - 1_000 : arrival;
    const end = start + 1 + below(100);
    return { job, due, arrival, start, end, attempt, outcome: below(5) };
  });
}

describe("sessions that parts wrote down", () => {
  const plain = { end: FROM + 100, attempt: 0, outcome: 0 };

  it("should stand by their starts, and those of one instant that were due by their jobs", () => {
    const starts = [7, 5, 2_048, 5, 0, 4_194_304];
    expectInTime(
      starts.map((after, job): Session => {
        const start = FROM + after;
        return { ...plain, job, due: start, arrival: start, start };
      }),
      FROM + 4_194_304,
      0,
    );
  });

  it("should begin with who waited longest, and end with retries, where they start at once", () => {
    const due = { ...plain, due: FROM, arrival: FROM, start: FROM };
    const waited = (job: number, ms: number): Session => ({
      ...due,
      job,
      due: FROM - ms,
      arrival: FROM - ms,
    });
    const retried = (job: number): Session => ({ ...due, job, due: FROM - 60_000, attempt: 1 });
    expectInTime([retried(0), { ...due, job: 1 }, waited(2, 5), waited(3, 9)], FROM + 1_000, 3);
    expectInTime([retried(0), { ...due, job: 1 }], FROM + 1_000, 3);
    const lastFirst = Array.from({ length: 40 }, (_, job) => waited(job, 1 + 90 * job));
    expectInTime(lastFirst, FROM + 1_000, 3);
  });

  it("should do so of many and of few, from any row on", () => {
    for (const [jobs, instants, stepMs] of [
      [100, 1, 997],
      [300, 40, 997],
      [300, 2_000, 1],
      [1_100, 600, 997],
    ] as const)
      expectInTime(drawn(jobs, instants, stepMs, jobs), FROM + stepMs * instants, 5);
  });
});

describe("missed runs that parts wrote down", () => {
  /** What is written to a log of runs that were clear in the first so many ms. */
  function logged(missed: readonly Missed[], ms: number): unknown[] {
    const slip = slipFor(byTurns(1 + Math.max(...missed.map(({ job }) => job))), 10);
    const log = missedLog();
    writeDownMissed(slip, missed);
    moveMissed(emptyTable(), slip, FROM, FROM + ms, log);
    const { length, job, nominal, reason } = missedColumns(log);
    expect(slip.missed).toBe(0);
    return Array.from({ length }, (_, row) => [job[row], nominal[row]! - FROM, reason[row]]);
  }

  it("should stand by when it was clear, those first whose window closes", () => {
    const last = { clear: FROM + 1_024, due: FROM + 7 };
    expect(
      logged(
        [
          { job: 0, ...last, reason: STILL_RUNNING },
          { job: 2, ...last, reason: WINDOW_CLOSED },
          { job: 1, ...last, reason: WINDOW_CLOSED },
          { job: 3, clear: FROM + 3, due: FROM + 2, reason: STILL_RUNNING },
        ],
        1_024,
      ),
    ).toEqual([
      [3, 2, STILL_RUNNING],
      [1, 7, WINDOW_CLOSED],
      [2, 7, WINDOW_CLOSED],
      [0, 7, STILL_RUNNING],
    ]);
  });

  it("should do so however many there are", () => {
    const random = numbers(1);
    const missed = Array.from({ length: 1_500 }, (_, index): Missed => {
      const clear = FROM + Math.floor(random() * 2_000);
      return {
        job: index,
        due: clear - (index % 7),
        clear,
        reason: random() < 0.5 ? WINDOW_CLOSED : STILL_RUNNING,
      };
    });
    expect(logged(missed, 2_000)).toEqual(
      missed
        .toSorted(
          (a, b) =>
            a.clear - b.clear ||
            Number(a.reason !== WINDOW_CLOSED) - Number(b.reason !== WINDOW_CLOSED) ||
            a.job - b.job,
        )
        .map(({ job, due, reason }) => [job, due - FROM, reason]),
    );
  });
});
