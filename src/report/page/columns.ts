/**
 * Tables for a page, made column by column: each cell is the figure itself, in its unit.
 */
import type { PageCell, PageColumn, PageTable } from "./pageData.js";

/** One column: its label, its unit, and how a cell is read off a row; absent is nothing. */
export type ColumnOf<Row> = readonly [
  label: string,
  unit: PageColumn["unit"],
  read: (row: Row) => PageCell | undefined,
];

/** A table of rows; a column in which no row has anything is left out. */
export function tableOf<Row>(
  { id, title, note }: Omit<PageTable, "columns">,
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
): PageTable {
  const made = columns.map(([label, unit, read]): PageColumn => {
    return { label, unit, cells: rows.map((row) => read(row) ?? null) };
  });
  return { id, title, note, columns: made.filter(({ cells }) => cells.some(isSomething)) };
}

/** The table, or none where it has no rows. */
export function unlessEmpty(table: PageTable): readonly PageTable[] {
  return table.columns.length === 0 ? [] : [table];
}

function isSomething(cell: PageCell): boolean {
  return cell !== null && cell !== "";
}
