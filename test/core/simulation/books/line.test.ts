/**
 * Who stands in the line, booked by hand: how long, and for how much of that time what they need
 * was full.
 */
import { describe, expect, it } from "vitest";
import { exposureBook, exposureMetrics } from "../../../../src/core/simulation/books/exposure.ts";
import {
  ARRIVAL,
  INSTANTS,
  jobRows,
  type JobRows,
} from "../../../../src/core/simulation/books/jobRow.ts";
import {
  joinLine,
  leaveLine,
  type LineBook,
  lineBook,
  neverAtOnce,
} from "../../../../src/core/simulation/books/line.ts";
import {
  changeBusy,
  moveOn,
  occupancyBook,
  occupancyMetrics,
} from "../../../../src/core/simulation/books/occupancy.ts";
import { waitLog, waitMetrics } from "../../../../src/core/simulation/books/waits.ts";
import { weekClock } from "../../../../src/core/simulation/books/weekClock.ts";
import type { Needed } from "../../../../src/core/simulation/fleet.ts";
import { fixedZone } from "../../../../src/core/time/zone.ts";
import { at, HOUR, MINUTE } from "../../../support/scheduleBuilders.ts";

const FROM = at("2026-01-05T00:00Z");
const JOB = 1;
const NEEDS: Needed[] = [
  { of: "proxy", id: "p" },
  { of: "repository", id: "r" },
];

/** A line before a proxy and a repository of one slot each, and time in minutes. */
class Line {
  readonly rows: JobRows = jobRows(2);
  readonly occupancy = occupancyBook(
    Float64Array.of(1, 1, Infinity),
    FROM,
    weekClock(fixedZone("UTC", 0), FROM),
  );
  readonly waits = waitLog(2, true);
  readonly exposure = exposureBook(
    this.rows,
    FROM,
    FROM + HOUR,
    new Float64Array(2).fill(Infinity),
    () => NEEDS,
  );
  skipped = 0;
  readonly book: LineBook = lineBook(this.occupancy, this.waits, this.exposure, () => this.skipped);

  at(minutes: number): this {
    moveOn(this.occupancy, FROM + minutes * MINUTE);
    return this;
  }

  takes(resource: number, change: 1 | -1): this {
    changeBusy(this.occupancy, resource, change);
    return this;
  }

  joins(needs: readonly number[], minutes: number): void {
    this.at(minutes).rows.at[JOB * INSTANTS + ARRIVAL] = FROM + minutes * MINUTE;
    joinLine(this.book, JOB, needs, this.rows);
  }

  leaves(needs: readonly number[], minutes: number, starts: boolean): void {
    this.at(minutes);
    leaveLine(this.book, JOB, needs, this.rows, Float64Array.of(FROM + minutes * MINUTE), starts);
  }
}

describe("the line", () => {
  it("should have who waits for one thing wait for it all that time", () => {
    const line = new Line();
    line.takes(0, 1).joins([0], 10);
    line.leaves([0], 25, true);
    line.joins([0], 30);
    line.leaves([0], 30, true);
    line.joins([1], 40);
    line.leaves([1], 45, false);
    const { jobs, longestUnfinished } = waitMetrics(line.waits, [0, 2]);
    expect(jobs[JOB]).toEqual({
      mean: (20 * MINUTE) / 3,
      p50: 5 * MINUTE,
      p95: 15 * MINUTE,
      max: 15 * MINUTE,
      unfinished: 1,
    });
    expect(longestUnfinished).toBe(5 * MINUTE);
    line.at(60);
    expect([0, 1].map((one) => occupancyMetrics(line.occupancy, one).meanQueue)).toEqual([
      15 / 60,
      5 / 60,
    ]);
    expect(exposureMetrics(line.exposure, JOB).worstInterval).toMatchObject({
      causes: { waiting: 2 },
      longestWait: {
        from: FROM + 10 * MINUTE,
        to: FROM + 25 * MINUTE,
        started: true,
        resources: [{ of: "proxy", id: "p", full: 15 * MINUTE }],
      },
    });
    expect(neverAtOnce(line.book)).toEqual([]);
  });

  it("should tell for how long each of several was full, and keep who was passed", () => {
    const line = new Line();
    line.at(5).takes(0, 1).joins([0, 1], 10); // the proxy has been full for 5 minutes
    line.at(20).takes(0, -1).takes(1, 1);
    line.skipped = 2;
    line.leaves([0, 1], 35, false);
    expect(neverAtOnce(line.book)).toEqual([
      [
        JOB,
        {
          from: FROM + 10 * MINUTE,
          to: FROM + 35 * MINUTE,
          started: false,
          full: [10 * MINUTE, 15 * MINUTE],
          skipped: 2,
        },
      ],
    ]);
    expect(exposureMetrics(line.exposure, JOB).worstInterval).toMatchObject({
      causes: { waiting: 1 },
      longestWait: {
        started: false,
        resources: [
          { of: "repository", id: "r", full: 15 * MINUTE },
          { of: "proxy", id: "p", full: 10 * MINUTE },
        ],
      },
      because: "waited 25 min because repository r and proxy p were never free at once",
    });
    line.at(60);
    const queues = [0, 1].map((one) => occupancyMetrics(line.occupancy, one));
    expect(queues.map(({ meanQueue }) => meanQueue)).toEqual([25 / 60, 25 / 60]);
    expect(queues.map(({ longestQueue }) => longestQueue)).toEqual([1, 1]);
  });

  it("should keep the longest of a job's waits that cost it runs, and no other", () => {
    const passed = (changes: (line: Line) => void): number[] => {
      const line = new Line();
      changes(line);
      return neverAtOnce(line.book).map(([, { from, to }]) => (to - from) / MINUTE);
    };
    /** A wait from one minute to another, the proxy full for the first of them. */
    const waits = (line: Line, from: number, to: number, skipped: number, starts = true): void => {
      line.joins([0, 1], from);
      line
        .takes(0, 1)
        .at(from + 1)
        .takes(0, -1);
      line.skipped += skipped;
      line.leaves([0, 1], to, starts);
    };
    expect(passed((line) => waits(line, 5, 9, 0))).toEqual([]);
    expect(passed((line) => waits(line, 5, 9, 0, false))).toEqual([4]);
    expect(passed((line) => waits(line, 5, 9, 1))).toEqual([4]);
    // Something was full all that time.
    expect(passed((line) => waits(line, 5, 6, 1))).toEqual([]);
    expect(
      passed((line) => {
        waits(line, 5, 9, 1);
        waits(line, 10, 16, 1);
        waits(line, 20, 23, 1);
        waits(line, 30, 40, 0);
      }),
    ).toEqual([6]);
  });
});
