/**
 * A job as `GET /Jobs/{id}` and the answer to its creation show it: the properties of the seed's
 * page, in its order.
 *
 * What does not apply is absent, not null: settings that the policy's type or a switched-off
 * feature ignores, the next run of a job that has none (R9), the last run of one that never ran.
 */
import { counts } from "../../core/policy/effective.js";
import type { PolicySetting, SchedulePolicy } from "../../core/policy/types.js";
import { formatUtc } from "../../core/time/calendar.js";
import { NEVER } from "../../core/time/instant.js";
import { type BackupType, type JobRecord, latestChange } from "./jobRecord.js";
import { jobLinks, type JobLinks, type LinkBase } from "./links.js";
import {
  createdAt,
  newestSessions,
  scheduleFor,
  type SessionMoment,
  type SessionStatus,
} from "./sessions.js";

/** What a representation depends on, beside the job. */
export interface JobContext extends LinkBase, SessionMoment {}

/** A job in the product's own words. */
export interface JobRepresentation {
  readonly id: string;
  readonly organizationId?: string;
  readonly name: string;
  readonly repositoryId?: string;
  readonly description: string;
  /**
   * When the newest session that is over ended; while the first of all runs, when that began. ISO
   * 8601, UTC; so are `nextRun` and `lastBackup`, when the newest one ended that made a restore
   * point.
   */
  readonly lastRun?: string;
  readonly nextRun?: string;
  readonly lastBackup?: string;
  readonly isEnabled: boolean;
  readonly backupType: BackupType;
  /** `Stopped` for a job that never ran. */
  readonly lastStatus: SessionStatus;
  readonly schedulePolicy: ShownPolicy;
  readonly _links: JobLinks;
}

/** A policy without what has no effect. */
export type ShownPolicy = { readonly [Name in PolicySetting]?: unknown };

/**
 * Makes the representation of a job. Its next run is the first strictly after `now` (R1). `isNew`
 * is the answer to its creation, which the seed's page shows without a link to its items.
 */
export function representJob(
  job: JobRecord,
  context: JobContext,
  isNew = false,
): JobRepresentation {
  const { schedulePolicy, isEnabled } = latestChange(job);
  const { namesOrganization, namesRepository, saysLastBackup, saysScheduled } = context.dialect;
  const { lastStatus, lastRun, lastBackup } = pastOf(job, context, saysLastBackup);
  const next = nextRunOf(job, context);
  const hasItems =
    job.backupType === "SelectedItems" && (!isNew || context.dialect.linksItemsAtOnce);
  return {
    id: job.id,
    ...(namesOrganization ? { organizationId: job.organizationId } : {}),
    name: job.name,
    ...(namesRepository ? { repositoryId: job.repositoryId } : {}),
    description: job.description,
    ...(lastRun === undefined ? {} : { lastRun: formatUtc(lastRun) }),
    ...(next === NEVER ? {} : { nextRun: formatUtc(next) }),
    ...(lastBackup === undefined ? {} : { lastBackup: formatUtc(lastBackup) }),
    isEnabled,
    backupType: job.backupType,
    lastStatus,
    schedulePolicy: shownPolicy(schedulePolicy, saysScheduled),
    _links: jobLinks(job, hasItems, context),
  };
}

/** What a job's past comes to. Instants are epoch ms; absent where nothing of the kind happened. */
interface Past {
  readonly lastStatus: SessionStatus;
  readonly lastRun?: number;
  readonly lastBackup?: number;
}

/** The last restore point is looked for among so many sessions: one in thirty makes none. */
export const MOST_LOOKED_AT = 30;

function pastOf(job: JobRecord, moment: SessionMoment, needsBackup: boolean): Past {
  let lastStatus: SessionStatus | undefined;
  let lastRun: number | undefined;
  let looked = 0;
  let first: number | undefined;
  for (const session of newestSessions(job, moment)) {
    const { status, end } = session;
    lastStatus ??= status;
    first ??= createdAt(session);
    lastRun ??= end;
    if (end !== undefined && !needsBackup) break;
    if (end !== undefined && (status === "Success" || status === "Warning"))
      return { lastStatus, lastRun: lastRun!, lastBackup: end };
    if ((looked += 1) >= MOST_LOOKED_AT) break;
  }
  const shown = lastRun ?? first;
  return {
    lastStatus: lastStatus ?? "Stopped",
    ...(shown === undefined ? {} : { lastRun: shown }),
  };
}

/**
 * The first run strictly after `now`, epoch ms; `NEVER` for a job that is disabled or has none
 * (R9).
 */
function nextRunOf(job: JobRecord, context: JobContext): number {
  const { schedulePolicy, isEnabled } = latestChange(job);
  return isEnabled ? scheduleFor(schedulePolicy, context).next(context.now) : NEVER;
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
