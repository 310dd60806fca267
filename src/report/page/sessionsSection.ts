/**
 * Sessions that somebody recorded, or made up, as a section of a page: a Gantt chart of them, and a
 * table, newest first. Nothing was simulated for them here, so there are no exposures.
 */
import {
  type ChartJob,
  type ChartSpan,
  SESSION_OUTCOMES,
  type SessionFigures,
  type SessionsChart,
} from "../charts/chart.js";
import { counted, listed } from "../kit/words.js";
import { tableOf } from "./columns.js";
import type { Section } from "./pageData.js";

/** One session. Instants are epoch ms. */
export interface ShownSession {
  /** The job's, and what it is called. */
  readonly id: string;
  readonly label: string;
  readonly nominal: number;
  readonly start: number;
  /** Since when it waited for room, if it did. */
  readonly queuedAt?: number;
  /** Absent while it waits or runs. */
  readonly end?: number;
  readonly attempt: number;
  readonly status: (typeof SESSION_OUTCOMES)[number] | "Queued";
}

/** What stands beside them. */
export interface SessionsBeside {
  readonly id: string;
  readonly notes: readonly string[];
  /** An instant on the server's clock: `Mon 2026-01-05 22:40`. */
  readonly minute: (instant: number) => string;
}

/** The section of sessions of a span, newest first, as they stand at its end. */
export function sessionsSection(
  sessions: readonly ShownSession[],
  span: ChartSpan,
  { id, notes, minute }: SessionsBeside,
): Section {
  const stands = ["Queued", ...SESSION_OUTCOMES]
    .map((status) => [status, sessions.filter((one) => one.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status.toLowerCase()}`);
  return {
    id,
    kind: "simulation",
    title: `${counted(sessions.length, "session")} until ${minute(span.to)}`,
    facts: [
      { label: "From", text: minute(span.from), tone: "plain" },
      { label: "They are", text: listed(stands), tone: "plain" },
    ],
    clock: span.clock,
    charts: [chartOf(sessions, span)],
    tables: [
      tableOf(
        { id: "sessions", title: "Sessions", note: "Newest first; lengths in h:mm." },
        sessions,
        [
          ["Job", "text", ({ label }) => label],
          ["It", "state", ({ status }) => status.toLowerCase()],
          ["Due", "instant", ({ nominal }) => nominal],
          ["Start", "instant", ({ start, status }) => (status === "Queued" ? null : start)],
          ["End", "instant", ({ end }) => end],
          ["Waited", "ms", ({ queuedAt, start }) => start - (queuedAt ?? start)],
          ["Took", "ms", ({ start, end }) => (end === undefined ? null : end - start)],
          ["Attempt", "count", ({ attempt }) => attempt + 1],
        ],
      ),
    ],
    assumptions: [],
    notes,
    text: "",
  };
}

function chartOf(sessions: readonly ShownSession[], span: ChartSpan): SessionsChart {
  const places = new Map<string, number>();
  const jobs: ChartJob[] = [];
  for (const { id, label } of sessions.toSorted((a, b) => a.label.localeCompare(b.label, "en"))) {
    if (places.has(id)) continue;
    places.set(id, jobs.length);
    jobs.push({ id, label, isCopy: false });
  }
  const begun = sessions.filter(({ status }) => status !== "Queued").reverse();
  const column = (read: (one: ShownSession) => number): Float64Array =>
    Float64Array.from(begun, read);
  const none = new Float64Array(0);
  const figures: SessionFigures = {
    length: begun.length,
    job: Uint32Array.from(begun, ({ id }) => places.get(id)!),
    due: column(({ queuedAt, start }) => queuedAt ?? start),
    start: column(({ start }) => start),
    end: column(({ end = span.to }) => Math.min(end, span.to)),
    attempt: Uint16Array.from(begun, ({ attempt }) => attempt),
    outcome: Uint8Array.from(begun, ({ status }) =>
      SESSION_OUTCOMES.indexOf(status as (typeof SESSION_OUTCOMES)[number]),
    ),
    point: new Uint8Array(begun.length),
    dataFrom: new Float64Array(begun.length).fill(Number.NaN),
    worst: new Float64Array(jobs.length).fill(Number.NaN),
    worstAt: new Float64Array(jobs.length).fill(Number.NaN),
    missed: { length: 0, job: new Uint32Array(0), nominal: none, reason: new Uint8Array(0) },
    reasons: [],
    byWindow: [],
    leftOut: 0,
    jobsDrawn: jobs.length,
  };
  return { kind: "sessions", span, jobs, sides: [{ side: "", ...figures }] };
}
