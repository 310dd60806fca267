/**
 * A table of numbers: the first column is names and stands left, the others stand right, under their headings.
 */
import { MINUTE_MS } from "../../core/time/instant.js";
import { cut, displayWidth, padEnd, padStart } from "./table.js";

/** The sign for nothing: a zero would hide the numbers that matter. */
export const NOTHING = "\u00b7";

/** A heading and rows below it, all as long, at most `width` columns where the names can be cut to that. */
export function numberTable(head: readonly string[], rows: readonly (readonly string[])[], width: number, indent = 2): string[] {
  const widths = head.map((name, column) => rows.reduce((most, row) => Math.max(most, displayWidth(row[column] ?? "")), displayWidth(name)));
  const numbers = widths.slice(1).reduce((sum, each) => sum + each + 2, 0);
  const nameWidth = Math.min(widths[0] ?? 0, Math.max(12, width - indent - numbers));
  return [head, ...rows].map((row) => {
    const [name = "", ...cells] = row;
    return `${" ".repeat(indent)}${padEnd(cut(name, nameWidth), nameWidth)}${cells.map((cell, column) => `  ${padStart(cell, widths[column + 1]!)}`).join("")}`.trimEnd();
  });
}

/** `12`, or a dot for none. */
export function countCell(count: number): string {
  return count === 0 ? NOTHING : String(count);
}

/** `37 %`, `<1 %`, or a dot for none. */
export function shareCell(share: number): string {
  if (share === 0) return NOTHING;
  return share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`;
}

/** `26:05`, hours and minutes, or a dot for none. Seconds are rounded; what is there is never shown as nothing. */
export function lengthCell(ms: number): string {
  if (ms === 0) return NOTHING;
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
