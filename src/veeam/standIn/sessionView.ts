/**
 * A session as `GET /Jobs/{id}/JobSessions` shows it. The figures are invented, from the session's
 * length alone.
 */
import { hashText } from "../../core/simulation/engine/random.js";
import { formatUtc } from "../../core/time/calendar.js";
import { SECOND_MS } from "../../core/time/instant.js";
import type { JobRecord } from "./jobRecord.js";
import { type Link, type LinkBase, linkTo } from "./links.js";
import type { SessionStatus, StandInSession } from "./sessions.js";

/** A session in the product's own words. */
export interface SessionRepresentation {
  readonly id: string;
  readonly mainSessionId?: string;
  /** ISO 8601, UTC; so is `endTime`, which is absent while the session runs. */
  readonly creationTime: string;
  readonly endTime?: string;
  readonly retryCount?: number;
  readonly progress: number;
  readonly jobType?: "Backup";
  readonly status: SessionStatus;
  readonly statistics: SessionStatistics;
  readonly _links: { readonly self: Link; readonly log: Link; readonly job: Link };
}

/** What a session says it has moved. */
export interface SessionStatistics {
  readonly processingRateBytesPS: number;
  readonly processingRateItemsPS: number;
  readonly readRateBytesPS: number;
  readonly writeRateBytesPS: number;
  readonly transferredDataBytes: number;
  readonly processedObjects: number;
  readonly bottleneck: "Source";
}

/** What every session moves in a second. */
const BYTES_PER_SECOND = 2_000_000;
const ITEMS_PER_SECOND = 20;

/** Makes the representation of a session. `retryCount` counts from 0. */
export function representSession(
  job: JobRecord,
  session: StandInSession,
  base: LinkBase,
): SessionRepresentation {
  const { namesAttempt } = base.dialect;
  const id = sessionId(job, session.nominal, session.attempt);
  const seconds =
    session.end === undefined ? 0 : Math.round((session.end - session.start) / SECOND_MS);
  return {
    id,
    ...(namesAttempt ? { mainSessionId: sessionId(job, session.nominal, 0) } : {}),
    creationTime: formatUtc(session.start),
    ...(session.end === undefined ? {} : { endTime: formatUtc(session.end) }),
    ...(namesAttempt ? { retryCount: session.attempt } : {}),
    progress: seconds * ITEMS_PER_SECOND,
    ...(namesAttempt ? { jobType: "Backup" } : {}),
    status: session.status,
    statistics: {
      processingRateBytesPS: seconds === 0 ? 0 : BYTES_PER_SECOND,
      processingRateItemsPS: seconds === 0 ? 0 : ITEMS_PER_SECOND,
      readRateBytesPS: seconds === 0 ? 0 : 3 * BYTES_PER_SECOND,
      writeRateBytesPS: seconds === 0 ? 0 : 8 * BYTES_PER_SECOND,
      transferredDataBytes: seconds * BYTES_PER_SECOND,
      processedObjects: seconds * ITEMS_PER_SECOND,
      bottleneck: "Source",
    },
    _links: {
      self: linkTo(base, "jobsessions", id),
      log: linkTo(base, "jobsessions", id, "log"),
      job: linkTo(base, "jobs", job.id),
    },
  };
}

/**
 * An id that looks like a GUID and belongs to one attempt of one run: the same whenever it is asked
 * for.
 */
function sessionId(job: JobRecord, nominal: number, attempt: number): string {
  const hex = [1, 2, 3, 4]
    .map((seed) =>
      (hashText(`${job.id} ${nominal} ${attempt}`, seed) >>> 0).toString(16).padStart(8, "0"),
    )
    .join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
