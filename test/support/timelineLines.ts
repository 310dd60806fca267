/**
 * The rows of a timeline as lines, to be compared in an order of their own: of the engine's, and of
 * the slow simulator's.
 */
import type { SessionRow } from "../../src/index.ts";
import { iso } from "./scheduleBuilders.ts";

/** One line for a session: job, nominal, attempt, start, end and outcome. */
export function sessionLine({ job, nominal, attempt, start, end, outcome }: SessionRow): string {
  return `${job} ${iso(nominal)} #${attempt} ${iso(start)} ${iso(end)} ${outcome}`;
}

/** One line for a start that came to no session: job, nominal and reason. */
export function missedLine(row: { job: string; nominal: number; reason: string }): string {
  return `${row.job} ${iso(row.nominal)} ${row.reason}`;
}
