/**
 * Cells as UTF-8, written straight into a buffer: no row becomes a string, no instant a `Date`.
 *
 * A writer of cells is made once a column. It puts the cell of a row at a place and gives the place
 * behind it; the buffer has room for `most` bytes there.
 */
import { formatDate, formatOffset } from "../core/time/calendar.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time/instant.js";
import { offsetAt, type ZoneTable } from "../core/time/zone.js";
import type { Column, NumberColumn, TextColumn } from "./tables.js";

/** Writes the cells of a column. */
export interface CellWriter {
  /** No cell is longer, in bytes. */
  readonly most: number;
  put(row: number, to: Uint8Array, at: number): number;
}

/** How cells look in a format. */
export interface CellForm {
  /** A text as it stands in a line. */
  text(value: string): string;
  /** What stands around an instant. */
  readonly quote: string;
  /** What stands where there is no number. */
  readonly absent: string;
  /** The clock of the instants; default: UTC. */
  readonly zone?: ZoneTable;
}

const encoder = new TextEncoder();
/** `+275760-09-13T00:00:00.000+14:00:00`, in quotes. */
const LONGEST_INSTANT = 40;
/** `-1.2345678901234567e-300`. */
const LONGEST_NUMBER = 25;
const ZERO = 0x30;
const COLON = 0x3a;
const POINT = 0x2e;
const UTC = bytesOf("Z");

/** A text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Puts bytes at a place. They are few: a call of `set` would cost more than the loop. */
export function putBytes(bytes: Uint8Array, to: Uint8Array, at: number): number {
  for (let index = 0; index < bytes.length; index += 1) to[at + index] = bytes[index]!;
  return at + bytes.length;
}

/** Makes the writer of a column; `known` keeps the texts of earlier pieces of the same table. */
export function cellWriter(
  column: Column,
  form: CellForm,
  known: Map<readonly string[], readonly Uint8Array[]>,
): CellWriter {
  if (column.kind === "text") return textWriter(column, form, known);
  if (column.kind === "instant") return instantWriter(column, form);
  return column.kind === "truth" ? truthWriter(column, form) : numberWriter(column, form);
}

function textWriter(
  { texts, values }: TextColumn,
  form: CellForm,
  known: Map<readonly string[], readonly Uint8Array[]>,
): CellWriter {
  let cells = known.get(texts);
  if (cells === undefined)
    known.set(texts, (cells = texts.map((text) => bytesOf(form.text(text)))));
  const list = cells;
  return {
    most: list.reduce((most, cell) => Math.max(most, cell.length), 0),
    put: (row, to, at) => putBytes(list[values[row]!]!, to, at),
  };
}

/** ISO 8601, always with milliseconds: readers guess the form of a column by its first cell. */
function instantWriter({ values }: NumberColumn, { quote, absent, zone }: CellForm): CellWriter {
  const none = bytesOf(absent);
  const mark = bytesOf(quote);
  // What neighbours in a column share: the date, and the offset.
  let day = Number.NaN;
  let date = none;
  let offsetMs = 0;
  let tail = zone === undefined || zone.name === "UTC" ? UTC : bytesOf(formatOffset(0));
  const put = (row: number, to: Uint8Array, from: number): number => {
    const instant = values[row]!;
    if (Number.isNaN(instant)) return putBytes(none, to, from);
    if (zone !== undefined) {
      const its = offsetAt(zone, instant);
      if (its !== offsetMs) tail = bytesOf(formatOffset((offsetMs = its)));
    }
    const wall = instant + offsetMs;
    const its = Math.floor(wall / DAY_MS);
    if (its !== day) date = bytesOf(`${formatDate((day = its))}T`);
    const ms = wall - its * DAY_MS;
    let at = putBytes(date, to, putBytes(mark, to, from));
    at = putTwo((ms / HOUR_MS) | 0, to, at);
    to[at] = COLON;
    at = putTwo(((ms / MINUTE_MS) | 0) % 60, to, at + 1);
    to[at] = COLON;
    at = putTwo(((ms / SECOND_MS) | 0) % 60, to, at + 1);
    to[at] = POINT;
    const fraction = ms % SECOND_MS;
    to[at + 1] = ZERO + ((fraction / 100) | 0);
    at = putTwo(fraction % 100, to, at + 2);
    return putBytes(mark, to, putBytes(tail, to, at));
  };
  return { most: Math.max(LONGEST_INSTANT, none.length), put };
}

function putTwo(value: number, to: Uint8Array, at: number): number {
  to[at] = ZERO + ((value / 10) | 0);
  to[at + 1] = ZERO + (value % 10);
  return at + 2;
}

function numberWriter({ values }: NumberColumn, { absent }: CellForm): CellWriter {
  const none = bytesOf(absent);
  const put = (row: number, to: Uint8Array, at: number): number => {
    const value = values[row]!;
    if (value >= 0 && value <= 9 && Number.isInteger(value)) {
      to[at] = ZERO + value;
      return at + 1;
    }
    return putBytes(Number.isNaN(value) ? none : bytesOf(String(value)), to, at);
  };
  return { most: Math.max(LONGEST_NUMBER, none.length), put };
}

function truthWriter({ values }: NumberColumn, { absent }: CellForm): CellWriter {
  const words = ["false", "true", absent].map(bytesOf);
  return {
    most: Math.max(...words.map(({ length }) => length)),
    put: (row, to, at) =>
      putBytes(words[values[row] === 1 ? 1 : values[row] === 0 ? 0 : 2]!, to, at),
  };
}
