/**
 * Figures and tables as text. A table is valid Markdown and, padded, readable in a terminal too.
 */
import { ratio } from "./measure.mjs";

/** `table(["a", "b"], [["1", "2"]])`: the first column to the left, figures to the right. */
export function table(head, rows, leftColumns = 1) {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column].length)),
  );
  const isLeft = (column) => column < leftColumns;
  const padded = (cell, column) =>
    isLeft(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
  const ruled = (width, column) => "-".repeat(width + 1) + (isLeft(column) ? "-" : ":");
  const line = (cells) => `| ${cells.map(padded).join(" | ")} |`;
  return [line(head), `|${widths.map(ruled).join("|")}|`, ...rows.map(line)].join("\n");
}

/** Nanoseconds with a unit that fits: `12.3 ns`, `4.6 us`, `78 ms`. */
export function time(ns) {
  if (!Number.isFinite(ns)) return "-";
  if (ns < 1e3) return `${significant(ns)} ns`;
  if (ns < 1e6) return `${significant(ns / 1e3)} us`;
  return `${significant(ns / 1e6)} ms`;
}

/** The time of a result of `duel`; `-` where there is none, `fails` where it threw. */
export function timeOf(result) {
  if (result?.failed !== undefined) return "fails";
  return result === undefined ? "-" : time(result.ns);
}

/**
 * A ratio: `1,840x`, `23x`, `0.91x`; `~` before weak ones, `*` after those with other answers, `-`
 * for none.
 */
export function times(found) {
  return found === undefined
    ? "-"
    : `${found.weak ? "~" : ""}${significant(found.value)}x${found.differs ? "*" : ""}`;
}

/** How many times ours a peer's cost is: a ratio, `fails` where it threw, `-` where it cannot. */
export function timesOurs(peer, us) {
  return peer?.failed === undefined ? times(ratio(peer, us)) : "fails";
}

/** Three digits: `0.912`, `4.56`, `78.9`, `1,230`. */
export function significant(value) {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

/** An instant as people read it, to the second. */
export function utc(instant) {
  return Number.isFinite(instant) ? `${new Date(instant).toISOString().slice(0, 19)}Z` : "none";
}

/**
 * One row of the final table: our time, then `other(name)`: a peer's time with how many times ours
 * it is. `limit` names the plain loop in `found`; "" for none.
 */
export function summaryRow(label, found, us, limit) {
  const other = (name) => {
    const result = found.get(name);
    if (result === undefined || result.failed !== undefined) return timeOf(result);
    return `${time(result.ns)} (${times(ratio(result, found.get(us)))})`;
  };
  return { label, runcast: timeOf(found.get(us)), plain: other(limit), other };
}
