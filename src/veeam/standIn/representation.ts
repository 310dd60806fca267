/**
 * A job as `GET /Jobs/{id}` and the answer to its creation show it: the properties of the seed's
 * page, in its order.
 *
 * What does not apply is absent, not null: settings that the policy's type or a switched-off
 * feature ignores, the next run of a job that has none (R9), the last run of one that never ran.
 */
import { counts } from "../../core/policy/effective.js";
import type { PolicySetting, SchedulePolicy } from "../../core/policy/types.js";
import { compileSchedule } from "../../core/schedule/schedule.js";
import { formatUtc } from "../../core/time/calendar.js";
import { NEVER } from "../../core/time/instant.js";
import { type BackupType, type JobRecord, latestChange } from "./jobRecord.js";
import { jobLinks, type JobLinks, type LinkBase } from "./links.js";
import { lastSession, type SessionStatus, type SessionWorld } from "./sessions.js";

/** What a representation depends on, beside the job. */
export interface JobContext extends LinkBase, SessionWorld {
  /** Epoch ms. */
  readonly now: number;
}

/** A job in the product's own words. */
export interface JobRepresentation {
  readonly id: string;
  readonly name: string;
  readonly repositoryId?: string;
  readonly description: string;
  /** ISO 8601, UTC; so is `nextRun`. */
  readonly lastRun?: string;
  readonly nextRun?: string;
  readonly isEnabled: boolean;
  readonly backupType: BackupType;
  /** `Stopped` for a job that never ran. */
  readonly lastStatus: SessionStatus;
  readonly schedulePolicy: ShownPolicy;
  readonly _links: JobLinks;
}

/** A policy without what has no effect. */
export type ShownPolicy = { readonly [Name in PolicySetting]?: unknown };

/** Makes the representation of a job. Its next run is the first strictly after `now` (R1). */
export function representJob(job: JobRecord, context: JobContext): JobRepresentation {
  const { schedulePolicy, isEnabled } = latestChange(job);
  const { namesRepository, saysScheduled } = context.dialect;
  const last = lastSession(job, context);
  const next = nextRunOf(job, context);
  return {
    id: job.id,
    name: job.name,
    ...(namesRepository ? { repositoryId: job.repositoryId } : {}),
    description: job.description,
    ...(last === undefined ? {} : { lastRun: formatUtc(last.start) }),
    ...(next === NEVER ? {} : { nextRun: formatUtc(next) }),
    isEnabled,
    backupType: job.backupType,
    lastStatus: last?.status ?? "Stopped",
    schedulePolicy: shownPolicy(schedulePolicy, saysScheduled),
    _links: jobLinks(job, context),
  };
}

/**
 * The first run strictly after `now`, epoch ms; `NEVER` for a job that is disabled or has none
 * (R9).
 */
function nextRunOf(job: JobRecord, { now, clock, zoneOf }: JobContext): number {
  const { schedulePolicy, isEnabled } = latestChange(job);
  return isEnabled ? compileSchedule(schedulePolicy, clock, zoneOf(clock.zone)).next(now) : NEVER;
}

/**
 * A policy as a representation shows it: what has an effect, under the names and in the order of
 * the page. With `saysScheduled` it says `scheduleEnabled` in either case.
 */
function shownPolicy(policy: SchedulePolicy, saysScheduled: boolean): ShownPolicy {
  const shown = Object.entries(policy).filter(([name]) => counts(name as PolicySetting, policy));
  const scheduled = saysScheduled ? { scheduleEnabled: policy.scheduleEnabled ?? true } : {};
  return { ...scheduled, ...Object.fromEntries(shown) };
}
