/**
 * Tables as lines, a row each: CSV and NDJSON, in pieces of some 64 KiB.
 *
 * A piece is made when it is asked for and is its taker's from then on: nothing is written to it
 * any more, and no more than one is there at once.
 */
import type { ZoneTable } from "../core/time/zone.js";
import { safeJson } from "../report/kit/safe.js";
import { bytesOf, type CellForm, type CellWriter, cellWriter, putBytes } from "./cells.js";
import type { Column, Table } from "./tables.js";

/** A piece is handed on once it has so many bytes; a row more it may have. */
export const PIECE_BYTES = 65_536;

/** What lines look like. */
interface LineForm extends CellForm {
  /** The line of headings; empty for none. */
  head(columns: readonly Column[]): string;
  /** What stands before a cell. */
  before(name: string, index: number): string;
  /** What ends a line. */
  readonly end: string;
}

/**
 * RFC 4180 with a heading, but for line feeds alone at the ends of lines: every reader of CSV takes
 * them, and tools that go by lines see no carriage return in the last column. `zone` is the clock
 * of the instants; default: UTC.
 */
export function csvPieces(
  tables: Iterable<Table>,
  zone?: ZoneTable,
): Generator<Uint8Array, undefined> {
  return linePieces(tables, {
    head: (columns) => `${columns.map(({ name }) => csvText(name)).join(",")}\n`,
    before: (_, index) => (index === 0 ? "" : ","),
    end: "\n",
    text: csvText,
    quote: "",
    absent: "",
    ...(zone === undefined ? {} : { zone }),
  });
}

/** An object a line, its keys in the order of the columns; what there is none of is `null`. */
export function ndjsonPieces(
  tables: Iterable<Table>,
  zone?: ZoneTable,
): Generator<Uint8Array, undefined> {
  return linePieces(tables, {
    head: () => "",
    before: (name, index) => `${index === 0 ? "{" : ","}${JSON.stringify(name)}:`,
    end: "}\n",
    // what hides or turns directions is written in digits, and parses to the same
    text: (value) => safeJson(value),
    quote: '"',
    absent: "null",
    ...(zone === undefined ? {} : { zone }),
  });
}

/**
 * What a spreadsheet takes for a formula at the beginning of a cell, or skips before one (OWASP,
 * "CSV Injection"). Apostrophes before it count, so that one can be told from another.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A text as a cell: one that a spreadsheet would take for a formula gets an apostrophe, which a
 * reader takes off again where one stands before such a beginning.
 */
export function csvText(value: string): string {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* linePieces(tables: Iterable<Table>, form: LineForm): Generator<Uint8Array, undefined> {
  const known = new Map<readonly string[], readonly Uint8Array[]>();
  const end = bytesOf(form.end);
  let buffer = new Uint8Array(0);
  let at = 0;
  let isFirst = true;
  for (const { columns, length } of tables) {
    const writers = columns.map((column) => cellWriter(column, form, known));
    const before = columns.map(({ name }, index) => bytesOf(form.before(name, index)));
    const most = longestLine(writers, before, end);
    if (isFirst) {
      const head = bytesOf(form.head(columns));
      buffer = new Uint8Array(PIECE_BYTES + head.length + most);
      buffer.set(head);
      at = head.length;
      isFirst = false;
    }
    if (PIECE_BYTES + most > buffer.length)
      throw new Error("invariant: pieces of a table have the same columns");
    for (let row = 0; row < length; row += 1) {
      for (let index = 0; index < writers.length; index += 1) {
        at = putBytes(before[index]!, buffer, at);
        at = writers[index]!.put(row, buffer, at);
      }
      at = putBytes(end, buffer, at);
      if (at < PIECE_BYTES) continue;
      yield buffer.subarray(0, at);
      buffer = new Uint8Array(PIECE_BYTES + most);
      at = 0;
    }
  }
  if (at > 0) yield buffer.subarray(0, at);
}

function longestLine(
  writers: readonly CellWriter[],
  before: readonly Uint8Array[],
  end: Uint8Array,
): number {
  return writers.reduce((sum, { most }, index) => sum + most + before[index]!.length, end.length);
}
