/**
 * The sessions of all jobs, newest first, and what a list of them can be filtered by.
 *
 * Nothing is recorded, so the newest of a hundred thousand jobs have to be found: each job tells,
 * without a simulation, how new its newest session can be, and only those are simulated that may
 * come next; what was found is noted, and holds until the job's next run is due. What waits is an
 * id and an instant for each job.
 */
import { type Issue, issue } from "../core/input/issues.js";
import { DAY_MS } from "../core/time/instant.js";
import { instantOfText } from "../veeam/lists/fields.js";
import type { Dialect, SessionFilter } from "../veeam/standIn/dialects.js";
import type { JobRecord } from "../veeam/standIn/jobRecord.js";
import {
  createdAt,
  firstRuns,
  latestStart,
  newestSessions,
  notedNewest,
  noteNewest,
  type SessionMoment,
  type StandInSession,
} from "../veeam/standIn/sessions.js";
import { foresee, JOBS_TOGETHER, type RunsOfJob } from "../veeam/standIn/simulatedRuns.js";
import type { JobStore } from "./jobStore.js";
import type { SharedJobs, SharedSession } from "./sharedJobs.js";
import { turns } from "./turns.js";

/** A session, and the job that it is of. */
export interface Found {
  readonly job: JobRecord;
  readonly session: StandInSession;
}

/** The sessions of a job, newest first; none where there is no job. */
export async function* newestOfJob(
  job: JobRecord | undefined,
  moment: SessionMoment,
  shared?: SharedJobs,
): AsyncGenerator<Found, undefined> {
  const letOthers = turns();
  if (job === undefined) return;
  if (shared?.concern(job) === true) {
    for await (const session of shared.newestOfJob(job, moment)) yield { job, session };
    return;
  }
  for (const session of newestSessions(job, moment)) {
    yield { job, session };
    await letOthers();
  }
}

/** What may come next of a job, or of jobs that share something. */
interface Waiting {
  readonly id: string;
  /** Not before this; the very instant where `isExact`. */
  readonly start: number;
  readonly isExact: boolean;
  /** Where some of its sessions were given: the next one, and those behind it. */
  readonly rest?: { readonly next: Found; readonly behind: Source };
}

/** The sessions of one job, or those of a company. */
type Source =
  { readonly job: JobRecord; readonly sessions: Iterator<StandInSession> } | AsyncIterator<Found>;

/** Where jobs are found by their ids; without an index, only those that share are gone through. */
export interface JobSource {
  readonly get: (id: string) => JobRecord | undefined;
  readonly index?: JobStore["index"];
}

/** The sessions of all jobs of a store, newest first. */
export async function* newestOf(
  store: JobSource,
  moment: SessionMoment,
  shared?: SharedJobs,
): AsyncGenerator<Found, undefined> {
  const letOthers = turns();
  const line: Waiting[] = [];
  for (const company of (await shared?.newestOfEach(moment)) ?? [])
    await pushNext(line, present(company, store));
  let after: string | undefined;
  for (;;) {
    const ids = store.index?.after({}, after, IDS_AT_ONCE) ?? [];
    for (const id of ids) {
      const job = store.get(id);
      const isOther = job === undefined || shared?.concern(job) === true;
      const noted = isOther ? -Infinity : notedNewest(job, moment);
      const start = noted ?? latestStart(job!, moment);
      if (start > -Infinity) push(line, { id, start, isExact: noted !== undefined });
      await letOthers();
    }
    if (ids.length < IDS_AT_ONCE) break;
    after = ids.at(-1)!; // later than before, so this comes to an end
  }
  const aheadOf = new Set<string>();
  let kept = 0;
  // Bound: each round gives a session, or knows of one more job when its newest session began.
  while (line.length > 0) {
    const { id, isExact, rest } = pop(line);
    await letOthers();
    if (rest !== undefined) {
      yield rest.next;
      await pushNext(line, rest.behind);
      continue;
    }
    const job = store.get(id);
    if (job === undefined) continue;
    if (!isExact && !aheadOf.has(id)) foreseeWith(id, line, store, moment, aheadOf);
    const sessions = newestSessions(job, moment);
    if (isExact) await pushNext(line, { job, sessions });
    else {
      const { value } = sessions.next();
      noteNewest(job, value, moment);
      if (value === undefined) continue;
      const entry = { id, start: value.start, isExact: true };
      const behind = { job, sessions };
      const isKept = (kept += 1) <= MOST_KEPT;
      push(line, isKept ? { ...entry, rest: { next: { job, session: value }, behind } } : entry);
    }
  }
}

const IDS_AT_ONCE = 500;

/** What was found of so many jobs is at hand; of others it is found once more when it is shown. */
const MOST_KEPT = 10_000;

/**
 * Simulates what comes first of a job, and of others whose newest session may have begun no
 * earlier: they will be asked, too.
 */
function foreseeWith(
  id: string,
  line: readonly Waiting[],
  store: JobSource,
  moment: SessionMoment,
  ahead: Set<string>,
): void {
  const runs: RunsOfJob[] = [];
  const first = line[0]?.start ?? -Infinity;
  // no more than were asked for by now
  const most = Math.min(JOBS_TOGETHER, ahead.size);
  const add = (one: string): void => {
    ahead.add(one);
    const job = store.get(one);
    const own = job && firstRuns(job, moment);
    if (own !== undefined) runs.push(own);
  };
  add(id);
  // the front of a heap: enough of those that come next, though not in their order
  for (let place = 0; place < line.length && place < 2 * most; place += 1) {
    const other = line[place]!;
    if (other.isExact || other.start < first || ahead.has(other.id)) continue;
    if (runs.length >= most) break;
    add(other.id);
  }
  if (runs.length > 1) foresee(runs, moment);
}

/** The sessions of a company of those jobs that are there still. */
async function* present(
  company: AsyncIterable<SharedSession>,
  store: Pick<JobSource, "get">,
): AsyncGenerator<Found, undefined> {
  for await (const { id, session } of company) {
    const job = store.get(id);
    if (job !== undefined) yield { job, session };
  }
}

async function pushNext(line: Waiting[], behind: Source): Promise<void> {
  const next = await nextOf(behind);
  if (next === undefined) return;
  const start = createdAt(next.session);
  push(line, { id: next.job.id, start, isExact: true, rest: { next, behind } });
}

async function nextOf(source: Source): Promise<Found | undefined> {
  if ("job" in source) {
    const following = source.sessions.next();
    return following.done === true ? undefined : { job: source.job, session: following.value };
  }
  const following = await source.next();
  return following.done === true ? undefined : following.value;
}

/**
 * A heap: the latest start comes first, of equal ones what is known exactly, so that nobody else is
 * asked who began no later; then the smaller id.
 */
function comesBefore(one: Waiting, other: Waiting): boolean {
  if (one.start !== other.start) return one.start > other.start;
  if (one.isExact !== other.isExact) return one.isExact;
  return one.id < other.id;
}

function push(line: Waiting[], entry: Waiting): void {
  let place = line.push(entry) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1; // halves, so it ends at 0
    if (!comesBefore(entry, line[above]!)) break;
    line[place] = line[above]!;
    place = above;
  }
  line[place] = entry;
}

function pop(line: Waiting[]): Waiting {
  const first = line[0]!;
  const last = line.pop()!;
  if (line.length === 0) return first;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1; // doubles, so it passes the end
    if (below >= line.length) break;
    if (below + 1 < line.length && comesBefore(line[below + 1]!, line[below]!)) below += 1;
    if (!comesBefore(line[below]!, last)) break;
    line[place] = line[below]!;
    place = below;
  }
  line[place] = last;
  return first;
}

/** What a list of sessions is filtered by; instants are epoch ms. */
export interface Filter {
  readonly jobId?: string;
  readonly isCopy?: boolean;
  readonly endsFrom?: number;
  readonly endsTo?: number;
  readonly status?: string;
}

/** Statuses as a filter spells them, and as sessions do. */
const STATUSES: Readonly<Record<string, string>> = {
  stopped: "Stopped",
  running: "Running",
  succeeded: "Success",
  success: "Success",
  failed: "Failed",
  warning: "Warning",
  queued: "Queued",
};

/**
 * Reads the filters that a version knows; what is wrong goes to `issues`. Other parameters are
 * passed over, as the product's kind of server does.
 */
export function readFilter(
  query: (name: string) => string | undefined,
  { sessionFilters }: Pick<Dialect, "sessionFilters">,
  issues: Issue[],
): Filter {
  const read = <Value>(
    name: SessionFilter,
    expected: string,
    valueOf: (text: string) => Value | undefined,
  ): Value | undefined => {
    const text = sessionFilters.includes(name) ? query(name) : undefined;
    const value = text === undefined ? undefined : valueOf(text);
    if (text !== undefined && value === undefined)
      issues.push(issue(`query.${name}`, expected, text));
    return value;
  };
  const instant = "an instant such as 2026-01-05T22:00:00Z";
  const filter = {
    jobId: read("jobId", "an id", (text) => text),
    isCopy: read("jobType", "Backup or Copy", (text) => {
      const type = text.toLowerCase();
      return type === "copy" || (type === "backup" ? false : undefined);
    }),
    endsFrom: read("endTimeLowerBound", instant, instantOfText),
    endsTo: read("endTimeUpperBound", instant, instantOfText),
    status: read(
      "status",
      "one of Stopped, Running, Succeeded, Failed, Warning, Queued",
      (text) => STATUSES[text.toLowerCase()],
    ),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Sessions that began so long before a bound of their end are not looked for. */
const LONGEST_MS = 7 * DAY_MS;

/**
 * Those of the sessions, which come newest first, that a filter lets through. What is not of the
 * wanted kind is passed over.
 */
export async function* filtered(
  sessions: AsyncIterable<Found>,
  { isCopy, endsFrom = -Infinity, endsTo = Infinity, status }: Filter,
): AsyncGenerator<Found, undefined> {
  const asksForEnd = endsFrom > -Infinity || endsTo < Infinity;
  for await (const found of sessions) {
    const { end, status: stands } = found.session;
    if (createdAt(found.session) < endsFrom - LONGEST_MS) return;
    if (asksForEnd && !(end !== undefined && end >= endsFrom && end <= endsTo)) continue;
    if (isCopy !== undefined && (found.job.copyOf !== undefined) !== isCopy) continue;
    if (status === undefined || stands === status) yield found;
  }
}
