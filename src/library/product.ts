/**
 * The product's side with the host's zones behind it: recorded sessions, reconciliation, and
 * requests for jobs as its server answers them.
 */
import { IANAZone } from "luxon";
import { issue, orThrow, PolicyError } from "../core/input/issues.js";
import { checkMade, keysOf, readOptions } from "../core/input/ownShape.js";
import { type ClockInput, clockWith } from "../core/schedule/clock.js";
import { MINUTE_MS } from "../core/time/instant.js";
import { idSource } from "../host/idSource.js";
import { instantFrom, type InstantLike } from "../host/instants.js";
import { hostZone } from "../host/zones.js";
import { checkListedJobs, type ListedJob } from "../veeam/lists/readJobs.js";
import { type SessionHistory, sessionHistory } from "../veeam/import/sessionHistory.js";
import { reconcileJobs, type Reconciliation } from "../veeam/reconcile/reconcile.js";
import { ZONES_BY_POPULATION } from "../veeam/reconcile/zonesByPopulation.js";
import { createJob as createWith } from "../veeam/standIn/createJob.js";
import { type ApiVersion, type Dialect, dialectOf, DIALECTS } from "../veeam/standIn/dialects.js";
import { editJob as editWith } from "../veeam/standIn/editJob.js";
import { actOnJob as actWith } from "../veeam/standIn/jobAction.js";
import type { JobAnswer } from "../veeam/standIn/jobAnswer.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import type { JobContext } from "../veeam/standIn/representation.js";

/**
 * When a list was made and how its server's clock is read; what is not given is inferred from the
 * list.
 */
export interface ReconcileOptions {
  readonly now?: InstantLike;
  readonly clock?: ClockInput;
}

/** The keys of these options. */
export const RECONCILE_KEYS = keysOf<ReconcileOptions>({ now: true, clock: true });

/**
 * Predicts each job's next run and holds it against the one that the list reports (R2). Without a
 * `zone`, the reports say where the server stands; without `now`, the list was made just before the
 * first run that it reports. Throws a `PolicyError` for a bad instant or an unknown switch.
 *
 * ```ts
 * const policy = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00:00" };
 * const job = { name: "Mail", nextRun: "2017-06-01T08:00:00Z", schedulePolicy: policy };
 * const { jobs } = readJobs(job);
 * reconcile(jobs, { now: "2017-05-31T12:00:00Z" }).server.offsets.map((offset) => offset.name) // => ["UTC-07:00"]
 * ```
 */
export function reconcile(jobs: readonly ListedJob[], options?: ReconcileOptions): Reconciliation {
  checkListedJobs(jobs);
  const { now, clock } = known(options, RECONCILE_KEYS);
  return reconcileJobs(jobs, {
    ...(now === undefined ? {} : { now: instantFrom(now, "now") }),
    ...(clock === undefined ? {} : { clock }),
    zoneOf: hostZone,
    candidates: ZONES_BY_POPULATION,
    offsetAt: (name, instant) => IANAZone.create(name).offset(instant) * MINUTE_MS,
  });
}

/** How a list of sessions is read. */
export interface SessionOptions {
  /** The zone of the server, on whose clock instants without an offset are read. Default: UTC. */
  readonly zone?: string;
}

/** The keys of these options. */
export const SESSION_KEYS = keysOf<SessionOptions>({ zone: true });

/**
 * Reads what `GET /JobSessions` or `GET /Jobs/{id}/JobSessions` of any version returns: an array, a
 * page `{ results }`, several pages in an array, or one session; what `readSessionTable` makes of a
 * table, too (R25). Instants without an offset are read on the server's
 * clock: 01:50 to 03:10 takes 20 minutes where the clock skips an hour. Throws a `PolicyError` for
 * an unknown zone and for nothing else: what is wrong with the sessions is in `issues`.
 *
 * ```ts
 * const span = { creationTime: "2023-03-26T01:50:00", endTime: "2023-03-26T03:10:00" };
 * const session = { ...span, status: "Success", jobId: "mail" };
 * readSessions([session], { zone: "Europe/Berlin" }).jobs[0].workload // => { duration: { empirical: [1200000] }, failed: 0, warning: 0, retryShare: 1 }
 * ```
 */
export function readSessions(json: unknown, options?: SessionOptions): SessionHistory {
  const { zone = "UTC" } = known(options, SESSION_KEYS);
  return sessionHistory(json, hostZone(zone, "zone"));
}

/** Options whose keys are all known. Throws a `PolicyError` where one is not. */
function known<Options extends object>(
  options: Options | undefined,
  keys: readonly (keyof Options & string)[],
  path = "options",
): Options {
  return orThrow((issues) => readOptions<Options>(options, keys, issues, path) as Options);
}

/** What an answer depends on, beside the request. */
export interface RequestContext {
  readonly now: InstantLike;
  /** The backup server's clock. Default: UTC (R2). */
  readonly clock?: ClockInput;
  /** Default: the oldest, which is the version of the seed. */
  readonly version?: ApiVersion;
  /** What links begin with where they are no paths. Default: `https://localhost:4443`. */
  readonly baseUrl?: string;
}

/** The keys of a context. */
export const CONTEXT_KEYS = keysOf<RequestContext>({
  now: true,
  clock: true,
  version: true,
  baseUrl: true,
});

/** What the creation of a job depends on, beside the request. */
export interface JobCreation extends RequestContext {
  /** Where it is absent, the request has to say it. */
  readonly organizationId?: string;
  /** Gives an id that no other job has. Default: GUIDs, each greater than those before it. */
  readonly newId?: () => string;
}

/** The keys of such a context. */
export const CREATION_KEYS = [...CONTEXT_KEYS, "organizationId", "newId"] as const;

const newGuid = idSource(Date.now);

/**
 * Answers `POST /Organizations/{organizationId}/Jobs`: 201 with the job's representation, and the
 * job to keep; or 400 with every issue. Throws a `PolicyError` for a bad context, never for a bad
 * request.
 *
 * ```ts
 * const schedulePolicy = { type: "Daily", dailyType: "Everyday", dailyTime: "01:00" };
 * const what = { name: "Mail", backupType: "EntireOrganization", repositoryId: "r" };
 * const clock = { zone: "America/Los_Angeles" };
 * const context = { organizationId: "o", now: "2017-05-31T12:00:00Z", clock };
 * const { status, body } = createJob({ ...what, schedulePolicy }, context);
 * [status, body.nextRun] // => [201, "2017-06-01T08:00:00Z"]
 * ```
 */
export function createJob(request: unknown, context: JobCreation): JobAnswer {
  const { organizationId, newId = newGuid, ...others } = known(context, CREATION_KEYS, "context");
  return createWith(request, {
    ...contextOf(others),
    newId,
    ...(organizationId === undefined ? {} : { organizationId }),
  });
}

/**
 * Answers `PUT /Jobs/{id}`: 200 with the job as it is then, 400 with every issue, 409 where
 * `RunNow` meets a running job.
 */
export function editJob(job: JobRecord, request: unknown, context: RequestContext): JobAnswer {
  checkRecord(job);
  return editWith(job, request, contextOf(context));
}

/**
 * Answers `POST /Jobs/{id}/action`, which starts, stops, enables or disables a job:
 * `{ "start": null }`.
 */
export function actOnJob(job: JobRecord, request: unknown, context: RequestContext): JobAnswer {
  checkRecord(job);
  return actWith(job, request, contextOf(context));
}

function checkRecord(job: unknown): void {
  const made = "the record of a job, as createJob gives it";
  orThrow((issues) => checkMade(job, "job", ["id", "repositoryId", "history"], made, issues));
}

function contextOf(context: RequestContext): JobContext {
  const {
    now,
    clock,
    version,
    baseUrl = "https://localhost:4443",
  } = known(context, CONTEXT_KEYS, "context");
  return {
    now: instantFrom(now, "now"),
    clock: clockWith(clock),
    zoneOf: hostZone,
    dialect: version === undefined ? DIALECTS[0] : knownDialect(version),
    baseUrl,
  };
}

function knownDialect(version: number): Dialect {
  const dialect = dialectOf(version);
  if (dialect !== undefined) return dialect;
  const known = DIALECTS.map((one) => one.version).join(", ");
  throw new PolicyError([issue("version", `one of ${known}`, version)]);
}
