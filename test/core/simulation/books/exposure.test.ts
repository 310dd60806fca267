/**
 * Exposure booked by hand: ramps, causes and waits of one job, beside others that do nothing.
 */
import { describe, expect, it } from "vitest";
import {
  CAUSES,
  type ExposureBook,
  exposureBook,
  exposureMetrics,
  newRestorePoint,
  newRestorePoints,
  noteCause,
  noteMeanwhile,
  noteWait,
  worstExposure,
} from "../../../../src/core/simulation/books/exposure.ts";
import {
  DATA,
  END,
  FULL_MS,
  INSTANTS,
  jobRows,
  type JobRows,
  START,
} from "../../../../src/core/simulation/books/jobRow.ts";
import type { Needed } from "../../../../src/core/simulation/fleet.ts";

const FROM = 1_000_000;
const TO = FROM + 1_000;
/** The job that does something, of three. */
const JOB = 1;
const NEEDS: Needed[] = [
  { of: "proxy", id: "p" },
  { of: "repository", id: "r" },
];
const FAILED = CAUSES.indexOf("failed");
const STILL_RUNNING = CAUSES.indexOf("still-running");

function opened(target = Infinity): { book: ExposureBook; rows: JobRows } {
  const rows = jobRows(3);
  const targets = Float64Array.of(Infinity, target, Infinity);
  return { book: exposureBook(rows, FROM, TO, targets, () => NEEDS), rows };
}

/** A session of the job that makes a restore point of the data as of its start. */
function succeeds(
  { book, rows }: ReturnType<typeof opened>,
  start: number,
  end: number,
  fullMs = Number.NaN,
): void {
  const me = JOB * INSTANTS;
  rows.at[me + START] = FROM + start;
  rows.at[me + DATA] = FROM + start;
  rows.at[me + END] = FROM + end;
  rows.at[me + FULL_MS] = fullMs;
  newRestorePoint(book, JOB, rows.at, me);
}

/** Waits from one time to another for two resources, which were full for so long each. */
function waits(book: ExposureBook, from: number, to: number, full: number[]): void {
  noteWait(book, JOB, FROM + from, FROM + to, true, Float64Array.of(...full, 0));
}

describe("exposure", () => {
  it("should grow from restore point to restore point, and count the time over its target", () => {
    const open = opened(250);
    succeeds(open, 100, 200); // up to 200, down to 100
    succeeds(open, 500, 600); // up to 500: 250 of it over the target
    expect(worstExposure(open.book, JOB)).toBe(500);
    // At the end 500, as old as the worst before: the first stays. Over the target from 750 on.
    expect(exposureMetrics(open.book, JOB)).toEqual({
      worst: 500,
      mean: (200 * 100 + 400 * 300 + 400 * 300) / 1_000,
      shareOver: (250 + 250) / 1_000,
      worstInterval: { from: FROM + 100, to: FROM + 600, causes: {} },
      restorePoints: 2,
    });
    // Nobody else did anything, and has no target.
    for (const other of [0, 2])
      expect(exposureMetrics(open.book, other)).toEqual({
        worst: 1_000,
        mean: 500,
        worstInterval: { from: FROM, to: TO, causes: {} },
        restorePoints: 0,
      });
  });

  it("should be as bad as it is at the end, where nothing has ended it", () => {
    const open = opened();
    succeeds(open, 100, 200);
    expect(worstExposure(open.book, JOB)).toBe(900);
    expect(exposureMetrics(open.book, JOB)).toMatchObject({
      worst: 900,
      worstInterval: { from: FROM + 100, to: TO },
    });
  });

  it("should tell what happened in the longest stretch, and of no other", () => {
    const open = opened();
    noteCause(open.book, JOB, FAILED);
    succeeds(open, 100, 200);
    noteCause(open.book, JOB, STILL_RUNNING);
    noteCause(open.book, JOB, FAILED);
    noteCause(open.book, JOB, FAILED);
    succeeds(open, 800, 900);
    noteCause(open.book, JOB, STILL_RUNNING);
    expect(exposureMetrics(open.book, JOB).worstInterval).toEqual({
      from: FROM + 100,
      to: FROM + 900,
      causes: { failed: 2, "still-running": 1 },
    });
    expect(exposureMetrics(open.book, 0).worstInterval.causes).toEqual({});
  });

  it("should have what happens during a session in the stretch that it ends, if worst", () => {
    const worst = opened();
    noteCause(worst.book, JOB, FAILED);
    succeeds(worst, 500, 700); // booked as it starts
    noteMeanwhile(worst.book, JOB, STILL_RUNNING);
    noteMeanwhile(worst.book, JOB, STILL_RUNNING);
    succeeds(worst, 800, 900);
    noteMeanwhile(worst.book, JOB, STILL_RUNNING);
    expect(exposureMetrics(worst.book, JOB).worstInterval).toEqual({
      from: FROM,
      to: FROM + 700,
      causes: { failed: 1, "still-running": 2 },
    });
  });

  it("should keep the longest wait of the longest stretch, the first of those alike", () => {
    const { book, rows } = opened();
    waits(book, 100, 180, [80, 20]);
    waits(book, 200, 290, [20, 90]);
    waits(book, 300, 390, [90, 0]);
    waits(book, 400, 410, [10, 0]);
    succeeds({ book, rows }, 600, 700);
    waits(book, 750, 950, [200, 0]);
    const { worstInterval } = exposureMetrics(book, JOB);
    expect({ ...worstInterval }).toEqual({
      from: FROM,
      to: FROM + 700,
      causes: { waiting: 4 },
      longestWait: {
        from: FROM + 200,
        to: FROM + 290,
        started: true,
        resources: [
          { ...NEEDS[1], full: 90 },
          { ...NEEDS[0], full: 20 },
        ],
      },
      because: "waited 0.1 s for repository r",
    });
  });

  it("should forget a wait with the stretch that it was in", () => {
    const { book, rows } = opened();
    waits(book, 20, 30, [10, 0]);
    succeeds({ book, rows }, 50, 100);
    succeeds({ book, rows }, 800, 900);
    expect(exposureMetrics(book, JOB).worstInterval).toEqual({
      from: FROM + 50,
      to: FROM + 900,
      causes: {},
    });
  });

  it("should be nothing in no time", () => {
    const book = exposureBook(jobRows(1), FROM, FROM, Float64Array.of(100), () => []);
    expect(exposureMetrics(book, 0)).toEqual({
      worst: 0,
      mean: 0,
      shareOver: 0,
      worstInterval: { from: FROM, to: FROM, causes: {} },
      restorePoints: 0,
    });
  });

  it("should say how slow the session was that ended the longest stretch", () => {
    const open = opened();
    succeeds(open, 100, 250, 60);
    succeeds(open, 300, 900, 450);
    succeeds(open, 910, 990, 30);
    expect(exposureMetrics(open.book, JOB).worstInterval).toEqual({
      from: FROM + 100,
      to: FROM + 900,
      causes: {},
      slowedBy: 150,
    });
    const later = opened();
    succeeds(later, 100, 250, 60);
    succeeds(later, 300, 900, 600);
    expect(exposureMetrics(later.book, JOB).worstInterval).not.toHaveProperty("slowedBy");
  });

  it("should be the same where restore points are booked all at once", () => {
    const starts = [0, 100, 450, 560, 700];
    const lengths = [100, 150, 100, 100, 60];
    for (const [first, last] of [
      [0, 5],
      [1, 4],
      [2, 2],
    ] as const) {
      const one = opened(200);
      const other = opened(200);
      for (const { book } of [one, other]) noteCause(book, JOB, FAILED);
      for (let index = first; index < last; index += 1)
        succeeds(one, starts[index]!, starts[index]! + lengths[index]!);
      // Lengths stand from the third place on in front of others.
      newRestorePoints(
        other.book,
        JOB,
        Float64Array.of(-1, -1, ...starts.map((start) => FROM + start)),
        Float64Array.from(lengths),
        2,
        first + 2,
        last + 2,
      );
      for (const { book } of [one, other]) noteCause(book, JOB, STILL_RUNNING);
      expect(exposureMetrics(other.book, JOB)).toEqual(exposureMetrics(one.book, JOB));
    }
  });
});
