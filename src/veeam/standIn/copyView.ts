/**
 * A copy job as `GET /CopyJobs/{id}` shows it: a job of a kind of its own, which names the backup
 * job that it copies.
 */
import type { JobRecord } from "./jobRecord.js";
import { type Link, linkTo } from "./links.js";
import { type JobContext, representJob } from "./representation.js";

/** A copy job in the product's own words. */
export interface CopyRepresentation {
  readonly id: string;
  readonly backupJobId: string;
  readonly repositoryId: string;
  readonly name: string;
  /** ISO 8601, UTC; so is `nextRun`, which a copy that follows its source has none of. */
  readonly lastRun?: string;
  readonly nextRun?: string;
  readonly isEnabled: boolean;
  readonly lastStatus: string;
  readonly schedulePolicy: Readonly<Record<string, unknown>>;
  readonly _links: Readonly<Record<string, Link>>;
}

/** Settings of a policy that a copy has, and as what it spells them. */
const SETTINGS: Readonly<Record<string, string>> = {
  type: "type",
  periodicallyEvery: "periodicallyEvery",
  dailyType: "dailyType",
  dailyTime: "dailyTime",
  backupWindowEnabled: "backupCopyWindowEnabled",
  backupWindowSettings: "backupCopyWindowSettings",
};

/** Makes the representation of a copy job. */
export function representCopy(copy: JobRecord, context: JobContext): CopyRepresentation {
  const shown = representJob(copy, context);
  const settings = Object.entries(shown.schedulePolicy).flatMap(([name, value]) => {
    const spelt = SETTINGS[name];
    return spelt === undefined ? [] : [[spelt, value === "Daily" ? "DailyAtTime" : value]];
  });
  return {
    id: copy.id,
    backupJobId: copy.copyOf!,
    repositoryId: copy.repositoryId,
    name: copy.name,
    ...(shown.lastRun === undefined ? {} : { lastRun: shown.lastRun }),
    ...(shown.nextRun === undefined ? {} : { nextRun: shown.nextRun }),
    isEnabled: shown.isEnabled,
    lastStatus: shown.lastStatus,
    schedulePolicy: Object.fromEntries(settings) as Record<string, unknown>,
    _links: {
      self: linkTo(context, "copyjobs", copy.id),
      backupRepository: linkTo(context, "backuprepositories", copy.repositoryId),
    },
  };
}
