/**
 * From what a server answers to a fleet: its jobs, what they share, and how long they really take.
 *
 * A bad entry costs itself and no other. Nothing that the answers do not say is made up: what was
 * assumed, and what could not be told, is a warning, and what was seen of each job stands beside
 * the fleet.
 */
import { type Issue, issue, pathTo, PolicyError, show } from "../../core/input/issues.js";
import { isObject, keysOf, readOptions, readOwnShape, without } from "../../core/input/ownShape.js";
import { emptyNotes, type Notes } from "../../core/input/reader.js";
import { type ClockInput, readClock, type ServerClock } from "../../core/schedule/clock.js";
import { circlesOfCopies } from "../../core/simulation/circlesOfCopies.js";
import {
  type Fleet,
  isThreadCount,
  type Resource,
  resourceLists,
} from "../../core/simulation/fleet.js";
import { formatUtc } from "../../core/time/calendar.js";
import { plainData, resultOf, type WritesJson } from "../../core/time/plainData.js";
import type { ZoneSource, ZoneTable } from "../../core/time/zone.js";
import { fleetOf } from "../lists/fleetOf.js";
import { entriesOf, type Entry, type ListKind } from "../lists/pages.js";
import { type ListedJob, MOST_JOBS, readNamedJob } from "../lists/readJobs.js";
import { readOrganizations, readProxies, readRepositories } from "../lists/readResources.js";
import { type ImportedJob, importSessions } from "./importSessions.js";
import type { ImportSettings } from "./measuredSessions.js";
import { type ResourceListing, type ServerResources, serverResources } from "./serverResources.js";
import { SESSIONS } from "./sessionHistory.js";

/**
 * What a server answers, each as parsed JSON, in any version of the API: an array, a page
 * `{ results }`, several pages in an array, or one object. `null` is absent.
 */
export interface ServerAnswers {
  /** `GET /Jobs`, and `GET /CopyJobs`. */
  readonly jobs: unknown;
  /** `GET /JobSessions`; or what `readSessionTable` makes of a table. */
  readonly sessions?: unknown;
  /** `GET /Proxies`. */
  readonly proxies?: unknown;
  /** `GET /BackupRepositories`. */
  readonly repositories?: unknown;
  /** `GET /Organizations`. */
  readonly organizations?: unknown;
}

/** The keys of the answers. */
export const ANSWERS_KEYS = keysOf<ServerAnswers>({
  jobs: true,
  sessions: true,
  proxies: true,
  repositories: true,
  organizations: true,
});

/** What the answers do not say and a caller may know. */
export interface ImportOptions {
  /** The server's clock, on which times without an offset are read. Default: UTC (R2). */
  readonly clock?: ClockInput;
  /** The id or the name of the job whose sessions those are that name no job. */
  readonly job?: string;
  /**
   * Threads that a session can use at most, of every job or by a job's id or name. Default: all
   * that its proxy has (R28).
   */
  readonly threads?: number | Readonly<Record<string, number>>;
  /**
   * Whether the first sessions of a job, up to the first that made a restore point, were full where
   * none of its sessions says what it was. Default `false`: a history may begin anywhere.
   */
  readonly firstIsFull?: boolean;
  /**
   * What the first session of a job is in a simulation: `full` (default) where full ones were
   * recorded (R31), as when the server is set up anew; or `incremental` for jobs that have made a
   * restore point, which go on from where they are: their workloads have no `full`.
   */
  readonly begins?: "full" | "incremental";
}

/** The keys of these options. */
export const IMPORT_KEYS = keysOf<ImportOptions>({
  clock: true,
  job: true,
  threads: true,
  firstIsFull: true,
  begins: true,
});

/** A fleet as it was imported. What stands beside it is not enumerable: a clone is a fleet. */
export interface ImportedFleet extends Fleet, WritesJson {
  /** The fleet itself, for `const { fleet, issues } = fleetFrom(...)`. */
  readonly fleet: Fleet;
  /** What was left out, and why (R26). */
  readonly issues: readonly Issue[];
  /** What is odd, or was assumed. */
  readonly warnings: readonly Issue[];
  /** What was seen of each job, in the order of the fleet. */
  readonly observed: readonly ImportedJob[];
}

/** Makes a fleet of what a server answers. Throws a `PolicyError` for what are no answers. */
export function fleetOfServer(
  answers: ServerAnswers,
  options: ImportOptions | undefined,
  zoneOf: ZoneSource,
): ImportedFleet {
  const { placed, resources, sessions, settings, notes } = readServer(answers, options, zoneOf);
  const { clock, zone } = settings;
  const shared = {
    proxies: resources.proxies,
    repositories: resources.repositories,
    organizations: resources.organizations,
  };
  const bare = fleetOf(withoutCircles(placed, notes), clock === undefined ? {} : { clock });
  const wrong: Issue[] = [];
  const seen = importSessions(sessions, placed, bare.jobs, resources, settings, zone, notes, wrong);
  if (wrong.length > 0) throw new PolicyError(wrong);

  const fleet: Fleet = {
    ...bare,
    jobs: bare.jobs.map((job, index) => {
      const workload = seen.workloads[index];
      return workload === undefined ? job : { ...job, workload };
    }),
    ...shared,
  };
  const beside = { issues: notes.issues, warnings: notes.warnings, observed: seen.observed };
  return resultOf(fleet, { fleet, ...beside, toJSON: () => plainData(inJson(fleet), formatUtc) });
}

/** What a server answered, read: whose sessions there are, and what its jobs share. */
export interface ServerRead {
  /** Each job once, with the ids of what it needs as they are in `resources`. */
  readonly placed: readonly ListedJob[];
  readonly resources: ServerResources;
  readonly sessions: readonly Entry[] | undefined;
  readonly settings: ReadSettings;
  readonly notes: Notes;
}

/** Reads answers and options. Throws a `PolicyError` for what are no answers. */
export function readServer(
  answers: ServerAnswers,
  options: ImportOptions | undefined,
  zoneOf: ZoneSource,
): ServerRead {
  const wrong: Issue[] = [];
  const settings = readSettings(options, zoneOf, wrong);
  const read = readAnswers(answers, wrong);
  const { zone } = settings;
  if (read === undefined || zone === undefined || wrong.length > 0) throw new PolicyError(wrong);
  const { jobs: listed, sessions, listing, notes } = read;
  const jobs = withoutTwins(listed, notes);
  const resources = serverResources(listing, jobs, notes);
  const placed = jobs.map((job): ListedJob => ({ ...job, ...resources.needsOf(job) }));
  return { placed, resources, sessions, settings: { ...settings, zone }, notes };
}

/** A fleet as JSON can hold it: what has no limit says nothing of slots. */
function inJson(fleet: Fleet): object {
  const limits = ({ slots, ...resource }: Resource): object =>
    slots === Infinity ? resource : { slots, ...resource };
  return { ...fleet, ...resourceLists(({ list }) => (fleet[list] ?? []).map(limits)) };
}

/** What was answered, as far as it is lists. */
interface ReadAnswers {
  readonly jobs: readonly ListedJob[];
  readonly sessions: readonly Entry[] | undefined;
  readonly listing: ResourceListing;
  readonly notes: Notes;
}

/** Reads the answers; `undefined` after something wrong with what should be a list. */
function readAnswers(answers: unknown, wrong: Issue[]): ReadAnswers | undefined {
  const expected = `what a server answers: ${ANSWERS_KEYS.join(", ")}`;
  const given = readOwnShape<ServerAnswers>(
    answers ?? null,
    "answers",
    ANSWERS_KEYS,
    expected,
    wrong,
  );
  if (given === undefined) return undefined;
  const notes = emptyNotes();
  /** A list with its notes; those of what is no list at all go to `wrong`. */
  function list<Item>(
    key: keyof ServerAnswers,
    read: (json: unknown, path: string, notes: Notes) => Item[] | undefined,
  ): Item[] | undefined {
    const json = given![key] ?? undefined;
    if (json === undefined && key !== "jobs") return undefined;
    const own = emptyNotes();
    const items = read(json, key, own);
    for (const one of own.warnings) notes.warnings.push(one);
    for (const one of own.issues) (items === undefined ? wrong : notes.issues).push(one);
    return items;
  }
  const jobs = list("jobs", (json, path, own) =>
    entriesOf(json, path, JOBS, own)?.flatMap(
      (entry, index) => readNamedJob(entry.value, entry.path, index, own) ?? [],
    ),
  );
  if (jobs?.length === 0) notes.warnings.push(issue("jobs", "at least one job", given.jobs));
  return {
    jobs: jobs ?? [],
    sessions: list("sessions", (json, path, own) => entriesOf(json, path, SESSIONS, own)),
    listing: {
      proxies: list("proxies", readProxies),
      repositories: list("repositories", readRepositories),
      organizations: list("organizations", readOrganizations),
    },
    notes,
  };
}

const JOBS: ListKind = { name: "jobs", most: MOST_JOBS };

/** The jobs without those whose id one before has: pages that overlap are no two jobs. */
function withoutTwins(jobs: readonly ListedJob[], notes: Notes): ListedJob[] {
  const ids = new Set<string>();
  return jobs.filter(({ id, name }) => {
    if (id === undefined) return true;
    const key = id.toLowerCase();
    if (ids.has(key))
      notes.issues.push(
        issue("jobs", "each job once", id, `${show(name)} is not taken a second time`),
      );
    const isNew = !ids.has(key);
    ids.add(key);
    return isNew;
  });
}

/** The jobs, of which none copies itself by however many others (R32): each circle is opened. */
function withoutCircles(jobs: readonly ListedJob[], notes: Notes): readonly ListedJob[] {
  const places = new Map(jobs.map(({ id }, place) => [id, place]));
  const sources = jobs.map(({ copyOf }) => (copyOf === undefined ? undefined : places.get(copyOf)));
  const opened = new Set(circlesOfCopies(sources).values());
  for (const place of opened) {
    const path = `fleet.jobs[${place}].copyOf`;
    notes.issues.push(issue(path, "a job that is no copy of this one", jobs[place]!.copyOf));
  }
  return jobs.map((job, place) => (opened.has(place) ? without(job, "copyOf") : job));
}

/** What options say, with the zone of the clock. */
export interface ReadSettings extends ImportSettings {
  readonly clock: Partial<ServerClock> | undefined;
  readonly zone: ZoneTable;
}

/** Reads the options, and the zone of the clock; `undefined` for a zone after an issue. */
function readSettings(
  options: unknown,
  zoneOf: ZoneSource,
  issues: Issue[],
): Omit<ReadSettings, "zone"> & { readonly zone: ZoneTable | undefined } {
  const { clock, job, threads, firstIsFull, begins } = readOptions<ImportOptions>(
    options,
    IMPORT_KEYS,
    issues,
  );
  const read = readClock(clock, "options.clock", issues);
  if (job !== undefined && (typeof job !== "string" || job === ""))
    issues.push(issue("options.job", "the id or the name of a job", job));
  if (firstIsFull !== undefined && typeof firstIsFull !== "boolean")
    issues.push(issue("options.firstIsFull", "true or false", firstIsFull));
  if (begins !== undefined && begins !== "full" && begins !== "incremental")
    issues.push(issue("options.begins", "full or incremental", begins));
  return {
    clock: isObject<ServerClock>(clock) ? said(clock as ClockInput) : undefined,
    zone: read === undefined ? undefined : zoneOf(read.zone, "options.clock.zone", issues),
    job: typeof job === "string" ? job : undefined,
    threads: readMostThreads(threads, issues),
    firstIsFull: firstIsFull === true,
    begins: begins === "incremental" ? "incremental" : "full",
  };
}

/** What a clock says: its switches without those that are `undefined`. */
function said(clock: ClockInput): Partial<ServerClock> {
  const given = Object.entries(clock).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<ServerClock>;
}

/** Threads that sessions can use: of all jobs, or by a job's id or name. */
function readMostThreads(given: unknown, issues: Issue[]): ImportSettings["threads"] {
  const path = "options.threads";
  if (given === undefined) return undefined;
  if (isThreadCount(given)) return given;
  if (!isObject<Record<string, unknown>>(given)) {
    issues.push(issue(path, "a whole number of threads from 1, or such numbers by job", given));
    return undefined;
  }
  const byJob = new Map<string, number>();
  for (const [name, threads] of Object.entries(given)) {
    if (isThreadCount(threads)) byJob.set(name, threads);
    else issues.push(issue(pathTo(path, name), "a whole number of threads from 1", threads));
  }
  return byJob;
}
