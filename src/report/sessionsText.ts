/**
 * Every session of a timeline in a line, as they started, and every due run that came to none.
 *
 * The timeline was simulated with `keep: "all"`; times are on one clock, whatever clocks the jobs
 * have.
 */
import type { Job } from "../core/simulation/fleet.js";
import type { MissedReason, MissedRow, SessionRow } from "../core/simulation/timeline.js";
import type { ZoneTable } from "../core/time/zone.js";
import { type Paint, PLAIN } from "./kit/style.js";
import { clean } from "./kit/safe.js";
import { lengthCell, narrowTable, NOTHING } from "./kit/table.js";
import { counted, minuteText } from "./kit/words.js";

/** What is told, and how. */
export interface SessionsTextOptions {
  readonly zone: ZoneTable;
  readonly width: number;
  readonly paint?: Paint;
  /** The jobs that are told of; the rest is passed over. */
  readonly jobs: readonly Job[];
}

const INDENT = 2;
/** The column of names. */
const NAMES = 1;

/** Why a run came to no session. */
export const MISSED_WORDS: Readonly<Record<MissedReason, string>> = {
  "backup-window": "the backup window is closed",
  "start-window": "the start window is closed",
  "still-running": "the job still runs",
  "still-waiting": "the job still waits",
  "window-closed": "its window closed first",
  "retry-pending": "a retry is pending",
  "not-started": "it still waits at the end",
};

/** The lines, without a line feed at the end. */
export function sessionsText(
  sessions: Iterable<SessionRow>,
  missed: Iterable<MissedRow>,
  { zone, width, paint = PLAIN, jobs }: SessionsTextOptions,
): string {
  const names = new Map(jobs.map(({ id, name }) => [id, clean(name ?? id)]));
  const rows = Array.from(sessions).flatMap(({ job, nominal, start, end, attempt, outcome }) => {
    const name = names.get(job);
    if (name === undefined) return [];
    const waited = attempt === 0 ? lengthCell(start - nominal) : NOTHING;
    const which = attempt === 0 ? NOTHING : String(attempt);
    return [[minuteText(zone, start), name, waited, lengthCell(end - start), which, outcome]];
  });
  const missedRows = Array.from(missed).flatMap(({ job, nominal, reason }) => {
    const name = names.get(job);
    return name === undefined ? [] : [[minuteText(zone, nominal), name, MISSED_WORDS[reason]]];
  });
  const blocks = [
    block(
      counted(rows.length, "session"),
      ["Start", "Job", "Waited", "Took", "Retry", "Outcome"],
      rows,
    ),
    block(
      missedRows.length === 0
        ? "Every run that was due came to a session"
        : counted(missedRows.length, "run that came to no session", "runs that came to no session"),
      ["Due", "Job", "Reason"],
      missedRows,
    ),
  ];
  return blocks.join("\n\n");

  function block(title: string, head: readonly string[], body: readonly string[][]): string {
    if (body.length === 0) return `${title}.`;
    const [heading = "", ...lines] = narrowTable([head, ...body], width, NAMES, INDENT);
    return [paint.strong(`${title}:`), paint.faint(heading), ...lines].join("\n");
  }
}
