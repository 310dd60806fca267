/**
 * `POST /Organizations/{organizationId}/Jobs`: from a request to a new job and its representation
 * (201), or to every issue with the request (400).
 */
import { safeParsePolicy } from "../../core/policy/parse.js";
import { emptyNotes, type Reader } from "../../core/input/reader.js";
import type { SchedulePolicy } from "../../core/policy/types.js";
import { type JobAnswer, JSON_HEADERS, refused } from "./jobAnswer.js";
import type { JobChange, JobRecord } from "./jobRecord.js";
import { readJobRequest } from "./jobRequest.js";
import { linkTo } from "./links.js";
import { type JobContext, representJob } from "./representation.js";
import { numbered } from "./sessions.js";

/** What the creation of a job depends on, beside the request. */
export interface CreationContext extends JobContext {
  /** From the path; where it is not given, the request has to say `organizationId` itself. */
  readonly organizationId?: string;
  /** Gives an id that no other job has. */
  readonly newId: () => string;
}

/**
 * Creates a job from the body of a request (R25, R26). `Name`, `BackupType`, `SchedulePolicy` and
 * `RepositoryId` are needed, `SelectedItems` with that type; `RunNow` starts a session at once
 * (R21). Never throws.
 */
export function createJob(request: unknown, context: CreationContext): JobAnswer {
  const notes = emptyNotes();
  const required = [
    "name",
    "backupType",
    "schedulePolicy",
    "repositoryId",
    ...(context.organizationId === undefined ? ["organizationId" as const] : []),
  ] as const;
  const read = readJobRequest(
    request,
    { dialect: context.dialect, required, readPolicy: readWholePolicy },
    notes,
  );
  if (read === undefined || notes.issues.length > 0) return refused(400, notes.issues);
  const change: JobChange = {
    at: context.now,
    schedulePolicy: read.schedulePolicy!,
    isEnabled: read.isEnabled ?? true,
    ...(read.runNow ? { action: "start" } : {}),
  };
  const made: JobRecord = {
    id: context.newId(),
    organizationId: context.organizationId ?? read.organizationId!,
    name: read.name!,
    description: read.description ?? "",
    backupType: read.backupType!,
    ...(read.selectedItems === undefined ? {} : { selectedItems: read.selectedItems }),
    ...(read.excludedItems === undefined ? {} : { excludedItems: read.excludedItems }),
    repositoryId: read.repositoryId!,
    ...(read.proxyId === undefined ? {} : { proxyId: read.proxyId }),
    history: [change],
  };
  const job: JobRecord = { ...made, history: [numbered(change, made, context)] };
  return {
    ok: true,
    status: 201,
    headers: { ...JSON_HEADERS, location: linkTo(context, "jobs", job.id).href },
    get body() {
      return representJob(job, context, true);
    },
    job,
    warnings: notes.warnings,
  };
}

const readWholePolicy: Reader<SchedulePolicy> = (path, value, notes) => {
  const result = safeParsePolicy(value, path);
  notes.warnings.push(...result.warnings);
  if (result.ok) return result.policy;
  notes.issues.push(...result.issues);
  return undefined;
};
