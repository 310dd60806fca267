/**
 * The formats of exports: their names, the ends of files that mean them, and who writes them.
 */
import type { ZoneTable } from "../core/time/zone.js";
import { csvPieces, ndjsonPieces } from "./lines.js";
import { parquetPieces } from "./parquet.js";
import type { Table } from "./tables.js";

/** Formats of every table. */
export const TABLE_FORMATS = ["csv", "ndjson", "parquet"] as const;
/** Formats of sessions. */
export const SESSION_FORMATS = [...TABLE_FORMATS, "trace"] as const;
/** Formats of predicted runs. */
export const RUN_FORMATS = [...TABLE_FORMATS, "ics"] as const;

/** One of the formats of every table. */
export type TableFormat = (typeof TABLE_FORMATS)[number];
/** One of the formats of sessions. */
export type SessionFormat = (typeof SESSION_FORMATS)[number];
/** One of the formats of predicted runs. */
export type RunFormat = (typeof RUN_FORMATS)[number];

/** Formats whose instants can be told on the server's clock; the others have one clock, UTC. */
export const CLOCK_FORMATS: readonly string[] = ["csv", "ndjson"];

/** A table as a file, in pieces. `zone` is the clock of instants, where the format has a choice. */
export async function tablePieces(
  tables: Iterable<Table>,
  format: TableFormat,
  zone: ZoneTable | undefined,
): Promise<Iterable<Uint8Array>> {
  if (format === "parquet") return parquetPieces(tables);
  return format === "csv" ? csvPieces(tables, zone) : ndjsonPieces(tables, zone);
}

const ENDS: Readonly<Record<string, SessionFormat | RunFormat>> = {
  ".csv": "csv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".parquet": "parquet",
  ".trace": "trace",
  ".trace.json": "trace",
  ".ics": "ics",
};

/** The ends of names that mean a format. */
export const NAME_ENDS = Object.keys(ENDS);

/** The format that the name of a file means; `undefined` where it means none. */
export function formatOfName(path: string): SessionFormat | RunFormat | undefined {
  const name = path.toLowerCase();
  return ENDS[NAME_ENDS.find((end) => name.endsWith(end)) ?? ""];
}
