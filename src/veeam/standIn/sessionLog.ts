/**
 * What was logged of a session, as `GET /JobSessions/{id}/LogItems` shows it: a few lines, which
 * appear as the session goes on.
 */
import { formatUtc } from "../../core/time/calendar.js";
import { SECOND_MS } from "../../core/time/instant.js";
import type { JobRecord } from "./jobRecord.js";
import { type Link, linkTo } from "./links.js";
import { guidOf, sessionIdOf } from "./sessionIds.js";
import type { SessionStatus, StandInSession } from "./sessions.js";
import { objectsOf, type SessionContext, shownInstant } from "./sessionView.js";

/** How a line stands. */
type LogType = "Running" | "Success" | "Warning" | "Error" | "Stop";

/** A line of a log in the product's own words. */
export interface LogRepresentation {
  readonly id: string;
  /** Its place in the log, from 0. */
  readonly usn: number;
  readonly title?: string;
  readonly type?: LogType;
  readonly message?: string;
  readonly creationTime: string;
  readonly endTime: string;
  readonly _links: { readonly self: Link; readonly session: Link };
}

/** A line: since when it is there, and when what it tells of was over. */
interface Line {
  readonly at: number;
  readonly end: number;
  readonly type: LogType;
  readonly message: string;
}

/** What connecting takes, in every session. */
const CONNECTING_MS = 2 * SECOND_MS;

const ENDINGS: Readonly<Record<SessionStatus, LogType>> = {
  Success: "Success",
  Warning: "Warning",
  Failed: "Error",
  Stopped: "Stop",
  Running: "Running",
  Queued: "Running",
};

/** The lines that are there at `now`, oldest first. */
export function sessionLog(
  job: JobRecord,
  session: StandInSession,
  context: SessionContext,
): LogRepresentation[] {
  const sessionId = sessionIdOf(job.id, session.nominal, session.attempt);
  return linesOf(session, context.now).map(({ at, end, type, message }, usn) => {
    const id = guidOf(`${sessionId} ${usn}`);
    return {
      id,
      usn,
      ...(context.dialect.typedLog ? { type, message } : { title: `[${type}] ${message}` }),
      creationTime: shownInstant(at, context),
      endTime: shownInstant(end, context),
      _links: {
        self: linkTo(context, "jobsessions", sessionId, context.dialect.logLink, id),
        session: linkTo(context, "jobsessions", sessionId),
      },
    };
  });
}

function linesOf(session: StandInSession, now: number): readonly Line[] {
  const { start, end, attempt, status, queuedAt } = session;
  const until = end ?? now;
  const created = queuedAt ?? start;
  const connected = Math.min(start + CONNECTING_MS, until);
  const ordinal = attempt === 0 ? "Job" : `Retry ${attempt} of the job`;
  const began: Line = {
    at: created,
    end: queuedAt === undefined ? connected : created,
    type: "Success",
    message: `${ordinal} started at ${formatUtc(created)}`,
  };
  const isQueued = status === "Queued";
  const gaveUp = status === "Stopped" && queuedAt !== undefined && start === end;
  const before =
    queuedAt === undefined ? [began] : [began, waitOf(queuedAt, isQueued ? now : start, isQueued)];
  if (isQueued || connected > now || (end === undefined && connected === now)) return before;
  const worked: Line = {
    at: connected,
    end: until,
    type: end === undefined ? "Running" : "Success",
    message:
      end === undefined
        ? "Making up objects, and backing nothing up"
        : `Made up ${objectsOf(session)} objects, and backed nothing up`,
  };
  if (end === undefined) return [...before, worked];
  const finished: Line = {
    at: end,
    end,
    type: ENDINGS[status],
    message: `Job finished at ${formatUtc(end)}: ${status}`,
  };
  return gaveUp ? [...before, finished] : [...before, worked, finished];
}

/** A wait for room, from when to when. */
function waitOf(at: number, end: number, isOn: boolean): Line {
  return {
    at,
    end,
    type: isOn ? "Running" : "Success",
    message: isOn ? "Waiting for room" : "Waited for room",
  };
}
