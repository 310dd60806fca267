/**
 * `PUT /Jobs/{id}`: what the request gives is changed, what it leaves out stays.
 */
import { issue, pathTo } from "../../core/input/issues.js";
import { emptyNotes, ownValue, type Reader } from "../../core/input/reader.js";
import { safeParsePolicy } from "../../core/policy/parse.js";
import { settingOf } from "../../core/policy/settings.js";
import type { PolicySetting, SchedulePolicy } from "../../core/policy/types.js";
import { isObject } from "../lists/fields.js";
import { alreadyRunning } from "./jobAction.js";
import { type JobAnswer, JSON_HEADERS, refused } from "./jobAnswer.js";
import {
  type JobChange,
  type JobRecord,
  latestChange,
  type Place,
  withChange,
} from "./jobRecord.js";
import { readJobRequest } from "./jobRequest.js";
import { type JobContext, representJob } from "./representation.js";
import { numbered } from "./sessions.js";

/**
 * Edits a job (R25, R26). In `schedulePolicy`, `type` must be given along with a new `dailyType`,
 * `dailyTime` or `periodicallyEvery`, as the product has it. `RunNow` starts a session, unless one
 * runs: 409. Never throws.
 */
export function editJob(job: JobRecord, request: unknown, context: JobContext): JobAnswer {
  const notes = emptyNotes();
  const present = latestChange(job);
  const readPolicy = changedPolicyReader(present.schedulePolicy);
  const read = readJobRequest(
    request,
    { dialect: context.dialect, required: [], readPolicy, present: job },
    notes,
  );
  if (read === undefined || notes.issues.length > 0) return refused(400, notes.issues);
  if (read.runNow) {
    const issues = alreadyRunning(job, "RunNow", context);
    if (issues.length > 0) return refused(409, issues);
  }
  const backupType = read.backupType ?? job.backupType;
  const selectedItems =
    backupType === "SelectedItems" ? (read.selectedItems ?? job.selectedItems) : undefined;
  const excludedItems = read.excludedItems ?? job.excludedItems;
  const proxyId = read.proxyId ?? job.proxyId;
  const repositoryId = read.repositoryId ?? job.repositoryId;
  const before = isMoved(job, repositoryId, proxyId, context) ? placeOf(job) : undefined;
  const filledIn = job.filledIn?.filter((key) => read[key] === undefined);
  const change: JobChange = {
    at: context.now,
    schedulePolicy: read.schedulePolicy ?? present.schedulePolicy,
    isEnabled: read.isEnabled ?? present.isEnabled,
    ...(read.runNow ? { action: "start" } : {}),
    ...(before === undefined ? {} : { before }),
  };
  const isSamePolicy =
    JSON.stringify(change.schedulePolicy) === JSON.stringify(present.schedulePolicy);
  const isSameRuns =
    before === undefined && !read.runNow && isSamePolicy && change.isEnabled === present.isEnabled;
  const changed: JobRecord = {
    id: job.id,
    organizationId: job.organizationId,
    name: read.name ?? job.name,
    description: read.description ?? job.description,
    backupType,
    ...(selectedItems === undefined ? {} : { selectedItems }),
    ...(excludedItems === undefined ? {} : { excludedItems }),
    repositoryId,
    ...(proxyId === undefined ? {} : { proxyId }),
    ...(job.workload === undefined ? {} : { workload: job.workload }),
    ...(job.rank === undefined ? {} : { rank: job.rank }),
    ...(filledIn === undefined || filledIn.length === 0 ? {} : { filledIn }),
    history: job.history,
  };
  const edited: JobRecord = isSameRuns
    ? changed
    : { ...changed, history: withChange(job.history, numbered(change, changed, context)) };
  return {
    ok: true,
    status: 200,
    headers: JSON_HEADERS,
    get body() {
      return representJob(edited, context);
    },
    job: edited,
    warnings: notes.warnings,
  };
}

/** Whether an edit moves a job to where it shares something else. */
function isMoved(
  job: JobRecord,
  repositoryId: string,
  proxyId: string | undefined,
  { shared }: JobContext,
): boolean {
  if (shared === undefined) return false;
  if (repositoryId === job.repositoryId && proxyId === job.proxyId) return false;
  const there = { repositoryId, ...(proxyId === undefined ? {} : { proxyId }) };
  return shared.concern(job) || shared.concern({ ...job, ...there, filledIn: [] });
}

function placeOf({ repositoryId, proxyId, filledIn }: JobRecord): Place {
  return {
    repositoryId,
    ...(proxyId === undefined ? {} : { proxyId }),
    ...(filledIn === undefined ? {} : { filledIn }),
  };
}

/** Only along with `type` can these be changed. */
const NEEDS_TYPE = ["dailyType", "dailyTime", "periodicallyEvery"] as const;

/**
 * Makes the reader of changes to a policy: what is given replaces what is there, and the whole is
 * parsed again.
 */
function changedPolicyReader(present: SchedulePolicy): Reader<SchedulePolicy> {
  return (path, value, notes) => {
    if (!isObject(value)) {
      notes.issues.push(issue(path, "an object with changes to the schedule policy", value));
      return undefined;
    }
    const given = Object.keys(value)
      .map((key) => ({ key, name: settingOf(key), setting: ownValue(value, key) }))
      .filter(({ setting }) => setting !== undefined && setting !== null);
    const names = new Set(given.map(({ name }) => name));
    const kept = Object.entries(present).filter(([name]) => !names.has(name as PolicySetting));
    // Null-prototype, and defined one by one: a key such as `__proto__` stays a key (R27).
    const merged: object = Object.create(null) as object;
    for (const [key, setting] of [
      ...kept,
      ...given.map((entry) => [entry.key, entry.setting] as const),
    ]) {
      Object.defineProperty(merged, key, { value: setting, enumerable: true });
    }
    const result = safeParsePolicy(merged, path);
    notes.warnings.push(
      ...result.warnings.filter((warning) =>
        given.some(({ key }) => warning.path.startsWith(pathTo(path, key))),
      ),
    );
    if (!result.ok) {
      notes.issues.push(...result.issues);
      return undefined;
    }
    if (!names.has("type")) {
      const changed = NEEDS_TYPE.filter((name) => result.policy[name] !== present[name]);
      for (const name of changed)
        notes.issues.push(
          issue(
            pathTo(path, name),
            "type beside it",
            result.policy[name],
            `write "type": "${present.type}" too to change ${name}`,
          ),
        );
      if (changed.length > 0) return undefined;
    }
    return result.policy;
  };
}
