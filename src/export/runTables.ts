/**
 * The runs that schedules predict, of many jobs in one order, as a table that comes day by day: of
 * a span of ten years no more than a day is there at once.
 */
import type { Schedule } from "../core/schedule/schedule.js";
import { DAY_MS } from "../core/time/instant.js";
import { labelsOf, type Table } from "./tables.js";

/** A job that starts by itself. */
export interface RunningJob {
  readonly id: string;
  readonly name?: string;
  readonly schedule: Schedule;
}

/** The runs in `[from, to)`, by instant, then in the order of the jobs. */
export function* runTables(
  jobs: readonly RunningJob[],
  from: number,
  to: number,
): Generator<Table, undefined> {
  const ids = jobs.map(({ id }) => id);
  const labels = labelsOf(jobs);
  let begin = from;
  // Bound: the days of the span, and one for an empty one.
  do {
    const end = Math.min(begin + DAY_MS, to);
    const { job, nominal } = runsIn(jobs, begin, end);
    yield {
      length: nominal.length,
      columns: [
        { name: "job", kind: "text", texts: ids, values: job },
        { name: "name", kind: "text", texts: labels, values: job },
        { name: "nominal", kind: "instant", values: nominal },
      ],
    };
    begin = end;
  } while (begin < to);
}

function runsIn(
  jobs: readonly RunningJob[],
  from: number,
  to: number,
): { readonly job: Int32Array; readonly nominal: Float64Array } {
  const counts = jobs.map(({ schedule }) => schedule.count(from, to));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const job = new Int32Array(total);
  const nominal = new Float64Array(total);
  let at = 0;
  counts.forEach((count, index) => {
    jobs[index]!.schedule.fill(nominal.subarray(at, at + count), from, to);
    job.fill(index, at, (at += count));
  });
  // Ties stand in the order of the jobs: sorting keeps it.
  const order = Array.from(nominal.keys()).sort((a, b) => nominal[a]! - nominal[b]!);
  return {
    job: Int32Array.from(order, (row) => job[row]!),
    nominal: Float64Array.from(order, (row) => nominal[row]!),
  };
}
