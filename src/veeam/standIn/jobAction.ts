/**
 * `POST /Jobs/{id}/action`: start, stop, enable or disable a job, as `{ "start": null }`.
 */
import { type Issue, issue } from "../../core/input/issues.js";
import { formatUtc } from "../../core/time/calendar.js";
import { isObject } from "../lists/fields.js";
import { type JobAnswer, JSON_HEADERS, refused } from "./jobAnswer.js";
import { type JobChange, type JobRecord, latestChange, withChange } from "./jobRecord.js";
import { type JobContext, representJob } from "./representation.js";
import { createdAt, isOn, lastSession, numbered } from "./sessions.js";

/** What can be done to a job by hand. */
export const JOB_ACTIONS = ["start", "stop", "enable", "disable"] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

/**
 * Does what the body of an action says: an object with exactly one of the actions as its key, in
 * any letter case. The key's value is not looked at. Never throws.
 */
export function actOnJob(job: JobRecord, request: unknown, context: JobContext): JobAnswer {
  const keys = isObject(request) ? Object.keys(request) : [];
  const action = JOB_ACTIONS.find((known) => known === keys[0]?.toLowerCase());
  if (keys.length === 1 && action !== undefined) return applyAction(job, action, context);
  return refused(400, [
    issue(
      "",
      `an object with one of ${JOB_ACTIONS.join(", ")}, such as { "start": null }`,
      request,
    ),
  ]);
}

/**
 * Starts, stops, enables or disables a job. A job that runs or waits cannot be started: 409 (R16).
 * One that does not can be stopped, one that is enabled enabled: nothing happens then.
 */
export function applyAction(job: JobRecord, action: JobAction, context: JobContext): JobAnswer {
  if (action === "start") {
    const issues = alreadyRunning(job, "start", context);
    if (issues.length > 0) return refused(409, issues);
  }
  const { schedulePolicy, isEnabled } = latestChange(job);
  const change: JobChange =
    action === "start" || action === "stop"
      ? { at: context.now, schedulePolicy, isEnabled, action }
      : { at: context.now, schedulePolicy, isEnabled: action === "enable" };
  const isIdle = action === "stop" && !isOn(lastSession(job, context));
  const isSame = isIdle || (change.action === undefined && change.isEnabled === isEnabled);
  const changed: JobRecord = isSame
    ? job
    : { ...job, history: withChange(job.history, numbered(change, job, context)) };
  return {
    ok: true,
    status: 200,
    headers: JSON_HEADERS,
    get body() {
      return representJob(changed, context);
    },
    job: changed,
    warnings: [],
  };
}

/** The issue with starting a job that runs: it never runs twice at once (R16). */
export function alreadyRunning(job: JobRecord, path: string, context: JobContext): Issue[] {
  const last = lastSession(job, context);
  if (last === undefined || !isOn(last)) return [];
  const does = last.status === "Queued" ? "waiting" : "running";
  const since = last.status === "Queued" ? createdAt(last) : last.start;
  return [issue(path, "a job that does not run", `${does} since ${formatUtc(since)}`)];
}
