/**
 * A session as `GET /JobSessions` shows it. The figures are invented, from the session's length
 * alone.
 */
import { formatLocal, formatUtc } from "../../core/time/calendar.js";
import { SECOND_MS, type Wall } from "../../core/time/instant.js";
import { offsetAt } from "../../core/time/zone.js";
import type { JobRecord } from "./jobRecord.js";
import { type Link, type LinkBase, linkTo } from "./links.js";
import { sessionIdOf } from "./sessionIds.js";
import {
  createdAt,
  type SessionMoment,
  type SessionStatus,
  type StandInSession,
} from "./sessions.js";

/** What a session's representation depends on, beside the session. */
export interface SessionContext extends LinkBase, SessionMoment {}

/** A session in the product's own words. */
export interface SessionRepresentation {
  readonly id: string;
  readonly jobId?: string;
  readonly repositoryId?: string;
  readonly mainSessionId?: string;
  /**
   * ISO 8601; so is `endTime`, which is absent while the session waits or runs. A session is made
   * when it joins the line.
   */
  readonly creationTime: string;
  readonly endTime?: string;
  readonly retryCount?: number;
  readonly progress: number;
  readonly jobType?: "Backup" | "Copy";
  readonly status: SessionStatus;
  readonly statistics: SessionStatistics | SpelledStatistics;
  readonly _links: Readonly<Record<string, Link>>;
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

/** The same in texts, as the first versions say it. */
export interface SpelledStatistics {
  readonly processingRate: string;
  readonly readRate: string;
  readonly writeRate: string;
  readonly transferredData: string;
  readonly processedObjects: number;
  readonly bottleneck: "Source";
}

/** What every session moves in a second. */
const BYTES_PER_SECOND = 2_000_000;
const ITEMS_PER_SECOND = 20;

/** What a session has worked on so far: nothing is told before its end. */
export function objectsOf(session: StandInSession): number {
  return secondsOf(session) * ITEMS_PER_SECOND;
}

/** An instant as a version writes it: UTC, or the server's clock with its offset. */
export function shownInstant(at: number, { dialect, clock, zoneOf }: SessionContext): string {
  if (!dialect.spelledSessions) return formatUtc(at);
  const offsetMs = offsetAt(zoneOf(clock.zone), at);
  return formatLocal((at + offsetMs) as Wall, offsetMs);
}

/** Makes the representation of a session. `retryCount` counts from 0. */
export function representSession(
  job: JobRecord,
  session: StandInSession,
  context: SessionContext,
): SessionRepresentation {
  const { countsRetries, namesAttempt, namesJob, logLink } = context.dialect;
  const id = sessionIdOf(job.id, session.nominal, session.attempt);
  return {
    id,
    ...(namesJob ? { jobId: job.id } : {}),
    ...(namesAttempt
      ? {
          repositoryId: job.repositoryId,
          mainSessionId: sessionIdOf(job.id, session.nominal, 0),
        }
      : {}),
    creationTime: shownInstant(createdAt(session), context),
    ...(session.end === undefined ? {} : { endTime: shownInstant(session.end, context) }),
    ...(countsRetries ? { retryCount: session.attempt } : {}),
    progress: objectsOf(session),
    ...(namesAttempt ? { jobType: job.copyOf === undefined ? "Backup" : "Copy" } : {}),
    status: session.status,
    statistics: statisticsOf(session, context),
    _links: {
      self: linkTo(context, "jobsessions", id),
      [logLink]: linkTo(context, "jobsessions", id, logLink),
      job: linkTo(context, job.copyOf === undefined ? "jobs" : "copyjobs", job.id),
    },
  };
}

function secondsOf({ start, end }: StandInSession): number {
  return end === undefined ? 0 : Math.round((end - start) / SECOND_MS);
}

function statisticsOf(
  session: StandInSession,
  { dialect }: SessionContext,
): SessionStatistics | SpelledStatistics {
  const seconds = secondsOf(session);
  const rate = seconds === 0 ? 0 : BYTES_PER_SECOND;
  const items = seconds === 0 ? 0 : ITEMS_PER_SECOND;
  const bytes = seconds * BYTES_PER_SECOND;
  const common = { processedObjects: objectsOf(session), bottleneck: "Source" } as const;
  if (dialect.spelledSessions)
    return {
      processingRate: `${bytesText(rate)}/s (${items} items/s)`,
      readRate: `${bytesText(3 * rate)}/s`,
      writeRate: `${bytesText(8 * rate)}/s`,
      transferredData: bytesText(bytes),
      ...common,
    };
  return {
    processingRateBytesPS: rate,
    processingRateItemsPS: items,
    readRateBytesPS: 3 * rate,
    writeRateBytesPS: 8 * rate,
    transferredDataBytes: bytes,
    ...common,
  };
}

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** `832.4 KB`; whole bytes without a point. */
function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1_024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${UNITS[power]}`;
}
