/**
 * What an export writes: tables, column by column, as a simulation keeps them. Nothing is copied
 * and no row becomes an object.
 *
 * A table may come in pieces, each a table with the same columns; there is at least one, so that
 * whoever writes a heading knows it.
 */
import type { Timeline } from "../core/simulation/timeline.js";

/** A column of texts: few different ones, and which of them stands in each row. */
export interface TextColumn {
  readonly name: string;
  readonly kind: "text";
  /** The different texts; pieces of a table share the list. */
  readonly texts: readonly string[];
  /** The index of each row's text. */
  readonly values: ArrayLike<number>;
}

/**
 * A column of numbers: `instant` is epoch ms, `integer` a whole number below 2^31, `truth` 1 or 0.
 * `NaN` means that there is none, where the column `mayLack` one.
 */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "instant" | "integer" | "number" | "truth";
  readonly values: ArrayLike<number>;
  readonly mayLack?: true;
}

/** A column. */
export type Column = TextColumn | NumberColumn;

/** Rows, by column. */
export interface Table {
  readonly length: number;
  readonly columns: readonly Column[];
}

/** What people call each thing: its name, else its id. */
export function labelsOf(
  things: readonly { readonly id: string; readonly name?: string }[],
): string[] {
  return things.map(({ id, name }) => name ?? id);
}

/** The sessions of a timeline, in the order in which they started; of these jobs only, by index. */
export function sessionTable(timeline: Timeline, jobs?: ReadonlySet<number>): Table {
  const { sessions, outcomes } = timeline;
  const { job, nominal, start, end, attempt, outcome } = sessions;
  const table: Table = {
    length: sessions.length,
    columns: [
      ...jobColumns(timeline, job),
      { name: "nominal", kind: "instant", values: nominal },
      { name: "start", kind: "instant", values: start },
      { name: "end", kind: "instant", values: end },
      { name: "attempt", kind: "integer", values: attempt },
      { name: "outcome", kind: "text", texts: outcomes, values: outcome },
    ],
  };
  return jobs === undefined ? table : rowsOf(table, job, jobs);
}

/** The runs of a timeline that came to no session; of these jobs only, by index. */
export function missedTable(timeline: Timeline, jobs?: ReadonlySet<number>): Table {
  const { missed, reasons } = timeline;
  const { job, nominal, reason } = missed;
  const table: Table = {
    length: missed.length,
    columns: [
      ...jobColumns(timeline, job),
      { name: "nominal", kind: "instant", values: nominal },
      { name: "reason", kind: "text", texts: reasons, values: reason },
    ],
  };
  return jobs === undefined ? table : rowsOf(table, job, jobs);
}

function jobColumns({ fleet }: Timeline, job: ArrayLike<number>): Column[] {
  return [
    { name: "job", kind: "text", texts: fleet.jobs.map(({ id }) => id), values: job },
    { name: "name", kind: "text", texts: labelsOf(fleet.jobs), values: job },
  ];
}

/** The rows whose job is among these. */
function rowsOf(table: Table, job: ArrayLike<number>, jobs: ReadonlySet<number>): Table {
  const rows: number[] = [];
  for (let row = 0; row < table.length; row += 1) if (jobs.has(job[row]!)) rows.push(row);
  return {
    length: rows.length,
    columns: table.columns.map((column) => ({
      ...column,
      values: Float64Array.from(rows, (row) => column.values[row]!),
    })),
  };
}
