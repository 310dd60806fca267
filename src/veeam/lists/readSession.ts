/**
 * One session as the product has recorded it, in any version, or as a table has it: when it ran, on
 * what, and how it ended.
 *
 * Nothing is concluded here. A session says when it began and, by its end or by its duration, when
 * it was over; of a session in an hour that the clock shows twice, nobody knows how long it took
 * where neither an offset nor a duration says so.
 */
import { issue } from "../../core/input/issues.js";
import {
  emptyNotes,
  type Field,
  isGiven,
  type Notes,
  type Reader,
  readOptional,
  readRequired,
} from "../../core/input/reader.js";
import { integerFrom, oneOf } from "../../core/input/scalars.js";
import { DURATION_TEXT, durationMs, LONGEST_MS } from "../../core/time/duration.js";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time/instant.js";
import type { ZoneTable } from "../../core/time/zone.js";
import { fieldsOf, instantsOfText, isObject, linkedId, readOptionalText } from "./fields.js";

/** How a finished session ended. */
export type RecordedOutcome = "Success" | "Warning" | "Failed" | "Stopped";

/** Whether a session read everything, or what had changed since the newest restore point. */
export type SessionKind = "Full" | "Incremental";

/** One session as far as it counts. */
export interface RecordedSession {
  /** Where it stands in the input. */
  readonly path: string;
  readonly id: string | undefined;
  /** The id of its job, or its name, as far as the session says either. */
  readonly jobId: string | undefined;
  readonly jobName: string | undefined;
  /** Epoch ms. */
  readonly start: number;
  /** Epoch ms; `NaN` for a session that runs or waits. */
  readonly end: number;
  readonly outcome: RecordedOutcome | "Running" | "Queued";
  readonly isRetry: boolean;
  readonly kind: SessionKind | undefined;
  /** What it ran on, where it says so, as version 8 does. */
  readonly proxyId: string | undefined;
  readonly proxyPoolId: string | undefined;
  readonly repositoryId: string | undefined;
}

const STATUSES = [
  "Success",
  "Warning",
  "Failed",
  "Stopped",
  "Running",
  "Queued",
  "NotConfigured",
  "Disconnected",
] as const;
const readStatus = oneOf(STATUSES);
const readRetryCount = integerFrom(0, 1_000_000);
const readKind = oneOf(["Full", "Incremental"]);

/**
 * Reads one session; `undefined` where it has an issue, or a warning says why it is left out. With
 * `needsJob`, one that does not name its job by id has an issue.
 */
export function readSession(
  input: unknown,
  path: string,
  zone: ZoneTable,
  notes: Notes,
  needsJob: boolean,
): RecordedSession | undefined {
  if (!isObject(input)) {
    notes.issues.push(
      issue(path, "a session: an object with creationTime, endTime and status", input),
    );
    return undefined;
  }
  const own = emptyNotes();
  const field = fieldsOf(input, path);
  const text = (...names: string[]): string | undefined =>
    readOptional(field(...names), readOptionalText, own);
  const status = readRequired(field("status"), readStatus, own);
  const startField = field("creationTime", "startTime");
  const endField = field("endTime");
  const starts = readRequired(startField, readInstants(zone), own);
  const isOpen = status === "Running" || status === "Queued";
  const lengthMs = isOpen ? undefined : readOptional(field("duration"), readTimeSpan, own);
  const endsItself = !isOpen && (isGiven(endField) || !isGiven(field("duration")));
  const ends = endsItself ? readRequired(endField, readInstants(zone), own) : undefined;
  const jobId = text("jobId") ?? linkedId(field, "job") ?? linkedId(field, "copyJob");
  if (jobId === undefined && needsJob)
    own.issues.push(issue(field("jobId").path, "the id of its job, or a link to it", undefined));
  const stretches =
    starts === undefined || (ends === undefined && lengthMs === undefined)
      ? []
      : stretchesOf(starts, ends, lengthMs);
  if (starts !== undefined && ends !== undefined && stretches.length === 0)
    own.issues.push(
      issue(endField.path, "an instant not before creationTime", endField.spellings[0]?.value),
    );
  if (stretches.some(({ start, end }) => end - start > LONGEST_MS))
    own.issues.push(
      issue(endField.path, "an instant not over 100 years later", endField.spellings[0]?.value),
    );
  const id = text("id");
  const mainId = text("mainSessionId");
  const retryCount = readOptional(field("retryCount"), readRetryCount, own) ?? 0;
  const kind = readOptional(field("jobSessionConfigType"), readKind, own);
  const session = {
    jobName: text("jobName"),
    proxyId: text("proxyId"),
    proxyPoolId: text("proxyPoolId"),
    repositoryId: text("repositoryId"),
  };
  notes.issues.push(...own.issues);
  notes.warnings.push(...own.warnings);
  if (own.issues.length > 0) return undefined;
  if (status === "NotConfigured" || status === "Disconnected") {
    notes.warnings.push(
      issue(field("status").path, "how the session ended", status, "it is left out"),
    );
    return undefined;
  }
  if (differ(stretches)) {
    warnOfTwoTimes(startField, "nobody knows how long the session took, and it is left out", notes);
    return undefined;
  }
  // A session that runs, or that says how long it took, in an hour that comes twice.
  if (stretches.length > 1 || (isOpen && starts!.length > 1))
    warnOfTwoTimes(startField, "the first of the two is taken", notes);
  const [{ start, end }] = isOpen
    ? [{ start: starts![0]!, end: Number.NaN }]
    : (stretches as [Stretch]);
  if (ends !== undefined && lengthMs !== undefined && !isAlike(end - start, lengthMs))
    notes.warnings.push(
      issue(
        field("duration").path,
        "the time from creationTime to endTime",
        field("duration").spellings[0]?.value,
        "its times count",
      ),
    );
  return {
    path,
    id,
    jobId,
    start,
    end,
    outcome: status!,
    isRetry: retryCount > 0 || (mainId !== undefined && id !== undefined && mainId !== id),
    kind,
    ...session,
  };
}

/** Reads the instants that a text may mean, at least one. */
function readInstants(zone: ZoneTable): Reader<readonly number[]> {
  return (path, value, notes) => {
    const instants = typeof value === "string" ? instantsOfText(value, zone) : undefined;
    if (instants !== undefined && instants.length > 0) return instants;
    notes.issues.push(
      instants === undefined
        ? issue(path, "an instant such as 2026-01-05T22:00:00Z", value)
        : issue(path, `a time that the clock of ${zone.name} shows`, value),
    );
    return undefined;
  };
}

/** A length of time as .NET writes it: `00:40:12.5000000`, with days `1.02:00:00`. */
const TIME_SPAN = /^(?:(\d{1,5})\.)?(\d{1,6}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,9}))?$/;

/**
 * Reads how long a session took, ms: a time span of .NET, a number of seconds, also as text, or a
 * text with units such as `40m` or `PT40M12S`.
 */
const readTimeSpan: Reader<number> = (path, value, notes) => {
  const text = typeof value === "string" ? value.trim() : "";
  const span = TIME_SPAN.exec(text);
  const seconds = /^\d{1,10}(?:\.\d{1,9})?$/.test(text) ? Number(text) : value;
  let ms = Number.NaN;
  if (span !== null) {
    const [, days = "0", hours, minutes, rest, fraction = "0"] = span;
    ms =
      Number(days) * DAY_MS +
      Number(hours) * HOUR_MS +
      Number(minutes) * MINUTE_MS +
      Number(rest) * SECOND_MS +
      Number(fraction.padEnd(3, "0").slice(0, 3));
  } else if (typeof seconds === "number") ms = Math.round(seconds * SECOND_MS);
  else {
    const unread: typeof notes.issues = [];
    ms = durationMs(value, path, unread);
    if (unread.length > 0) ms = Number.NaN;
  }
  if (ms >= 0 && ms <= LONGEST_MS) return ms;
  notes.issues.push(
    issue(
      path,
      `how long the session took: 00:40:12, seconds${DURATION_TEXT.replace(/^ms/, "")}`,
      value,
    ),
  );
  return undefined;
};

/** A stretch of time `[start, end)`, epoch ms. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * When a session may have run. Where its clock showed its times twice, a duration that fits tells
 * them apart.
 */
function stretchesOf(
  starts: readonly number[],
  ends: readonly number[] | undefined,
  lengthMs: number | undefined,
): readonly Stretch[] {
  if (ends === undefined) return starts.map((start) => ({ start, end: start + lengthMs! }));
  const all = starts
    .flatMap((start) => ends.map((end) => ({ start, end })))
    .filter(({ start, end }) => end >= start);
  if (all.length < 2 || lengthMs === undefined) return all;
  const fitting = all.filter(({ start, end }) => isAlike(end - start, lengthMs));
  return fitting.length > 0 ? fitting : all;
}

/** Whether two lengths are the same but for what a table cuts off: less than a second. */
function isAlike(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < SECOND_MS;
}

/** Whether stretches differ in length. */
function differ(stretches: readonly Stretch[]): boolean {
  const [first, ...others] = stretches;
  return others.some(({ start, end }) => end - start !== first!.end - first!.start);
}

function warnOfTwoTimes({ path, spellings }: Field, what: string, notes: Notes): void {
  notes.warnings.push(
    issue(
      path,
      "a time that the clock shows once, or one with its offset",
      spellings[0]?.value,
      what,
    ),
  );
}
