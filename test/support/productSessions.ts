/**
 * The sessions of a timeline as `GET /JobSessions` shows them: no more than a server
 * says.
 */
import type { Timeline } from "../../src/index.ts";

/** What of a session is shown. */
export interface ShownSessions {
  /** Whether sessions say what they were: full as long as their job has no restore point (R31). */
  readonly kinds?: boolean;
  /** Makes a text of an instant; default: UTC with seven digits of a second, as .NET writes it. */
  readonly instant?: (at: number) => string;
}

/** The sessions in the product's words, in the order in which they began. */
export function productSessions(
  timeline: Timeline,
  { kinds = true, instant = dotNetInstant }: ShownSessions = {},
): Record<string, unknown>[] {
  const pointAt = new Map<string, number>();
  const rows = [...timeline.rows()].sort((one, other) => one.start - other.start);
  for (const { job, end, outcome } of rows)
    if (outcome === "Success" || outcome === "Warning")
      pointAt.set(job, Math.min(pointAt.get(job) ?? Infinity, end));
  return rows.map(({ job, nominal, start, end, attempt, outcome }) => ({
    id: sessionId(job, nominal, attempt),
    jobId: job,
    mainSessionId: sessionId(job, nominal, 0),
    creationTime: instant(start),
    ...(outcome === "Running" ? {} : { endTime: instant(end) }),
    retryCount: attempt,
    jobType: "Backup",
    ...(kinds
      ? { jobSessionConfigType: start < (pointAt.get(job) ?? Infinity) ? "Full" : "Incremental" }
      : {}),
    status: outcome,
  }));
}

/** `2026-01-05T22:00:00.1230000Z` */
export function dotNetInstant(at: number): string {
  return new Date(at).toISOString().replace("Z", "0000Z");
}

function sessionId(job: string, nominal: number, attempt: number): string {
  return `${job} ${nominal} ${attempt}`;
}
